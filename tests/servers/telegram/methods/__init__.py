"""What a bot may call. Each method gets the server and the call, and gives back the result, or raises a Refusal."""

from tests.servers.telegram.methods import editing, looking, presenting, receiving, sending
from tests.servers.telegram.methods.table import METHODS, Method

__all__ = ["METHODS", "Method", "editing", "looking", "presenting", "receiving", "sending"]
