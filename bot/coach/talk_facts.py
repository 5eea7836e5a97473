"""What replies to talk may name: the person's name and clock, their goals, one step of a plan."""

from zoneinfo import ZoneInfo

from bot.ports import TurnView
from bot.rules.plans import core_of, first_step
from bot.rules.saying import describe_goal

_MOST = 3  # goals named in one sentence


def facts_of(view: TurnView) -> dict[str, str]:
    """Each fact in words, empty where it is not known."""
    profile = view.person.profile
    time = f"{view.now.astimezone(ZoneInfo(profile.zone)):%H:%M on %A}" if profile.zone else ""
    return {"name": profile.name, "time": time, "goals": _goals(view), "next": _next(view)}


def _goals(view: TurnView) -> str:
    """ "Run 5k by 1 Mar 2027 and Read more"."""
    said = [f"*{describe_goal(goal)}*" for goal in view.person.active_goals]
    if len(said) > _MOST:
        said = [*said[:_MOST], f"{len(said) - _MOST} more"]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _next(view: TurnView) -> str:
    """One step as a sentence: the action itself, never the logging of it; empty without a plan for today."""
    person = view.person
    focused = person.goal(person.session.focus)
    for goal in ([focused] if focused in person.active_goals and focused else []) + list(person.active_goals):
        plan = person.plan_for(goal.id)
        week = plan.week_on(view.today) if plan else None
        if plan and week and week.tasks:
            task = first_step(plan, view.today) or core_of(week, view.today)
            return f"One small thing that would count today: {task.action.rstrip('.')} ({task.minutes} min)."
    return f"How is *{describe_goal(person.active_goals[0])}* going?" if person.active_goals else ""
