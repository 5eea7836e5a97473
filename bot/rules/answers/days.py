"""Days in an answer: which past day it is about, and which coming day it moves to."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.rules.answers.cues import between_words, table
from bot.rules.quantities.words import number_in_words

_NOT_A_DAY_AFTER = re.compile(
    r"(?<!\w)(?:(?:make|making|made|catch) up for|than|as|since|like|every|each|until|till|by|del|que|als|seit|wie|"
    r"jeden|depuis|чем|как|с)\s*$"
)
_LAST = re.compile(r"(?<!\w)(?:last|letzten?|pasado|dernier|прошл\w+)\s*$")
_GERMAN = re.compile(r"(?<!\w)(?:ich|bin|ist|nicht|fertig|und|das)(?!\w)")


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day named in a text, with its place; `offset` counts from today."""

    offset: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Days:
    past: tuple[tuple[int, re.Pattern[str]], ...]
    future: tuple[tuple[int, re.Pattern[str]], ...]
    weekdays: tuple[tuple[int, re.Pattern[str]], ...]
    ago: re.Pattern[str]
    weeks_ago: re.Pattern[str]


@cache
def _days() -> _Days:
    raw = table("days")
    number = r"(?P<n{i}>\d{{1,2}}|\w+)"
    ago = [p.replace("{n}", number.format(i=i)) for i, p in enumerate(raw["ago"]["patterns"])]
    return _Days(
        past=tuple((int(offset), between_words(words)) for offset, words in raw["past"].items()),
        future=tuple((int(offset), between_words(words)) for offset, words in raw["future"].items()),
        weekdays=tuple((int(day), between_words(words)) for day, words in raw["weekdays"].items()),
        ago=between_words(ago),
        weeks_ago=between_words(raw["ago"]["weeks"]),
    )


def past_days(folded: str, today: date) -> list[NamedDay]:
    """The days an answer is about, in the order of the text: 0 is today, weekdays are the latest past ones.

    A day that is only compared with ("better than yesterday") is left out.
    """
    found: list[NamedDay] = [
        NamedDay(-_number(match), match.start(), match.end())
        for match in _days().ago.finditer(folded)
        if _number(match)
    ]
    for match in _days().weeks_ago.finditer(folded):
        _add(found, -7, match, folded)
    for offset, pattern in _days().past:
        for match in pattern.finditer(folded):
            if match.group() == "hier" and _GERMAN.search(folded):
                continue  # German "here", French "yesterday"
            _add(found, offset, match, folded)
    for weekday, pattern in _days().weekdays:
        for match in pattern.finditer(folded):
            back = (today.weekday() - weekday) % 7
            if back == 0 and _LAST.search(folded[: match.start()]):
                back = 7
            _add(found, -back, match, folded)
    return sorted(found, key=lambda day: day.start)


def coming_days(folded: str, today: date) -> list[NamedDay]:
    """The coming days a text names; a weekday is the next one after today."""
    found: list[NamedDay] = []
    for offset, pattern in _days().future:
        for match in pattern.finditer(folded):
            _add(found, offset, match, folded)
    for weekday, pattern in _days().weekdays:
        for match in pattern.finditer(folded):
            _add(found, (weekday - today.weekday() - 1) % 7 + 1, match, folded)
    return sorted(found, key=lambda day: day.start)


def _add(found: list[NamedDay], offset: int, match: re.Match[str], folded: str) -> None:
    """Adds the day unless a longer name covers it or it is only compared with."""
    if any(day.start < match.end() and match.start() < day.end for day in found):
        return
    if _NOT_A_DAY_AFTER.search(folded[max(match.start() - 16, 0) : match.start()]):
        return
    found.append(NamedDay(offset, match.start(), match.end()))


def _number(match: re.Match[str]) -> int:
    words = next(group for group in match.groups() if group is not None)
    if words.isdecimal():
        return int(words)
    read = number_in_words([words])
    return int(read[0]) if read else 0
