"""Avoidance turned into approach: "do Y instead of X", to offer and never to impose.

Source: Oscarsson et al. 2020, 10.1371/journal.pone.0234097 (approach goals kept by 58.9 %, avoidance by 47.1 %).
"""

import re
from functools import cache
from typing import Any

from bot.catalogue import t
from bot.entities import AmountKind, Direction, Domain, Goal, GoalDraft
from bot.rules.text import fold
from bot.rules.wordlists import wordlist

_AVOIDANCE = frozenset({Direction.STOP, Direction.DECREASE})
_MEASURED = frozenset({Domain.WEIGHT})  # a level that falls is a measure, not an avoidance


def as_approach(draft: GoalDraft) -> str | None:
    """A goal to offer instead of stopping or doing less, such as "Drink sparkling water instead of soda".

    None for goals that avoid nothing. Only a suggestion: the caller asks for consent.
    """
    if draft.direction not in _AVOIDANCE or draft.domain in _MEASURED:
        return None
    said = fold(draft.title)
    for pattern, suggestion in _swaps():
        if pattern.search(said):
            return suggestion
    if draft.amount_kind is AmountKind.CAP:
        return None
    defaults: dict[str, str] = wordlist("approach", "bot.rules.goals")["domain"]
    return defaults.get(draft.domain.value)


def approach_of(goal: Goal) -> str | None:
    """The same for a goal that is there already; None for one that was named so before."""
    draft = GoalDraft(title=goal.title, domain=goal.domain, direction=goal.direction, amount_kind=goal.amount_kind)
    suggestion = as_approach(draft)
    return None if suggestion is None or goal.title in (suggestion, t(suggestion)) else suggestion


@cache
def _swaps() -> list[tuple[re.Pattern[str], str]]:
    entries: list[dict[str, Any]] = wordlist("approach", "bot.rules.goals")["swap"]
    return [(re.compile(entry["of"]), entry["to"]) for entry in entries]
