"""How often, read from words: "a day" after an amount, "every weekday", "on Sundays", "3 times a week"."""

import re
from functools import cache
from typing import NamedTuple

from bot.entities import Frequency
from bot.entities.goal import Period
from bot.rules.aligned import aligned
from bot.rules.patterns import joined, pattern
from bot.rules.quantities import Quantity
from bot.rules.wordlists import alternatives, wordlist


class FrequencyPhrase(NamedTuple):
    """Where a frequency stands; `frequency` is None where the words give no number ("most nights")."""

    start: int
    end: int
    frequency: Frequency | None


_ARTICLE = re.compile(r"an? |the |in the |by |/|al |a la |am |die |im |в ")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_NO_RHYTHM = re.compile(  # "a day off", "a week in Spain"
    r" (?:off|trip|ago|old|early|late|of|at a time|"
    rf"in(?! (?:20\d\d|the (?:morning|evening|gym|pool|new|next)|{_MONTHS})))\b"
)
_PERIODS: tuple[Period, ...] = ("day", "week", "month", "year")
_BEFORE = 40  # characters in which something counted must stand before "a week"


def find_frequencies(text: str, quantities: list[Quantity] | None = None) -> list[FrequencyPhrase]:
    """Every frequency in `text`, in order. With `quantities`, "3 times" before "a week" gives its number."""
    plain = aligned(text)
    found: list[FrequencyPhrase] = []
    for match in _grammar().finditer(plain):
        if found and match.start() < found[-1].end:
            continue
        if _stands(plain, match):
            found.append(FrequencyPhrase(match.start(), match.end(), _frequency(match, quantities or [])))
    return found


def _stands(plain: str, match: re.Match[str]) -> bool:
    """ "a day" needs something counted before it; "in a week" is a deadline, "take a day off" neither."""
    if match["bare"]:
        return not pattern("dates", "one_weekday").search(plain[: match.start()][-11:])
    if not _ARTICLE.match(match.group()):
        return True
    before = plain[max(0, match.start() - _BEFORE) : match.start()]
    if match.group()[0] == "/":
        return bool(re.search(r"[\w ]$", before))
    if _NO_RHYTHM.match(plain, match.end()):
        return False
    return bool(pattern("dates", "counted").search(before)) and not pattern("dates", "span_before").search(before)


def _frequency(match: re.Match[str], quantities: list[Quantity]) -> Frequency | None:
    if match["vague"]:
        return None
    if match["other"]:
        is_daily = bool(re.search(r"(?<![a-z])(?:day|night|morning|tag)s?\b|jour|день", match.group()))
        return Frequency(times=3, per="week") if is_daily else None
    if match["workdays"]:
        return Frequency(times=5, per="week")
    if match["weekend"]:
        return Frequency(times=2, per="week")
    if match["named"] or match["bare"]:
        return Frequency(times=len(set(re.findall(_weekdays(), match.group()))) or 1, per="week")
    per = next(name for name in _PERIODS if match[name])
    return Frequency(times=_times_before(match.start(), quantities), per=per)


def _times_before(at: int, quantities: list[Quantity]) -> int:
    """The 3 of "3 times a week", "3 days a week" or "3 nights per week"; 1 where an amount is counted instead."""
    for quantity in quantities:
        is_occasion = quantity.unit in ("time", "day", "night", "session", "workout", "evening", "morning")
        if is_occasion and 0 <= at - quantity.end <= 2 and 1 <= quantity.value <= 50:
            return round(quantity.value)
    return 1


@cache
def _weekdays() -> str:
    return rf"\b{alternatives(wordlist('dates')['weekdays'].values())}\b"


@cache
def _grammar() -> re.Pattern[str]:
    tables = wordlist("dates")
    template = joined(tables["patterns"]["frequency"])
    days, plurals = _weekdays(), alternatives([tables["patterns"]["weekday_plurals"]])
    several = rf"{days}(?:(?:, ?| and | & | y | und | et | и )(?:on )?{days})*"
    periods = "|".join(f"(?P<{name}>{alternatives([words])})" for name, words in tables["frequency"].items())
    for name, value in (("several", several), ("plurals", plurals), ("periods", periods), ("weekday", _weekdays())):
        template = template.replace(f"@{name}@", value)
    return re.compile(template)
