"""A change of a plan carried out: the changed goal and the plan's next version, or why it cannot be."""

from datetime import date, datetime
from typing import assert_never

from bot.catalogue import N_, say_amount, say_list, say_weekday, t
from bot.entities import AmountKind, Frequency, Frozen, Goal, GoalKind, Plan, UserProfile, Week
from bot.rules.limits import Blocked, check_goal
from bot.rules.plans.changed_goal import Impossible, changed_goal, tell_changes, with_frequency
from bot.rules.plans.check import check_plan
from bot.rules.plans.days import off_days, other_day
from bot.rules.plans.difference import NO_CHANGES, diff_plans, sum_up
from bot.rules.plans.edit import (
    Anew,
    Checkins,
    Easier,
    Edit,
    Harder,
    LighterWeek,
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
from bot.rules.plans.revise import ease, harder, next_version, shrink_after_bad_week
from bot.rules.plans.said import said
from bot.rules.plans.swaps import CannotSwap, swapped, with_swaps_of
from bot.rules.plans.words import DAYS
from bot.rules.plans.write import write_plan

_MOST_LINES = 5
_ON_DAYS = (
    *(N_("Mondays"), N_("Tuesdays"), N_("Wednesdays"), N_("Thursdays"), N_("Fridays")),
    *(N_("Saturdays"), N_("Sundays")),
)
_WHAT = N_("Tell me what to change about it.")


class Amended(Frozen):
    """The goal and its plan as they would be, and what changes in a few lines of Markdown."""

    goal: Goal
    plan: Plan
    difference: str


class Refused(Frozen):
    """Why a change is not made."""

    reason: str


def amend(
    goal: Goal, plan: Plan, edits: tuple[Edit, ...], profile: UserProfile, *, today: date, now: datetime, plan_id: str,
    since: tuple[Goal, Plan] | None = None,
) -> Amended | Refused:  # fmt: skip
    """The edits carried out in turn. `since` is what the difference is told against; the goal and plan where None.

    Every safe limit holds for the changed goal as for a new one, and every invariant for the changed plan.
    """
    changed, renewed = goal, plan
    try:
        for edit in edits:
            changed, renewed = _made(changed, renewed, edit, profile, today, now)
    except Impossible as reason:
        return Refused(reason=str(reason))
    verdict = check_goal(_ahead(changed), profile, today)
    if changed != goal and isinstance(verdict, Blocked):
        return Refused(reason=verdict.message)
    if broken := check_plan(renewed, changed, profile):
        is_older = bool(check_plan(plan, goal, profile))  # a plan that broke the rule before may still be changed
        if not is_older:
            return Refused(reason=t("That does not fit this plan: {why}.", why=broken[0]))
    old_goal, old_plan = since or (goal, plan)
    lines = [f"- {line}" for line in tell_changes(old_goal, changed)]
    lines += [difference] if (difference := _difference(old_plan, renewed, changed, bool(lines), today)) else []
    renewed = next_version(plan, renewed.weeks, plan_id=plan_id, now=now)
    return Amended(goal=changed, plan=renewed, difference="\n".join(lines)) if lines else Refused(
        reason=t("That is how the plan is already.")
    )  # fmt: skip


def _difference(old: Plan, new: Plan, goal: Goal, is_whole: bool, today: date) -> str:
    """Line by line for a small change; a change of the goal is summed up."""
    if is_whole:
        return sum_up(old, new, goal, today)
    difference = diff_plans(old, new, goal)
    if difference == NO_CHANGES:
        return ""
    lines = difference.splitlines()
    more = [t("- and {n} more like these", n=len(lines) - _MOST_LINES)] if len(lines) > _MOST_LINES else []
    return "\n".join([*lines[:_MOST_LINES], *more])


def _made(goal: Goal, plan: Plan, edit: Edit, profile: UserProfile, today: date, now: datetime) -> tuple[Goal, Plan]:
    """One edit carried out."""
    week = plan.week_on(today) or plan.weeks[0]
    match edit:
        case NewAmount() | NewStart() | NewDeadline() | MoreDays() | NewFrequency() | NewClock():
            changed = changed_goal(goal, edit, today)
            return changed, _rewritten(goal, changed, plan, profile, today, now)
        case NotOn(days=days):
            return _free_of(goal, plan, days, profile, today, now)
        case OtherDay(old=old, new=new):
            return goal, _on_other_day(plan, old, new, week)
        case Swap(old=old, new=new):
            try:
                return goal, swapped(plan, goal, old, new, from_week=week.number)
            except CannotSwap as reason:
                raise Impossible(str(reason)) from reason
        case Easier():
            return goal, ease(plan, from_week=week.number)
        case LighterWeek():
            return goal, shrink_after_bad_week(plan, week.number - 1)
        case Anew():
            return goal, _from_here(goal, plan, profile, today, now)
        case Harder():
            return _harder(goal, plan, profile, today, now)
        case Checkins() | Unclear():
            raise Impossible(t(edit.question if isinstance(edit, Unclear) else _WHAT))
        case _:
            assert_never(edit)


def _rewritten(goal: Goal, changed: Goal, plan: Plan, profile: UserProfile, today: date, now: datetime) -> Plan:
    """The plan written anew: from its own first day where that is this week or nothing but the pace changes."""
    first = plan.weeks[0].starts
    is_same_way = (changed.amount, changed.deadline, changed.clock) == (goal.amount, goal.deadline, goal.clock)
    begins = first if (is_same_way or (today - first).days < 7) and plan.week_on(today) else today
    base = changed.but(current=changed.start) if begins == first and changed.kind is GoalKind.LEVEL else changed
    new = write_plan(base, profile, today=begins, plan_id=plan.id, now=now, version=plan.version + 1)
    return with_swaps_of(plan, new)


def _from_here(goal: Goal, plan: Plan, profile: UserProfile, today: date, now: datetime) -> Plan:
    """The plan written anew from today, with the swaps of the old one."""
    ahead = goal if goal.deadline is None or goal.deadline > today else goal.but(deadline=None)
    new = write_plan(ahead, profile, today=today, plan_id=plan.id, now=now, version=plan.version + 1)
    return with_swaps_of(plan, new)


def _free_of(
    goal: Goal, plan: Plan, days: tuple[int, ...], profile: UserProfile, today: date, now: datetime
) -> tuple[Goal, Plan]:
    """Nothing on these weekdays: fewer times where every day was meant, and the cues say which days are off."""
    left = 7 - len(days)
    often = goal.frequency
    is_daily = often is not None and (often.per == "day" or (often.per == "week" and often.times > left))
    if not left:
        raise Impossible(t("That leaves no day at all. /pause stops everything for a while."))
    if is_daily and often is not None and often.times <= 7:
        changed = with_frequency(goal, Frequency(times=left, per="week"))
        plan, goal = _rewritten(goal, changed, plan, profile, today, now), changed
    week = plan.week_on(today) or plan.weeks[0]
    return goal, plan.but(weeks=off_days(plan, [DAYS[day] for day in days], from_week=week.number))


def _on_other_day(plan: Plan, old: int, new: int, week: Week) -> Plan:
    weeks = other_day(plan, DAYS[old], DAYS[new], from_week=week.number)
    if weeks == plan.weeks:
        cues = "; ".join(dict.fromkeys(said(task.cue) for task in week.tasks))
        tied = t("No task of this plan is tied to {day}. Its cues this week: {cues}.", day=say_weekday(old), cues=cues)
        raise Impossible(tied)
    return plan.but(weeks=weeks)


def _harder(goal: Goal, plan: Plan, profile: UserProfile, today: date, now: datetime) -> tuple[Goal, Plan]:
    """A quarter more time where the rules allow it, else one time more; a measured goal needs another number."""
    week = plan.week_on(today) or plan.weeks[0]
    for share in (1.25, 1.1):
        longer = harder(plan, share, from_week=week.number)
        if longer.weeks != plan.weeks and not check_plan(longer, goal, profile):
            return goal, longer
    often = goal.frequency
    if often is not None and often.per == "week" and often.times < 6 and goal.kind in (GoalKind.HABIT, GoalKind.DAILY):
        changed = with_frequency(goal, often.but(times=often.times + 1))
        return changed, _rewritten(goal, changed, plan, profile, today, now)
    more = say_amount(round(goal.amount * 1.2, 1), goal.unit) if goal.amount else t("another amount")
    text = (
        N_(
            "This plan is as steep as its number and date make it. To get more, change those: say "
            "*change it to {amount}*, or an earlier date."
        )
        if goal.deadline
        else N_(
            "This plan is as steep as its number and date make it. To get more, change those: say "
            "*change it to {amount}*."
        )
    )
    raise Impossible(t(text, amount=more))


def _ahead(goal: Goal) -> Goal:
    """What is still ahead of a level under way: the limits look at the pace from here on."""
    target = goal.target
    if goal.kind is not GoalKind.LEVEL or goal.amount_kind is not AmountKind.DELTA or target is None:
        return goal
    if goal.current is None or goal.start is None or goal.current == goal.start:
        return goal
    return goal.but(start=goal.current, amount=round(abs(target - goal.current), 2))


def day_names(days: tuple[int, ...]) -> str:
    """ "Fridays", "Saturdays and Sundays"."""
    return say_list(t(_ON_DAYS[day]) for day in days)
