"""How often, from words: every N days, every other Monday, daily, twice a day."""

from bot.catalogue import t
from bot.rules.schedule.clock import find_clock
from bot.rules.schedule.days import find_date, find_month_days, find_weekdays
from bot.rules.schedule.lengths import Lengths, find_length
from bot.rules.schedule.nodes import Clock, Count, Every, Found, MonthDays, Often, Weekdays, Wrong
from bot.rules.schedule.words import Signs

DAY_UNITS = ("day", "week", "month", "quarter", "year")


def find_repeat(signs: Signs, place: int, *, is_month_first: bool = False) -> Found | None:
    """ "every other Monday", "daily", "every 3 days", "every 1st of the month", "un jour sur deux"."""
    sign = signs.at(place)
    if sign.has("repeat"):
        return Every(*sign.get("repeat")), place + 1
    alternate = _alternate(signs, place)
    if alternate or not sign.has("every"):
        return alternate
    start = place + 1
    start = signs.past(start, "day_of_month") if not signs.at(start).has("unit", "weekday") else start
    return (
        _every_nth(signs, start)
        or _every_counted(signs, start)
        or find_date(signs, start, is_every=True, is_month_first=is_month_first)
        or find_month_days(signs, start, is_every=True)
        or find_weekdays(signs, start, every=1)
        or _every_time(signs, start)
    )


def _alternate(signs: Signs, place: int) -> Found | None:
    """ "un jour sur deux", "un lunes sí y otro no"."""
    start = signs.past(place, "every") if signs.at(place).has("every") else place
    start += signs.at(start).get("number") == 1
    every = signs.at(start + 1).get("alternate")
    if every is None:
        return None
    sign = signs.at(start)
    if sign.has("weekday"):
        return Weekdays((int(sign.get("weekday")),), every=int(every)), start + 2
    return (Every(int(every), str(sign.get("unit"))), start + 2) if sign.has("unit") else None


def _every_nth(signs: Signs, place: int) -> Found | None:
    """ "other day", "second Monday", "third day", "last Friday", "first day of the month"."""
    sign = signs.at(place)
    number = 2 if sign.has("other") else sign.get("ordinal")
    if number is None:
        return None
    following = signs.at(place + 1)
    if sign.has("other") and not sign.has("ordinal"):
        found = find_weekdays(signs, place + 1)
        if found and isinstance(found[0], Weekdays):
            return Weekdays(found[0].days, every=2), found[1]
    elif found := find_weekdays(signs, place, every=1):
        return found
    found = find_month_days(signs, place)
    if found and isinstance(found[0], MonthDays) and found[0].is_every:
        return found
    if following.has("unit") and number > 0 and not following.has("weekday"):
        return Every(int(number), str(following.get("unit"))), place + 2
    if following.has("part") and number > 0:
        return Every(int(number), "day"), place + 1
    return None


def _every_counted(signs: Signs, place: int) -> Found | None:
    """ "3 days", "half hour", "hour and a half", "two Mondays", "day"."""
    length = find_length(signs, place, is_bare_unit_allowed=True)
    if length:
        minutes = _in_minutes(length[0])
        amount, unit = length[0][0]
        if amount <= 0:
            return Wrong(t("I need at least one of them between two reminders. How often do you mean?")), length[1]
        if minutes is not None:
            return Every(minutes, "minute") if minutes % 60 else Every(minutes // 60, "hour"), length[1]
        return (Every(int(amount), unit), length[1]) if float(amount).is_integer() else None
    number = signs.at(place).get("number")
    if isinstance(number, int) and signs.at(place + 1).has("weekday"):
        found = find_weekdays(signs, place + 1)
        if found and isinstance(found[0], Weekdays) and number > 0:
            return Weekdays(found[0].days, every=number), found[1]
    return None


def _every_time(signs: Signs, place: int) -> Found | None:
    """ "every morning", "every 8am": each day, and the time is read next."""
    sign = signs.at(place)
    clock = find_clock(signs, place, is_bare_allowed=False)
    if sign.has("part", "tonight") or (clock and isinstance(clock[0], Clock)):
        return Every(1, "day"), place
    return None


def _in_minutes(lengths: Lengths) -> int | None:
    minutes = {"second": 1 / 60, "minute": 1, "hour": 60}
    if not all(unit in minutes for _, unit in lengths):
        return None
    return int(min(sum(amount * minutes[unit] for amount, unit in lengths), 10**6))


def find_often(signs: Signs, place: int) -> Found | None:
    """ "twice a day", "3 times per week", "10 times"; "once" alone says nothing new."""
    sign = signs.at(place)
    times, after = sign.get("often"), place + 1
    if times is None and isinstance(sign.get("number"), int) and signs.at(after).has("times"):
        times, after = int(sign.get("number")), after + 1
    if times is None:
        return None
    end = signs.past(after, "per", "every", "filler", "of") if not signs.at(after).has("repeat", "unit") else after
    unit = signs.at(end)
    if unit.has("repeat") and unit.get("repeat")[0] == 1:
        return Often(int(times), str(unit.get("repeat")[1])), end + 1
    if unit.get("unit") in DAY_UNITS and end > after:
        return Often(int(times), str(unit.get("unit"))), end + 1
    counted = find_length(signs, end)
    if counted and end > after and counted[0][0][1] in DAY_UNITS and times == 1:
        return Every(int(counted[0][0][0]), counted[0][0][1]), counted[1]  # "once every 3 days"
    return (Count(int(times)), after) if times > 1 else None
