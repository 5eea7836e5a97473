"""The one question asked of every text, in and out: is this a crisis, an unsafe goal, or neither?"""

from datetime import datetime

from bot.entities import Screening, Verdict
from bot.rules.safety.crisis import find_crisis
from bot.rules.safety.unsafe import find_unsafe
from bot.rules.text import fold


def screen(text: str, *, now: datetime | None = None) -> Screening:
    """The first that holds of crisis, unsafe goal, ok. Never raises; `now` dates a goal's deadline where given.

    A crisis has a level: 1 passive or joking, 2 passive ideation and euphemism, 3 active, 4 imminent.
    """
    if crisis := find_crisis(text):
        return Screening(verdict=Verdict.CRISIS, category=crisis.category, level=crisis.level)
    if unsafe := find_unsafe(text, fold(text), now):
        return Screening(verdict=Verdict.UNSAFE_GOAL, category=unsafe)
    return Screening()
