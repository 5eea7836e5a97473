"""Numbers that can hardly be meant: a slipped decimal point, a jump of the scale, more than twice the whole goal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.catalogue import say_amount, say_number, t
from bot.entities import Domain, Goal, GoalKind, Log
from bot.rules.plans.amounts import say
from bot.rules.quantities import convert, dimension_of

_RECENT = 14  # days in which a body does not change by more than a tenth
_JUMP = 0.10
_JUMP_SINCE_LONG = 0.30
_JUMP_OF_OTHERS = 0.60  # a level that is no body weight: push-ups double within weeks
_TIMES_A_DAY = 20  # the day's amount: "300 pages" to 15 a day
_SHIFTS = (10.0, 0.1, 100.0, 0.01)
_BODY = ("kg", "lb", "stone")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about a number. `words`: what a yes records, as if it had been said."""

    question: str
    words: str | None = None  # None: the words as they were said


def doubt_about(goal: Goal, value: float, *, adds: bool, logs: Sequence[Log], today: date) -> Doubt | None:
    """A question to ask before `value` is recorded, None where it may well be meant.

    `adds`: the value is added to a total; a level's value is the resulting reading. `logs` are the goal's own.
    """
    match goal.kind:
        case GoalKind.LEVEL:
            return _about_level(goal, value, logs, today)
        case GoalKind.TOTAL:
            return _about_total(goal, value, adds=adds)
        case GoalKind.DAILY if goal.amount and value > _TIMES_A_DAY * goal.amount:
            amount = say_amount(value, goal.unit)
            return Doubt(t("{amount} in one day: is that right? Say **yes**, or the right number.", amount=amount))
        case _:
            return None


def _about_level(goal: Goal, value: float, logs: Sequence[Log], today: date) -> Doubt | None:
    day, last = _last_reading(goal, logs)
    if last is None or last <= 0:
        return None
    room = _room(goal, (today - day).days)
    if abs(value - last) <= room * last:
        return None
    near = [(shown, meant) for shown, meant in _meant(goal, value) if abs(meant - last) <= room * last]
    if near:
        shown, meant = min(near, key=lambda pair: abs(pair[1] - last))
        words = say(round(meant, 2), goal.unit)
        asked = t(
            "{number} after {last}: did you mean {other}?",
            number=say_number(value),
            last=say_amount(last, goal.unit),
            other=shown,
        )
        return Doubt(asked, words)
    return Doubt(
        t(
            "{amount} is a big step from {last}. Is it right? Say **yes**, or the right number.",
            amount=say_amount(value, goal.unit),
            last=say_amount(last, goal.unit),
        )
    )


def _last_reading(goal: Goal, logs: Sequence[Log]) -> tuple[date, float | None]:
    """The last value and its day; the start where nothing is recorded, the target where not even that is known."""
    known = [(log.day, log.value) for log in logs if log.value is not None and log.mode != "add"]
    if known:
        return max(known, key=lambda pair: pair[0])
    began = goal.started_on or goal.created_at.date()
    value = goal.current if goal.current is not None else goal.start
    return (began, value) if value is not None else (date.min, goal.target)


def _room(goal: Goal, days: int) -> float:
    is_body = goal.unit in _BODY and goal.domain is not Domain.FITNESS
    if not is_body:
        return _JUMP_OF_OTHERS
    return _JUMP if days <= _RECENT else _JUMP_SINCE_LONG


def _meant(goal: Goal, value: float) -> list[tuple[str, float]]:
    """What could have been meant: the decimal point elsewhere, or another unit of mass."""
    found = [(say_amount(round(value * shift, 2), goal.unit), round(value * shift, 2)) for shift in _SHIFTS]
    if goal.unit is not None and dimension_of(goal.unit) == "mass":
        for unit in _BODY:
            meant = convert(value, unit, goal.unit) if unit != goal.unit else None
            if meant is not None:
                shown = f"{say_amount(value, unit)} ({say_amount(round(meant, 1), goal.unit)})"
                found.append((shown, round(meant, 1)))
    return found


def _about_total(goal: Goal, value: float, *, adds: bool) -> Doubt | None:
    if not goal.amount or goal.amount <= 0:
        return None
    base = goal.current if goal.current is not None else (goal.start or 0.0)
    if (base + value if adds else value) <= 2 * goal.amount:
        return None
    return Doubt(
        t(
            "{amount} is far beyond the whole goal of {whole}. Is it right? Say **yes**, or the right number.",
            amount=say_amount(value, goal.unit),
            whole=say_amount(goal.amount, goal.unit),
        )
    )
