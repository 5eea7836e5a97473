"""One folded message with its numbers and dates, read only when a rule asks for them."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache, cached_property

from bot.rules.body import BodyFacts, facts_in
from bot.rules.dates import find_deadlines
from bot.rules.quantities import Quantity, convert, find_quantities
from bot.rules.safety.unsafe_words import found, one_of

# Without a clock a date such as "by March" may be near or far: every season is tried and the longest wait counts.
_ANCHORS = tuple(date(2026, month, 2) for month in (1, 4, 7, 10))
_SENTENCE_END = re.compile(r"[.!?;](?!\d)")
_SPAN_DAYS = {"fortnight": 14.0, "quinzaine": 15.0, "overnight": 1.0, "quince dias": 15.0}
_YEAR_END = re.compile(r"\b(?:end|ende|fin\w*|конц\w+)\b")
_DAYS = {"hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


class Said:
    """A message as the number rules see it. `now` decides what "by Friday" means; None leaves it open."""

    def __init__(self, folded: str, now: datetime | None) -> None:
        self.folded = folded
        self.now = now

    @cached_property
    def quantities(self) -> list[Quantity]:
        return find_quantities(self.folded)

    @cached_property
    def body(self) -> BodyFacts:
        return facts_in(self.folded)

    @cached_property
    def waits(self) -> list[tuple[int, int, float]]:
        """Every span of time to something: where it starts and ends in the text, and its days from now."""
        return [*self._deadline_waits(), *self._bare_waits()]

    def _deadline_waits(self) -> Iterator[tuple[int, int, float]]:
        anchors = (self.now.date(),) if self.now else _ANCHORS
        days: dict[tuple[int, int], float] = {}
        for today in anchors:
            for start, end, day in find_deadlines(self.folded, today=today):
                if day is not None:
                    wait = float((day - today).days) + 365.0 * _means_the_next(self.folded[start:end], day, today)
                    days[start, end] = max(days.get((start, end), 1.0), wait)
        yield from ((start, end, wait) for (start, end), wait in days.items())

    def _bare_waits(self) -> Iterator[tuple[int, int, float]]:
        for quantity in self.quantities:
            if (days := in_days(quantity)) and days >= 0.9 and not quantity.is_age:
                yield quantity.start, quantity.end, days
        for match in found("reading_bare_span").finditer(self.folded):
            yield match.start(), match.end(), _SPAN_DAYS.get(match.group(), 1.0)

    def before(self, place: int, reach: int = 45) -> str:
        """Up to `reach` characters before `place`, not past the start of its sentence."""
        return _SENTENCE_END.split(self.folded[max(0, place - reach) : place])[-1]

    def after(self, place: int, reach: int = 45) -> str:
        """Up to `reach` characters from `place`, not past the end of its sentence."""
        return _SENTENCE_END.split(self.folded[place : place + reach])[0]

    def around(self, quantity: Quantity, reach: int = 45) -> str:
        return f"{self.before(quantity.start, reach)} # {self.after(quantity.end, reach)}"

    def wait_for(self, quantity: Quantity, reach: int = 60) -> float | None:
        """Days until the moment that belongs to this amount: the next one after it, else the one before."""
        after = [w for w in self.waits if w[0] >= quantity.end and self._is_free(quantity.end, w[0], reach)]
        before = [w for w in self.waits if w[1] <= quantity.start and self._is_free(w[1], quantity.start, reach)]
        if after:
            first = min(w[0] for w in after)
            return max(w[2] for w in after if w[0] - first < 12)
        return max((w[2] for w in before), default=None)

    def _is_free(self, start: int, end: int, reach: int) -> bool:
        """No other amount and no end of a sentence between two places."""
        if end - start > reach or _SENTENCE_END.search(self.folded, start, end):
            return False
        return not any(start <= q.start and q.end <= end and in_kg(q) is None for q in self.quantities if q.is_amount)


def _means_the_next(phrase: str, day: date, today: date) -> bool:
    """ "This year" in its last weeks is a resolution for the coming one; "by the end of the year" is not."""
    return (day - today).days < 45 and bool(found("reading_this_year").search(phrase)) and not _YEAR_END.search(phrase)


def in_kg(quantity: Quantity) -> float | None:
    """The lower bound of a mass in kg, None for anything else."""
    return convert(quantity.value, quantity.unit, "kg") if quantity.unit in ("kg", "lb", "stone") else None


def in_days(quantity: Quantity) -> float | None:
    """A span of time in days, None for anything else."""
    return quantity.value * _DAYS[quantity.unit] if quantity.unit in _DAYS and not quantity.is_clock else None


@cache
def word_of(*names: str) -> re.Pattern[str]:
    """Matches any word of these lists."""
    return re.compile("|".join(one_of(name) for name in names))


@cache
def ends_with(name: str, between: str = r"[\s:,]*") -> re.Pattern[str]:
    """Matches a text that ends with a word of the list, then only `between`."""
    return re.compile(f"(?:{one_of(name)}){between}$")


@cache
def starts_with(name: str, between: str = r"[\s:,-]*") -> re.Pattern[str]:
    """Matches a text that starts with `between` and then a word of the list."""
    return re.compile(f"^{between}(?:{one_of(name)})")
