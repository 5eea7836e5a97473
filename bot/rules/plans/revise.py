"""Changes to a plan: each returns a new version to be shown as a small difference and accepted."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from bot.entities import Goal, Plan, PlanId, Task, UserProfile, Week
from bot.rules.plans.amounts import number, rounded_down
from bot.rules.plans.check import GRADED
from bot.rules.plans.words import DAYS
from bot.rules.plans.write import write_plan

_EASIER: Final = 0.7
_GROWTH: Final = 1.10
_DAY_WORD: Final = re.compile(rf"\b({'|'.join(DAYS)})(s?)\b", re.I)


def next_version(
    plan: Plan, weeks: tuple[Week, ...], *, plan_id: str | None = None, now: datetime | None = None
) -> Plan:
    """The plan with these weeks as its next version, not accepted yet."""
    return plan.but(
        weeks=weeks,
        version=plan.version + 1,
        accepted_at=None,
        id=PlanId(plan_id) if plan_id else plan.id,
        created_at=now or plan.created_at,
    )


def ease(plan: Plan, *, from_week: int = 1) -> Plan:
    """A lighter start: from `from_week` on down to 70 % of the load, back at the planned size in the last week.

    Targets and dates stay, except that a cap falls a week later. No week is more than 10 % above the one before.
    """
    last = plan.weeks[-1].number
    shares = {last: _EASIER if from_week >= last else 1.0}
    for week in reversed(plan.weeks[:-1]):
        shares[week.number] = max(_EASIER, shares[week.number + 1] / (1.0 if week.is_deload else _GROWTH))
    weeks = [_scaled(w, shares[w.number]) if w.number >= from_week else w for w in plan.weeks]
    for before, week in zip(plan.weeks, plan.weeks[1:], strict=False):
        if from_week <= week.number < last:
            weeks[week.number - 1] = _with_cap(weeks[week.number - 1], week.target, before.target)
    return next_version(plan, tuple(weeks))


def _with_cap(week: Week, cap: float | None, earlier: float | None) -> Week:
    """The week with the higher cap of the week before; other weeks as they are."""
    if cap is None or earlier is None or earlier <= cap:
        return week
    tasks = tuple(_renumbered(t, cap, earlier) if GRADED in t.bct and t.amount is None else t for t in week.tasks)
    return week if tasks == week.tasks else week.but(tasks=tasks, target=earlier)


def _renumbered(task: Task, old: float, new: float) -> Task:
    pattern = rf"(?<![\d.]){re.escape(number(old))}(?![\d.]\d|\d)"
    return task.but(action=re.sub(pattern, number(new), task.action, count=1))


def _scaled(week: Week, share: float) -> Week:
    """The week with its graded tasks at `share` of their size; words that name the size follow it."""
    return (
        week if share == 1 else week.but(tasks=tuple(_resized(t, share) if GRADED in t.bct else t for t in week.tasks))
    )


def _resized(task: Task, share: float) -> Task:
    minutes = max(1, int(task.minutes * share + 1e-9))
    action = re.sub(rf"\b{task.minutes}(?=[ -]min)", str(minutes), task.action)
    if task.amount is None:
        return task.but(minutes=minutes, action=action)
    step = 1.0 if task.amount >= 5 and float(task.amount).is_integer() else 0.1
    amount = min(task.amount, max(step, rounded_down(task.amount * share, step)))
    return _renumbered(task.but(action=action), task.amount, amount).but(minutes=minutes, amount=amount)


def harder(plan: Plan, share: float, *, from_week: int = 1) -> Plan:
    """Longer sessions from `from_week` on where time is the measure; what has an amount follows its goal instead."""

    def longer(task: Task) -> Task:
        if GRADED not in task.bct or task.amount is not None:
            return task
        minutes = round(task.minutes * share / 5) * 5 if task.minutes >= 20 else math.ceil(task.minutes * share)
        return task.but(minutes=minutes, action=re.sub(rf"\b{task.minutes}(?=[ -]min)", str(minutes), task.action))

    return next_version(plan, _from(plan, from_week, longer))


def shrink_after_bad_week(plan: Plan, week: int) -> Plan:
    """After a week under half done: the next one at 70 % of its size. The plan itself when no week follows."""
    if week >= plan.weeks[-1].number:
        return plan
    return next_version(plan, tuple(_scaled(w, _EASIER) if w.number == week + 1 else w for w in plan.weeks))


def with_deadline(
    plan: Plan, goal: Goal, profile: UserProfile, deadline: date, *, today: date, plan_id: str, now: datetime
) -> Plan:
    """The plan written anew from `today` to the new deadline, starting from where the goal stands now."""
    moved = goal.but(deadline=deadline)
    return write_plan(moved, profile, today=today, plan_id=plan_id, now=now, version=plan.version + 1)


def swap_task(plan: Plan, task_id: str) -> Plan:
    """The task done the other way from its week on. ValueError for an unknown task, or one with no other way."""
    week, task = _find(plan, task_id)
    if not task.swap:
        raise ValueError(f"task {task_id} has no other way of doing it")
    swap = task.swap

    def changed(other: Task) -> Task:
        is_same = other.swap == swap and other.cue == task.cue and set(other.bct) >= set(task.bct) - {"1.1"}
        return other.but(action=swap, swap=other.action) if is_same else other

    return next_version(plan, _from(plan, week.number, changed))


def move_day(plan: Plan, task_id: str, day: str) -> Plan:
    """The task on another day of the week, from its week on. ValueError for an unknown task or day."""
    week, task = _find(plan, task_id)
    name = day.strip().capitalize().removesuffix("s")
    if name not in DAYS:
        raise ValueError(f"{day!r} is not a day of the week")
    moved = _on(task.cue, name)
    return next_version(
        plan, _from(plan, week.number, lambda other: other.but(cue=moved) if other.cue == task.cue else other)
    )


def _on(cue: str, day: str) -> str:
    """The cue with its first day replaced, or the day put before it."""
    if _DAY_WORD.search(cue):
        return _DAY_WORD.sub(lambda m: day + m[2], cue, count=1)
    return f"on {day}, {cue}"


def _find(plan: Plan, task_id: str) -> tuple[Week, Task]:
    for week in plan.weeks:
        for task in week.tasks:
            if task.id == task_id:
                return week, task
    raise ValueError(f"the plan has no task {task_id}")


def _from(plan: Plan, first: int, change: Callable[[Task], Task]) -> tuple[Week, ...]:
    return tuple(
        week if week.number < first else week.but(tasks=tuple(change(t) for t in week.tasks)) for week in plan.weeks
    )
