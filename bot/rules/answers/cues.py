"""The word lists of this package as compiled patterns, read once."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


def between_words(fragments: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all fragments, matched between word borders."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(fragments)})(?!\w)")


@cache
def table(name: str) -> dict[str, Any]:
    """The content of one of this package's TOML files."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Cues:
    """cues.toml, compiled."""

    neutral: re.Pattern[str]
    not_skipped: re.Pattern[str]
    partly: re.Pattern[str]
    skipped: re.Pattern[str]
    excuse: re.Pattern[str]
    done: re.Pattern[str]
    unrelated: re.Pattern[str]
    none: re.Pattern[str]
    kept: re.Pattern[str]
    relapse: re.Pattern[str]
    lapse: re.Pattern[str]
    broken: re.Pattern[str]
    emoji: dict[str, frozenset[str]]
    phrases: dict[str, frozenset[str]]


@cache
def cues() -> Cues:
    """What the words of an answer say."""
    raw = table("cues")
    patterns = {
        name: between_words(raw[name]) for name in ("neutral", "not_skipped", "partly", "skipped", "excuse", "done")
    }
    return Cues(
        **patterns,
        unrelated=between_words(raw["limits"]["neutral"]),
        **{name: between_words(raw["limits"][name]) for name in ("none", "kept", "relapse", "lapse", "broken")},
        emoji={name: frozenset(signs) for name, signs in raw["emoji"].items()},
        phrases={name: frozenset(words) for name, words in raw["phrases"].items()},
    )


@dataclass(frozen=True, slots=True)
class Moves:
    """moves.toml, compiled."""

    stop_whole: re.Pattern[str]
    stop_any: re.Pattern[str]
    undo: re.Pattern[str]
    move: re.Pattern[str]
    regular: re.Pattern[str]
    old_before: re.Pattern[str]
    old_after: re.Pattern[str]
    ask: re.Pattern[str]
    not_yet: re.Pattern[str]
    despite_excuse: re.Pattern[str]
    soon: re.Pattern[str]
    wait_before: re.Pattern[str]
    question: re.Pattern[str]
    goal: re.Pattern[str]
    chat: re.Pattern[str]


@cache
def moves() -> Moves:
    """What the words of an answer ask for."""
    raw = table("moves")
    reschedule, snooze = raw["reschedule"], raw["snooze"]
    return Moves(
        stop_whole=between_words(raw["stop"]["whole"]),
        stop_any=between_words([*raw["stop"]["any"]]),
        undo=between_words(raw["undo"]["any"]),
        move=between_words(reschedule["move"]),
        regular=between_words(reschedule["regular"]),
        old_before=re.compile(rf"(?<!\w)(?:{'|'.join(reschedule['old_before'])})\s*$"),
        old_after=re.compile(rf"\s*(?:{'|'.join(reschedule['old_after'])})(?!\w)"),
        ask=between_words(snooze["ask"]),
        not_yet=between_words(snooze["not_yet"]),
        despite_excuse=between_words(snooze["despite_excuse"]),
        soon=between_words(snooze["soon"]),
        wait_before=re.compile(
            rf"(?<!\w)(?:{'|'.join(snooze['wait_before'])})\s*(?:about |like |around |maybe |etwa )*$"
        ),
        question=re.compile(rf"(?:so |and |but |hey |ok )?(?:{'|'.join(raw['other']['question'])})(?!\w)"),
        goal=between_words(raw["other"]["goal"]),
        chat=between_words(raw["other"]["chat"]),
    )
