"""The patterns of `edits.toml`: how people ask for a change of a plan."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from bot.rules.plans.words import DAYS


def find_asked(name: str, words: str) -> re.Match[str] | None:
    return next((m for p in _patterns(name) if (m := re.search(rf"(?<!\w)(?:{p})(?!\w)", words))), None)


def is_asked(name: str, words: str) -> re.Match[str] | None:
    return next((m for p in _patterns(name) if (m := re.fullmatch(p, words))), None)


@cache
def _patterns(name: str) -> tuple[str, ...]:
    entry = asked_table()[name]
    return tuple(entry) if isinstance(entry, list) else (entry,)


@cache
def asked_table() -> dict[str, Any]:
    text = resources.files("bot.rules.plans").joinpath("edits.toml").read_text("utf-8")
    days = "(?:" + "|".join(day.lower() for day in DAYS) + ")"

    def filled(value: Any) -> Any:
        return [filled(v) for v in value] if isinstance(value, list) else value.replace("@day@", days)

    return {name: filled(value) for name, value in tomllib.loads(text).items()}
