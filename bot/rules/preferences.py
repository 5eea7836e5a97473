"""What suits a person, from their words: when a day ends, when a week starts, how often, when never, light or dark."""

import re
from datetime import time
from functools import cache
from typing import Any

from bot.rules.patterns import joined
from bot.rules.text import fold
from bot.rules.wordlists import wordlist

LONGEST = 90  # characters
LATEST_END = time(6)  # a day that ends later than this is no late evening any more
_CLOCK = (
    r"(?P<hour{n}>\d{{1,2}})(?:[:.h](?P<minute{n}>\d{{2}}))?(?: ?uhr| ?h| ?o'?clock)? ?"
    r"(?P<half{n}>am|pm|a\.m\.?|p\.m\.?)?"
)
_WORDS = {
    "midnight": "12 am",
    "noon": "12 pm",
    "mitternacht": "0:00",
    "medianoche": "0:00",
    "minuit": "0:00",
    "полночь": "0:00",
}


def read_preference(text: str) -> dict[str, Any] | None:
    """The fields of a profile that the words set, None where they set none. Times in the night are of the 24 hours."""
    words = fold(text).strip(" .!")
    if len(words) > LONGEST or "?" in words:
        return None
    for word, clock in _WORDS.items():
        words = re.sub(rf"\b{word}\b", clock, words)
    for name, read in _READERS.items():
        if (match := _pattern(name).fullmatch(words)) and (found := read(match.groupdict())) is not None:
            return found
    return None


def _day_ends(groups: dict[str, str | None]) -> dict[str, Any] | None:
    ends = _clocks(groups)[0]
    return {"day_ends": ends} if ends is not None and ends <= LATEST_END else None


def _week_starts(groups: dict[str, str | None]) -> dict[str, Any] | None:
    said = _first(groups, "day")
    return next(
        ({"week_starts": names.index(said)} for names in wordlist("preferences")["days"].values() if said in names),
        None,
    )


def _cap(groups: dict[str, str | None]) -> dict[str, Any] | None:
    said = _first(groups, "number")
    numbers = wordlist("preferences")["numbers"]
    return next(({"nudges_per_day": int(number)} for number, names in numbers.items() if said in names), None)


def _quiet(groups: dict[str, str | None]) -> dict[str, Any] | None:
    starts, ends = (*_clocks(groups), None, None)[:2]
    return {"quiet_hours": (starts, ends)} if starts is not None and ends is not None else None


def _pictures(groups: dict[str, str | None]) -> dict[str, Any] | None:
    said = _first(groups, "colour")
    colours = wordlist("preferences")["colours"]
    return next(({"picture_theme": theme} for theme, names in colours.items() if said in names), None)


_READERS = {"day_ends": _day_ends, "week_starts": _week_starts, "cap": _cap, "quiet": _quiet, "pictures": _pictures}


def _first(groups: dict[str, str | None], kind: str) -> str:
    return next((value for name, value in groups.items() if name.startswith(kind) and value), "")


def _clocks(groups: dict[str, str | None]) -> tuple[time | None, ...]:
    """The clock times that were said, in their order."""
    numbers = [name.removeprefix("hour") for name, value in groups.items() if name.startswith("hour") and value]
    return tuple(_clock(groups[f"hour{n}"] or "", groups[f"minute{n}"], groups[f"half{n}"]) for n in numbers) or (None,)


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    number = int(hour) % 24
    if half:
        number = number % 12 + (12 if half.startswith("p") else 0)
    return time(number, int(minute or 0)) if int(minute or 0) < 60 and int(hour) <= 24 else None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    table = wordlist("preferences")
    days = "|".join(day for names in table["days"].values() for day in names)
    numbers = "|".join(word for words in table["numbers"].values() for word in words)
    colours = "|".join(word for words in table["colours"].values() for word in words)
    count = iter(range(1, 99))

    def filled(match: re.Match[str]) -> str:
        n = next(count)
        return {
            "TIME": _CLOCK.format(n=n),
            "DAY": f"(?P<day{n}>{days})",
            "NUMBER": f"(?P<number{n}>{numbers})",
            "COLOUR": f"(?P<colour{n}>{colours})",
        }[match[0]]

    return re.compile(re.sub(r"TIME|DAY|NUMBER|COLOUR", filled, joined(table["patterns"][name])))
