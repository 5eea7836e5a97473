"""What a calendar expression names: its first and its last day, from the groups of a `dates.toml` match."""

import calendar
import re
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from bot.rules.wordlists import wordlist

_DAY = timedelta(days=1)
_ORDINALS = dict(
    zip(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
        range(1, 11),
        strict=True,
    )
) | {"fifteenth": 15, "twentieth": 20, "thirtieth": 30, "thirty first": 31}
_SOON = timedelta(days=92)  # "next christmas", said weeks before one, is the one after

Named = dict[str, str | None]  # the named groups of a match


def period_of(named: Named, today: date) -> tuple[date | None, date | None]:
    """First and last day of what a calendar expression names; None where it names no real day."""
    if named["iso"]:
        return _same(safe_date(*map(int, named["iso"].split("-"))))
    if named["figures"]:
        return _same(_in_figures(named["figures"]))
    if named["short"]:
        return _same(_in_short_figures(named["short"], today))
    if named["mname"] or named["may"]:
        return _month_period(named, today)
    if named["weekday"]:
        ahead = (index_of("weekdays", named["weekday"]) - today.weekday()) % 7
        return _same(today + timedelta(days=ahead or 7))
    if named["holiday"]:
        return _same(_named_holiday(named, today))
    if named["season"]:
        return _season(named["season"], is_next=bool(named["next"] or named["next2"]), today=_anchor(named, today))
    if named["year"]:
        year = int(named["year"].replace("'", "20"))
        return date(year, 1, 1), date(year, 12, 31)
    if named["quarter"]:
        return _months(today.year, int(named["quarter"]) * 3 - 2, 3, today)
    if named["nth"]:
        return _same(_day_of_month(int(named["nth"]), today))
    if named["eo"]:
        return _unit_period(
            {**named, "week_word": "w"} if named["eo"] == "eow" else {**named, "month_word": "m"}, today
        )
    if named["tomorrow"]:
        return _same(today + _DAY)
    if named["weekend"]:
        return _same(today + timedelta(days=(6 - today.weekday()) % 7 or 7))
    return _unit_period(named, today)


def _in_figures(figures: str) -> date | None:
    """2/15/27 and 15.2.2027; None where day and month could be either, so that nobody's date is guessed."""
    first, second, year = (int(part) for part in re.split(r"[/.]", figures))
    year = year if year > 99 else 2000 + year
    if "." in figures or first > 12:
        return safe_date(year, second, first)
    return safe_date(year, first, second) if second > 12 or first == second else None


def _in_short_figures(figures: str, today: date) -> date | None:
    """ "15/3" and "3/15" as the next such day; None where day and month could be either."""
    first, second = (int(part) for part in figures.split("/"))
    day, month = (first, second) if first > 12 or first == second else (second, first)
    return next_day_in(month, day, today) if day > 12 or first == second else None


def _anchor(named: Named, today: date) -> date:
    """The day from which a holiday or season is looked for: "winter 2027" is the one that begins in that year."""
    return date(int(named["hyear"]), 3 if named["season"] else 1, 1) if named["hyear"] else today


def _unit_period(named: Named, today: date) -> tuple[date | None, date | None]:
    """This or next week, month or year; "by the end of the month" is this one's."""
    step = 1 if named["next"] or named["next2"] else 0
    if named["year_word"] or named["yearend"]:
        return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    if named["month_word"]:
        first = today.replace(day=1) + relativedelta(months=step)
        return first, first + relativedelta(months=1, days=-1)
    if named["week_word"]:
        first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return first, first + timedelta(days=6)
    return None, None


def _month_period(named: Named, today: date) -> tuple[date | None, date | None]:
    month = index_of("months", named["mname"] or "may")
    year = int(named["myear"]) if named["myear"] else None
    if day := named["mday"] or named["mday2"]:
        number = _day_number(day)
        return _same(safe_date(year, month, number) if year else next_day_in(month, number, today))
    first = date(year, month, 1) if year else month_day(month, today)
    return first, first + relativedelta(months=1, days=-1)


def _day_number(day: str) -> int:
    """ "3", or "first" as 1."""
    return int(day) if day.isdecimal() else _ORDINALS[day.replace("-", " ")]


def month_day(month: int, today: date) -> date:
    """The first day of the next such month; a month that has begun and is "by", "in" or "for" is the current one."""
    year = today.year + (month < today.month)
    return date(year, month, 1)


def next_day_in(month: int, day: int, today: date) -> date | None:
    """The next such day of the year, today included."""
    found = safe_date(today.year, month, day)
    return found if found is None or found >= today else safe_date(today.year + 1, month, day)


def _day_of_month(day: int, today: date) -> date | None:
    for ahead in range(3):
        first = today.replace(day=1) + relativedelta(months=ahead)
        found = safe_date(first.year, first.month, day)
        if found and found >= today:
            return found
    return None


def _months(year: int, month: int, count: int, today: date) -> tuple[date, date]:
    first = date(year, month, 1)
    last = first + relativedelta(months=count, days=-1)
    return (first, last) if last >= today else _months(year + 1, month, count, today)


def _season(word: str, *, is_next: bool, today: date) -> tuple[date, date]:
    seasons = wordlist("dates")["seasons"]
    found = next(s for s in seasons.values() if re.fullmatch(s["words"], word))
    length = (found["last"] - found["first"]) % 12 + 1
    first, last = _months(today.year - 1, found["first"], length, today)
    if is_next and first <= today:
        return _months(first.year + 1, found["first"], length, today)
    return first, last


def _holiday(word: str, today: date) -> date | None:
    holidays = wordlist("dates")["holidays"]
    name = next(key for key, entry in holidays.items() if re.fullmatch(entry["words"], word))
    for year in (today.year, today.year + 1):
        if name == "easter":
            day: date | None = easter(year)
        elif name == "lent":
            day = easter(year) - _DAY
        elif "month" not in holidays[name] and name != "thanksgiving":
            return None
        elif name == "thanksgiving":
            first = date(year, 11, 1)
            day = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
        else:
            day = safe_date(year, holidays[name]["month"], holidays[name]["day"])
        if day and day >= today:
            return day
    return None


def _named_holiday(named: Named, today: date) -> date | None:
    word = named["holiday"] or ""
    day = _holiday(word, _anchor(named, today))
    is_next = named["next"] or named["next2"]
    if day and is_next and not named["hyear"] and day.year == today.year and day - today <= _SOON:
        return _holiday(word, day + _DAY)
    return day


def _same(day: date | None) -> tuple[date | None, date | None]:
    return day, day


def safe_date(year: int, month: int, day: int) -> date | None:
    """The day, None where the calendar has no such day."""
    is_real = 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    return date(year, month, day) if is_real else None


def index_of(section: str, word: str) -> int:
    """The number that `dates.toml` gives a month or weekday."""
    entries: dict[str, str] = wordlist("dates")[section]
    return next(int(index) for index, pattern in entries.items() if re.fullmatch(pattern, word))
