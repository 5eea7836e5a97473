"""The rules' word lists: TOML files beside the rules, read once."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def wordlist(name: str, package: str = "bot.rules") -> dict[str, Any]:
    """The tables of `data/{name}.toml` in `package`."""
    return tomllib.loads((files(package) / "data" / f"{name}.toml").read_text("utf-8"))


def alternatives(patterns: Iterable[str]) -> str:
    """One pattern that matches any of these, without a capturing group; longer words are tried first."""
    parts = [part for pattern in patterns for part in _split(pattern)]
    return "(?:" + "|".join(sorted(parts, key=len, reverse=True)) + ")"


def _split(pattern: str) -> list[str]:
    """`a|b(?:c|d)` in its top-level alternatives."""
    parts, depth, start = [], 0, 0
    for place, char in enumerate(pattern):
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            parts.append(pattern[start:place])
            start = place + 1
    return [*parts, pattern[start:]]
