"""Which of a person's goals their words are about."""

import re

from bot.entities import Goal, GoalStatus, Person
from bot.rules.goals import read_domain
from bot.rules.quantities import convert, find_quantities
from bot.rules.text import fold

_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    {
        *(
            "the",
            "and",
            "for",
            "with",
            "per",
            "day",
            "days",
            "week",
            "weeks",
            "month",
            "today",
            "done",
            "skipped",
            "this",
        ),
        *("that", "want", "goal", "time", "times", "more", "one", "instead", "before", "after", "when", "comes"),
    }
)


_OPEN = (GoalStatus.ACTIVE, GoalStatus.PROPOSED)
SURE = 3  # a score that only shared words give


def open_goals(person: Person) -> tuple[Goal, ...]:
    """What a report may be about: active goals, and drafts (reporting on one starts it)."""
    return tuple(goal for goal in person.goals if goal.status in _OPEN)


def is_plainly_about(person: Person, words: str) -> bool:
    """Whether the words name one of the person's goals."""
    return any(_score(goal, words) >= SURE for goal in open_goals(person))


def pick_goal(
    person: Person, words: str, otherwise: Goal | None = None, among: tuple[Goal, ...] | None = None
) -> Goal | None:
    """The goal that fits the words best (`among`: the open ones); the only one there is; else `otherwise`."""
    goals = open_goals(person) if among is None else among
    scores = sorted(((_score(goal, words), index) for index, goal in enumerate(goals)), key=lambda s: (-s[0], s[1]))
    if scores and scores[0][0] > 0 and (len(scores) == 1 or scores[0][0] > scores[1][0]):
        return goals[scores[0][1]]
    if otherwise is not None:
        return otherwise
    return goals[0] if len(goals) == 1 else None


def named_goal(person: Person, words: str, among: tuple[Goal, ...] | None = None) -> Goal | None:
    """The goal that the words name by its title, or by its domain where only one goal has it; never a guess."""
    goals = open_goals(person) if among is None else among
    shared = [(len(stems(goal.title) & stems(words)), goal) for goal in goals]
    most = max((count for count, _ in shared), default=0)
    if most:
        best = [goal for count, goal in shared if count == most]
        return best[0] if len(best) == 1 else None
    evidence = read_domain(fold(words))
    fits = [goal for goal in goals if evidence.score and evidence.domain is goal.domain]
    if evidence.topic:  # Spanish is no reading, though both are learning
        fits = [goal for goal in fits if goal.sport in (evidence.topic, None)]
    topic = [goal for goal in fits if evidence.topic and evidence.topic == goal.sport]
    return topic[0] if len(topic) == 1 else fits[0] if len(fits) == 1 else None


def _score(goal: Goal, words: str) -> int:
    """Shared words count most, then a unit that fits, then the domain."""
    shared = stems(goal.title) & stems(words)
    fits = any(q.unit and goal.unit and convert(1, q.unit, goal.unit) is not None for q in find_quantities(words))
    return 3 * len(shared) + 2 * fits + (read_domain(fold(words)).domain is goal.domain)


def stems(text: str) -> frozenset[str]:
    """The words of a text by their first four letters, without the common ones."""
    words = (word for word in _WORD.findall(fold(text)) if word not in _COMMON)
    return frozenset(word[:4] for word in words)
