"""RRULE texts from days and times."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time

from bot.rules.schedule.nodes import MonthDays, OnDate, Weekdays

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Pattern:
    """The days of one rule: a frequency, its interval and BY parts, without the times of day."""

    freq: str
    interval: int = 1
    by: tuple[tuple[str, str], ...] = ()

    def with_by(self, name: str, value: str) -> "Pattern":
        return replace(self, by=(*self.by, (name, value)))


def weekly(days: Iterable[int], interval: int = 1) -> Pattern:
    return Pattern("WEEKLY", interval, (("BYDAY", ",".join(CODES[day] for day in sorted(set(days)))),))


def nth_weekdays(node: Weekdays, interval: int = 1) -> Pattern:
    """ "2nd and 4th Tuesday", "last working day"."""
    if node.is_set:
        days = (("BYDAY", ",".join(CODES[day] for day in node.days)), ("BYSETPOS", ",".join(map(str, node.nth))))
        return Pattern("MONTHLY", interval, days)
    named = [f"{nth}{CODES[day]}" for nth in node.nth for day in node.days]
    return Pattern("MONTHLY", interval, (("BYDAY", ",".join(named)),))


def month_days(node: MonthDays, interval: int = 1) -> Pattern:
    return Pattern("MONTHLY", interval, (("BYMONTHDAY", ",".join(map(str, node.days))),))


def yearly(node: OnDate, interval: int = 1) -> Pattern:
    return Pattern("YEARLY", interval, (("BYMONTH", str(node.month)), ("BYMONTHDAY", str(node.day))))


def rules_of(pattern: Pattern, times: Iterable[time]) -> tuple[str, ...]:
    """One rule for each minute of the hour; hours that share a minute share a rule."""
    hours: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at in times:
        hours[at.minute, at.second].append(at.hour)
    return tuple(
        rule_text(pattern, {"BYHOUR": ",".join(map(str, sorted(set(h)))), "BYMINUTE": str(m), "BYSECOND": str(s)})
        for (m, s), h in sorted(hours.items(), key=lambda item: (min(item[1]), item[0]))
    )


def rule_text(pattern: Pattern, more: dict[str, str]) -> str:
    """The RRULE as RFC 5545 writes it."""
    parts = [("FREQ", pattern.freq)]
    if pattern.interval > 1:
        parts.append(("INTERVAL", str(pattern.interval)))
    return ";".join(f"{name}={value}" for name, value in (*parts, *pattern.by, *more.items()))
