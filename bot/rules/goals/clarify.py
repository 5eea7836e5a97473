"""The one question worth asking about a vague goal: answerable in a word, with a default to accept."""

import re
from functools import cache
from typing import Any, Literal

from bot.catalogue import t
from bot.entities import AmountKind, Direction, Domain, Frozen, GoalDraft
from bot.entities.goal import Period
from bot.rules.patterns import pattern
from bot.rules.text import fold
from bot.rules.wordlists import wordlist

_HABITS = frozenset({AmountKind.RATE, AmountKind.CAP, AmountKind.DURATION})


class Question(Frozen):
    """A question about one goal, and what its answer means."""

    ask: str
    answer: Literal["times", "amount", "now", "clock", "date", "often", "area", "detail"]
    default: str | None = None  # what "yes" and "no idea" take
    unit: str | None = None  # of the amount asked for
    per: Period | None = None
    most: int = 28  # times a `per`


def question_for(draft: GoalDraft) -> str | None:
    """The question that matters most for this goal, or None where it is clear enough to plan.

    Clear is an amount with a date or a rhythm, or a rhythm alone.
    """
    question = next_question(draft)
    return t(question.ask) if question else None


def next_question(draft: GoalDraft) -> Question | None:
    """`question_for` with what the answer to it means."""
    rhythm = "nights" if draft.domain is Domain.SLEEP else "days"
    if draft.clock is not None and draft.frequency is None:
        return _question(rhythm)
    if draft.amount is not None:
        has_end = draft.deadline is not None or draft.frequency_text is not None or draft.amount_kind in _HABITS
        return None if has_end else _question("date")
    if draft.frequency is not None:
        return None
    return _question(rhythm) if draft.frequency_text is not None else _by_subject(draft)


def areas() -> dict[str, str]:
    """A title for each part of life that a vague goal may begin with."""
    found: dict[str, str] = wordlist("questions", "bot.rules.goals")["areas"]
    return {domain: t(title) for domain, title in found.items()}


def _by_subject(draft: GoalDraft) -> Question:
    said = fold(draft.title)
    for place, entry in enumerate(wordlist("questions", "bot.rules.goals")["words"]):
        if any(word in said for word in entry.get("any", ())) or re.fullmatch(entry.get("whole", "(?!)"), said):
            return _question("words", place)
    if draft.sport in wordlist("questions", "bot.rules.goals")["topic"]:
        return _question("topic", draft.sport)
    kind = "less" if draft.direction in (Direction.STOP, Direction.DECREASE) else "more"
    if draft.domain is Domain.RELATIONSHIPS and pattern("answers", "somebody", __package__ or "").search(said):
        return _question("days")  # with whom is said already
    by_domain = wordlist("questions", "bot.rules.goals")["domain"][draft.domain.value]
    return _question("domain", draft.domain.value, kind if kind in by_domain else "more")


@cache
def _question(*path: str | int | None) -> Question:
    found: Any = wordlist("questions", "bot.rules.goals")
    for key in path:
        found = found[key]
    return Question(**{name: value for name, value in found.items() if name in Question.model_fields})
