"""The safety screen: crises and unsafe goals, read by pure rules before anything else happens to a message."""

from bot.rules.safety.answers import read_crisis_answer
from bot.rules.safety.declining import unsafe_reply
from bot.rules.safety.lines import CrisisLines, describe_lines, load_lines
from bot.rules.safety.outgoing import is_fit_to_say
from bot.rules.safety.replies import crisis_reply
from bot.rules.safety.screen import screen

__all__ = [
    "CrisisLines",
    "crisis_reply",
    "describe_lines",
    "is_fit_to_say",
    "load_lines",
    "read_crisis_answer",
    "screen",
    "unsafe_reply",
]
