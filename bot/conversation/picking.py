"""Which of a person's goals their words are about."""

import re

from bot.entities import Goal, GoalStatus, Person
from bot.rules.goals import read_domain
from bot.rules.quantities import convert, find_quantities
from bot.rules.text import fold

_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    "the and for with per day days week weeks month today done skipped this that want goal time times more".split()  # noqa: SIM905
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


def _score(goal: Goal, words: str) -> int:
    """Shared words count most, then a unit that fits, then the domain."""
    shared = _stems(goal.title) & _stems(words)
    fits = any(q.unit and goal.unit and convert(1, q.unit, goal.unit) is not None for q in find_quantities(words))
    return 3 * len(shared) + 2 * fits + (read_domain(fold(words)).domain is goal.domain)


def _stems(text: str) -> frozenset[str]:
    words = (word for word in _WORD.findall(fold(text)) if word not in _COMMON)
    return frozenset(word[:4] for word in words)
