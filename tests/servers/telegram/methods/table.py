"""The table of methods, by name in lower case: Telegram does not mind how a method is written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.servers.telegram.calls import Call

if TYPE_CHECKING:
    from tests.servers.telegram.server import TelegramServer

Handler = Callable[["TelegramServer", Call, web.Request], Awaitable[Any]]

# What every method that sends a message takes.
SENDING = (
    "business_connection_id chat_id message_thread_id direct_messages_topic_id disable_notification protect_content "
    "allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup "
    "reply_to_message_id allow_sending_without_reply"
)


@dataclass(frozen=True)
class Method:
    name: str
    handler: Handler
    parameters: frozenset[str]
    is_message: bool  # counts against the flood limits


METHODS: dict[str, Method] = {}


def method(name: str, parameters: str = "", *, is_message: bool = False) -> Callable[[Handler], Handler]:
    """Enters a function into the table, with the parameters that the documentation lists."""

    def enter(handler: Handler) -> Handler:
        METHODS[name.lower()] = Method(name, handler, frozenset(parameters.split()), is_message)
        return handler

    return enter
