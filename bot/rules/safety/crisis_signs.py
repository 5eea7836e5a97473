"""Signs: ideas that are harmless apart and a sign together, whatever the words and their order.

`data/crisis_concepts_*.toml` hold the words of each idea in one language; `data/crisis_signs.toml` says which ideas
must meet and how near, once for all languages; `unsafe_concepts.toml` and `unsafe_signs.toml` hold the same for
unsafe goals. "existence weary @6": both within six words, in any order;
"a|b": one of these ideas.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

UNSAFE = "unsafe."  # before the category of a sign that is no crisis but an unsafe goal; its level is 0

_NEAR = 12  # words within which the ideas of a sign meet, where it does not say


class Meeting(NamedTuple):
    """One combination of a sign: the ideas that must meet, each with its alternatives, and the words they span."""

    ideas: tuple[tuple[str, ...], ...]
    within: int


class Sign(NamedTuple):
    """One meaning: its combinations, what it is a sign of, and what would make it harmless."""

    category: str
    level: int
    meetings: tuple[Meeting, ...]
    guards: tuple[str, ...] | None
    unless: tuple[str, ...]  # ideas that clear it when near
    why: str


@cache
def signs() -> tuple[Sign, ...]:
    """Every sign, those of crises first, in file order."""
    crises = tuple(_sign(entry) for entry in _table("crisis_signs")["sign"])
    unsafe = (entry | {"category": UNSAFE + entry["category"], "level": 0} for entry in _table("unsafe_signs")["sign"])
    return (*crises, *map(_sign, unsafe))


def concepts(language: str) -> dict[str, str]:
    """The ideas known in a language, each with its words as written in the data. ValueError for one told twice."""
    crises, unsafe = _table(f"crisis_concepts_{language}"), _unsafe_concepts()[language]
    if twice := crises.keys() & unsafe.keys():
        raise ValueError(f"ideas with two lists of words: {', '.join(sorted(twice))}")
    return crises | unsafe


def _sign(entry: dict[str, Any]) -> Sign:
    guards: list[str] | None = entry.get("guards")
    return Sign(
        category=entry["category"],
        level=entry["level"],
        meetings=tuple(_meeting(written) for written in entry["any"]),
        guards=None if guards is None else tuple(guards),
        unless=tuple(entry.get("unless", "").split()),
        why=entry["why"],
    )


def _meeting(written: str) -> Meeting:
    ideas, _, within = written.partition("@")
    return Meeting(tuple(tuple(idea.split("|")) for idea in ideas.split()), int(within or _NEAR))


@cache
def _unsafe_concepts() -> dict[str, dict[str, str]]:
    return _table("unsafe_concepts")


def _table(name: str) -> dict[str, Any]:
    source = files("bot.rules.safety").joinpath("data", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
