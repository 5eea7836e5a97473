"""The days of a repeating request as patterns of RRULEs, less the excepted ones."""

from dataclasses import replace

from bot.rules.schedule import wording
from bot.rules.schedule.nodes import Every, MonthDays, Offset, OnDate, Weekdays
from bot.rules.schedule.request import Clause, Impossible, Request, Unclear, repeats
from bot.rules.schedule.rules import CODES, Pattern, month_days, nth_weekdays, weekly, yearly

_MONTHS = {"month": 1, "quarter": 3}
EVERY_DAY = Pattern("DAILY")


def patterns_of(clause: Clause, request: Request) -> list[Pattern]:
    weeks = max((every.count for every in request.intervals if every.unit == "week"), default=1)
    months = max((every.count * _MONTHS[every.unit] for every in request.intervals if every.unit in _MONTHS), default=1)
    years = max((every.count for every in request.intervals if every.unit == "year"), default=0)
    patterns: list[Pattern] = []
    plain = [day for day in clause.days if isinstance(day, Weekdays) and not day.nth]
    nested = _nth_by_interval(plain, request)
    if plain and not nested:
        interval = max(weeks, *(day.every for day in plain))
        patterns.append(weekly([number for day in plain for number in day.days], interval))
    for day in clause.days:
        match day:
            case Weekdays() if day.nth:
                patterns.append(nth_weekdays(day, months))
            case MonthDays() if repeats(day) or any(every.unit in _MONTHS for every in request.intervals):
                patterns.append(month_days(day, months))
            case OnDate() if day.is_every or years:
                patterns.append(yearly(day, max(years, 1)))
            case Every() if not plain and day.unit == "day":
                patterns.append(Pattern("DAILY", day.count))
            case _:
                pass
    return patterns or [_undated(request, weeks, months, years)]


def _nth_by_interval(plain: list[Weekdays], request: Request) -> bool:
    """ "monthly on Friday" does not say which Friday."""
    if plain and any(every.unit in _MONTHS for every in request.intervals):
        raise Unclear(wording.WHICH_OF_THE_MONTH)
    return False


def _undated(request: Request, weeks: int, months: int, years: int) -> Pattern:
    """Days that were not said: every day, or, every few weeks or months, the day of the first firing."""
    units = {every.unit for every in request.intervals} | {
        often.unit for often in request.oftens if often.unit != "day" and not request.days
    }
    has_start = request.starting is not None or any(isinstance(day, Offset | OnDate) for day in request.days)
    if "week" in units:
        if weeks == 1 and not has_start:
            raise Unclear(wording.WHICH_DAYS)
        return Pattern("DAILY", 7 * weeks)
    if units & {"month", "quarter"}:
        if months == 1 and not has_start:
            raise Unclear(wording.WHICH_OF_THE_MONTH)
        return Pattern("MONTHLY", months)
    if "year" in units:
        if years <= 1 and not has_start:
            raise Unclear(wording.WHICH_DATE)
        return Pattern("YEARLY", max(years, 1))
    return EVERY_DAY


def without(pattern: Pattern, request: Request) -> Pattern:
    """The pattern less the excepted days and months."""
    out = {day for node in request.excepts for day in node.weekdays}
    months = {month for node in request.excepts for month in node.months}
    if months and len(months) < 12:
        pattern = pattern.with_by("BYMONTH", ",".join(str(month) for month in range(1, 13) if month not in months))
    if not out:
        return pattern
    by = dict(pattern.by)
    if pattern.freq == "WEEKLY":
        left = [code for code in by["BYDAY"].split(",") if CODES.index(code) not in out]
        return replace(pattern, by=(("BYDAY", ",".join(left)), *pattern.by[1:])) if left else _nothing_left()
    if "BYDAY" in by:
        return pattern
    left = [code for number, code in enumerate(CODES) if number not in out]
    if not left:
        return _nothing_left()
    if pattern.freq == "DAILY" and pattern.interval == 1:
        return Pattern("WEEKLY", 1, (("BYDAY", ",".join(left)), *pattern.by))
    return pattern.with_by("BYDAY", ",".join(left))


def _nothing_left() -> Pattern:
    raise Impossible(wording.NOTHING_LEFT)
