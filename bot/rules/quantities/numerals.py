"""Number words: "twenty five", "vingt et un", "fünfundzwanzig", "полтора"."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.rules.text import fold


@dataclass(frozen=True, slots=True)
class Numerals:
    """The tables of numbers.toml, with every word folded."""

    ones: dict[str, float]
    tens: dict[str, float]
    whole: dict[str, float]
    times: dict[str, float]
    repeats: dict[str, float]
    articles: frozenset[str]
    joiners: frozenset[str]
    halves: frozenset[str]
    needs_unit: frozenset[str]
    range_words: frozenset[str]
    range_never_after: frozenset[str]
    points: frozenset[str]
    out_of: frozenset[str]
    out_of_fillers: frozenset[str]
    not_one_after: frozenset[str]
    bare: frozenset[str]
    bare_never_after: frozenset[str]
    months: frozenset[str]
    phrases: dict[str, tuple[float, str]]
    any_word: frozenset[str]  # every word a quantity in words can begin with


@cache
def numerals() -> Numerals:
    """The number words, read once."""
    raw = tomllib.loads(files(__package__).joinpath("numbers.toml").read_text(encoding="utf-8"))
    ones, tens, whole = (_merged(raw[name]) for name in ("units", "tens", "whole"))
    whole |= _german_compounds({fold(w): v for w, v in raw["units"]["de"].items()}, raw["tens"]["de"])
    times, repeats = _folded(raw["times"]), _folded(raw["repeats"])
    articles, halves = frozenset(raw["article"]), frozenset(map(fold, raw["halves"]))
    return Numerals(
        ones=ones,
        tens=tens,
        whole=whole,
        times=times,
        repeats=repeats,
        articles=articles,
        joiners=frozenset(raw["joiners"]),
        halves=halves,
        needs_unit=frozenset(map(fold, raw["needs_unit"])),
        range_words=frozenset([*raw["range"], "-"]),
        range_never_after=frozenset(raw["range_never_after"]),
        points=frozenset(raw["points"]),
        out_of=frozenset(raw["out_of"]),
        out_of_fillers=frozenset(raw["out_of_fillers"]),
        not_one_after=frozenset(raw["not_one_after"]),
        bare=frozenset(map(fold, raw["bare"])),
        bare_never_after=frozenset(map(fold, raw["bare_never_after"])),
        months=frozenset(raw["months"]["words"]),
        phrases={fold(words): (float(value), unit) for words, (value, unit) in raw["phrases"].items()},
        any_word=frozenset([*ones, *tens, *whole, *times, *repeats, *articles, *halves]),
    )


def _folded(words: dict[str, float]) -> dict[str, float]:
    return {fold(word): float(value) for word, value in words.items()}


def _merged(languages: dict[str, dict[str, float]]) -> dict[str, float]:
    return {word: value for words in languages.values() for word, value in _folded(words).items()}


def _german_compounds(ones: dict[str, float], tens: dict[str, float]) -> dict[str, float]:
    """zweiundzwanzig, fünfunddreißig ...: German writes the ones first, in one word."""
    return {
        f"{one}und{fold(ten)}": float(ten_value + one_value)
        for one, one_value in ones.items()
        if 1 <= one_value <= 9 and one not in ("eins", "eine", "einen", "einer")
        for ten, ten_value in tens.items()
    }
