"""The validator: one verdict on a structured goal from everything that is known of the person."""

from collections.abc import Iterator
from datetime import date

from bot.entities import Direction, Domain, Goal, GoalDraft, UserProfile
from bot.rules.limits.activity import check_activity
from bot.rules.limits.intake import check_intake
from bot.rules.limits.measure import as_draft, in_unit
from bot.rules.limits.money import check_money
from bot.rules.limits.verdict import Allowed, Blocked, LimitVerdict, blocked, severity
from bot.rules.limits.weight import check_weight
from bot.rules.limits.words import has_word
from bot.rules.safety.unsafe import find_unsafe_words
from bot.rules.text import fold


def check_goal(goal: GoalDraft | Goal, profile: UserProfile, today: date) -> LimitVerdict:
    """The strictest thing the safe limits say: Blocked over Asked over Warned over Allowed.

    A Blocked's `safe` goal passes this check itself. Unknown facts never block; amounts that are not numbers of the
    real world (nan, infinite, negative) count as not said.
    """
    draft = _sane(as_draft(goal))
    verdicts = [*_verdicts(draft, profile, today)]
    worst = max(verdicts, key=severity, default=Allowed())
    if isinstance(worst, Blocked) and worst.safe and _is_blocked(worst.safe, profile, today):
        return worst.but(safe=None)
    return worst


def _is_blocked(draft: GoalDraft, profile: UserProfile, today: date) -> bool:
    return any(isinstance(verdict, Blocked) for verdict in _verdicts(draft, profile, today))


def _verdicts(draft: GoalDraft, profile: UserProfile, today: date) -> Iterator[LimitVerdict]:
    if category := find_unsafe_words(fold(draft.title)):
        yield blocked(category, category)
    if _is_about_body_weight(draft):
        yield from check_weight(draft, profile, today)
    yield from check_intake(draft, profile)
    yield from check_activity(draft, profile, today)
    if draft.domain is Domain.FINANCE:
        yield from check_money(draft, profile, today)


def _is_about_body_weight(draft: GoalDraft) -> bool:
    """The domain says so, or a mass is to go down that is no barbell."""
    if draft.domain is Domain.WEIGHT:
        return True
    is_mass_loss = in_unit(draft, "kg") is not None and draft.direction is Direction.DECREASE
    is_elsewhere = draft.domain in (Domain.HOME, Domain.FINANCE, Domain.CREATIVITY, Domain.LEISURE)
    return is_mass_loss and not is_elsewhere and not has_word(fold(draft.title), "lifting")


def _sane(draft: GoalDraft) -> GoalDraft:
    amount, start = _finite(draft.amount), _finite(draft.start)
    return draft if (amount, start) == (draft.amount, draft.start) else draft.but(amount=amount, start=start)


def _finite(value: float | None) -> float | None:
    return value if value is not None and 0 <= value < 1e9 else None
