"""Weekdays and hours in a person's words about a plan."""

import re
from datetime import time

from bot.rules.plans.words import DAYS

WEEKEND = (5, 6)


def clock_in(words: str) -> time | None:
    """The hour of "at 10", "7:30", "at 8 in the evening"; a bare hour is as the day has it."""
    found = re.search(r"(?:\bat |\b(?=\d{1,2}(?::\d\d| ?[ap]m)))(\d{1,2})(?::(\d\d))? ?(am|pm)?\b", words)
    if not found:
        return time(8) if "morning" in words else None
    hour, minute = int(found[1]), int(found[2] or 0)
    is_late = found[3] == "pm" or (
        found[3] is None and re.search(r"\b(?:evening|night|afternoon)\b", words) is not None
    )
    if found[3] or is_late:
        hour = hour % 12 + (12 if is_late else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def weekdays_in(words: str) -> tuple[int, ...]:
    """The weekdays named, in their order; a weekend is two of them."""
    found = [n for n, day in enumerate(DAYS) if re.search(rf"\b{_short(day)}\b", words)]
    if re.search(r"\bweekends?\b", words):
        found += [day for day in WEEKEND if day not in found]
    return tuple(sorted(found))


def _short(day: str) -> str:
    name = day.lower()
    shorter = {"tuesday": "tues?", "wednesday": "wed", "thursday": "thu(?:rs?)?", "saturday": "sat", "sunday": "sun"}
    return rf"(?:{name}s?|{shorter.get(name, name[:3])})" if name not in ("saturday", "sunday") else rf"{name}s?"
