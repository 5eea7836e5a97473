"""Finds the crisis frames in a stretch of plain words, and drops the readings that make one harmless."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from bot.rules.safety.crisis_frames import Frame, Frames, Pattern, Sequence, Step, frames
from bot.rules.safety.crisis_lexicon import Span

Sign = tuple[str, int]  # a category and a level

_TRIED = 6  # places of an idea looked at: a text that repeats a word a thousand times says it no better
_NEAR = 4  # words in which "!<slot>" and a denial are looked for
_LED_IN = 12  # words a story may lead into the match with, and the reach of a subject
_OF_A_PERSON = frozenset({"suicide", "self_harm", "eating_disorder", "psychosis", "withdrawal"})
_CAN_BE_IMMINENT = frozenset({"suicide", "harm_others", "third_party"})


def in_frames(words: list[str]) -> set[Sign]:
    """The category and level of every frame that holds in these plain words."""
    known = frames()
    kept = [word for word in words if word not in known.fillers]
    spoken_once = [word for at, word in enumerate(kept) if at == 0 or word != kept[at - 1]]
    return set(Stretch(spoken_once, known).signs())


class Stretch:
    """Some plain words, with the places of every slot in them."""

    def __init__(self, tokens: list[str], known: Frames) -> None:
        self.frames = known
        self.quoted = _quoted(tokens)
        self.tokens = [token for token in tokens if token != '"']
        self.places = known.lexicon.places(self.tokens)
        self._covered: dict[int, frozenset[int]] = {}
        self._used: dict[Span, frozenset[int]] = {}  # of a meeting, the positions of the words that met

    @cached_property
    def sentence(self) -> list[int]:
        """The number of the sentence each word is in."""
        numbers, number = [], 0
        for token in self.tokens:
            number += token == "."
            numbers.append(number)
        return numbers

    def signs(self) -> Iterator[Sign]:
        """What every frame that holds unguarded is a sign of."""
        present, by_anchor = self.places.present, self.frames.by_anchor
        for slot in present & by_anchor.keys():
            for frame, pattern in by_anchor[slot]:
                if pattern.slots <= present:
                    yield from self._by_pattern(frame, pattern)

    def _by_pattern(self, frame: Frame, pattern: Pattern) -> Iterator[Sign]:
        own = self.frames.guards[frame.language]
        if any(slot in self.places.present for slot in frame.unless_text):
            return
        if pattern.within:
            spans = self._met(pattern, self._negations(own) if "negated" in frame.guards else frozenset())
        else:
            spans = self._in_order(pattern, own)
        for start, end in spans:
            if any(self._in_sentence_of(start, end, slot) for slot in frame.unless):
                continue
            if any(self._is_harmless(guard, own, start, end) for guard in frame.guards):
                continue
            if (category := self._whose(frame, own, start, end)) is not None:
                yield category, self._level(frame, category, own)

    def _in_order(self, pattern: Pattern, own: dict[str, int]) -> list[Span]:
        first, *others = pattern.groups
        spans = list(self._in_one_sentence(first, own))
        is_whole = spans and all(any(True for _ in self._in_one_sentence(group, own)) for group in others)
        return spans if is_whole else []

    def _met(self, pattern: Pattern, negations: frozenset[int]) -> list[Span]:
        """Where words of every idea stand together in any order, no word counted twice; the first few places.

        A word directly behind one of `negations` says the opposite.
        """
        (ideas,) = pattern.groups
        places = (self.places[idea.steps[0].slot] for idea in ideas)
        if negations:
            places = ([p for p in found if not negations & {p[0] - 1, p[0] - 2}] for found in places)
        rare, *others = sorted(places, key=len)
        spans = ((start, end) for start, end in rare[:_TRIED])
        met = (self._joined(start, end, ((start, end),), others, pattern.within) for start, end in spans)
        return [span for span in met if span]

    def _joined(
        self, start: int, end: int, taken: tuple[Span, ...], others: list[list[Span]], within: int
    ) -> Span | None:
        if not others:
            self._used[start, end] = frozenset(at for s, e in taken for at in range(s, e))
            return start, end
        here, *rest = others
        near = [(s, e) for s, e in here[bisect_left(here, (end - within, 0)) :] if e - start <= within][:_TRIED]
        for s, e in sorted(near, key=lambda span: abs(span[0] - start)):
            if any(s < taken_end and taken_start < e for taken_start, taken_end in taken):
                continue
            found = self._joined(min(s, start), max(e, end), (*taken, (s, e)), rest, within)
            if found is not None:
                return found
        return None

    def _in_one_sentence(self, group: tuple[Sequence, ...], own: dict[str, int]) -> Iterator[Span]:
        first, *others = group
        for start, end in self._spans(first, own):
            number = self.sentence[start]
            if all(any(self.sentence[at] == number for at, _ in self._spans(other, own)) for other in others):
                yield start, end

    def _spans(self, sequence: Sequence, own: dict[str, int]) -> Iterator[Span]:
        """Where the steps follow one another, at most one span for each start."""
        head, *rest = sequence.steps
        for start, end in self.places[head.slot]:
            if head.without and self._any_of(head.without, max(0, start - _NEAR), start):
                continue
            last = self._follow(rest, end, own)
            if last is not None and not (sequence.after and self._any_of(sequence.after, last, last + _NEAR)):
                yield start, last

    def _follow(self, steps: list[Step], at: int, own: dict[str, int]) -> int | None:
        if not steps:
            return at
        step, *rest = steps
        spans = self.places[step.slot]
        for start, end in spans[bisect_left(spans, (at, 0)) :]:
            if start - at > step.gap or not self._may_pass(step, at, start, own):
                return None
            last = self._follow(rest, end, own)
            if last is not None:
                return last
        return None

    def _may_pass(self, step: Step, at: int, start: int, own: dict[str, int]) -> bool:
        if not step.crosses and self.sentence[at - 1] != self.sentence[start]:
            return False
        if step.without and self._any_of(step.without, at, start):
            return False
        return step.may_negate or not any(position in self._negations(own) for position in range(at, start))

    def _any_of(self, slots: tuple[int, ...], start: int, end: int) -> bool:
        return any(position in self._cover(slot) for slot in slots for position in range(start, end))

    def _cover(self, slot: int) -> frozenset[int]:
        """The positions that the words of a slot take."""
        if slot not in self._covered:
            spans = self.places.of(slot)
            self._covered[slot] = frozenset(at for start, end in spans for at in range(start, end))
        return self._covered[slot]

    def _negations(self, own: dict[str, int]) -> frozenset[int]:
        return self._cover(own["neg"]) - self._cover(own["kept"])

    def _in_sentence_of(self, start: int, end: int, slot: int) -> bool:
        """A word of the slot in these sentences that is not itself one of those that met."""
        lowest, highest = self.sentence[start], self.sentence[end - 1]
        used = self._used.get((start, end), frozenset())
        places = (s for s, e in self.places.of(slot) if not used.issuperset(range(s, e)))
        return any(lowest <= self.sentence[at] <= highest for at in places)

    def _is_harmless(self, guard: str, own: dict[str, int], start: int, end: int) -> bool:
        match guard:
            case "negated":
                return self._is_denied(own, start)
            case "past":
                return self._is_past(own, start, end)
            case _:
                return self._is_told(own, start)

    def _is_denied(self, own: dict[str, int], start: int) -> bool:
        """A negation stands before the match, in the same clause; before an "I ..." only "never said" and the like."""
        first, denies = self._cover(own["first"]), self._cover(own["denies"])
        if start in first:
            return start - 1 in denies
        denials = self._negations(own) | denies
        for at in range(start - 1, max(-1, start - 1 - _NEAR), -1):
            if self.tokens[at] == ".":
                return False
            if at in first:
                return at - 1 in denies
            if at in denials:
                return True
        return False

    def _is_past(self, own: dict[str, int], start: int, end: int) -> bool:
        if own["past"] not in self.places.present or own["present"] in self.places.present:
            return False
        return not self._any_of((own["now"],), start, end)

    def _is_told(self, own: dict[str, int], start: int) -> bool:
        """A story, song or film leads into the words, or they are quoted beside one."""
        lead = range(max(0, start - _LED_IN), start)
        same = [at for at in lead if self.sentence[at] == self.sentence[start]]
        works = [at for at in same if at in self._cover(own["fiction"])]
        if self.tokens[start] in self.quoted and self._in_sentence_of(start, start + 1, own["fiction"]):
            return True
        told = [at for at in same if works and at > works[0] and at in self._cover(own["tells"])]
        return bool(told) and not any(at in self._cover(own["first"]) for at in same if at > works[0])

    def _whose(self, frame: Frame, own: dict[str, int], start: int, end: int) -> str | None:
        """The category, "third_party" where it is somebody else's danger, None where it is nobody's they know."""
        if frame.category not in _OF_A_PERSON or not self._is_of_another(own, start, end):
            return frame.category
        knows = any(own[name] in self.places.present for name in ("kin", "first", "mine"))
        return "third_party" if knows else None

    def _is_of_another(self, own: dict[str, int], start: int, end: int) -> bool:
        first, mine, other, kin = (self._cover(own[name]) for name in ("first", "mine", "other", "kin"))
        for at in range(start, end):
            if at in first or (at in mine and at + 1 not in kin):
                return False
        if any(at in other for at in range(start, end)):
            return True
        for at in range(start - 1, max(-1, start - 1 - _LED_IN), -1):
            if at in first or self.tokens[at] == ".":
                return False
            if at in other or at in kin:
                return True
        return False

    def _level(self, frame: Frame, category: str, own: dict[str, int]) -> int:
        if frame.level == 3 and category in _CAN_BE_IMMINENT and own["imminent"] in self.places.present:
            return 4
        if frame.level == 2 and own["joke"] in self.places.present:
            return 1
        return frame.level


def _quoted(tokens: list[str]) -> frozenset[str]:
    """The words inside quotation marks."""
    inside, words = False, set[str]()
    for token in tokens:
        if token == '"':
            inside = not inside
        elif inside:
            words.add(token)
    return frozenset(words)
