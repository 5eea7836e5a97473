"""/progress: how it is going, in words with the numbers, and as a picture where pictures can be shown."""

from bot.catalogue import t
from bot.conversation.moment import Moment, Said, say
from bot.conversation.picking import open_goals
from bot.conversation.showing import NONE_YET, unknown_goal, wanted_goal
from bot.entities import Goal, Platform
from bot.rules.plans import describe_progress, progress_chart
from bot.rules.saying import describe_goal

MOST_PICTURES = 3


async def show_progress(moment: Moment, words: str) -> Said:
    """Every open goal, or the one that the words name."""
    goal = wanted_goal(moment, words)
    if words and goal is None:
        return unknown_goal(moment, words)
    goals = (goal,) if words and goal else open_goals(moment.person) or ((goal,) if goal else ())
    if not goals:
        return say(moment.person, t(NONE_YET))
    said = say(moment.person, "\n\n".join(_in_words(moment, goal) for goal in goals))
    has_pictures = moment.platform is not Platform.CONSOLE
    return said.but(pictures=tuple(goal.id for goal in goals[:MOST_PICTURES])) if has_pictures else said


def _in_words(moment: Moment, goal: Goal) -> str:
    """The words, and in the terminal the same as blocks."""
    plan, logs = moment.person.plan_for(goal.id), moment.person.logs_of(goal.id)
    text = f"**{describe_goal(goal)}**\n\n{describe_progress(goal, plan, logs, moment.today)}"
    chart = progress_chart(goal, plan, logs) if moment.platform is Platform.CONSOLE else ""
    return f"{text}\n\n```\n{chart}\n```" if chart else text
