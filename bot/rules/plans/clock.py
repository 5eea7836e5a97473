"""Goals that are a time of day: a bedtime moves by small steps, never by more than the playbook's limit."""

from datetime import time

from bot.entities import Goal
from bot.rules.plans.playbook import Limits

_DAY = 24 * 60


def spoken(clock: time) -> str:
    return clock.strftime("%H:%M")


def minutes_from(start: time, to: time) -> int:
    """The shorter way round the clock in minutes: negative is earlier."""
    away = (to.hour * 60 + to.minute - start.hour * 60 - start.minute) % _DAY
    return away if away <= _DAY // 2 else away - _DAY


def clock_line(goal: Goal, limits: Limits, weeks: int) -> tuple[time, ...] | None:
    """The time of day for each week, from `goal.start` (an hour of the day, 3.5 is 03:30) to `goal.clock`.

    None when the time it happens now is not known. It stops short of the goal where the weeks do not allow it.
    """
    if goal.clock is None or goal.start is None or not 0 <= goal.start < 24 or goal.unit not in (None, "time", "hour"):
        return None
    begun = round(goal.start * 60)
    start = time(begun // 60, begun % 60)
    away = minutes_from(start, goal.clock)
    most = 7 // limits.clock_shift_days * limits.clock_shift_minutes
    line = []
    for week in range(1, weeks + 1):
        part = min(abs(away), week * most, -(-abs(away) * week // (weeks * 5)) * 5)
        moved = (begun + (part if away > 0 else -part)) % _DAY
        line.append(time(moved // 60, moved % 60))
    return tuple(line)
