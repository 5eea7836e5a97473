"""The one question asked of every text, in and out: is this a crisis, an unsafe goal, or neither?"""

from datetime import datetime

from bot.entities import Screening, Verdict
from bot.rules.safety.crisis import Finding, is_about_oneself, read_signs
from bot.rules.safety.unsafe import find_unsafe, gravest
from bot.rules.text import fold

_METHOD = "method_request"


def screen(text: str, *, now: datetime | None = None) -> Screening:
    """The first that holds of crisis, unsafe goal, ok. Never raises; `now` dates a goal's deadline where given.

    A crisis has a level: 1 passive or joking, 2 passive ideation and euphemism, 3 active, 4 imminent.
    """
    signs = read_signs(text)
    unsafe = gravest(find_unsafe(text, fold(text), now), signs.unsafe)
    if signs.crisis and not (unsafe == _METHOD and _is_mere_question(signs.crisis, text)):
        return Screening(verdict=Verdict.CRISIS, category=signs.crisis.category, level=signs.crisis.level)
    if unsafe:
        return Screening(verdict=Verdict.UNSAFE_GOAL, category=unsafe)
    return Screening()


def _is_mere_question(crisis: Finding, text: str) -> bool:
    """A request for a method without a word about oneself or somebody known: declined, with the lines beside it."""
    return crisis.category in ("suicide", "self_harm", "eating_disorder") and not is_about_oneself(text)
