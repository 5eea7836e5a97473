"""The slots of the crisis frames: which written words and phrases stand for "wish", "ending", "means" and the like.

A slot is a list of words, phrases and beginnings ("kill*"); a frame is a sequence of slots (see crisis_frames).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

Span = tuple[int, int]

_SHORTEST = 3  # letters a beginning must have
_ELIDED = frozenset("ldq")
_ELISION = re.compile(r"(?:l|d|qu)(?=[aeiouh]\w{3})")  # French "l'alcool" has come without its apostrophe


Slots = frozenset[int]
Phrase = tuple[tuple[str, ...], Slots]  # the words after the first two, and what the phrase fills
_NONE: Slots = frozenset()


class Places(dict[int, list[Span]]):
    """Where the slots of a text are filled: (start, end) in its tokens, in order of start.

    A token fills many slots and few of them matter, so a slot's places are made when first asked for.
    """

    def __init__(self, hits: list[tuple[int, int, Slots]]) -> None:
        super().__init__()
        self._hits = hits
        self.present: frozenset[int] = _NONE.union(*(slots for _, _, slots in hits))

    def __missing__(self, slot: int) -> list[Span]:
        found = self[slot] = [(start, end) for start, end, slots in self._hits if slot in slots]
        return found

    def of(self, slot: int) -> list[Span]:
        """The places of a slot, none where nothing fills it."""
        return self[slot] if slot in self.present else []


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Every word known, with the numbers of the slots that it fills. Nothing that is looked up is kept."""

    words: dict[str, Slots]
    stems: dict[str, Slots]
    phrases: dict[tuple[str, str], list[Phrase]]  # by their first two words
    lengths: dict[str, tuple[int, ...]]  # by its first three letters, how long the beginnings in `stems` are

    def places(self, tokens: list[str]) -> Places:
        """The places of every slot that `tokens` fill."""
        hits: list[tuple[int, int, Slots]] = []
        phrases = self.phrases
        for at, pair in enumerate(zip_longest(tokens, tokens[1:], fillvalue="")):
            if slots := self._look_up(pair[0]):
                hits.append((at, at + 1, slots))
            for rest, filled in phrases.get(pair, ()):
                end = at + 2 + len(rest)
                if tuple(tokens[at + 2 : end]) == rest:
                    hits.append((at, end, filled))
        return Places(hits)

    def _look_up(self, word: str) -> Slots:
        slots = self.words.get(word, _NONE)
        if word[:_SHORTEST] in self.lengths:
            slots = slots.union(*self._by_beginning(word))
        if not slots and word.endswith("s"):  # "buddys" is "buddy's"
            slots = self.words.get(word[:-1], _NONE)
        if not slots and word[:1] in _ELIDED and (elided := _ELISION.match(word)):
            slots = self.words.get(word[elided.end() :], _NONE)
        return slots

    def _by_beginning(self, word: str) -> Iterator[Slots]:
        for length in self.lengths[word[:_SHORTEST]]:
            if length <= len(word) and (slots := self.stems.get(word[:length])):
                yield slots


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
            self._filled[element] = frozenset[str]().union(*map(self._written, element.split("|")))
        return self._filled[element]

    def _written(self, alternative: str) -> Iterable[str]:
        if not alternative.startswith("<"):
            return (alternative.replace("_", " "),)
        if alternative not in self._filled:
            written = self.slots[alternative[1:-1]]
            own = [entry for entry in written if not entry.startswith("<")]
            named = [self._written(entry) for entry in written if entry.startswith("<")]
            self._filled[alternative] = frozenset(own).union(*named)
        return self._filled[alternative]

    def lexicon(self, spelling: Mapping[str, str]) -> Lexicon:
        """The finished lexicon, its entries spelt as a message is read: `spelling` of each word."""
        words, stems, phrases = dict[str, Slots](), dict[str, Slots](), dict[tuple[str, str], list[Phrase]]()
        for written, numbers in self._fillers.items():
            slots = frozenset(numbers)
            entry = spelling.get(written, written)
            if " " in entry:
                entry = " ".join([spelling.get(word, word) for word in entry.split()])
                first, second, *rest = entry.split()
                phrases.setdefault((first, second), []).append((tuple(rest), slots))
            elif entry.endswith("*"):
                stems[entry[:-1]] = slots
            else:
                words[entry] = words[entry] | slots if entry in words else slots
        return Lexicon(words, stems, phrases, _lengths(stems))


def _lengths(stems: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for stem in stems:
        lengths.setdefault(stem[:_SHORTEST], set()).add(len(stem))
    return {head: tuple(sorted(found)) for head, found in lengths.items()}


def read_entries(written: str) -> tuple[str, ...]:
    """The entries of a slot as written in the data: separated by commas or line breaks."""
    return tuple(entry for part in written.replace("\n", ",").split(",") if (entry := part.strip()))
