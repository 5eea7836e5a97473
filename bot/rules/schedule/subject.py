"""What a request is about: its words without the asking and without the when."""

from bot.rules.schedule.grammar import Piece, leftovers
from bot.rules.schedule.words import Signs

_EDGE = "\"'“”«»„.,;:!?-–—()[]… \n\t"


def subject_of(text: str, signs: Signs, pieces: list[Piece]) -> str:
    """The longest run of the person's own words that does not say when: "stretch"; empty where there is none."""
    runs = [_trimmed(text, signs, first, last) for first, last in leftovers(signs, pieces)]
    return max(runs, key=len, default="")


def _trimmed(text: str, signs: Signs, first: int, last: int) -> str:
    is_asked = False
    while first < last and (signs.at(first).has("ask") or _is_edge(signs, first)):
        is_asked |= signs.at(first).has("ask")
        first += 1
    while last > first and (signs.at(last - 1).has("ask") or _is_edge(signs, last - 1)):
        last -= 1
    if first >= last:
        return ""
    return text[signs.at(first).start : signs.at(last - 1).end].strip(_EDGE)


def _is_edge(signs: Signs, place: int) -> bool:
    """A little word that only joins: "to", "about", "chtoby", or punctuation."""
    sign = signs.at(place)
    return sign.has("joint", "sep", "filler") or not any(char.isalnum() for char in sign.text)
