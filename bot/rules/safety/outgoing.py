"""The same screen on the way out: what a model wrote is said only when nothing in it could harm."""

from datetime import datetime

from bot.entities import Verdict
from bot.rules.safety.screen import screen
from bot.rules.safety.unsafe import find_unsafe_advice


def is_fit_to_say(text: str, *, now: datetime | None = None) -> bool:
    """Whether a text written by a model may reach a person: no crisis talk, no unsafe goal, no unsafe advice."""
    return screen(text, now=now).verdict is Verdict.OK and find_unsafe_advice(text, now) is None
