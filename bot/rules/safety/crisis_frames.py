"""Crisis frames: sequences of slots with bounded gaps, read from data/crisis_frames_*.toml, five languages.

A pattern is written in words separated by spaces:
  <slot>, word, or a|b|<slot>   one of these; "_" joins the words of a phrase
  ..3                           up to three other words, none of them a negation (".." is two)
  ::3                           up to three words, negations included
  ...                           anything, across sentences, up to 40 words
  !<slot>                       in the gap where it stands, no such word (at either end: four words)
  &                             both sides in one sentence, in any order
  &&                            both sides anywhere in the text
"""

import gc
import tomllib
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.rules.safety.crisis_index import FREQUENT
from bot.rules.safety.crisis_lexicon import Lexicon, Vocabulary, read_entries
from bot.rules.safety.crisis_rules import LANGUAGES, spelling
from bot.rules.safety.crisis_signs import Sign, concepts, signs

DEFAULT_GUARDS = ("negated", "past", "told")
_FAR = 40
_NEAR = 4
_IDEA = "idea-"  # before the names of ideas among the slots


@dataclass(frozen=True)
class Step:
    """One element of a sequence, with the gap allowed before it."""

    slot: int
    gap: int = 0
    may_negate: bool = False
    crosses: bool = False
    without: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sequence:
    """Steps one after another; `before` and `after` must not stand next to it."""

    steps: tuple[Step, ...]
    after: tuple[int, ...] = ()

    @property
    def slots(self) -> frozenset[int]:
        return frozenset(step.slot for step in self.steps)


@dataclass(frozen=True)
class Pattern:
    """Sequences that must all hold: in one sentence within a group, anywhere in the text between groups."""

    groups: tuple[tuple[Sequence, ...], ...]
    slots: frozenset[int]
    anchor: int
    within: int = 0  # of a sign: its slots stand in any order within so many words, and there is one group of them


@dataclass(frozen=True)
class Frame:
    """One meaning: its patterns, what it is a sign of, and what would make it harmless."""

    category: str
    level: int
    language: str
    patterns: tuple[Pattern, ...]
    guards: frozenset[str]
    unless: tuple[int, ...]  # slots that clear it when in the same sentence
    unless_text: tuple[int, ...]  # ... or anywhere in the text
    why: str


@dataclass(frozen=True)
class Frames:
    """All frames, the lexicon they share, and for each anchor slot the patterns worth trying."""

    lexicon: Lexicon
    by_anchor: dict[int, tuple[tuple[Frame, Pattern], ...]]
    guards: dict[str, dict[str, int]]  # by language and name, the slots that the guards look for
    fillers: frozenset[str]  # words left out before anything is matched
    every: tuple[Frame, ...]


GUARD_SLOTS = (
    "neg", "kept", "denies", "past", "present", "now", "fiction", "tells", "first", "mine", "other", "kin",
    "imminent", "joke",
)  # fmt: skip


@cache
def frames() -> Frames:
    """The frames of every language."""
    was_enabled = gc.isenabled()
    gc.disable()  # nothing made here is garbage: collecting meanwhile takes a third of the time
    try:
        return _loaded()
    finally:
        if was_enabled:
            gc.enable()


def _loaded() -> Frames:
    tables = {language: _table(language) for language in LANGUAGES}
    slots = {
        f"{language}.{name}": _qualified(read_entries(written), language)
        for language, table in tables.items()
        for name, written in table["slots"].items()
    }
    ideas = {language: concepts(language) for language in LANGUAGES}
    for language, known in ideas.items():
        slots |= {f"{language}.{_IDEA}{name}": _ideas(read_entries(words), language) for name, words in known.items()}
    vocabulary = Vocabulary(slots)
    every = tuple(_frame(entry, language, vocabulary) for language, table in tables.items() for entry in table["frame"])
    every += tuple(
        frame
        for language, known in ideas.items()
        for sign in signs()
        if (frame := _frame_of(sign, language, known, vocabulary))
    )
    guards = {
        language: {name: vocabulary.number(f"<{language}.{name}>") for name in GUARD_SLOTS} for language in tables
    }
    fillers = frozenset(word for language in tables for word in slots[f"{language}.filler"])
    by_anchor: dict[int, list[tuple[Frame, Pattern]]] = {}
    for frame in every:
        for pattern in frame.patterns:
            by_anchor.setdefault(pattern.anchor, []).append((frame, pattern))
    return Frames(
        vocabulary.lexicon(spelling().words),
        {slot: tuple(found) for slot, found in by_anchor.items()},
        guards,
        fillers,
        every,
    )


def _qualified(entries: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(entry.replace("<", f"<{language}.") for entry in entries)


def _frame(entry: dict[str, Any], language: str, vocabulary: Vocabulary) -> Frame:
    def numbers(written: str) -> tuple[int, ...]:
        return tuple(vocabulary.number(_named(word, language)) for word in written.split())

    return Frame(
        category=entry["category"],
        level=entry["level"],
        language=language,
        patterns=tuple(_pattern(written, language, vocabulary) for written in entry["any"]),
        guards=frozenset(entry.get("guards", DEFAULT_GUARDS)),
        unless=numbers(entry.get("unless", "")),
        unless_text=numbers(entry.get("unless_text", "")),
        why=entry["why"],
    )


def _ideas(entries: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(entry.replace("<", f"<{language}.{_IDEA}") for entry in entries)


def _frame_of(sign: Sign, language: str, known: Container[str], vocabulary: Vocabulary) -> Frame | None:
    """The sign in one language; None where the language knows no words for any of its meetings."""
    patterns = [
        _meeting(named, meeting.within, language, vocabulary)
        for meeting in sign.meetings
        if all(named := [[name for name in idea if name in known] for idea in meeting.ideas])
    ]
    if not patterns:
        return None
    clears = tuple(vocabulary.number(_idea([name], language)) for name in sign.unless if name in known)
    guards = DEFAULT_GUARDS if sign.guards is None else sign.guards
    return Frame(sign.category, sign.level, language, tuple(patterns), frozenset(guards), clears, (), sign.why)


def _meeting(ideas: list[list[str]], within: int, language: str, vocabulary: Vocabulary) -> Pattern:
    elements = [_idea(names, language) for names in ideas]
    numbers = [vocabulary.number(element) for element in elements]
    anchor = min(elements, key=lambda element: _cost(vocabulary.entries(element)))
    group = tuple(Sequence((Step(number),)) for number in numbers)
    return Pattern((group,), frozenset(numbers), vocabulary.number(anchor), within)


def _idea(names: list[str], language: str) -> str:
    return "|".join(f"<{language}.{_IDEA}{name}>" for name in names)


def _named(element: str, language: str) -> str:
    return element.replace("<", f"<{language}.")


def _pattern(written: str, language: str, vocabulary: Vocabulary) -> Pattern:
    elements: dict[int, str] = {}

    def sequence(part: str) -> Sequence:
        return _sequence(part.split(), language, vocabulary, elements)

    groups = tuple(tuple(sequence(part) for part in group.split(" & ")) for group in written.split(" && "))
    anchor = min(elements, key=lambda slot: _cost(vocabulary.entries(elements[slot])))
    return Pattern(groups, frozenset(elements), anchor)


def _sequence(words: list[str], language: str, vocabulary: Vocabulary, elements: dict[int, str]) -> Sequence:
    steps: list[Step] = []
    gap, may_negate, crosses, without = 0, False, False, list[int]()
    for word in words:
        if word == "...":
            gap, may_negate, crosses = _FAR, True, True
        elif word.startswith(("..", "::")):
            gap, may_negate = int(word[2:] or 2), word.startswith("::")
        elif word.startswith("!"):
            without.append(vocabulary.number(_named(word[1:], language)))
        else:
            slot = vocabulary.number(_named(word, language))
            elements[slot] = _named(word, language)
            steps.append(Step(slot, gap, may_negate, crosses, tuple(without)))
            gap, may_negate, crosses, without = 0, False, False, []
    return Sequence(tuple(steps), tuple(without))


@cache
def _cost(entries: frozenset[str]) -> int:
    """How often a message will hold one of these by chance, roughly."""
    return len(entries) + 30 * len(entries & FREQUENT)


def _table(language: str) -> dict[str, Any]:
    source = files("bot.rules.safety").joinpath("data", f"crisis_frames_{language}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
