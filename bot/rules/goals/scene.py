"""What an amount is read in, and what reading gives."""

from dataclasses import dataclass

from bot.entities import AmountKind, Domain
from bot.rules.frequencies import FrequencyPhrase
from bot.rules.quantities import Quantity

_NEAR = 60  # characters before a number that tell what it means
_CLOSE = 24  # characters within which "a day" belongs to the number before it


@dataclass(frozen=True, slots=True)
class Amount:
    """A goal's own number. `start` is a starting value in the same unit; `at` and `to` are its place in the text."""

    value: float
    unit: str | None
    kind: AmountKind
    at: int
    to: int
    start: float | None = None
    written: str | None = None  # the unit in the person's own spelling, where it differs


@dataclass(frozen=True, slots=True)
class Scene:
    """What an amount is read in: the folded message, one goal's stretch of it, and what else was found there."""

    plain: str
    start: int
    end: int
    domain: Domain
    quantities: list[Quantity]
    taken: list[tuple[int, int]]  # deadlines and such, whose numbers are theirs
    frequencies: list[FrequencyPhrase]

    @property
    def words(self) -> str:
        return self.plain[self.start : self.end]

    def before(self, quantity: Quantity) -> str:
        """The goal's words just before a number."""
        return self.plain[max(self.start, quantity.start - _NEAR) : quantity.start]

    def has_period_after(self, quantity: Quantity) -> bool:
        """Whether "a day" follows the number closely."""
        return any(0 <= f.start - quantity.end <= _CLOSE and f.end <= self.end + _CLOSE for f in self.frequencies)
