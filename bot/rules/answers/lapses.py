"""A lapse of someone who is leaving a substance: what it came to, and words that fit it."""

import re
from functools import cache

from bot.catalogue import say_amount, t
from bot.entities import AnswerReading, AnswerStatus, Domain, Goal, GoalKind
from bot.rules.answers.checked_goal import CheckedGoal
from bot.rules.answers.cues import between_words, table
from bot.rules.quantities import dimension_of, find_quantities
from bot.rules.text import fold

_CALENDAR = ("day", "night", "week", "month", "year", "time", "%")


@cache
def _words(name: str) -> re.Pattern[str]:
    return between_words(table("lapses")[name])


def is_lapse(reading: AnswerReading, goal: Goal) -> bool:
    """True where the answer tells of using what the goal is to leave, or of more than its limit."""
    checked = CheckedGoal.of(goal)
    if goal.domain is not Domain.SUBSTANCE or not checked.is_limit:
        return False
    if reading.status in (AnswerStatus.SKIPPED, AnswerStatus.PARTLY):
        return True
    is_counted = reading.status is AnswerStatus.VALUE and reading.value is not None
    most = (goal.amount or 0.0) if goal.kind is GoalKind.CAP else 0.0
    return is_counted and (reading.value or 0.0) > most


def names_lapse(text: str) -> bool:
    """True for words that can only mean a lapse: "i relapsed", "smoked 3 today"."""
    return _words("lapse").search(fold(text)) is not None


def names_abstinence(text: str) -> bool:
    """True for words that can only mean a kept day: "smoke free today", "day 4 clean"."""
    return _words("abstinence").search(fold(text)) is not None


def as_lapse(reading: AnswerReading, goal: Goal, text: str) -> AnswerReading:
    """The reading as it is stored: a limit keeps its value; a quit goal is not kept, with the amount if one is said."""
    if goal.kind is GoalKind.CAP and reading.value is not None:
        return reading
    amount, unit = (reading.value, goal.unit) if reading.value is not None else lapse_amount(text)
    return reading.but(status=AnswerStatus.SKIPPED, value=amount, unit=unit if amount is not None else None, mode=None)


def lapse_amount(text: str) -> tuple[float | None, str | None]:
    """ "smoked 3 today" is (3, None), "2 beers" (2, "beer"); (None, None) without a number."""
    for quantity in find_quantities(text[:500]):
        is_thing = dimension_of(quantity.unit) in (None, "volume", "mass") and quantity.unit not in _CALENDAR
        if quantity.is_amount and is_thing and quantity.value > 0:
            return quantity.value, quantity.unit
    return None, None


def describe_lapse(day: str, value: float | None, unit: str | None, *, before: int) -> str:
    """What is said to a lapse on `day` ("today"); `before`: how many lapses came right before it."""
    noted = (
        t("Noted for {day}.", day=day)
        if value is None
        else t("Noted for {day}: {value}.", day=day, value=say_amount(value, unit))
    )
    words: list[str] = table("lapses")["words"]
    return f"{noted} {t(words[min(before, len(words) - 1)])}"
