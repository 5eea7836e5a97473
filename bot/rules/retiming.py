"""A proposed check-in changed in a few words: a time keeps the days, days keep the time."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.entities import Outcome, Recurrence
from bot.rules.schedule import next_after, read_schedule
from bot.rules.schedule.grammar import pieces_of
from bot.rules.schedule.nodes import Clock, Every, MonthDays, Node, Often, Part, Weekdays
from bot.rules.schedule.words import languages_of, signs_in
from bot.rules.text import fold

MOST_WORDS = 18
_ELSEWHERE = re.compile(
    r"\b(?:deadline|goal|plan|target|finish|due|end date|lose|gain|save)\b"
)  # not about the time asked
NOON = 12
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TIME_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_TOLD = re.compile(
    r"\b(?:at|around|about|by|after|before|make|move|change|set|shift|put|remind|ask|nudge|ping|check|prefer|rather|better|"
    r"instead|works?|suits?|please|try|let'?s|how about|what about|maybe|yes|no|ok|noon|midnight|o'?clock|"
    r"a las?|um|uhr|gegen|vers|heures?|в|около)\b|\d ?(?:am|pm|a\.m|p\.m|h\b|uhr)"
)
_BARE = re.compile(r"\W*([01]?\d|2[0-3])[:h](00|15|30|45)\W*")
_IS_24H = re.compile(r"am\b|\d ?h(?:\d\d)?\b|\d ?heures?\b|\d ?uhr\b")  # where no half of the day is to be guessed
_BARE_HOUR = re.compile(r"\b((?:make|move|change|set) (?:it|that|this|them)(?: to| for)?) (\d{1,2})\W*$")


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the words name."""

    clock: Clock | None
    has_time: bool
    weekdays: tuple[int, ...]
    has_days: bool


def read_change(
    text: str, proposed: Recurrence, *, now: datetime, morning: time, evening: time, is_measured: bool = False
) -> Recurrence | None:
    """`proposed` with the time or the days that `text` names; None where it names neither, or only reports.

    "5:20" and "84.1" are reports. A bare "20:00" is a time unless the goal `is_measured` in minutes or distance.
    """
    folded = fold(text)
    if len(folded.split()) > MOST_WORDS or _ELSEWHERE.search(folded) or not _is_told(folded, is_measured=is_measured):
        return None
    text = _BARE_HOUR.sub(r"\1 at \2", folded)
    wish = _wish_in(text)
    if wish is None or not (wish.has_time or wish.has_days):
        return None
    if wish.has_days and wish.has_time:
        whole = read_schedule(text, now=now, zone=proposed.zone, morning=morning, evening=evening).recurrence
        if whole is not None and whole.rrules:
            return whole
    clock = _time_in(text, wish, proposed, now, morning, evening) if wish.has_time else None
    rules = tuple(_changed(rule, wish, clock) for rule in proposed.rrules)
    if wish.has_days and not wish.weekdays:
        return None
    return _starting_now(proposed.but(rrules=rules[:1] if wish.has_days else rules), now)


def _is_told(folded: str, *, is_measured: bool) -> bool:
    """Whether the words can be a wish for a time at all, and are no number reported."""
    if _TOLD.search(folded):
        return True
    if _BARE.fullmatch(folded):
        return not is_measured
    return not any(char.isdigit() for char in folded)


def _wish_in(text: str) -> _Wish | None:
    for language in languages_of(text)[:3]:
        nodes = [node for node, _, _ in pieces_of(signs_in(text, language))]
        if any(isinstance(node, Clock | Part | Weekdays | Every) for node in nodes):
            return _sorted(nodes)
    return None


def _sorted(nodes: list[Node]) -> _Wish | None:
    if any(isinstance(node, MonthDays | Often) for node in nodes):
        return None
    clock = next((node for node in nodes if isinstance(node, Clock)), None)
    weekdays = tuple(day for node in nodes if isinstance(node, Weekdays) and not node.nth for day in node.days)
    is_daily = any(isinstance(node, Every) and node.unit == "day" and node.count == 1 for node in nodes)
    has_time = clock is not None or any(isinstance(node, Part) for node in nodes)
    days = tuple(range(len(_DAYS))) if is_daily and not weekdays else tuple(sorted(set(weekdays)))
    return _Wish(clock, has_time, days, has_days=bool(days))


def _time_in(text: str, wish: _Wish, proposed: Recurrence, now: datetime, morning: time, evening: time) -> time | None:
    """The local time meant; a bare "8" for an evening check-in is 20:00."""
    if wish.clock is None:
        reading = read_schedule(f"every day {text}", now=now, zone=proposed.zone, morning=morning, evening=evening)
        return _time_of(reading.recurrence) if reading.outcome is Outcome.SCHEDULE else None
    hour = wish.clock.hour % 24
    if wish.clock.is_dial and 0 < hour < NOON and _hour_of(proposed) >= NOON and not _IS_24H.search(fold(text)):
        hour += NOON
    return time(hour, wish.clock.minute)


def _time_of(recurrence: Recurrence | None) -> time | None:
    if recurrence is None or not recurrence.rrules:
        return None
    parts = _parts(recurrence.rrules[0])
    return time(int(parts.get("BYHOUR", "0").split(",")[0]), int(parts.get("BYMINUTE", "0").split(",")[0]))


def _hour_of(recurrence: Recurrence) -> int:
    known = _time_of(recurrence)
    return known.hour if known else 0


def _changed(rule: str, wish: _Wish, clock: time | None) -> str:
    """One RRULE with other days or another time."""
    parts = _parts(rule)
    if wish.has_days:
        kept = {name: parts[name] for name in _TIME_PARTS if name in parts}
        every_day = len(wish.weekdays) == len(_DAYS)
        days = ",".join(_DAYS[day] for day in wish.weekdays)
        parts = ({"FREQ": "DAILY"} if every_day else {"FREQ": "WEEKLY", "BYDAY": days}) | kept
    if clock is not None:
        parts |= {"BYHOUR": str(clock.hour), "BYMINUTE": str(clock.minute), "BYSECOND": "0"}
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.split(";"))


def _starting_now(recurrence: Recurrence, now: datetime) -> Recurrence | None:
    """The recurrence counted from today; None where nothing would ever come of it."""
    local = now.astimezone(ZoneInfo(recurrence.zone))
    at = _time_of(recurrence) or time()
    recurrence = recurrence.but(starts=datetime.combine(local.date(), at))
    return recurrence if next_after(recurrence, now) is not None else None
