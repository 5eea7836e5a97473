"""Deadlines read from words and resolved to a local day: "in 8 weeks", "by end of March", "for christmas"."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from bot.rules.aligned import aligned
from bot.rules.wordlists import alternatives, wordlist

_DAY = timedelta(days=1)


class Deadline(NamedTuple):
    """Where a deadline stands in the text, and its local day: None when wholly past or not ours to know."""

    start: int
    end: int
    day: date | None


def local_day(now: datetime, zone: str | None) -> date:
    """The day it is for the person; without a usable zone, the day of `now` as it is given."""
    try:
        return now.astimezone(ZoneInfo(zone)).date() if zone else now.date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return now.date()


def find_deadlines(text: str, *, today: date) -> list[Deadline]:
    """Every deadline in `text`, in order, not overlapping. Start dates ("from May") and the past are none."""
    plain = aligned(text)
    found: list[Deadline] = []
    for start, end, day in sorted(_all_deadlines(plain, today), key=lambda d: (d.start, -d.end)):
        if found and start < found[-1].end:
            continue
        if not _grammar().not_before.search(plain, max(0, start - 24), start):
            found.append(Deadline(start, end, day if day is None or day >= today else None))
    return found


def _all_deadlines(plain: str, today: date) -> Iterator[Deadline]:
    grammar = _grammar()
    for match in grammar.span.finditer(plain):
        yield Deadline(match.start(), match.end(), _after_span(match, today))
    for match in grammar.point.finditer(plain):
        if _is_deadline(match):
            yield Deadline(match.start(), match.end(), _point(match, today))
    for match in grammar.life.finditer(plain):
        month = _index_of("months", match["month"]) if match["month"] else None
        yield Deadline(match.start(), match.end(), _month_day(month, today) - _DAY if month else None)


def _after_span(match: re.Match[str], today: date) -> date | None:
    """The day a span of time from today ends, its last day included."""
    name = next(unit for unit in ("day", "week", "month", "year", "fortnight", "half_year") if match[unit])
    count = _count(match["count"]) if match["count"] else 1.0
    if name == "half_year":
        return today + relativedelta(months=6)
    if name == "fortnight":
        name, count = "day", count * 14
    if not count <= 1200:
        return None
    match name:
        case "day":
            return today + timedelta(days=round(count))
        case "week":
            return today + timedelta(days=round(count * 7))
        case "month":
            return today + relativedelta(months=int(count), days=round((count % 1) * 30))
        case _:
            return today + relativedelta(months=round(count * 12)) if count <= 100 else None


def _point(match: re.Match[str], today: date) -> date | None:
    """The last day that still keeps a deadline such as "by March" (1 March) or "in March" (31 March)."""
    first, last = _period(match, today)
    if first is None or last is None:
        return None
    part = match["part"]
    has_begun = first <= today and not (match["year"] or match["myear"] or match["hyear"])
    if part and _grammar().part_end.fullmatch(part):
        return last
    if part and _grammar().part_mid.fullmatch(part):
        return first + (last - first) // 2
    if part:
        return first + timedelta(days=6)
    if match["before"]:
        return (first + relativedelta(years=1) if has_begun and match["mname"] else first) - _DAY
    return first if match["by"] and first > today else last


def _period(match: re.Match[str], today: date) -> tuple[date | None, date | None]:
    """First and last day of what a calendar expression names."""
    named = match.groupdict()
    if named["iso"]:
        return _same(_safe_date(*map(int, named["iso"].split("-"))))
    if named["mname"] or named["may"]:
        return _month_period(named, today)
    if named["weekday"]:
        ahead = (_index_of("weekdays", named["weekday"]) - today.weekday()) % 7
        return _same(today + timedelta(days=ahead or 7))
    if named["holiday"]:
        return _same(_holiday(named["holiday"], _anchor(named, today)))
    if named["season"]:
        return _season(named["season"], is_next=bool(named["next"] or named["next2"]), today=_anchor(named, today))
    if named["year"]:
        year = int(named["year"])
        return date(year, 1, 1), date(year, 12, 31)
    if named["quarter"]:
        return _months(today.year, int(named["quarter"]) * 3 - 2, 3, today)
    if named["nth"]:
        return _same(_day_of_month(int(named["nth"]), today))
    if named["tomorrow"]:
        return _same(today + _DAY)
    if named["weekend"]:
        return _same(today + timedelta(days=(6 - today.weekday()) % 7 or 7))
    return _unit_period(named, today)


def _anchor(named: dict[str, str | None], today: date) -> date:
    """The day from which a holiday or season is looked for: "winter 2027" is the one that begins in that year."""
    return date(int(named["hyear"]), 3 if named["season"] else 1, 1) if named["hyear"] else today


def _unit_period(named: dict[str, str | None], today: date) -> tuple[date | None, date | None]:
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


def _month_period(named: dict[str, str | None], today: date) -> tuple[date | None, date | None]:
    month = _index_of("months", named["mname"] or "may")
    year = int(named["myear"]) if named["myear"] else None
    if day := named["mday"] or named["mday2"]:
        return _same(_safe_date(year, month, int(day)) if year else _next_day_in(month, int(day), today))
    first = date(year, month, 1) if year else _month_day(month, today)
    return first, first + relativedelta(months=1, days=-1)


def _month_day(month: int, today: date) -> date:
    """The first day of the next such month; a month that has begun and is "by", "in" or "for" is the current one."""
    year = today.year + (month < today.month)
    return date(year, month, 1)


def _next_day_in(month: int, day: int, today: date) -> date | None:
    found = _safe_date(today.year, month, day)
    return found if found is None or found >= today else _safe_date(today.year + 1, month, day)


def _day_of_month(day: int, today: date) -> date | None:
    for ahead in range(3):
        first = today.replace(day=1) + relativedelta(months=ahead)
        found = _safe_date(first.year, first.month, day)
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
        elif name == "thanksgiving":
            first = date(year, 11, 1)
            day = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
        else:
            day = _safe_date(year, holidays[name]["month"], holidays[name]["day"])
        if day and day >= today:
            return day
    return None


def _same(day: date | None) -> tuple[date | None, date | None]:
    return day, day


def _safe_date(year: int, month: int, day: int) -> date | None:
    is_real = 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    return date(year, month, day) if is_real else None


def _count(words: str) -> float:
    """ "8", "2.5" or a number word; a span of "8-12 weeks" counts its longer end."""
    if words[0].isdigit():
        return float(re.split(r" ?(?:-|to|or|bis|a) ?", words)[-1].replace(",", "."))
    numbers = wordlist("dates")["numbers"]
    return next((float(n) for n, pattern in numbers.items() if re.fullmatch(pattern, words)), 1.0)


def _index_of(section: str, word: str) -> int:
    entries: dict[str, str] = wordlist("dates")[section]
    return next(int(index) for index, pattern in entries.items() if re.fullmatch(pattern, word))


def _is_deadline(match: re.Match[str]) -> bool:
    """Whether a calendar expression is one: "the week" or "Sundays" alone is none, "by Sunday" and "this week" are."""
    named = match.groupdict()
    is_limit = bool(named["by"] or named["before"])
    is_part = named["part"] and (is_limit or named["in"] or not re.match("start|beginning|anfang|debut", named["part"]))
    is_marked = bool(named["this"] or named["next"] or named["next2"] or is_part)
    if named["part"] and not is_part:
        return False
    if named["part"] == "end" and not (is_limit or named["in"] or " of" in match.group()):
        return False  # "end the year with a smile" is a verb
    if (named["holiday"] or "").startswith("new year") and not (is_limit or "eve" in match.group()):
        return False  # "in the new year" is a start
    if named["weekday"] == "sun" and "the sun" in match.group():
        return False
    if named["tomorrow"] or named["yearend"] or named["iso"]:
        return True
    if named["year_word"] or named["month_word"] or named["week_word"] or named["term"]:
        return is_marked or (bool(named["year_word"]) and match.group() == "for the year")
    if named["weekday"] or named["nth"] or named["weekend"]:
        return is_limit or (is_marked and not named["nth"])
    if named["year"] and named["willbe"] is not None and not named["in"]:
        return True
    if named["may"] and not (is_limit or named["in"] or named["mday"] or named["mday2"]):
        return bool(is_marked and not _MODAL.match(match.string, match.end()))
    return is_limit or is_marked or bool(named["in"])


_MODAL = re.compile(r" (?:be|not|have|sound|seem|take|help|need|well|or may|look|just|even)\b")


class _Grammar(NamedTuple):
    span: re.Pattern[str]
    point: re.Pattern[str]
    life: re.Pattern[str]
    part_end: re.Pattern[str]
    part_mid: re.Pattern[str]
    not_before: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    patterns = wordlist("dates")["patterns"]
    words = {name: alternatives(wordlist("dates")[name].values()) for name in ("months", "weekdays", "numbers")}
    words["seasons"] = alternatives(s["words"] for s in wordlist("dates")["seasons"].values())
    words["holidays"] = alternatives(h["words"] for h in wordlist("dates")["holidays"].values())
    words |= {f"unit_{name}": pattern for name, pattern in wordlist("dates")["units"].items()}
    words["count"] = rf"\d{{1,4}}(?:[.,]\d)?(?: ?(?:-|to|or|bis) ?\d{{1,4}})?\+?|{words['numbers']}"

    def built(name: str) -> re.Pattern[str]:
        pattern: str = patterns[name]
        for key, value in words.items():
            pattern = pattern.replace(f"@{key}@", f"(?:{value})")
        return re.compile("".join(line.lstrip() for line in pattern.splitlines()))

    return _Grammar(*(built(name) for name in _Grammar._fields))
