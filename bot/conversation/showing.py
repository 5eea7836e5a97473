"""Goals shown: the list, a plan, one week, today, progress, and what a missed day means."""

from datetime import date

from bot.conversation.moment import Moment, Said, say
from bot.conversation.picking import named_goal, open_goals
from bot.entities import Goal, GoalStatus, Plan, Task
from bot.rules.plans import core_of, describe_progress, progress_chart, show_plan, show_week, today_tasks
from bot.rules.saying import describe_goal, say_day

MOST_TODAY = 3
_NONE_YET = 'No goals yet. Tell me one in your own words, for example "I want to lose 5kg in 8 weeks".'


async def set_goal(moment: Moment, words: str) -> Said:
    """/goal without words (with words it goes through the coach)."""
    return say(moment.person, "What would you like to reach? For example: `/goal read 12 books this year`.")


async def list_goals(moment: Moment, words: str) -> Said:
    """/goals."""
    shown = _shown(moment)
    if not shown:
        return say(moment.person, _NONE_YET)
    lines = [f"{n}. **{describe_goal(goal)}** ({_state(goal, moment.today)})" for n, goal in enumerate(shown, 1)]
    return say(moment.person, "\n".join(lines))


def _shown(moment: Moment) -> list[Goal]:
    return [goal for goal in moment.person.goals if goal.status is not GoalStatus.DROPPED]


def _state(goal: Goal, today: date) -> str:
    if goal.status is GoalStatus.ACTIVE and _rests(goal, today) and goal.paused_until:
        return f"resting until {say_day(goal.paused_until, today)}"
    return str(goal.status)


def _rests(goal: Goal, today: date) -> bool:
    return goal.paused_until is not None and goal.paused_until > today


async def show_goal_plan(moment: Moment, words: str) -> Said:
    """/plan, /plan reading."""
    goal = _wanted(moment, words)
    if goal is None:
        return _unknown(moment, words)
    plan = moment.person.plan_for(goal.id)
    if plan is None:
        return say(moment.person, f"*{describe_goal(goal)}* has no plan.")
    return say(moment.person, f"**{describe_goal(goal)}**\n\n{show_plan(plan, goal, today=moment.today)}")


def _unknown(moment: Moment, words: str) -> Said:
    """There is no goal, or none of that name."""
    shown = _shown(moment)
    if not shown:
        return say(moment.person, _NONE_YET)
    listed = "\n".join(f"{n}. {describe_goal(goal)}" for n, goal in enumerate(shown, 1))
    lead = f'I know no goal called "{words[:60]}". ' if words else ""
    return say(moment.person, f"{lead}Which goal? Say a word of its name, or its number.\n\n{listed}")


def show_one_week(moment: Moment, number: str | None) -> Said:
    """One week of the plan talked about; the coming one without a number."""
    goal = _wanted(moment, "")
    plan = moment.person.plan_for(goal.id) if goal else None
    if goal is None or plan is None:
        return _unknown(moment, "")
    now = plan.week_on(moment.today)
    wanted = int(number) if number else (now.number + 1 if now else 1)
    if not 1 <= wanted <= len(plan.weeks):
        return say(
            moment.person, f"The plan for *{describe_goal(goal)}* has {len(plan.weeks)} weeks, no week {wanted}."
        )
    return say(moment.person, show_week(plan, goal, plan.weeks[wanted - 1].starts))


async def explain_miss(moment: Moment, words: str) -> Said:
    """What a missed day means, from the plan's own room and its answer to that."""
    goal = _wanted(moment, "")
    plan = moment.person.plan_for(goal.id) if goal else None
    parts = ["One missed day does no measurable harm to a habit: leave it out, and do the next one as planned."]
    if plan is not None and plan.skips_per_week:
        days = "day" if plan.skips_per_week == 1 else "days"
        parts.append(f"Your plan has room for {plan.skips_per_week} skip {days} a week.")
    if plan is not None:
        parts += [o.answer for o in plan.obstacles if "miss" in o.obstacle.lower()][:1]
    parts.append("Say *skipped* when it happens; after a week under half done I offer a smaller one.")
    return say(moment.person, " ".join(parts))


async def show_today(moment: Moment, words: str) -> Said:
    """/today: one small step for each goal."""
    parts = []
    for goal in moment.person.active_goals:
        plan = moment.person.plan_for(goal.id)
        tasks = _core_first(plan, moment.today) if plan else ()
        steps = [f"- {task.cue}: {task.action} ({task.minutes} min)" for task in tasks]
        if _rests(goal, moment.today):
            steps = [f"- {_state(goal, moment.today)}"]
        parts.append(f"**{describe_goal(goal)}**\n" + ("\n".join(steps) or "- nothing is due today; rest counts too"))
    return say(moment.person, "\n\n".join(parts) or _NONE_YET)


def _core_first(plan: Plan, day: date) -> list[Task]:
    """What is on today, the plan's main task before the small ones."""
    week = plan.week_on(day)
    core = core_of(week, day) if week else None
    return sorted(today_tasks(plan, day), key=lambda task: task != core)[:MOST_TODAY]


async def show_progress(moment: Moment, words: str) -> Said:
    """/progress: in words, with the numbers."""
    goal = _wanted(moment, words)
    if words and goal is None:
        return _unknown(moment, words)
    goals = (goal,) if words and goal else open_goals(moment.person) or ((goal,) if goal else ())
    if not goals:
        return say(moment.person, _NONE_YET)
    return say(moment.person, "\n\n".join(_progress(moment, goal) for goal in goals))


def _progress(moment: Moment, goal: Goal) -> str:
    plan, logs = moment.person.plan_for(goal.id), moment.person.logs_of(goal.id)
    text = f"**{describe_goal(goal)}**\n\n{describe_progress(goal, plan, logs, moment.today)}"
    chart = progress_chart(goal, plan, logs)
    return f"{text}\n\n```\n{chart}\n```" if chart else text


def _wanted(moment: Moment, words: str) -> Goal | None:
    """The goal of that number or name; without words the one talked about."""
    person, shown = moment.person, _shown(moment)
    if words.isdigit():
        return shown[int(words) - 1] if 1 <= int(words) <= len(shown) else None
    if words:
        return named_goal(person, words, among=tuple(shown))
    focused = person.goal(person.session.focus)
    return focused if focused in shown else next(iter(person.active_goals or shown), None)
