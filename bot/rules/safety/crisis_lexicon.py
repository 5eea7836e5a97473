"""The slots of the crisis frames: which written words and phrases stand for "wish", "ending", "means" and the like.

A slot is a list of words, phrases and beginnings ("kill*"); a frame is a sequence of slots (see crisis_frames).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

Span = tuple[int, int]

_SHORTEST_STEM = 3


@dataclass(frozen=True)
class Lexicon:
    """Every word known, with the numbers of the slots that it fills."""

    words: dict[str, tuple[int, ...]]
    stems: dict[str, tuple[int, ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]]  # by their first word, longest first

    def places(self, tokens: list[str]) -> dict[int, list[Span]]:
        """For each slot number that occurs, where: (start, end) in `tokens`, in order of start."""
        found: dict[int, list[Span]] = {}
        fills = _fills
        for at, token in enumerate(tokens):
            for slot in fills(self, token):
                found.setdefault(slot, []).append((at, at + 1))
            for words, slots in self.phrases.get(token, ()):
                end = at + len(words)
                if len(tokens) >= end and all(map(_is_word, words, tokens[at:end])):
                    for slot in slots:
                        found.setdefault(slot, []).append((at, end))
        return found

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=20_000)
def _fills(lexicon: Lexicon, word: str) -> tuple[int, ...]:
    exact = lexicon.words.get(word, ())
    by_stem = [lexicon.stems.get(word[:length], ()) for length in range(_SHORTEST_STEM, len(word) + 1)]
    return tuple(dict.fromkeys((*exact, *(slot for slots in by_stem for slot in slots))))


def _is_word(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@dataclass
class Vocabulary:
    """A lexicon being built: slots are numbered as they are first named."""

    slots: dict[str, tuple[str, ...]]  # by name, the entries as written
    numbers: dict[str, int] = field(default_factory=dict)
    _entries: dict[str, set[int]] = field(default_factory=dict)

    def number(self, element: str) -> int:
        """The number of an element of a frame: "<slot>", "word", or alternatives of both joined by "|"."""
        if element not in self.numbers:
            self.numbers[element] = len(self.numbers)
            for entry in self.entries(element):
                self._entries.setdefault(entry, set()).add(self.numbers[element])
        return self.numbers[element]

    def entries(self, element: str) -> frozenset[str]:
        """Every word, phrase and beginning that fills `element`. KeyError names a slot that does not exist."""
        return frozenset(self._written(element.split("|")))

    def _written(self, alternatives: Iterable[str]) -> Iterable[str]:
        for alternative in alternatives:
            if alternative.startswith("<"):
                yield from self._written(self.slots[alternative[1:-1]])
            else:
                yield alternative.replace("_", " ")

    def lexicon(self) -> Lexicon:
        """The finished lexicon."""
        words, stems, phrases = {}, {}, dict[str, list[tuple[tuple[str, ...], tuple[int, ...]]]]()
        for entry, numbers in self._entries.items():
            slots = tuple(sorted(numbers))
            if " " in entry:
                parts = tuple(entry.split())
                phrases.setdefault(parts[0], []).append((parts, slots))
            elif entry.endswith("*"):
                stems[entry[:-1]] = slots
            else:
                words[entry] = slots
        longest_first = {
            first: tuple(sorted(found, key=lambda each: -len(each[0]))) for first, found in phrases.items()
        }
        return Lexicon(words, stems, longest_first)


@cache
def read_entries(written: str) -> tuple[str, ...]:
    """The entries of a slot as written in the data: separated by commas or line breaks."""
    return tuple(entry for line in written.split("\n") for part in line.split(",") if (entry := part.strip()))
