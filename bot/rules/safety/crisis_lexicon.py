"""The slots of the crisis frames: which written words and phrases stand for "wish", "ending", "means" and the like.

A slot is a list of words, phrases and beginnings ("kill*"); a frame is a sequence of slots (see crisis_frames).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

Span = tuple[int, int]

_SHORTEST_STEM = 3
_MOST_KNOWN = 20_000
_ELISION = re.compile(r"(?:l|d|qu)(?=[aeiouh]\w{3})")  # French "l'alcool" has come without its apostrophe


Slots = tuple[int, ...]
Phrase = tuple[tuple[str, ...], Slots]  # the words after the first two, and what the phrase fills


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Every word known, with the numbers of the slots that it fills."""

    words: dict[str, Slots]
    stems: dict[str, Slots]
    phrases: dict[tuple[str, str], tuple[Phrase, ...]]  # by their first two words
    known: dict[str, Slots] = field(default_factory=dict, repr=False)  # words looked up before

    def places(self, tokens: list[str]) -> dict[int, list[Span]]:
        """For each slot number that occurs, where: (start, end) in `tokens`, in order of start."""
        found: dict[int, list[Span]] = {}
        for at, token in enumerate(tokens):
            slots = self.known.get(token)
            for slot in self._look_up(token) if slots is None else slots:
                found.setdefault(slot, []).append((at, at + 1))
            for rest, filled in self.phrases.get((token, tokens[at + 1] if at + 1 < len(tokens) else ""), ()):
                end = at + 2 + len(rest)
                if tuple(tokens[at + 2 : end]) == rest:
                    for slot in filled:
                        found.setdefault(slot, []).append((at, end))
        return found

    def _look_up(self, word: str) -> Slots:
        exact = self.words.get(word, ())
        by_stem = [self.stems.get(word[:length], ()) for length in range(_SHORTEST_STEM, len(word) + 1)]
        slots = tuple(dict.fromkeys((*exact, *(slot for found in by_stem for slot in found))))
        if not slots and (elided := _ELISION.match(word)):
            slots = self.words.get(word[elided.end() :], ())
        if not slots and word.endswith("s"):  # "buddys" is "buddy's"
            slots = self.words.get(word[:-1], ())
        if len(self.known) < _MOST_KNOWN:
            self.known[word] = slots
        return slots


@dataclass
class Vocabulary:
    """A lexicon being built: slots are numbered as they are first named."""

    slots: dict[str, tuple[str, ...]]  # by name, the entries as written
    numbers: dict[str, int] = field(default_factory=dict)
    _fillers: dict[str, list[int]] = field(default_factory=dict)  # by entry, the elements that it fills
    _filled: dict[str, frozenset[str]] = field(default_factory=dict)

    def number(self, element: str) -> int:
        """The number of an element of a frame: "<slot>", "word", or alternatives of both joined by "|"."""
        if element not in self.numbers:
            number = self.numbers[element] = len(self.numbers)
            for entry in self.entries(element):
                self._fillers.setdefault(entry, []).append(number)
        return self.numbers[element]

    def entries(self, element: str) -> frozenset[str]:
        """Every word, phrase and beginning that fills `element`. KeyError names a slot that does not exist."""
        if element not in self._filled:
            self._filled[element] = frozenset(self._written(element.split("|")))
        return self._filled[element]

    def _written(self, alternatives: Iterable[str]) -> Iterable[str]:
        for alternative in alternatives:
            if not alternative.startswith("<"):
                yield alternative.replace("_", " ")
            elif alternative in self._filled:
                yield from self._filled[alternative]
            else:
                yield from self._slot(alternative)

    def _slot(self, name: str) -> frozenset[str]:
        self._filled[name] = frozenset(self._written(self.slots[name[1:-1]]))
        return self._filled[name]

    def lexicon(self) -> Lexicon:
        """The finished lexicon."""
        words, stems, phrases = dict[str, Slots](), dict[str, Slots](), dict[tuple[str, str], tuple[Phrase, ...]]()
        for entry, numbers in self._fillers.items():
            slots = tuple(numbers)
            if " " in entry:
                first, second, *rest = entry.split()
                phrases[first, second] = (*phrases.get((first, second), ()), (tuple(rest), slots))
            elif entry.endswith("*"):
                stems[entry[:-1]] = slots
            else:
                words[entry] = slots
        return Lexicon(words, stems, phrases)


def read_entries(written: str) -> tuple[str, ...]:
    """The entries of a slot as written in the data: separated by commas or line breaks."""
    return tuple(entry for part in written.replace("\n", ",").split(",") if (entry := part.strip()))
