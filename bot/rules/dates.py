"""Deadlines read from words and resolved to a local day: "in 8 weeks", "by end of March", "for christmas"."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.relativedelta import relativedelta

from bot.rules.aligned import aligned
from bot.rules.patterns import joined
from bot.rules.periods import index_of, month_day, next_day_in, period_of, safe_date
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
    for match in (*grammar.span.finditer(plain), *grammar.ahead.finditer(plain)):
        if match["year"] and _YEARS_LONG.match(match.group()):
            continue
        yield Deadline(match.start(), match.end(), _after_span(match, today))
    for match in grammar.point.finditer(plain):
        if _is_deadline(match):
            yield Deadline(match.start(), match.end(), _point(match, today))
    for match in grammar.life.finditer(plain):
        if match.group().startswith("for ") and _PURPOSE.search(plain, max(0, match.start() - 40), match.start()):
            continue
        yield Deadline(match.start(), match.end(), _day_of_life(match, today))


def _day_of_life(match: re.Match[str], today: date) -> date | None:
    """The day of an own event where the words date it: "by my wedding on June 12" is that day."""
    if not match["month"]:
        return None
    month, year = index_of("months", match["month"]), int(match["lyear"]) if match["lyear"] else None
    if day := match["lday"] or match["lday2"]:
        found = safe_date(year, month, int(day)) if year else next_day_in(month, int(day), today)
        return found - _DAY if found and _BEFORE.match(match.group()) else found
    return (date(year, month, 1) if year else month_day(month, today)) - _DAY


def _after_span(match: re.Match[str], today: date) -> date | None:
    """The day a span of time from today ends, its last day included."""
    groups = match.groupdict()
    if step := next((unit for unit in ("week", "month", "year") if groups.get(f"next_{unit}")), None):
        return today + relativedelta(**{f"{step}s": 1})  # type: ignore[arg-type]
    name = next(unit for unit in ("day", "week", "month", "year", "fortnight", "half_year") if match[unit])
    count = _count(match["count"]) if match["count"] else 1.0
    if count is None:
        return None
    count = max(count, 2.0) if match["two"] else count + (0.5 if match["half"] else 0.0)
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
    first, last = period_of(match.groupdict(), today)
    if first is None or last is None:
        return None
    if match["yearend"]:
        return last
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


def _count(words: str) -> float | None:
    """ "8", "2.5" or a number word; a span of "8-12 weeks" counts its longer end; "a few" is nobody's number."""
    longer = re.split(r" ?(?:-|\bto\b|\bor\b|bis) ?", words)[-1].rstrip("+")
    if longer[:1].isdigit():
        return float(longer.replace(",", "."))
    numbers = wordlist("dates")["numbers"]
    found = next(
        (n for n, pattern in numbers.items() if re.fullmatch(pattern, words) or re.fullmatch(pattern, longer)), "1"
    )
    return None if found == "few" else float(found)


def _is_deadline(match: re.Match[str]) -> bool:
    """Whether a calendar expression is one: "the week" or "Sundays" alone is none, "by Sunday" and "this week" are."""
    named = match.groupdict()
    is_limit = bool(named["by"] or named["before"])
    is_named = bool(_NAMED.search(match.string, 0, match.start()))  # "deadline: 1 June"
    if named["figures"] or named["short"]:
        return is_limit or is_named
    if is_named and (named["mday"] or named["mday2"] or named["mname"]):
        return True
    if (named["mday"] or named["mday2"]) and named["myear"]:
        return True
    if named["on"]:
        return bool(named["mday"] or named["mday2"]) and not _NEW_YEAR.match(match.group())
    if (named["year"] or "").startswith("'"):
        return is_limit or bool(named["in"])
    is_part = named["part"] and (is_limit or named["in"] or not re.match(_NEEDS_LIMIT, named["part"]))
    is_marked = bool(named["this"] or named["next"] or named["next2"] or is_part)
    if named["part"] and not is_part:
        return False
    if named["part"] == "end" and not (is_limit or named["in"] or " of" in match.group()):
        return False  # "end the year with a smile" is a verb
    if (named["holiday"] or "").startswith("new year") and not (is_limit or "eve" in match.group()):
        return False  # "in the new year" is a start
    if named["weekday"] == "sun" and "the sun" in match.group():
        return False
    if named["tomorrow"] or named["yearend"] or named["iso"] or named["eo"]:
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


_BEFORE = re.compile(r"(?:before|ahead of|antes de|vor|avant|до|перед) ")
_NEEDS_LIMIT = (
    "start|beginning|anfang|debut|first|last|rest|remainder|close"  # "the last day of 2026" may be any remark
)
_NAMED = re.compile(r"\b(?:deadline|due date|target date|end date)(?: is)?\W{0,3}$")
_NEW_YEAR = re.compile(r"on (?:the )?(?:jan\w* 1(?:st)?|1(?:st)? (?:of )?jan\w*)$")  # where resolutions start
_YEARS_LONG = re.compile(r"(?:for|durante|pendant|seit) (?!the |a |an |one |1 |un|ein)")  # "a member for five years"
_PURPOSE = re.compile(
    r"\b(?:sav\w+|train\w*|stud(?:y|ying)|prepar\w+|prep|practi[cs]\w+|plan\w*|pay\w*|money|budget\w*|fund\w*|audition\w*|buy\w*|enough|cash|ready|revis\w+)\b[^.!?]{0,30}$"
)  # "save for my trip" names no day
_MODAL = re.compile(r" (?:be|not|have|sound|seem|take|help|need|well|or may|look|just|even)\b")


class _Grammar(NamedTuple):
    span: re.Pattern[str]
    ahead: re.Pattern[str]
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
    number = rf"(?:\d{{1,4}}(?:[.,]\d)?|{words['numbers']})"
    words["count"] = rf"{number}(?:(?: ?- ?| (?:to|or|bis) ){number})?\+?"
    words |= {name: joined(patterns[name]) for name in ("events", "when")}

    def built(name: str) -> re.Pattern[str]:
        pattern: str = patterns[name]
        for key, value in reversed(words.items()):
            pattern = pattern.replace(f"@{key}@", f"(?:{value})")
        return re.compile(joined(pattern))

    return _Grammar(*(built(name) for name in _Grammar._fields))
