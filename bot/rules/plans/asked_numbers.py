"""The numbers of a change that is asked for: until when, how often, how much."""

import re
from datetime import date, timedelta

from bot.entities import Goal
from bot.rules.dates import find_deadlines
from bot.rules.frequencies import find_frequencies
from bot.rules.goals.clocks import find_clock
from bot.rules.plans.amounts import DAYS as DAYS_IN
from bot.rules.plans.asked import asked_table, find_asked
from bot.rules.plans.edit import Edit, MoreDays, NewAmount, NewClock, NewDeadline, NewFrequency
from bot.rules.plans.shape import BARE
from bot.rules.quantities import Quantity, convert, find_quantities

_LIKE_A_YEAR = 500  # amounts of this size make 2000 a number and no year
_NUMBERS = {"a": 1, "an": 1, "one": 1, "another": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "four": 4, "five": 5}
_NUMBERS |= {"six": 6, "eight": 8, "ten": 10}


def read_numbers(words: str, goal: Goal, today: date) -> tuple[Edit, ...]:
    """Date, frequency and amount may be said in one breath."""
    when, spans = _deadline(words, goal, today)
    is_large = (goal.amount or 0) >= _LIKE_A_YEAR
    quantities = [
        q for q in find_quantities(words) if (q.is_amount or (q.is_year and is_large)) and not is_denied(words, q)
    ]
    quantities = [q for q in quantities if not any(start <= q.start < end for start, end in spans)]
    often = _frequency(words, goal, quantities)
    edits: list[Edit] = [edit for edit in (when, often) if edit is not None]
    if (
        goal.clock is not None
        and not _counts_nights(words, goal)
        and (clock := find_clock(f"in bed by {_said_after_to(words)}"))
    ):
        return (*edits, NewClock(clock=clock))
    amount = _amount(words, goal, quantities, is_bare_allowed=often is None)
    return (*edits, *([amount] if amount else []))


def _counts_nights(words: str, goal: Goal) -> bool:
    """ "5 is fine" about a bedtime on some nights a week is how many nights, not five in the morning."""
    has_clock_words = re.search(r"\b(?:am|pm|bed|asleep|lights|o'?clock|at|by|midnight|noon)\b|:", words)
    return goal.frequency is not None and not has_clock_words and re.search(r"(?<!\d)[1-7](?!\d)", words) is not None


def _said_after_to(words: str) -> str:
    return re.split(r"\b(?:to|at|it|for)\b", words)[-1].strip()


def _deadline(words: str, goal: Goal, today: date) -> tuple[Edit | None, list[tuple[int, int]]]:
    """The new end, and where in the words it stands."""
    if re.search(rf"(?<!\w){asked_table()['no_deadline']}(?!\w)", words):
        return NewDeadline(day=None), []
    if found := find_asked("more", words):
        return MoreDays(days=_count(found["n"]) * _days_in(found["unit"])), [found.span()]
    for said in (words, re.sub(r"\b(?:to|at|is|be|it|deadline:?)(?: the)? (?=\w)", "by ", words)):
        dates = [d for d in find_deadlines(said, today=today) if d.day is not None]
        if dates:
            return NewDeadline(day=dates[0].day), [(d.start, d.end) for d in dates] if said == words else [(0, 999)]
    spans = [q for q in find_quantities(words) if q.unit in ("week", "month", "day") and not is_denied(words, q)]
    is_length = spans and goal.unit not in ("week", "month", "day") and not find_frequencies(words, spans)
    if is_length and (spans[0].unit != "day" or goal.deadline is not None):
        days = round(spans[0].value * DAYS_IN[spans[0].unit or ""])
        return NewDeadline(day=today + timedelta(days=days)), [(spans[0].start, spans[0].end)]
    return None, []


def _count(words: str) -> int:
    plain = words.removeprefix("a ").removesuffix(" of")
    return int(plain) if plain.isdigit() else _NUMBERS.get(plain, 1)


def _days_in(unit: str) -> int:
    return round(DAYS_IN[unit.rstrip("s")])


def _frequency(words: str, goal: Goal, quantities: list[Quantity]) -> NewFrequency | None:
    """ "twice a week"; a bare "3 times" keeps the period. "10 pages a day" is an amount."""
    wanted = re.split(r"\binstead of\b|\brather than\b|,? ?\bnot\b", words)[0].strip() or words
    phrases = [p for p in find_frequencies(wanted, find_quantities(wanted)) if p.frequency is not None]
    is_amount = any(q.unit not in (None, *BARE, "week", "month") for q in quantities)
    if phrases and phrases[0].frequency is not None:
        is_period_alone = phrases[0].frequency.times == 1 and is_amount
        return None if is_period_alone and goal.frequency == phrases[0].frequency else NewFrequency(
            frequency=phrases[0].frequency
        )  # fmt: skip
    times = [q for q in quantities if q.unit == "time" and 1 <= q.value <= 28]
    if times and goal.frequency is not None:
        return NewFrequency(frequency=goal.frequency.but(times=round(times[0].value)), is_per_said=False)
    return None


def _amount(words: str, goal: Goal, quantities: list[Quantity], *, is_bare_allowed: bool) -> Edit | None:
    if goal.amount is None or goal.unit in BARE:
        return None
    for quantity in quantities:
        is_bare = quantity.unit is None and is_bare_allowed
        if is_bare or (quantity.unit is not None and fitting_unit(quantity, goal) is not None):
            is_reading = bool(re.search(r"\btarget weight\b|\bdown to\b|\bup to\b|\bweigh\b|\breach\b", words))
            return NewAmount(value=quantity.value, unit=quantity.unit, is_reading=is_reading)
    return None


def fitting_unit(quantity: Quantity, goal: Goal) -> str | None:
    """The quantity's unit where it measures the same as the goal's."""
    if quantity.unit is None or goal.unit is None:
        return goal.unit
    return quantity.unit if convert(1, quantity.unit, goal.unit) is not None else None


def is_denied(words: str, quantity: Quantity) -> bool:
    """The 84 of "85, not 84" and of "85 instead of 84"."""
    return re.search(r"\b(?:not|instead of|rather than|from)\W*$", words[: quantity.start]) is not None
