"""Which way a goal goes: more, less, stop, start, keep, or reach."""

import re
from functools import partial

from bot.entities import Direction, Domain
from bot.rules.goals.verbs import base_of, words
from bot.rules.patterns import pattern

_pattern = partial(pattern, "directions", package=__package__ or "bot.rules.goals")

_WORD = re.compile(r"[\w'-]+")


def read_direction(plain: str, domain: Domain) -> Direction:
    """The direction said first in one goal's folded words; REACH where none is."""
    said = _pattern("reach").sub(" ", plain)
    stop = _pattern("stops").search(said)
    for found in _WORD.finditer(said):
        if stop and stop.start() <= found.start():
            return Direction.STOP
        word = found.group()
        word = word if word in ("better", "more", "less") else (base_of(word) or word)
        for direction in (Direction.STOP, Direction.DECREASE, Direction.START, Direction.MAINTAIN, Direction.INCREASE):
            if word in words(direction.value):
                return direction
    return Direction.DECREASE if domain is Domain.WEIGHT and not stop else Direction.REACH
