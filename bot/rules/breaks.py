"""Ill, away, hurt, back again, after a hard week, about to give up: what people say about not going on as planned."""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.rules.patterns import pattern
from bot.rules.quantities import find_quantities
from bot.rules.text import fold
from bot.rules.trips import read_stay

LONGEST = 240  # characters
_DAYS = {"day": 1, "week": 7, "month": 30}
_FEW_DAYS = 4
_THIS_WEEK = re.compile(r"\b(?:this week|diese (?:ganze )?woche|esta semana|cette semaine|на этой неделе|эту неделю)\b")
_NEXT_WEEK = re.compile(
    r"\b(?:next week|nachste woche|semana que viene|proxima semana|semaine prochaine|на следующей неделе)\b"
)


class BreakKind(StrEnum):
    """Why somebody does not go on as planned, or that they do again."""

    ILL = "ill"
    AWAY = "away"
    HURT = "hurt"
    BACK = "back"
    HARD = "hard"  # a week that is over and went badly: ill, away, nothing done
    QUIT = "quit"


class Break(NamedTuple):
    """What was said: from the local day `starts` (None: now) until `until`, both included."""

    kind: BreakKind
    starts: date | None = None
    until: date | None = None
    part: str = ""  # what hurts, where it was named
    is_forbidden: bool = False  # somebody with a say in it told them to stop


def read_break(text: str, *, now: datetime, zone: str) -> Break | None:
    """The break that the words speak of; None for anything else, also for breaks that are past or a goal."""
    words = fold(text[: LONGEST + 1]).strip(" .!,?")
    if len(text) > LONGEST or not words:
        return None
    if pattern("breaks", "back").fullmatch(words):
        return Break(BreakKind.BACK)
    if pattern("breaks", "quit").fullmatch(words):
        return Break(BreakKind.QUIT)
    if pattern("breaks", "hard").fullmatch(words):
        return Break(BreakKind.HARD)
    starts, until = read_days(words, now=now, zone=zone)
    if hurt := pattern("breaks", "hurt").search(words):
        forbidden = pattern("breaks", "forbidden").search(words) is not None
        return Break(BreakKind.HURT, starts, until, hurt["part"] or hurt["part2"] or "", forbidden)
    if pattern("breaks", "yesterday").search(words):
        return None
    if pattern("breaks", "ill").search(words):
        return Break(BreakKind.ILL, None, until)
    has_days = until is not None
    if pattern("breaks", "away").search(words) and (has_days or len(words.split()) <= 6):
        return Break(BreakKind.AWAY, starts if has_days else None, until)
    return None


def read_days(words: str, *, now: datetime, zone: str) -> tuple[date | None, date | None]:
    """First and last local day of the stretch that the words name; None where they do not say."""
    starts, until = read_stay(words, now=now, zone=zone)
    today = read_stay("today", now=now, zone=zone)[0] or now.date()
    if _THIS_WEEK.search(words) and until is None:
        return None, today + timedelta(days=6 - today.weekday())
    if _NEXT_WEEK.search(words) and until is None:
        monday = today + timedelta(days=7 - today.weekday())
        return monday, monday + timedelta(days=6)
    if "a few days" in words or "couple of days" in words:
        return None, today + timedelta(days=_FEW_DAYS - 1)
    lengths = [q for q in find_quantities(words) if q.unit in _DAYS and q.value >= 1]
    is_length = bool(lengths) and re.search(r"\b(?:until|till|from .+ to)\b", words) is None
    if is_length:
        begins = starts if starts is not None and until is not None else today
        days = round(lengths[0].value * _DAYS[lengths[0].unit or "day"])
        return (begins if begins > today else None), begins + timedelta(days=days - 1)
    if starts is not None and until is None and any(word in words for word in ("tomorrow", "weekend")):
        return starts, starts
    if starts is not None and starts <= today:
        starts = None
    return (starts, until) if until is None or until >= today else (None, None)
