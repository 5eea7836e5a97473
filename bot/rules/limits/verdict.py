"""What the limits say of a goal: allowed, warned, blocked or a fact is missing; and the sentences for it."""

from typing import Any

from bot.catalogue import t
from bot.entities import Frozen, GoalDraft
from bot.rules.wordlists import wordlist


class Allowed(Frozen):
    """No limit speaks against the goal."""


class Warned(Frozen):
    """A plan is fine once the limit was shown; `needs_confirmation` asks for a yes of its own, beside the plan's."""

    limit: str
    message: str
    needs_confirmation: bool = True


class Blocked(Frozen):
    """No plan. `message` says why; `safe` is the nearest goal that is not blocked, None where none is ours to offer."""

    limit: str
    message: str
    safe: GoalDraft | None = None


class Asked(Frozen):
    """A fact decides and is missing: `field` of UserProfile ("weight_kg", "weekly_km"), or "amount" of the goal."""

    limit: str
    question: str
    field: str


LimitVerdict = Allowed | Warned | Blocked | Asked


def severity(verdict: LimitVerdict) -> int:
    """The greater decides when several limits speak."""
    match verdict:
        case Blocked():
            return 4
        case Asked():
            return 3
        case Warned(needs_confirmation=True):
            return 2
        case Warned():
            return 1
        case Allowed():
            return 0


def said(key: str, **values: Any) -> str:
    """The sentence `key` of messages.toml in the language of the turn, with its values in place."""
    text: str = wordlist("messages", "bot.rules.limits")["messages"][key]
    return t(text, **values)


def warned(limit: str, key: str, *, needs_confirmation: bool = True, **values: Any) -> Warned:
    return Warned(limit=limit, message=said(key, **values), needs_confirmation=needs_confirmation)


def blocked(limit: str, key: str, safe: GoalDraft | None = None, **values: Any) -> Blocked:
    return Blocked(limit=limit, message=said(key, **values), safe=safe)


def asked(limit: str, key: str, field: str, **values: Any) -> Asked:
    return Asked(limit=limit, question=said(key, **values), field=field)
