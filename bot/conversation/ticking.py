"""/today: what is on, with a button for each goal that ticks it off in place."""

from datetime import date

from bot.catalogue import say_amount, t
from bot.conversation.confirming import recorded
from bot.conversation.moment import Moment, Said, say
from bot.conversation.showing import NONE_YET, rests, state_of
from bot.entities import AnswerReading, AnswerStatus, Button, Goal, Plan, Task
from bot.rules.plans import core_of, today_tasks
from bot.rules.plans.said import said as put
from bot.rules.saying import describe_goal

MOST_TODAY = 3
_TICK = "tick:"
_LONGEST_LABEL = 30  # characters: more do not fit on a phone


async def show_today(moment: Moment, words: str) -> Said:
    """One small step for each goal, and a button for each that nothing was recorded for yet."""
    goals = moment.person.active_goals
    text = "\n\n".join(_steps(moment, goal) for goal in goals) or t(NONE_YET)
    return say(moment.person, text, *(_button(goal) for goal in goals if _is_open(moment, goal)))


def _steps(moment: Moment, goal: Goal) -> str:
    plan = moment.person.plan_for(goal.id)
    tasks = _core_first(plan, moment.today) if plan else ()
    steps = [f"- {put(task.cue)}: {put(task.action)} ({say_amount(task.minutes, 'min')})" for task in tasks]
    if rests(goal, moment.today):
        steps = [f"- {state_of(goal, moment.today)}"]
    is_ticked = any(log.goal_id == goal.id and log.day == moment.today for log in moment.person.logs)
    title = f"**{describe_goal(goal)}**{' ✓' if is_ticked else ''}"
    return "\n".join([title, *(steps or [f"- {t('nothing is due today; rest counts too')}"])])


def _core_first(plan: Plan, day: date) -> list[Task]:
    """What is on today, the plan's main task before the small ones."""
    week = plan.week_on(day)
    core = core_of(week, day) if week else None
    return sorted(today_tasks(plan, day), key=lambda task: task != core)[:MOST_TODAY]


async def ticked(moment: Moment, action: str) -> Said | None:
    """The press of such a button: recorded as done, and the list as it is now in its place. None for any other."""
    if not action.startswith(_TICK):
        return None
    goal = next((goal for goal in moment.person.active_goals if goal.id == action.removeprefix(_TICK)), None)
    if goal is None or not _is_open(moment, goal):
        return _in_place(await show_today(moment, ""))
    said = recorded(moment, goal, AnswerReading(status=AnswerStatus.DONE))
    if not said.undoable:  # a question first: what was done can hardly be meant
        return said
    now = await show_today(moment.given(said.person), "")
    buttons = (*now.reply.buttons, *said.reply.buttons)
    return _in_place(said.but(reply=now.reply.but(buttons=buttons)))


def _in_place(said: Said) -> Said:
    return said.but(reply=said.reply.but(is_in_place=True))


def _is_open(moment: Moment, goal: Goal) -> bool:
    is_answered = any(log.goal_id == goal.id and log.day == moment.today for log in moment.person.logs)
    plan = moment.person.plan_for(goal.id)
    return (
        not is_answered and not rests(goal, moment.today) and plan is not None and bool(today_tasks(plan, moment.today))
    )


def _button(goal: Goal) -> Button:
    title = describe_goal(goal)
    short = title if len(title) <= _LONGEST_LABEL else f"{title[:_LONGEST_LABEL].rstrip()}…"
    return Button(label=t("Done: {goal}", goal=short), action=f"{_TICK}{goal.id}")
