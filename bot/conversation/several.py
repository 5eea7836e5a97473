"""One message about several goals: "ran 4 km, read 10 pages and meditated", "everything done"."""

import re

from bot.conversation.moment import Moment
from bot.conversation.phrases import LONGEST
from bot.conversation.picking import is_plainly_about, open_goals, pick_goal
from bot.entities import AnswerReading, AnswerStatus, Goal, Person
from bot.rules.patterns import pattern
from bot.rules.plans.words import DAYS
from bot.rules.quantities import convert, dimension_of, find_quantities
from bot.rules.text import fold

_CUT = re.compile(r"[.;,\n]+(?=\s|$)|\s(?:and|und|y|et|и|plus|then|but|aber|pero|mais|но)\s|\s[&+]\s")


def said_of_all(text: str) -> AnswerReading | None:
    """Done or skipped, where the words say it of everything."""
    words = fold(text[:LONGEST]).strip(" .!✅👍💪")
    if pattern("reports", "all_done", "bot.conversation").fullmatch(words):
        return AnswerReading(status=AnswerStatus.DONE)
    is_none = pattern("reports", "all_skipped", "bot.conversation").fullmatch(words) is not None
    return AnswerReading(status=AnswerStatus.SKIPPED) if is_none else None


def due_goals(moment: Moment) -> tuple[Goal, ...]:
    """The active goals with something to do today and nothing recorded yet."""
    person, today = moment.person, moment.today
    recorded = {log.goal_id for log in person.logs if log.day == today}
    return tuple(g for g in person.active_goals if g.id not in recorded and _is_due(person, g, moment))


def _is_due(person: Person, goal: Goal, moment: Moment) -> bool:
    """False only where every task of the week names other days."""
    plan = person.plan_for(goal.id)
    week = plan.week_on(moment.today) if plan else None
    if week is None or not week.tasks:
        return True
    today = DAYS[moment.today.weekday()].lower()
    cues = [task.cue.lower() for task in week.tasks]
    return any(today in cue or not any(day.lower() in cue for day in DAYS) for cue in cues)


def words_by_goal(moment: Moment) -> list[tuple[Goal, str]]:
    """The words about each goal where a message plainly names two or more, in the order of the text; else empty."""
    if len(moment.text) > LONGEST or "?" in moment.text or len(open_goals(moment.person)) <= 1:
        return []
    found: list[tuple[Goal, list[str]]] = []
    for clause in (part.strip() for part in _CUT.split(moment.text)):
        goal = _goal_of(clause, moment.person)
        known = next((words for each, words in found if goal is not None and each.id == goal.id), None)
        if known is not None:
            known.append(clause)
        elif goal is not None:
            found.append((goal, [clause]))
        elif clause and found:
            found[-1][1].append(clause)
    return [(goal, ", ".join(words)) for goal, words in found] if len(found) > 1 else []


def _goal_of(clause: str, person: Person) -> Goal | None:
    """The goal a clause names by its words, or by an amount that only one goal counts; any goal may take a time."""
    if is_plainly_about(person, clause):
        return pick_goal(person, clause)
    units = [q.unit for q in find_quantities(clause) if q.is_amount and q.unit and dimension_of(q.unit) != "time"]
    fits = [g for g in open_goals(person) if g.unit and any(convert(1, u, g.unit) is not None for u in units)]
    return fits[0] if len(fits) == 1 else None
