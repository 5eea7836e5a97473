"""Dates and times as people read them. English is ours; other languages follow CLDR, through Babel."""

from datetime import date, datetime, time

from bot.catalogue.speech import spoken
from bot.catalogue.translations import ENGLISH

_LEAP_YEAR = 2024
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def say_date(day: date, *, year: bool = True, weekday: bool = False, full: bool = False) -> str:
    """`18 Jan 2027`; `18 Jan` without its year; `Mon 18 Jan` with its weekday; `18 January 2027` in full."""
    if (language := spoken()) == ENGLISH:
        month = _MONTHS[day.month - 1]
        said = f"{day.day} {month if full else month[:3]}" + (f" {day.year}" if year else "")
        return f"{_WEEKDAYS[day.weekday()][:3]} {said}" if weekday else said
    if full and year and not weekday:
        from babel.dates import format_date

        return format_date(day, "long", locale=language)
    month = "MMMM" if full else "MMM"
    return _formatted(("y" if year else "") + month + ("E" if weekday else "") + "d", day, language)


def say_range(starts: date, ends: date) -> str:
    """`3–9 Nov`, `28 Nov – 4 Dec`, `3 Nov`; without years."""
    if starts == ends:
        return say_date(starts, year=False)
    if (language := spoken()) == ENGLISH:
        if (starts.year, starts.month) == (ends.year, ends.month):
            return f"{starts.day}–{say_date(ends, year=False)}"
        return f"{say_date(starts, year=False)} – {say_date(ends, year=False)}"
    from babel.dates import format_interval

    if starts.year != ends.year:  # CLDR would add the years
        return f"{say_date(starts, year=False)} – {say_date(ends, year=False)}"
    return format_interval(starts, ends, "MMMd", locale=language)


def say_weekday(day: date | int, *, short: bool = False) -> str:
    """`Monday`, or `Mon`, of a date or of a number from 0 for Monday."""
    number = day if isinstance(day, int) else day.weekday()
    if (language := spoken()) == ENGLISH:
        return _WEEKDAYS[number][:3] if short else _WEEKDAYS[number]
    from babel.dates import get_day_names

    return str(get_day_names("abbreviated" if short else "wide", locale=language)[number])


def say_month(number: int) -> str:
    """`January` for 1, as it stands alone."""
    if (language := spoken()) == ENGLISH:
        return _MONTHS[number - 1]
    from babel.dates import get_month_names

    return str(get_month_names("wide", context="stand-alone", locale=language)[number])


def say_annual(day: int, month: int) -> str:
    """`3 December`, of any year."""
    if (language := spoken()) == ENGLISH:
        return f"{day} {_MONTHS[month - 1]}"
    return _formatted("MMMMd", date(_LEAP_YEAR, month, day), language)


def say_time(at: time | datetime) -> str:
    """`07:00`, on 24 hours everywhere."""
    return f"{at:%H:%M}"


def say_moment(local: datetime, *, year: bool = False) -> str:
    """`Mon 18 Jan 07:00`: a local time with its day."""
    return f"{say_date(local.date(), year=year, weekday=True)} {say_time(local)}"


def _formatted(skeleton: str, day: date, language: str) -> str:
    from babel.dates import format_skeleton

    return format_skeleton(skeleton, day, locale=language)
