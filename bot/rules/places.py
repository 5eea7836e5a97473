"""Places and their time zones: the cities and countries that tzdata names, and those of `data/cities.toml`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from bot.rules.text import fold
from bot.rules.wordlists import wordlist

_LONGEST = 4  # words of a place's name
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_PROVISIONAL = frozenset({"mostly", "abbreviation"})
Names = dict[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Place:
    """A place found in a text: its zone, whether that needs asking again, its name as written, where it stands."""

    zone: str
    is_provisional: bool
    name: str
    start: int
    end: int
    is_wordy: bool = False  # the name is also an ordinary word


def place_at(folded: str, start: int) -> Place | None:
    """The place whose name stands at `start` of a folded text, with what follows to settle it; None if ambiguous."""
    words = list(_words(folded, start))
    if not words or words[0][1] != start:
        return None
    for count in range(min(_LONGEST, len(words)), 0, -1):
        name = " ".join(word for word, _, _ in words[:count])
        meanings = _meanings(name)
        if not meanings or not _is_one_name(folded, words[:count]):
            continue
        zones = {zone for zone, _ in meanings}
        end = words[count - 1][2]
        zones, end = _settled(folded, zones, words[count:], end)
        if len(zones) != 1:
            return None
        zone = zones.pop()
        kinds = [kind for where, kind in meanings if where == zone]
        is_provisional = bool(kinds) and all(kind in _PROVISIONAL for kind in kinds)
        return Place(zone, is_provisional, folded[start:end], start, end, name in _wordy())
    return None


def places_in(folded: str) -> list[Place]:
    """Every place named in a folded text, left to right, none inside another."""
    found: list[Place] = []
    for _, start, _ in _words(folded, 0):
        if (not found or start >= found[-1].end) and (place := place_at(folded, start)):
            found.append(place)
    return found


def said(text: str, folded: str, place: Place) -> str:
    """The place as the person wrote it, with capitals."""
    written = text[place.start : place.end] if len(text) == len(folded) else place.name
    return _title(written if fold(written) == place.name else place.name)


def _title(name: str) -> str:
    if not name.islower():
        return name
    if len(name) <= 3:
        return name.upper()
    return " ".join(word if word in ("de", "of", "del") else word.capitalize() for word in name.split())


def is_wish(folded: str) -> bool:
    """Whether a folded text is about what somebody would like, and not about where they are or go."""
    return bool(_wishes().search(folded))


@cache
def _wishes() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, wordlist('cities')['trip']['wish']))})\b")


def _words(folded: str, start: int) -> Iterator[tuple[str, int, int]]:
    for match in _WORD.finditer(folded, start):
        yield match.group(), match.start(), match.end()


def _is_one_name(folded: str, words: list[tuple[str, int, int]]) -> bool:
    """Only spaces and full stops stand inside a name ("st. louis"), no comma."""
    gaps = (folded[a[2] : b[1]] for a, b in pairwise(words))
    return all(set(gap) <= {" ", "."} for gap in gaps)


def _settled(folded: str, zones: set[str], rest: list[tuple[str, int, int]], end: int) -> tuple[set[str], int]:
    """The zones left after a country or state that follows ("Portland, Maine"), and where that ends."""
    for count in range(min(3, len(rest)), 0, -1):
        if folded[end : rest[0][1]].strip(" ,(") or not _is_one_name(folded, rest[:count]):
            continue
        within = _areas().get(" ".join(word for word, _, _ in rest[:count]), frozenset())
        is_elsewhere = len(within) == 1 and folded[end : end + 1] == ","  # "Paris, Texas"
        if zones & within or is_elsewhere:
            return zones & within or set(within), rest[count - 1][2]
    return zones, end


def _meanings(name: str) -> frozenset[tuple[str, str]]:
    names, stems = _gazetteer()
    if name in names:
        return names[name]
    found: set[tuple[str, str]] = set()
    for stem, meanings in stems.items():
        if name.startswith(stem) and len(name) - len(stem) <= 3:
            found |= meanings
    return frozenset(found)


@cache
def _wordy() -> frozenset[str]:
    return frozenset(wordlist("cities")["wordy"]["names"])


@cache
def _gazetteer() -> tuple[Names, Names]:
    """Every name, and every stem of an inflected name, with its zones and the kind of place."""
    names: dict[str, set[tuple[str, str]]] = {}
    stems: dict[str, set[tuple[str, str]]] = {}
    for zone in _country_of_zone():
        names.setdefault(fold(zone.rsplit("/", 1)[1].replace("_", " ")), set()).add((zone, "city"))
    for code, zones in _zones_of_country().items():
        for name in _country_names().get(code, ()):
            if len(zones) == 1:
                target = stems if name.endswith("*") else names
                target.setdefault(name.rstrip("*"), set()).add((next(iter(zones)), "country"))
    table = wordlist("cities")
    for kind in ("city", "region", "mostly", "abbreviation"):
        for zone, listed in table[kind].items():
            for name in listed:
                target = stems if name.endswith("*") else names
                target.setdefault(fold(name.rstrip("*")), set()).add((zone, kind))
    return _frozen(names), _frozen(stems)


def _frozen(names: dict[str, set[tuple[str, str]]]) -> Names:
    return {name: frozenset(meanings) for name, meanings in names.items()}


@cache
def _areas() -> dict[str, frozenset[str]]:
    """Countries and states with all their zones: what may follow a city."""
    areas: dict[str, set[str]] = {}
    for code, zones in _zones_of_country().items():
        for name in _country_names().get(code, ()):
            areas.setdefault(name.rstrip("*"), set()).update(zones)
    table = wordlist("cities")
    for zone, listed in table["mostly"].items():
        for name in listed:
            areas.setdefault(fold(name.rstrip("*")), set()).update(_zones_of_country()[_country_of_zone()[zone]])
    for zone, listed in table["region"].items():
        for name in listed:
            areas.setdefault(fold(name), set()).add(zone)
    for name in ("usa", "us", "u s", "united states", "america"):
        areas[name] = set(_zones_of_country()["US"])
    return {name: frozenset(zones) for name, zones in areas.items()}


@cache
def _country_of_zone() -> dict[str, str]:
    """Zone to ISO 3166 code, from tzdata's zone.tab."""
    return {zone: code for code, _, zone, *_ in _table("zone.tab")}


@cache
def _zones_of_country() -> dict[str, frozenset[str]]:
    zones: dict[str, set[str]] = {}
    for zone, code in _country_of_zone().items():
        zones.setdefault(code, set()).add(zone)
    return {code: frozenset(found) for code, found in zones.items()}


@cache
def _country_names() -> dict[str, tuple[str, ...]]:
    """ISO 3166 code to folded names: tzdata's English one and ours."""
    ours = wordlist("cities")["country"]
    names = {code: fold(re.sub(r"\s*\(.*\)", "", name)) for code, name, *_ in _table("iso3166.tab")}
    return {code: (name, *(fold(other) for other in ours.get(code, ()))) for code, name in names.items()}


def _table(name: str) -> list[list[str]]:
    text = (files("tzdata") / "zoneinfo" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
