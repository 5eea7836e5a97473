"""What replies to talk may name: the person's name and clock, their goals, one step of a plan."""

from zoneinfo import ZoneInfo

from bot.catalogue import say_list, say_time, say_weekday, t
from bot.ports import TurnView
from bot.rules.plans import core_of, first_step
from bot.rules.plans.said import said
from bot.rules.saying import describe_goal

_MOST = 3  # goals named in one sentence


def facts_of(view: TurnView) -> dict[str, str]:
    """Each fact in words, empty where it is not known."""
    profile = view.person.profile
    return {"name": profile.name, "time": _time(view), "goals": _goals(view), "next": _next(view)}


def _time(view: TurnView) -> str:
    """ "14:05 on Monday" """
    if not view.person.profile.zone:
        return ""
    local = view.now.astimezone(ZoneInfo(view.person.profile.zone))
    return t("{time} on {day}", time=say_time(local), day=say_weekday(local))


def _goals(view: TurnView) -> str:
    """ "Run 5k by 1 Mar 2027 and Read more"."""
    named = [f"*{describe_goal(goal)}*" for goal in view.person.active_goals]
    if len(named) > _MOST:
        named = [*named[:_MOST], t("{n} more", n=len(named) - _MOST)]
    return say_list(named)


def _next(view: TurnView) -> str:
    """One step as a sentence: the action itself, never the logging of it; empty without a plan for today."""
    person = view.person
    focused = person.goal(person.session.focus)
    for goal in ([focused] if focused in person.active_goals and focused else []) + list(person.active_goals):
        plan = person.plan_for(goal.id)
        week = plan.week_on(view.today) if plan else None
        if plan and week and week.tasks:
            task = first_step(plan, view.today) or core_of(week, view.today)
            return t(
                "One small thing that would count today: {task} ({n} min).",
                task=said(task.action).rstrip("."),
                n=task.minutes,
            )
    if not person.active_goals:
        return ""
    return t("How is *{goal}* going?", goal=describe_goal(person.active_goals[0]))
