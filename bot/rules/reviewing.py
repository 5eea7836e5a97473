"""The weekly review: what was planned and done on each goal, where it goes, and one change to accept or leave."""

from datetime import date, datetime, timedelta

from bot.catalogue import say_amount, say_number, say_range, t, tn
from bot.entities import Awaiting, Goal, Person, Plan, PlanId, Week
from bot.rules.plans.progress import readings
from bot.rules.plans.review import WeekKept, proposal_after, week_kept
from bot.rules.plans.shape import Measure, measure_of
from bot.rules.plans.standing import describe_trend
from bot.rules.saying import describe_goal

MOST_GOALS = 6
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def has_review(person: Person, day: date) -> bool:
    """Whether anything was recorded in the week up to `day`: silence is not reviewed."""
    running = {goal.id for goal, _ in _running(person, day)}
    return any(log.goal_id in running and day - _WEEK < log.day <= day for log in person.logs)


def review_words(person: Person, day: date, change: Awaiting | None) -> str:
    """The review of the week that ends with `day`, without a verdict on anybody; `change` is what it proposes."""
    lines = [_goal_line(person, goal, plan, day) for goal, plan in _running(person, day)[:MOST_GOALS]]
    title = t("**Your week** · {days}", days=say_range(day - _WEEK + _DAY, day))
    goal = change.goal if change is not None else None
    if change is None or goal is None:
        return "\n\n".join([title, "\n".join(lines), t("Nothing needs changing: the plan goes on as it is.")])
    asks = t("One change I propose for *{goal}*:", goal=describe_goal(goal))
    return "\n\n".join([title, "\n".join(lines), f"{asks}\n{change.text}", t("Shall I make it?")])


def proposed_change(person: Person, due_at: datetime, now: datetime) -> Awaiting | None:
    """The one change worth proposing after this week, as a question; None where every plan may stay as it is.

    The goal with the smallest part of its week done comes first. The same review gives the same change.
    """
    day = person.profile.day_of(due_at)
    for goal, plan in sorted(_running(person, day), key=lambda pair: _share(person, *pair, day=day)):
        made = proposal_after(
            goal, plan, person.logs, person.profile, today=day + _DAY, now=now, plan_id=PlanId(f"{plan.id}-{day}")
        )
        if made is not None:
            return Awaiting(
                kind="accept_change", goal_id=goal.id, goal=made.goal, plan=made.plan, text=made.difference,
                due_at=due_at, asked_at=now,
            )  # fmt: skip
    return None


def _running(person: Person, day: date) -> list[tuple[Goal, Plan]]:
    found = [(goal, person.plan_for(goal.id)) for goal in person.active_goals]
    return [(goal, plan) for goal, plan in found if plan is not None and plan.weeks[0].starts <= day]


def _share(person: Person, goal: Goal, plan: Plan, *, day: date) -> float:
    week = plan.week_on(day)
    return week_kept(goal, plan, person.logs, week).share if week else 1.0


def _goal_line(person: Person, goal: Goal, plan: Plan, day: date) -> str:
    week = plan.week_on(day)
    if week is None:
        return t("- *{goal}*: its planned weeks are over.", goal=describe_goal(goal))
    kept = week_kept(goal, plan, person.logs, week)
    parts = [_done_of_planned(goal, kept), _against_before(person, goal, plan, week, kept)]
    trend = describe_trend(goal, readings([log for log in person.logs_of(goal.id) if log.day <= day]))
    return f"- *{describe_goal(goal)}*: " + " ".join(part for part in (*parts, trend) if part)


def _done_of_planned(goal: Goal, kept: WeekKept) -> str:
    if not kept.recorded:
        return t("nothing recorded, and that is information too.")
    if measure_of(goal) is Measure.TOTAL:
        planned = say_amount(kept.planned, goal.unit)
        return t("{done} of {planned} planned.", done=say_number(kept.kept), planned=planned)
    if measure_of(goal) is Measure.LEVEL:
        return tn("one reading this week.", "{n} readings this week.", kept.recorded)
    days = max(1, round(kept.planned))
    return tn("{done} of {n} planned day.", "{done} of {n} planned days.", days, done=say_number(kept.kept))


def _against_before(person: Person, goal: Goal, plan: Plan, week: Week, kept: WeekKept) -> str:
    """More, less or the same as the week before, where both were recorded."""
    if week.number == 1 or measure_of(goal) is Measure.LEVEL or not kept.recorded:
        return ""
    before = week_kept(goal, plan, person.logs, plan.weeks[week.number - 2])
    if not before.recorded:
        return ""
    if kept.kept > before.kept:
        return t("Up from {before} the week before.", before=say_number(before.kept))
    if kept.kept < before.kept:
        return t("The week before it was {before}.", before=say_number(before.kept))
    return t("The same as the week before.")
