"""Days from words: days of the week, days of the month, dates, today and tomorrow."""

from calendar import monthrange

from bot.catalogue import say_month, t
from bot.rules.schedule.nodes import Coming, Found, MonthDays, Offset, OnDate, Past, Weekdays, Wrong
from bot.rules.schedule.words import Sign, Signs

WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
_SETS = {"weekdays": WORKDAYS, "weekend": WEEKEND, "mwf": (0, 2, 4)}
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def find_weekdays(signs: Signs, place: int, every: int = 0) -> Found | None:
    """Days of the week here: "mon, wed and fri", "Monday to Friday", "2nd and 4th tuesday", "next monday"."""
    which = _which(signs.at(place)) if not every else ""
    nth, after = _ordinals(signs, place)
    if nth:
        found = _nth_weekdays(signs, after, nth, every, is_last=which == "last")
        if found:
            return found
    start = signs.past(place, "next", "this", "last") if which else place
    run = _weekday_run(signs, start, is_anchored=bool(every or which))
    if run is None:
        return None
    days, is_plural, after = run
    if not which and not every and len(days) == 1 and _is_which_behind(signs, after):
        which, after = _which(signs.at(after)), after + 1
    if which == "last":
        return Past(), after
    return Weekdays(days, every=every, which=which, is_plural=is_plural), after


def _is_which_behind(signs: Signs, place: int) -> bool:
    """ "mardi prochain", "lundi dernier": which one, said after the day."""
    sign = signs.at(place)
    return sign.has("next", "last") and not (sign.has("ordinal") and _month_ahead(signs, place + 1))


def _which(sign: Sign) -> str:
    return next((word for word in ("next", "this", "last") if sign.has(word)), "")


def _nth_weekdays(signs: Signs, place: int, nth: tuple[int, ...], every: int, *, is_last: bool) -> Found | None:
    sign = signs.at(place)
    is_set = sign.get("set") in ("weekdays", "weekend") and not sign.has("weekday")
    run = _weekday_run(signs, place, is_anchored=True)
    if run is None:
        return None
    days, is_plural, after = run
    end = _month_ahead(signs, after)
    if nth == (2,) and every and not end:
        return Weekdays(days, every=2), after  # "every second Monday" is every other one
    if is_last and not end and not every and not is_plural:
        return Past(), after
    if any(n > 5 or n < -5 or n == 0 for n in nth):
        return Wrong(t("No month has {n} of that weekday. Which one do you mean?", n=max(nth, key=abs))), end or after
    if is_set and sign.get("set") == "weekend":
        return Weekdays((5,), every=1, nth=nth), end or after
    return Weekdays(days, every=every, nth=nth, is_set=is_set), end or after


def _ordinals(signs: Signs, place: int) -> tuple[tuple[int, ...], int]:
    """ "2nd and 4th": the numbers and the place after them."""
    numbers: list[int] = []
    after = place
    while signs.at(after).has("ordinal"):
        numbers.append(int(signs.at(after).get("ordinal")))
        place = after + 1
        after = signs.past(place, "and", "sep", "day_of_month") if not signs.at(place).has("ordinal") else place
    return tuple(numbers), place


def _month_ahead(signs: Signs, place: int) -> int:
    """The place after "of the month", "im Monat", "of each month"; 0 where it does not stand here."""
    after = signs.past(place, "of", "filler", "every", "per", "sep")
    if signs.at(after).get("unit") == "month":
        return after + 1
    if signs.at(after).get("repeat") == (1, "month"):
        return after + 1
    return 0


def _weekday_run(signs: Signs, place: int, *, is_anchored: bool) -> tuple[tuple[int, ...], bool, int] | None:
    """The days of a list or range, whether a plural says they come every week, and the place after them."""
    days: list[int] = []
    is_plural = is_weak = False
    after, items = place, 0
    while (item := _weekday_item(signs, after)) is not None:
        is_weak = (is_weak or items == 0) and signs.at(after).has("weak") and item[2] == after + 1
        is_plural |= item[1] or len(item[0]) > 1
        days += item[0]
        place, items = item[2], items + 1
        is_dash = signs.at(place).text == "-" and signs.at(place + 1).has("weekday")
        after = place + 1 if is_dash else place
        after = signs.past(after, "and", "sep", "filler") if not signs.at(after).has("weekday") else after
        if not signs.at(after).has("weekday", "set"):
            break
    if not items or (is_weak and items == 1 and not is_anchored and not _has_time_beside(signs, place)):
        return None
    return tuple(sorted(set(days))), is_plural or items > 1, place


def _weekday_item(signs: Signs, place: int) -> tuple[tuple[int, ...], bool, int] | None:
    """One day, a range of days, or a set such as the weekend."""
    place = signs.past(place, "from") if signs.at(place + 1).has("weekday") else place
    sign = signs.at(place)
    if sign.has("set"):
        return _SETS[sign.get("set")], sign.has("plural"), place + 1
    if not sign.has("weekday"):
        return None
    first = int(sign.get("weekday"))
    if signs.at(place + 1).has("to") and not signs.at(place + 1).has("and") and not _is_chain(signs, place):
        end = signs.past(place + 2, "filler", "day_of_month") if not signs.at(place + 2).has("weekday") else place + 2
        if signs.at(end).has("weekday"):
            last = int(signs.at(end).get("weekday"))
            return tuple((first + n) % 7 for n in range((last - first) % 7 + 1)), True, end + 1
    return (first,), sign.has("plural"), place + 1


def _is_chain(signs: Signs, place: int) -> bool:
    """ "mon-wed-fri" is a list and no range."""
    dashes = (signs.at(place - 1), signs.at(place + 1), signs.at(place + 3))
    return sum(sign.text == "-" for sign in dashes) > 1 and all(signs.at(place + n).has("weekday") for n in (0, 2))


def _has_time_beside(signs: Signs, place: int) -> bool:
    return signs.at(place).has("clock", "number", "at", "part", "end") or signs.at(place + 1).has("clock", "number")


def find_date(signs: Signs, place: int, *, is_every: bool = False, is_month_first: bool = False) -> Found | None:
    """A date here: "3 December", "December 3rd 2027", 2026-12-03, 3.12., 12/24."""
    sign = signs.at(place)
    if sign.has("named_date"):
        named_month, named_day = map(int, sign.get("named_date").split("-"))
        return OnDate(named_day, named_month, is_every=is_every), place + 1
    if sign.has("date"):
        day, month, year, is_slash = sign.get("date")
        if is_slash and (is_month_first or month > 12) and day <= 12:
            day, month = month, day
        return _checked(day, month, year, is_every, place + 1)
    place = signs.past(place, "day_of_month") if signs.at(place).has("day_of_month") else place
    sign = signs.at(place)
    day = _day_number(sign)
    if day is not None:
        after = place + 1
        after = signs.past(after, "of", "filler", "day_of_month") if not signs.at(after).has("month") else after
        if signs.at(after).has("month"):
            year, end = _year(signs, after + 1)
            return _checked(day, int(signs.at(after).get("month")), year, is_every, end)
        return None
    if sign.has("month"):
        after = signs.past(place + 1, "day_of_month", "filler")
        day = _day_number(signs.at(after))
        if day is not None and not signs.at(after + 1).has("meridiem", "oclock") and day < 100:
            year, end = _year(signs, after + 1)
            return _checked(day, int(sign.get("month")), year, is_every, end)
    return None


def _day_number(sign: Sign) -> int | None:
    value = sign.get("number") if sign.has("number") else sign.get("ordinal")
    return value if isinstance(value, int) and 0 <= value < 100 and not sign.has("clock") else None


def _year(signs: Signs, place: int) -> tuple[int | None, int]:
    after = signs.past(place, "sep", "of") if signs.at(place + 1).has("digits") else place
    digits = str(signs.at(after).get("digits") or "")
    if len(digits) == 4 and digits.isdigit() and _FIRST_YEAR <= int(digits) <= _LAST_YEAR:
        end = after + 1
        return int(digits), end + (signs.at(end).get("unit") == "year")
    return None, place


def _checked(day: int, month: int, year: int | None, is_every: bool, after: int) -> Found:
    if not 1 <= month <= 12:
        return Wrong(t("There is no month {n}. Which date do you mean?", n=month)), after
    longest = monthrange(year if year is not None and 1 <= year <= 9999 else 2024, month)[1]
    if not 1 <= day <= longest:
        name = say_month(month)
        said = f"{name} {year}" if year and month == 2 and day == 29 else name
        return Wrong(t("{month} has no day {n}. Which date do you mean?", month=said, n=day)), after
    return OnDate(day, month, year, is_every=is_every), after


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def find_month_days(signs: Signs, place: int, *, is_every: bool = False) -> Found | None:
    """Days of the month here: "the 1st and 15th", "last day of the month", "le 15", "15 числа"."""
    days, after = _ordinals(signs, place)
    if not days:
        return _numbered_days(signs, place, is_every)
    is_day = signs.at(after).get("unit") == "day" and not signs.at(after).has("part")
    after += is_day or signs.at(after).has("day_number")
    end = _month_ahead(signs, after)
    is_monthly = bool(end) or is_every or (is_day and _is_month_behind(signs, place))
    if is_day and not is_monthly:
        return None
    if not end and signs.at(after).has("unit"):
        return None
    if not end and not is_every and not signs.at(after).roles and not _is_said_on(signs, place):
        return None  # "the 1st candidate"
    is_bare_word = len(days) == 1 and not signs.at(place).text[:1].isdigit()  # "my second workout"
    return None if is_bare_word and not is_monthly else _month_days(days, is_every=is_monthly, after=end or after)


def _is_said_on(signs: Signs, place: int) -> bool:
    """ "on the 15th": a preposition makes it a day."""
    return any(signs.at(n).text in ("on", "am", "el", "le", "den") for n in (place - 1, place - 2))


def _is_month_behind(signs: Signs, place: int) -> bool:
    """ "every month on the last day": the month was said a few words before."""
    return any(signs.at(n).get("unit") == "month" for n in range(max(0, place - 4), place))


def _numbered_days(signs: Signs, place: int, is_every: bool) -> Found | None:
    """ "le 15", "los días 1 y 15", "15 числа", "on day 15 of each month": numbers that an article or word marks."""
    is_marked = signs.at(place).has("day_of_month") and not signs.at(place).has("month")
    start = signs.past(place, "day_of_month")
    is_numbered = not is_marked and signs.at(start).get("unit") == "day"
    start += is_numbered
    days, after = _numbers(signs, start)
    following = signs.at(after)
    if not days or following.has("weekday", "set"):
        return None
    end = after + following.has("day_number")
    month_end = _month_ahead(signs, end)
    if month_end == end + 1 and end == after:
        return None  # "3 months"
    if month_end or end > after or (is_numbered and _is_month_behind(signs, place)):
        is_marked = True
    elif following.has("unit", "meridiem", "oclock", "times") or not following.roles or signs.at(place).text == "the":
        return None
    if not is_marked:
        return None
    return _month_days(days, is_every=is_every or bool(month_end) or is_numbered, after=month_end or end)


def _numbers(signs: Signs, place: int) -> tuple[tuple[int, ...], int]:
    """ "1 y 15": the numbers and the place after them."""
    numbers: list[int] = []
    after = place
    while (day := _day_number(signs.at(after))) is not None and not signs.at(after).has("part", "unit"):
        numbers.append(day)
        place = after + 1
        after = signs.past(place, "and", "sep", "day_of_month")
    return tuple(numbers), place


def _month_days(days: tuple[int, ...], *, is_every: bool, after: int) -> Found:
    wrong = next((day for day in days if not (1 <= day <= 31 or day in (-1, -2))), None)
    if wrong is not None:
        return Wrong(t("No month has a day {n}. Which day do you mean?", n=wrong)), after
    return MonthDays(tuple(sorted(set(days))), is_every=is_every), after


def find_offset(signs: Signs, place: int) -> Found | None:
    """Today, tomorrow, tonight, this evening, yesterday, next week, last month."""
    sign = signs.at(place)
    if sign.has("day"):
        return (Past() if int(sign.get("day")) < 0 else Offset(int(sign.get("day")))), place + 1
    if sign.has("this") and signs.at(place + 1).has("part"):
        return Offset(0), place + 1
    if sign.has("next", "last") and signs.at(place + 1).get("unit") in ("week", "month", "year"):
        if sign.has("ordinal") and sign.has("last") and _month_ahead(signs, place + 2):
            return None
        return (Coming(str(signs.at(place + 1).get("unit"))) if sign.has("next") else Past()), place + 2
    if sign.get("unit") in ("week", "month", "year") and signs.at(place + 1).has("next", "last"):
        return (Coming(str(sign.get("unit"))) if signs.at(place + 1).has("next") else Past()), place + 2
    return None
