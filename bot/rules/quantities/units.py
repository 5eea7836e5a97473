"""Units: their spellings, their canonical codes, conversion inside a dimension, and English plurals."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from bot.rules.text import fold

_ES_ENDINGS = ("sses", "shes", "ches", "xes", "zes", "oes")


@dataclass(frozen=True, slots=True)
class Units:
    """The tables of units.toml, with every word folded."""

    codes: dict[str, str]  # word -> code
    glued: dict[str, str]  # word that counts only touching its number -> code
    dimensions: dict[str, str]  # code -> dimension
    sizes: dict[str, float]  # code -> size in the dimension's base unit
    nouns: dict[str, str]  # word -> English singular
    symbols: dict[str, str]  # currency sign -> ISO code
    pairs: dict[str, frozenset[str]]
    irregular: dict[str, str]
    unchanged: frozenset[str]
    context: dict[str, frozenset[str]]
    not_units: frozenset[str]
    adjectives: frozenset[str]
    adjective_endings: tuple[str, ...]


@cache
def units() -> Units:
    """The unit tables, read once."""
    raw = tomllib.loads(files(__package__).joinpath("units.toml").read_text(encoding="utf-8"))
    table: list[dict[str, Any]] = raw["unit"]
    return Units(
        codes={fold(word): unit["code"] for unit in table for word in unit["words"]},
        glued={fold(word): unit["code"] for unit in table for word in unit.get("glued", ())},
        dimensions={unit["code"]: unit["dimension"] for unit in table},
        sizes={unit["code"]: unit["size"] for unit in table if "size" in unit},
        nouns={fold(word): noun for noun, words in raw["nouns"].items() for word in (noun, *words)},
        symbols=raw["symbols"],
        pairs={word: frozenset(seconds) for word, seconds in raw["pairs"].items()},
        irregular=raw["plurals"]["irregular"],
        unchanged=frozenset(raw["plurals"]["unchanged"]),
        context={name: frozenset(words) for name, words in raw["context"].items()},
        not_units=frozenset(word for words in raw["words_not_units"].values() for word in words),
        adjectives=frozenset(raw["adjectives"]["words"]),
        adjective_endings=tuple(raw["adjectives"]["endings"]),
    )


def unit_of(word: str, *, is_glued: bool = False) -> str | None:
    """The code of a unit's spelling ("kilos" is kg, "páginas" is page), None for a word the tables do not hold."""
    key, table = fold(word), units()
    if is_glued and key in table.glued:
        return table.glued[key]
    return table.codes.get(key) or table.nouns.get(key)


def dimension_of(unit: str | None) -> str | None:
    """mass, length, time, calendar, count, money ... of a unit code; None for a noun such as page."""
    return units().dimensions.get(unit) if unit else None


def convert(value: float, from_unit: str, to_unit: str) -> float | None:
    """`value` in `to_unit`; None when the two do not measure the same thing. Currencies convert only to themselves."""
    if from_unit == to_unit:
        return value
    table = units()
    if table.dimensions.get(from_unit) != table.dimensions.get(to_unit):
        return None
    if from_unit not in table.sizes or to_unit not in table.sizes:
        return None
    return round(value * table.sizes[from_unit] / table.sizes[to_unit], 6)


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """The singular of a lower-case English noun: pages, boxes, stories, lives -> page, box, story, life."""
    table = units()
    if word in table.irregular:
        return table.irregular[word]
    if len(word) == 3 and word.endswith("s") and not set(word) & set("aeiouy"):
        return word[:-1]  # CVs, DMs
    if len(word) < 4 or not word.endswith("s") or word in table.unchanged or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_ES_ENDINGS) and not word.endswith(("izes", "uzes", "azes")):
        return word[:-2]
    return word.removesuffix("s").removesuffix("'")
