"""One amount found in a text."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. `start` and `end` span all of it in the original text; `text` is that span.

    A clock time, a year, an age or the mark of a list item is no amount: it is found too, with its flag set, so
    that a caller can tell it apart. `is_amount` is False for all of them. A clock's value is hours (7.5 = 7:30).
    """

    value: float
    unit: str | None  # spelled as in units.toml, else the singular lower-case noun; None for a bare number
    start: int
    end: int
    text: str
    word: str = ""  # the unit's own word, folded: "pounds"
    upper: float | None = None  # the other end of "15 to 20 pounds"
    out_of: float | None = None  # the 3 of "2 of 3" and "2/3"
    sign: Literal["", "+", "-"] = ""
    approximate: bool = False  # "about 15", "~15", "15ish", a range
    at_least: bool = False  # "12+"
    is_currency: bool = False
    is_year: bool = False
    is_clock: bool = False
    is_age: bool = False
    is_glued: bool = False  # the unit touches the number: "5k", "10m"
    has_k: bool = False  # written with k for a thousand: "10k"
    in_words: bool = False  # "nine" rather than "9"

    @property
    def is_amount(self) -> bool:
        """True for what can be an amount of something: no clock time, year or age."""
        return not (self.is_clock or self.is_year or self.is_age)
