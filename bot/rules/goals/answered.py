"""A short answer as it was given: its numbers, rhythm and cue, and whether it is more than that."""

import re
from dataclasses import dataclass
from functools import cached_property, partial

from bot.rules.aligned import aligned
from bot.rules.frequencies import FrequencyPhrase, find_frequencies
from bot.rules.patterns import pattern
from bot.rules.quantities import Quantity, find_quantities

_pattern = partial(pattern, "answers", package=__package__ or "bot.rules.goals")

_SHORT = 6  # words of an answer that says one thing
_OTHER_WORDS = 3  # words beside number, rhythm and cue; more of them tell of something else


@dataclass(frozen=True)
class Answer:
    """The words of an answer without the hedges around them."""

    text: str

    @cached_property
    def plain(self) -> str:
        return aligned(self.text)

    @cached_property
    def quantities(self) -> list[Quantity]:
        return [quantity for quantity in find_quantities(self.text) if quantity.is_amount]

    @cached_property
    def frequencies(self) -> list[FrequencyPhrase]:
        return find_frequencies(self.text, self.quantities)

    @cached_property
    def cue(self) -> str:
        """The "after lunch" of "20 min after lunch", empty without one."""
        found = _pattern("cue").search(self.plain)
        return self.text[found.start() : found.end()].strip() if found else ""

    @property
    def is_unsure(self) -> bool:
        """Whether the words only say that the person does not know."""
        return bool(_pattern("unsure").fullmatch(self.plain))

    @property
    def is_refusal(self) -> bool:
        return bool(_pattern("refusal").search(self.plain))

    @property
    def is_short(self) -> bool:
        return len(self.plain.split()) <= _SHORT and "?" not in self.text

    @property
    def is_bare_number(self) -> bool:
        return bool(re.fullmatch(r"\d{1,3}", self.text))

    @property
    def is_measure(self) -> bool:
        """Whether number, rhythm and cue are what the answer is, not a story that holds a number."""
        if "?" in self.text or not (self.quantities or self.frequencies):
            return False
        rest = list(self.plain)
        spans = [(q.start, q.end) for q in self.quantities] + [(f.start, f.end) for f in self.frequencies]
        if found := _pattern("cue").search(self.plain):
            spans.append(found.span())
        for start, end in spans:
            rest[start:end] = " " * (end - start)
        left = _pattern("small").sub(" ", "".join(rest))
        return len(re.findall(r"\w+", left)) <= _OTHER_WORDS


def read_answer(text: str) -> Answer:
    """The answer without what people put around it: "like", "maybe", "let's say", a full stop."""
    said = " ".join(text.split())
    if _pattern("unsure").fullmatch(aligned(said).rstrip(" .!?…")):
        return Answer(said.rstrip(" .!?…"))
    while (found := _pattern("hedge").match(aligned(said))) and found.end() < len(said):
        said = said[found.end() :]
    return Answer(said.rstrip(" .!,"))
