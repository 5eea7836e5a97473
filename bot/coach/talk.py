"""What the playbook coach says when a message is talk: entries of `talk.toml`, the first that fits."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from bot.entities import Analysis, Frozen
from bot.ports import TurnView
from bot.rules.plans import today_tasks
from bot.rules.saying import describe_goal
from bot.rules.text import fold

LONGEST = 2_000  # characters of a message that are looked at


class Entry(Frozen):
    """One kind of talk and its replies."""

    name: str
    why: str
    patterns: tuple[str, ...] = ()
    mood: tuple[str, ...] = ()
    intent: tuple[str, ...] = ()
    replies: tuple[str, ...]


def answer_talk(analysis: Analysis, view: TurnView) -> str:
    """The reply to a message that holds no goal; never the same words twice in a row."""
    folded = fold(view.message[:LONGEST])
    entry = next(entry for entry, pattern in _entries() if _fits(entry, pattern, folded, analysis))
    said = [line.text for line in view.person.session.history if line.who == "gigi"][-1:]
    replies = [reply.replace("{next}", _next_step(view)) for reply in entry.replies]
    return next((reply for reply in replies if not said or not said[0].startswith(reply)), replies[0])


def _fits(entry: Entry, pattern: re.Pattern[str] | None, folded: str, analysis: Analysis) -> bool:
    if pattern is not None:
        return pattern.search(folded) is not None
    if entry.mood:
        return analysis.mood in entry.mood
    return not entry.intent or analysis.intent in entry.intent


def _next_step(view: TurnView) -> str:
    """One easy way on: today's task, the open draft, or how to begin."""
    person = view.person
    for goal in person.active_goals:
        plan = person.plan_for(goal.id)
        if plan and (tasks := today_tasks(plan, view.today)):
            return f"The next small step: {tasks[0].cue}, {tasks[0].action} ({tasks[0].minutes} min)."
    if person.active_goals:
        return f"How is *{describe_goal(person.active_goals[0])}* going?"
    return "What would you like to change or reach? A few words are enough."


@cache
def _entries() -> tuple[tuple[Entry, re.Pattern[str] | None], ...]:
    table = tomllib.loads(files("bot.coach").joinpath("talk.toml").read_text(encoding="utf-8"))
    entries = [Entry.model_validate(entry) for entry in table["say"]]
    return tuple((entry, re.compile("|".join(entry.patterns)) if entry.patterns else None) for entry in entries)
