"""The weeks of a plan: from its first day to the deadline, without gaps."""

import math
from datetime import date, timedelta
from typing import Final, NamedTuple

from bot.entities import AmountKind, Goal
from bot.rules.plans.amounts import DAYS, KG
from bot.rules.plans.playbook import Playbook

_LONGEST_DAYS: Final = 7 * 520
_SHORTEST_PACE_WEEKS: Final = 4


class Span(NamedTuple):
    """One week's days, both included."""

    starts: date
    ends: date

    @property
    def days(self) -> int:
        return (self.ends - self.starts).days + 1


def days_to(goal: Goal, playbook: Playbook, today: date, change: float | None) -> int:
    """How many days the way to the goal has, today included. `change` is the distance to go in the goal's unit.

    A deadline a whole number of weeks away ("in 8 weeks") is the day after the last week; any other is its last day.
    """
    if goal.deadline is not None and goal.deadline >= today:
        away = (goal.deadline - today).days
        days = away if away and away % 7 == 0 else away + 1
    elif goal.amount_kind is AmountKind.DURATION and goal.amount and goal.unit in DAYS:
        days = max(1, round(goal.amount * (30 if goal.unit == "month" else DAYS[goal.unit])))
    else:
        days = 7 * _usual_weeks(goal, playbook, change)
    return min(days, _LONGEST_DAYS)


def _usual_weeks(goal: Goal, playbook: Playbook, change: float | None) -> int:
    """The playbook's length, or the time the distance takes at its comfortable pace."""
    unit = goal.unit or ""
    pace = playbook.pace.get(unit) or (playbook.pace["kg"] / KG[unit] if unit in KG and "kg" in playbook.pace else None)
    if change is None or not pace:
        return playbook.defaults.weeks
    return min(max(_SHORTEST_PACE_WEEKS, math.ceil(abs(change) / pace - 1e-9)), _LONGEST_DAYS // 7)


def spans(today: date, days: int) -> tuple[Span, ...]:
    """Weeks of seven days; the last takes up to three days more, or is a shorter one of four to six."""
    whole, rest = divmod(days, 7)
    lengths = [7] * whole
    if rest and (rest > 3 or not lengths):
        lengths.append(rest)
    elif rest:
        lengths[-1] += rest
    result, start = [], today
    for length in lengths:
        result.append(Span(start, start + timedelta(days=length - 1)))
        start += timedelta(days=length)
    return tuple(result)
