"""The one question worth asking about a vague goal: answerable in a word, with a default to accept."""

from typing import Any

from bot.entities import AmountKind, Direction, Domain, GoalDraft
from bot.rules.text import fold
from bot.rules.wordlists import wordlist

_HABITS = frozenset({AmountKind.RATE, AmountKind.CAP, AmountKind.DURATION})


def question_for(draft: GoalDraft) -> str | None:
    """The question that matters most for this goal, or None where it is clear enough to plan.

    Clear is an amount with a date or a rhythm, or a rhythm alone.
    """
    questions: dict[str, Any] = wordlist("questions", "bot.rules.goals")
    if draft.clock is not None and draft.frequency is None:
        return str(questions["nights" if draft.domain is Domain.SLEEP else "days"])
    if draft.amount is not None:
        has_end = draft.deadline is not None or draft.frequency_text is not None or draft.amount_kind in _HABITS
        return None if has_end else str(questions["date"])
    if draft.frequency is not None:
        return None
    if draft.frequency_text is not None:
        return str(questions["nights" if draft.domain is Domain.SLEEP else "days"])
    return _by_subject(draft, questions)


def _by_subject(draft: GoalDraft, questions: dict[str, Any]) -> str:
    said = fold(draft.title)
    for entry in questions["words"]:
        if any(word in said for word in entry["any"]):
            return str(entry["ask"])
    if draft.sport in questions["topic"]:
        return str(questions["topic"][draft.sport])
    kind = "less" if draft.direction in (Direction.STOP, Direction.DECREASE) else "more"
    by_domain: dict[str, str] = questions["domain"][draft.domain.value]
    return by_domain.get(kind, by_domain["more"])
