"""Weekdays in a plan's cues: one replaced by another, some left free."""

import re
from collections.abc import Callable, Sequence

from bot.entities import Plan, Task, Week
from bot.rules.plans.check import GRADED
from bot.rules.plans.words import DAYS, comma_list

_ANY = re.compile(rf"\b({'|'.join(DAYS)})(s?)\b", re.I)
_FREE = re.compile(r", not on [\w, ]+$")


def other_day(plan: Plan, old: str, new: str, *, from_week: int = 1) -> tuple[Week, ...]:
    """The weeks with `new` wherever a cue names `old` ("Monday"), from that week on."""
    pattern = re.compile(rf"\b{old}(s?)\b", re.I)
    return _changed(plan, from_week, lambda task: task.but(cue=pattern.sub(rf"{new}\1", task.cue)))


def off_days(plan: Plan, days: Sequence[str], *, from_week: int = 1) -> tuple[Week, ...]:
    """The weeks with nothing on `days`: tasks of such a day go to the next free one, the core's cue says which."""
    free = [day for day in DAYS if day not in days]

    def moved(match: re.Match[str]) -> str:
        name = match[1].capitalize()
        if name not in days:
            return match[0]
        at = DAYS.index(name)
        return next(day for n in range(1, 8) if (day := DAYS[(at + n) % 7]) in free) + match[2]

    def changed(task: Task) -> Task:
        cue = _ANY.sub(moved, _FREE.sub("", task.cue))
        if GRADED in task.bct and not _ANY.search(cue):
            cue = f"{cue}, not on {comma_list(list(days))}"
        return task.but(cue=cue)

    return _changed(plan, from_week, changed)


def _changed(plan: Plan, first: int, change: Callable[[Task], Task]) -> tuple[Week, ...]:
    return tuple(
        week if week.number < first else week.but(tasks=tuple(change(task) for task in week.tasks))
        for week in plan.weeks
    )
