"""What somebody says of a journey that is known: it is off, they have landed, they are home, the way back is a day."""

import re
from datetime import date, datetime
from functools import cache
from typing import Literal, NamedTuple

from bot.rules.text import fold
from bot.rules.trips import read_stay
from bot.rules.wordlists import wordlist

MOST_CHARACTERS = 200
MOST_WORDS = 14
_FILLER = re.compile(r"^(?:(?:oh|hey|hi|ok|so|well|sorry|unfortunately|btw|update|fyi)\W+)+|[\s.!,]+$")

JourneyNews = Literal["off", "landed", "home", "returning"]


class JourneyReading(NamedTuple):
    """What happened, and for the way back its local day."""

    news: JourneyNews
    day: date | None = None


def read_journey(text: str, *, now: datetime, zone: str) -> JourneyReading | None:
    """News of a journey; None for other words. `now` is aware, `zone` where the person is."""
    if len(text) > MOST_CHARACTERS or len(text.split()) > MOST_WORDS:
        return None
    folded = _FILLER.sub("", fold(text))
    clauses = [folded, *(part.strip() for part in re.split(r"[,.;!]", folded))]
    for news in ("off", "landed", "home"):
        if any(_whole(news).fullmatch(clause) for clause in clauses):
            return JourneyReading(news)
    if not _returning().search(folded):
        return None
    first, last = read_stay(text, now=now, zone=zone)
    day = last or first
    return JourneyReading("returning", day) if day is not None else None


@cache
def _whole(news: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in wordlist("cities")["journey"][news]))


@cache
def _returning() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{wordlist('cities')['journey']['returning']})(?!\w)")
