"""Saving and returns: what an income bears and what no honest investment promises (FTC)."""

from collections.abc import Iterator
from datetime import date

from bot.entities import AmountKind, GoalDraft, UserProfile
from bot.rules.limits.measure import number, weeks_until
from bot.rules.limits.verdict import LimitVerdict, blocked, warned
from bot.rules.limits.words import found
from bot.rules.quantities import dimension_of
from bot.rules.text import fold

MAX_SHARE = 0.30  # of income
MAX_RETURN = 15.0  # % a year
WEEKS_PER_MONTH = 365.25 / 12 / 7

_PER_MONTH = {"day": 30.44, "week": WEEKS_PER_MONTH, "month": 1.0, "year": 1 / 12}


def check_money(draft: GoalDraft, profile: UserProfile, today: date) -> Iterator[LimitVerdict]:
    """What the limits say of a saving or investing goal."""
    title = fold(draft.title)
    if draft.amount is None:
        return
    if draft.unit == "%":
        yield from _check_share(draft.amount, title)
        return
    monthly = _monthly(draft, today)
    if dimension_of(draft.unit) == "money" and monthly and profile.monthly_income and found("save").search(title):
        share = monthly / profile.monthly_income
        if share > MAX_SHARE:
            percent, amount = number(100 * share, 0), f"{number(monthly, 0)} {draft.unit}"
            yield warned("savings", "savings", amount=amount, percent=percent)


def _check_share(percent: float, title: str) -> Iterator[LimitVerdict]:
    if found("return").search(title) and percent > MAX_RETURN:
        yield blocked("return_rate", "return_rate", amount=number(percent))
    elif found("save").search(title) and percent > 100 * MAX_SHARE:
        yield warned("savings", "savings", amount=f"{number(percent)} %", percent=number(percent))


def _monthly(draft: GoalDraft, today: date) -> float | None:
    """What the goal asks for in a month."""
    if draft.amount is None:
        return None
    if draft.amount_kind is AmountKind.RATE and draft.frequency:
        return draft.amount * draft.frequency.times * _PER_MONTH[draft.frequency.per]
    weeks = weeks_until(draft.deadline, today)
    return draft.amount / max(weeks / WEEKS_PER_MONTH, 1.0) if weeks else None
