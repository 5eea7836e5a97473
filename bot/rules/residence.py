"""Which country somebody lives in, from a person's words: their own, or that of the one they worry about."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bot.rules.countries import read_country
from bot.rules.places import place_at
from bot.rules.text import fold

MOST_CHARACTERS = 300
_LONGEST = 5  # words of a country's name
_CODE = 3  # letters of a code; longer words are names
_BARE = 4  # words of an answer that is nothing but a place
# short names people type; "no" and "it" are words
_CODES = frozenset({"uk", "us", "u.k", "u.s", "usa", "u.s.a", "uae"})
_NAMES = frozenset({"jordan", "chad", "georgia"})  # also people: a country only where one was asked for
_OWN = re.compile(
    r"\b(?:i'?m|i am|i live|i'?m living|i am living|we live|we'?re|we are|i'?m based|i am based|"
    r"living|based|vivo|estoy|ich wohne|ich lebe|ich bin|j'?habite|je vis|je suis|я живу|живу|я)(?: \w+)?? "
    r"(?:in|from|en|aus|au|в|во|из)(?: the)? (?=\w)"
)
_THEIRS = re.compile(
    r"\b(?:he|she|they|who|(?:my|the) (?:\w+ )?\w+|el|ella|vive|er|sie|il|elle|он|она)(?:'s|'re)?"
    r"(?: is| are| (?:just )?moved| lives?| living| based| staying| habite| vit| wohnt| lebt| vive| живет)*"
    r"(?: \w+)?? (?:in|from|to|en|au|в|во)(?: the)? (?=\w)"
)


class Residence(NamedTuple):
    """A country by its ISO 3166-1 code, and whether it is the writer's own."""

    country: str
    is_own: bool


def read_residence(text: str, *, is_asked: bool = False) -> Residence | None:
    """The country that `text` gives away; None where it names none. `is_asked`: Gigi has just asked for it."""
    folded = fold(text[:MOST_CHARACTERS])
    for pattern, is_own in ((_OWN, True), (_THEIRS, False)):
        for match in pattern.finditer(folded):
            if code := _country_at(folded, match.end()):
                return Residence(code, is_own)
    code = _bare(folded.strip(" .,!?"), is_asked=is_asked)
    return Residence(code, True) if code else None


def _bare(answer: str, *, is_asked: bool) -> str | None:
    """ "UK", "the Netherlands", and where it was asked for also "Berlin"."""
    answer = answer.removeprefix("the ").removeprefix("in ").removeprefix("the ").strip()
    if not answer or len(answer.split()) > _BARE or (answer in _NAMES and not is_asked):
        return None
    if (len(answer) > _CODE or answer in _CODES) and (code := read_country(answer.replace(".", ""))):
        return code
    return _country_of_place(answer, 0) if is_asked and len(answer) > _CODE else None


def _country_at(folded: str, start: int) -> str | None:
    words = folded[start:].split()[:_LONGEST]
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).strip(" .,!?;)")
        if (len(name) > _CODE or name in _CODES) and (code := read_country(name.replace(".", ""))):
            return code
    return _country_of_place(folded, start)


def _country_of_place(folded: str, start: int) -> str | None:
    place = place_at(folded, start)
    return _country_of().get(place.zone) if place and not place.is_wordy else None


@cache
def _country_of() -> dict[str, str]:
    """IANA zone to ISO 3166-1 code, from tzdata's own table."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {zone: code for code, _, zone, *_ in rows}
