"""The numbers of an answer that count for the goal, in its unit and on their days."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.entities import GoalKind
from bot.rules.answers.amounts import value_in_unit
from bot.rules.answers.checked_goal import CheckedGoal
from bot.rules.answers.clauses import Clause
from bot.rules.answers.cues import moves, table
from bot.rules.answers.days import NamedDay
from bot.rules.quantities import Quantity, dimension_of

_TAKEN = re.compile(r"(?<!\w)(?:t(?:ake|ook|aken|aking)|pull(?:ed)?)\s*$")
_PAGE_BEFORE = re.compile(r"(?<!\w)(?:pp?\.?|pages?|seiten?|paginas?|стр\w*)\s*$")
_REACH = 34  # characters before a number that can say what it is


@dataclass(frozen=True, slots=True)
class _Context:
    """values.toml, compiled: `before` patterns end at the number, `after` patterns begin behind it."""

    before: dict[str, re.Pattern[str]]
    after: dict[str, re.Pattern[str]]
    anywhere: dict[str, re.Pattern[str]]


@cache
def _context() -> _Context:
    raw = {name: "|".join(words) for name, words in table("values").items()}
    names = ("label", "planned", "limit", "down", "up", "out", "total_before")
    return _Context(
        before={n: re.compile(rf"(?<!\w)(?:{raw[n]})(?: about| around| like| another)?\s*#?$") for n in names},
        after={
            n: re.compile(rf"\s*(?:{raw[n]})(?!\w)") for n in ("left_after", "down_after", "up_after", "total_after")
        },
        anywhere={n: re.compile(rf"(?<!\w)(?:{raw[n]})(?!\w)") for n in ("total", "more")},
    )


def _is_before(name: str, before: str) -> bool:
    return _context().before[name].search(before) is not None


def _is_after(name: str, after: str) -> bool:
    return _context().after[name].match(after) is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """One number in the goal's unit, on a day (None: not said), with how it changes what is stored."""

    value: float
    day: int | None
    mode: Literal["add", "set"]
    quantity: Quantity
    clause: Clause
    is_exact: bool  # it carries the goal's own unit
    is_planned: bool = False


def readings(
    folded: str, goal: CheckedGoal, quantities: list[Quantity], clauses: list[Clause], days: list[NamedDay]
) -> list[Reading]:
    """What the text says in the goal's unit; numbers of anything else are left out."""
    found = []
    for quantity in quantities:
        clause = next((c for c in clauses if c.start <= quantity.start <= c.end), None)
        before = folded[max(quantity.start - _REACH, 0) : quantity.start]
        is_label = _is_label(before, quantity) and not _pages_between(before, quantity, goal)
        if clause is None or is_label or _is_wait(before, quantity, goal):
            continue
        if _is_after("left_after", folded[quantity.end : quantity.end + 24]):
            continue
        value = _pages_between(before, quantity, goal) or value_in_unit(quantity, goal, folded)
        if value is None or (goal.kind is GoalKind.CAP and _is_before("limit", before)):
            continue
        value, mode = _with_mode(value, folded, quantity, goal, clause)
        is_exact = quantity.unit is not None
        is_planned = _is_before("planned", before) and not _is_now(before)
        found.append(
            Reading(value, _day_of(quantity, clause, days, quantities), mode, quantity, clause, is_exact, is_planned)
        )
    return _chosen(found, goal)


def _is_now(before: str) -> bool:
    return re.search(r"(?<!\w)now\s*$", before) is not None


def _is_wait(before: str, quantity: Quantity, goal: CheckedGoal) -> bool:
    """ "in 20 minutes" says when; "another 20 pages", "another 30" and "79.8 after breakfast" are amounts."""
    if quantity.unit is None and goal.kind is not GoalKind.HABIT and re.search(r"(?:another|noch|after)\s*$", before):
        return False
    is_length = quantity.unit is None or dimension_of(quantity.unit) == "time"
    return is_length and moves().wait_before.search(before) is not None


def _pages_between(before: str, quantity: Quantity, goal: CheckedGoal) -> float | None:
    """22 for "p. 40-62" to a goal in pages."""
    if goal.unit != "page" or quantity.upper is None or not _PAGE_BEFORE.search(before):
        return None
    return quantity.upper - quantity.value


def _is_label(before: str, quantity: Quantity) -> bool:
    return quantity.unit is None and quantity.out_of is None and _is_before("label", before)


def _with_mode(
    value: float, folded: str, quantity: Quantity, goal: CheckedGoal, clause: Clause
) -> tuple[float, Literal["add", "set"]]:
    """The value, signed for a change, and whether it is added to what is stored or replaces it."""
    before, after = folded[max(quantity.start - _REACH, 0) : quantity.start], folded[quantity.end : quantity.end + 16]
    if goal.kind is GoalKind.LEVEL:
        is_small = goal.start is None or value < 0.4 * goal.start
        if is_small and (quantity.sign == "-" or _is_before("down", before) or _is_after("down_after", after)):
            return -value, "add"
        if is_small and (quantity.sign == "+" or _is_before("up", before) or _is_after("up_after", after)):
            return value, "add"
        return value, "set"
    if goal.kind is GoalKind.TOTAL:
        is_split_out = _TAKEN.search(before) is not None and after.lstrip().startswith("out")  # "took 60 out"
        is_money = goal.unit is None or dimension_of(goal.unit) == "money"  # a sum without its currency
        is_out = is_money and (is_split_out or _is_before("out", before))
        if quantity.sign == "-" or is_out:
            return -value, "add"
        return value, "set" if quantity.sign != "+" and _is_total(before, after, clause.text) else "add"
    is_more = quantity.sign == "+" or _context().anywhere["more"].search(before + " " + after) is not None
    if goal.kind is GoalKind.HABIT:
        is_set = quantity.out_of is not None or _is_total(before, after, clause.text)
        return value, "set" if is_set else "add"
    return value, "add" if is_more else "set"


def _is_total(before: str, after: str, clause: str) -> bool:
    """True for "now at 1,150", "640 so far", "900 now"; not with "another" beside it."""
    if _context().anywhere["more"].search(clause):
        return False
    is_said = _is_before("total_before", before) or _is_after("total_after", after)
    return is_said or _context().anywhere["total"].search(clause) is not None


def _day_of(quantity: Quantity, clause: Clause, days: list[NamedDay], quantities: list[Quantity]) -> int | None:
    """The day named in the number's clause: the nearest one where the clause has several."""
    own = [day for day in days if clause.start <= day.start < max(clause.end, clause.start + 1)]
    if not own:
        return None
    numbers = [q for q in quantities if clause.start <= q.start < clause.end]
    if len(numbers) == len(own) > 1:
        return own[numbers.index(quantity)].offset
    return min(own, key=lambda day: min(abs(day.start - quantity.end), abs(quantity.start - day.end))).offset


def _chosen(found: list[Reading], goal: CheckedGoal) -> list[Reading]:
    """Drops planned numbers when others remain, and bare numbers beside ones with the goal's unit."""
    if any(not reading.is_planned for reading in found):
        found = [reading for reading in found if not reading.is_planned]
    if any(reading.is_exact for reading in found):
        exact_clauses = {reading.clause.start for reading in found if reading.is_exact}
        found = [r for r in found if r.is_exact or (r.clause.start not in exact_clauses and _stands_alone(r, goal))]
    if goal.kind is GoalKind.LEVEL and goal.start and any(_is_plausible(r, goal.start) for r in found):
        found = [r for r in found if _is_plausible(r, goal.start) or (r.mode == "add" and len(found) == 1)]
    return found


def _stands_alone(reading: Reading, goal: CheckedGoal) -> bool:
    """A bare number that still counts beside one with a unit: it has its own day, or opens its clause."""
    opens = reading.quantity.start - reading.clause.start <= 1
    return reading.day is not None or (opens and goal.kind in (GoalKind.DAILY, GoalKind.TOTAL, GoalKind.CAP))


def _is_plausible(reading: Reading, start: float) -> bool:
    return reading.mode == "set" and 0.4 * start <= reading.value <= 2.5 * start
