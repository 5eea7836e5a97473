"""A change of a plan carried out: the changed goal and the plan's next version, or why it cannot be."""

import re
from datetime import date, datetime, timedelta
from typing import assert_never

from bot.entities import AmountKind, Frequency, Frozen, Goal, GoalKind, Plan, UserProfile
from bot.rules.limits import Blocked, check_goal
from bot.rules.plans.amounts import number, say, say_often
from bot.rules.plans.check import check_plan
from bot.rules.plans.clock import spoken
from bot.rules.plans.days import off_days, other_day
from bot.rules.plans.edit import (
    Checkins,
    Easier,
    Edit,
    Harder,
    MoreDays,
    NewAmount,
    NewClock,
    NewDeadline,
    NewFrequency,
    NewStart,
    NotOn,
    OtherDay,
    Swap,
    Unclear,
)
from bot.rules.plans.revise import diff_plans, ease, harder, next_version
from bot.rules.plans.shape import BARE
from bot.rules.plans.swaps import CannotSwap, swapped, with_swaps_of
from bot.rules.plans.words import DAYS, comma_list, short_date
from bot.rules.plans.write import write_plan
from bot.rules.quantities import convert

_WHAT = "Tell me what to change: the amount, the date, how often, a day, or a task."


class Amended(Frozen):
    """The goal and its plan as they would be, and what changes in a few lines of Markdown."""

    goal: Goal
    plan: Plan
    difference: str


class Refused(Frozen):
    """Why a change is not made."""

    reason: str


class _Impossible(Exception):
    """A change that cannot be; the message is for the person."""


def amend(
    goal: Goal, plan: Plan, edits: tuple[Edit, ...], profile: UserProfile, *, today: date, now: datetime, plan_id: str,
    since: Plan | None = None,
) -> Amended | Refused:  # fmt: skip
    """The edits carried out in turn. `since` is the plan the difference is told against; `plan` where None.

    Every safe limit holds for the changed goal as for a new one, and every invariant for the changed plan.
    """
    changed, renewed, said = goal, plan, []
    try:
        for edit in edits:
            before = changed
            changed, renewed = _made(before, renewed, edit, profile, today, now)
            said += _told(before, changed)
    except _Impossible as reason:
        return Refused(reason=str(reason))
    verdict = check_goal(_ahead(changed), profile, today)
    if changed != goal and isinstance(verdict, Blocked):
        return Refused(reason=verdict.message)
    if broken := check_plan(renewed, changed, profile):
        is_older = bool(check_plan(plan, goal, profile))  # a plan that broke the rule before may still be changed
        if not is_older:
            return Refused(reason=f"That does not fit this plan: {broken[0]}.")
    lines = [f"- {line}" for line in said]
    if (difference := diff_plans(since or plan, renewed, changed)) != "No changes.":
        lines.append(difference)
    renewed = next_version(plan, renewed.weeks, plan_id=plan_id, now=now)
    return Amended(goal=changed, plan=renewed, difference="\n".join(lines)) if lines else Refused(
        reason="That is how the plan is already."
    )  # fmt: skip


def _made(goal: Goal, plan: Plan, edit: Edit, profile: UserProfile, today: date, now: datetime) -> tuple[Goal, Plan]:
    """One edit carried out."""
    week = plan.week_on(today) or plan.weeks[0]
    match edit:
        case NewAmount() | NewStart() | NewDeadline() | MoreDays() | NewFrequency() | NewClock():
            changed = _changed(goal, edit, today)
            return changed, _rewritten(goal, changed, plan, profile, today, now)
        case NotOn(days=days):
            return _free_of(goal, plan, days, profile, today, now)
        case OtherDay(old=old, new=new):
            return goal, plan.but(weeks=other_day(plan, DAYS[old], DAYS[new], from_week=week.number))
        case Swap(old=old, new=new):
            try:
                return goal, swapped(plan, goal, old, new, from_week=week.number)
            except CannotSwap as reason:
                raise _Impossible(str(reason)) from reason
        case Easier():
            return goal, ease(plan, from_week=week.number)
        case Harder():
            return _harder(goal, plan, profile, today, now)
        case Checkins() | Unclear():
            raise _Impossible(_WHAT)
        case _:
            assert_never(edit)


def _changed(goal: Goal, edit: Edit, today: date) -> Goal:
    match edit:
        case NewAmount():
            return _with_amount(goal, edit)
        case NewStart(value=value, unit=unit):
            start = round(_in_unit(value, unit, goal), 2)
            return goal.but(start=start, current=start if goal.current in (None, goal.start) else goal.current)
        case NewDeadline(day=day):
            return _with_deadline(goal, day, today)
        case MoreDays(days=days):
            if goal.deadline is None:
                raise _Impossible("This goal has no end date to move. Name one, like: by the end of April.")
            return _with_deadline(goal, max(goal.deadline, today) + timedelta(days=days), today)
        case NewFrequency(frequency=frequency):
            return _with_frequency(goal, frequency)
        case NewClock(clock=clock):
            return goal.but(clock=clock, title=_clock_title(goal, spoken(clock)))
        case _:
            return goal


def _with_amount(goal: Goal, edit: NewAmount) -> Goal:
    if goal.amount is None:
        raise _Impossible("This goal has no amount to change; tell me how often, or by when.")
    if edit.value <= 0 and goal.amount_kind is not AmountKind.CAP:
        raise _Impossible("An amount has to be more than zero.")
    value = round(_in_unit(edit.value, edit.unit, goal), 2)
    is_reading = goal.amount_kind is AmountKind.DELTA and goal.kind is GoalKind.LEVEL and (
        edit.is_reading or (goal.start is not None and value > goal.start / 2) or value > 4 * goal.amount
    )  # fmt: skip
    if is_reading:
        verb = "Go down" if goal.start is None or value < goal.start else "Go up"
        return goal.but(amount=value, amount_kind=AmountKind.TARGET, title=f"{verb} to {say(value, goal.unit)}")
    return goal.but(amount=value, title=_retitled(goal.title, goal.amount, value, goal.unit))


def _in_unit(value: float, unit: str | None, goal: Goal) -> float:
    if unit is None or unit == goal.unit or goal.unit is None:
        return value
    return convert(value, unit, goal.unit) or value


def _retitled(title: str, old: float, new: float, unit: str | None) -> str:
    """The title with its number replaced; the amount behind it where it holds none."""
    pattern = rf"(?<![\d.,]){re.escape(number(old))}(?:[.,]0+)?(?![\d]|[.,]\d)"
    changed, count = re.subn(pattern, number(new), title, count=1)
    if count:
        return changed
    for written in (f"{old:,.0f}", f"{old / 1000:g}k"):
        if re.search(rf"(?<![\d.,]){re.escape(written)}(?!\w)", title):
            return title.replace(written, number(new), 1)
    return f"{title} ({say(new, unit)})"


def _clock_title(goal: Goal, said: str) -> str:
    changed, count = re.subn(r"\b\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\b\.?)?|\bmidnight\b", said, goal.title, count=1)
    return changed if count else f"{goal.title} ({said})"


def _with_deadline(goal: Goal, day: date | None, today: date) -> Goal:
    if day is not None and day <= today:
        raise _Impossible(f"{short_date(day, year=True)} is over already; name a day to come.")
    return goal.but(deadline=day)


_OFTEN = re.compile(
    r"\b(?:(?:\d+|one|two|three|four|five|six|seven) ?(?:x|times?|days|nights) (?:a|per|every|each) (?:day|week|month)"
    r"|once (?:a|per) \w+|twice (?:a|per) \w+|every ?day|daily|weekly|every (?:other|second) day"
    r"|on weekdays|on weekends|a (?:day|week|month))\b",
    re.I,
)


def _with_frequency(goal: Goal, frequency: Frequency) -> Goal:
    """The goal so often; the number of a bare "3 times a week" is the frequency itself."""
    if frequency.per == "day" and frequency.times > 10:
        raise _Impossible("That is more often than a day holds.")
    amount = float(frequency.times) if goal.unit in BARE and goal.amount_kind is AmountKind.RATE else goal.amount
    said = "every day" if frequency == Frequency(times=1, per="day") else (
        f"{frequency.times} times a {frequency.per}" if frequency.times > 1 else f"once a {frequency.per}"
    )  # fmt: skip
    title, count = _OFTEN.subn(said, goal.title, count=1)
    is_named = any(re.search(rf"\b{day}s?\b", goal.title, re.I) for day in DAYS)
    if not count and is_named:
        title = re.sub(rf",? ?\b(?:(?:on|every|and|&) )*(?:{'|'.join(DAYS)})s?\b", "", goal.title, flags=re.I).strip()
    return goal.but(frequency=frequency, amount=amount, title=title)


def _rewritten(goal: Goal, changed: Goal, plan: Plan, profile: UserProfile, today: date, now: datetime) -> Plan:
    """The plan written anew: from its own first day where that is this week or nothing but the pace changes."""
    first = plan.weeks[0].starts
    is_same_way = (changed.amount, changed.deadline, changed.clock) == (goal.amount, goal.deadline, goal.clock)
    begins = first if (is_same_way or (today - first).days < 7) and plan.week_on(today) else today
    base = changed.but(current=changed.start) if begins == first and changed.kind is GoalKind.LEVEL else changed
    new = write_plan(base, profile, today=begins, plan_id=plan.id, now=now, version=plan.version + 1)
    return with_swaps_of(plan, new)


def _free_of(
    goal: Goal, plan: Plan, days: tuple[int, ...], profile: UserProfile, today: date, now: datetime
) -> tuple[Goal, Plan]:
    """Nothing on these weekdays: fewer times where every day was meant, and the cues say which days are off."""
    left = 7 - len(days)
    often = goal.frequency
    is_daily = often is not None and (often.per == "day" or (often.per == "week" and often.times > left))
    if not left:
        raise _Impossible("That leaves no day at all. /pause stops everything for a while.")
    if is_daily and often is not None and often.times <= 7:
        changed = _with_frequency(goal, Frequency(times=left, per="week"))
        plan, goal = _rewritten(goal, changed, plan, profile, today, now), changed
    week = plan.week_on(today) or plan.weeks[0]
    return goal, plan.but(weeks=off_days(plan, [DAYS[day] for day in days], from_week=week.number))


def _harder(goal: Goal, plan: Plan, profile: UserProfile, today: date, now: datetime) -> tuple[Goal, Plan]:
    """A quarter more time where the rules allow it, else one time more; a measured goal is made harder by its number."""
    week = plan.week_on(today) or plan.weeks[0]
    for share in (1.25, 1.1):
        more = harder(plan, share, from_week=week.number)
        if more.weeks != plan.weeks and not check_plan(more, goal, profile):
            return goal, more
    often = goal.frequency
    if often is not None and often.per == "week" and often.times < 6 and goal.kind in (GoalKind.HABIT, GoalKind.DAILY):
        changed = _with_frequency(goal, often.but(times=often.times + 1))
        return changed, _rewritten(goal, changed, plan, profile, today, now)
    more = f"{say(round(goal.amount * 1.2, 1), goal.unit)}" if goal.amount else "another amount"
    raise _Impossible(
        f"This plan is as steep as its number and date make it. To get more, change those: say *change it to {more}*"
        + (", or an earlier date." if goal.deadline else ".")
    )


def _ahead(goal: Goal) -> Goal:
    """What is still ahead of a level under way: the limits look at the pace from here on."""
    target = goal.target
    if goal.kind is not GoalKind.LEVEL or goal.amount_kind is not AmountKind.DELTA or target is None:
        return goal
    if goal.current is None or goal.start is None or goal.current == goal.start:
        return goal
    return goal.but(start=goal.current, amount=round(abs(target - goal.current), 2))


def _told(before: Goal, after: Goal) -> list[str]:
    """What changes about the goal itself."""
    lines = []
    if (before.amount, before.amount_kind) != (after.amount, after.amount_kind) and after.unit not in BARE:
        lines.append(f"Goal: {say(before.amount or 0, before.unit)} → {_goal_amount(after)}")
    if before.start != after.start and after.start is not None:
        was = say(before.start, before.unit) if before.start is not None else "not known"
        lines.append(f"Start: {was} → {say(after.start, after.unit)}")
    if before.deadline != after.deadline:
        lines.append(f"Until: {_day(before.deadline)} → {_day(after.deadline)}")
    if before.frequency != after.frequency and after.frequency is not None:
        was = say_often(before.frequency.times, before.frequency.per) if before.frequency else "as the plan says"
        lines.append(f"How often: {was} → {say_often(after.frequency.times, after.frequency.per)}")
    if before.clock != after.clock and after.clock is not None:
        lines.append(f"Time: {spoken(before.clock) if before.clock else 'open'} → {spoken(after.clock)}")
    return lines


def _goal_amount(goal: Goal) -> str:
    amount = say(goal.amount or 0, goal.unit)
    return f"a reading of {amount}" if goal.amount_kind is AmountKind.TARGET and goal.kind is GoalKind.LEVEL else amount


def _day(day: date | None) -> str:
    return short_date(day, year=True) if day else "open"


def day_names(days: tuple[int, ...]) -> str:
    """ "Fridays", "Saturdays and Sundays"."""
    return comma_list([f"{DAYS[day]}s" for day in days])
