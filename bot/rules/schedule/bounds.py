"""What limits a schedule, from words: except weekends, until Friday, for 2 weeks, starting Monday."""

from bot.catalogue import t
from bot.rules.schedule.days import find_date, find_month_days, find_offset, find_weekdays
from bot.rules.schedule.lengths import find_length, find_relative
from bot.rules.schedule.nodes import (
    After,
    Coming,
    Count,
    Every,
    Except,
    Found,
    Lasting,
    MonthDays,
    Offset,
    OnDate,
    Past,
    Starting,
    Until,
    Weekdays,
    Wrong,
)
from bot.rules.schedule.repeats import DAY_UNITS, find_often
from bot.rules.schedule.words import Signs

_ENDS = (Weekdays, MonthDays, OnDate, Offset, Coming, Every)
_STARTS = (Weekdays, MonthDays, OnDate, Offset, Coming, After)


def find_except(signs: Signs, place: int) -> Found | None:
    """ "except weekends", "but not on Sundays", "sauf le mercredi", "кроме выходных", "except in August"."""
    if not signs.at(place).has("except"):
        return None
    start = place + 1
    while signs.at(start).has("filler", "every", "at", "of", "day_of_month") and not signs.at(start).has(
        "weekday", "set"
    ):
        start += 1
    found = find_weekdays(signs, start, every=1)
    if found and isinstance(found[0], Weekdays) and not found[0].nth:
        return Except(weekdays=found[0].days), found[1]
    months: list[int] = []
    end = start
    while signs.at(start).has("month"):
        months.append(int(signs.at(start).get("month")))
        end = start + 1
        start = signs.past(end, "and", "sep", "of")
    return (Except(months=tuple(months)), end) if months else None


def find_season(signs: Signs, place: int) -> Found | None:
    """ "in December": only in that month."""
    sign, month = signs.at(place), signs.at(place + 1).get("month")
    if not sign.has("of", "in") or month is None or signs.at(place + 2).has("number", "ordinal"):
        return None
    return Except(months=tuple(number for number in range(1, 13) if number != month)), place + 2


def find_bound(signs: Signs, place: int, *, is_month_first: bool = False) -> Found | None:
    """ "until Friday", "for 2 weeks", "starting Monday", "from 1 December"."""
    sign = signs.at(place)
    length = find_length(signs, place)
    if length and signs.at(length[1]).has("lasting") and length[0][0][1] in DAY_UNITS and length[0][0][0] >= 1:
        return Lasting(int(length[0][0][0]), length[0][0][1]), length[1] + 1
    if sign.has("for"):
        length = find_length(signs, place + 1)
        if length and length[0][0][1] in DAY_UNITS and length[0][0][0] >= 1:
            return Lasting(int(length[0][0][0]), length[0][0][1]), length[1]
        often = find_often(signs, place + 1)
        if often and isinstance(often[0], Count):
            return often
    if sign.has("until"):
        when = _day(signs, place + 1, is_month_first) or _end_of_period(signs, place + 1)
        if when and not (isinstance(when[0], Weekdays) and when[0].is_plural):
            return _bounded(when)
    if sign.has("starting") and not _is_range(signs, place):
        when = find_relative(signs, place + 1) or _day(signs, place + 1, is_month_first)
        if when:
            return (Starting(when[0]) if isinstance(when[0], _STARTS) else when[0]), when[1]
    return None


def _bounded(when: Found) -> Found:
    if isinstance(when[0], Past):
        return Wrong(t("That end is already over. Until when do you mean?")), when[1]
    return (Until(when[0]) if isinstance(when[0], _ENDS) else when[0]), when[1]


def _is_range(signs: Signs, place: int) -> bool:
    """ "from Monday to Friday" is a range of days and no start."""
    after = signs.past(place + 1, "filler") if not signs.at(place + 1).has("weekday") else place + 1
    return signs.at(after).has("weekday") and signs.at(after + 1).has("to")


def _end_of_period(signs: Signs, place: int) -> Found | None:
    """ "the end of the month", "January" (its first day)."""
    place = signs.past(place, "filler", "of", "day_of_month") if not signs.at(place).has("month") else place
    sign = signs.at(place)
    if sign.has("month"):
        return OnDate(1, int(sign.get("month"))), place + 1
    if sign.text in ("end", "ende", "fin", "final", "finales", "конца"):
        place = signs.past(place + 1, "filler", "of", "this", "every")
        sign = signs.at(place)
        if sign.has("month"):
            month = int(sign.get("month"))
            return OnDate({2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31), month), place + 1
        if sign.get("unit") in ("week", "month", "year"):
            return Every(1, str(sign.get("unit"))), place + 1
    return None


def _day(signs: Signs, place: int, is_month_first: bool) -> Found | None:
    """One day here: a date, a weekday, tomorrow, next week."""
    place = signs.past(place, "filler") if not signs.at(place).has("day_of_month", "weekday", "month") else place
    found = (
        find_date(signs, place, is_month_first=is_month_first)
        or find_month_days(signs, place)
        or find_offset(signs, place)
        or find_weekdays(signs, place)
    )
    kinds = (Weekdays, MonthDays, OnDate, Offset, Coming, Wrong, Past)
    return found if found and isinstance(found[0], kinds) else None
