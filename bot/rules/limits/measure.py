"""Amounts and times as the limits compare them and as a person reads them."""

import math
from datetime import date, timedelta

from bot.catalogue import say_amount, say_date, say_number, t
from bot.entities import Goal, GoalDraft
from bot.rules.quantities import convert

_PER_WEEK = {"day": 7.0, "week": 1.0, "month": 7 / 30.44, "year": 7 / 365.25}
_PER_DAY = {"day": 1.0, "week": 1 / 7, "month": 1 / 30.44, "year": 1 / 365.25}
_LONGEST = 3650  # days ahead that a safe date may be: ten years


def as_draft(goal: GoalDraft | Goal) -> GoalDraft:
    """The goal's own fields; for a stored goal the last reading stands in for the start."""
    if isinstance(goal, GoalDraft):
        return goal
    shared = {name: getattr(goal, name) for name in GoalDraft.model_fields if name in Goal.model_fields}
    return GoalDraft(**{**shared, "start": goal.current if goal.current is not None else goal.start})


def weeks_until(deadline: date | None, today: date) -> float | None:
    """Weeks left, at least a day; None without a deadline."""
    return max((deadline - today).days, 1) / 7 if deadline else None


def per_week(draft: GoalDraft) -> float:
    """How often a week the amount of a rate is meant; a day when nothing was said."""
    return draft.frequency.times * _PER_WEEK[draft.frequency.per] if draft.frequency else 7.0


def per_day(draft: GoalDraft) -> float:
    """How often a day the amount of a rate is meant; once when nothing was said."""
    return draft.frequency.times * _PER_DAY[draft.frequency.per] if draft.frequency else 1.0


def in_unit(draft: GoalDraft, unit: str) -> float | None:
    """The amount converted to `unit`, None when it measures something else."""
    return convert(draft.amount, draft.unit, unit) if draft.amount is not None and draft.unit else None


def day_after(today: date, weeks: float) -> date | None:
    """The first day on which at least `weeks` have passed; None when that is more than ten years away."""
    days = math.ceil(weeks * 7 - 1e-9) if weeks * 7 <= _LONGEST else _LONGEST + 1
    return today + timedelta(days=days) if days <= min(_LONGEST, (date.max - today).days) else None


def weeks_text(weeks: float) -> str:
    """ "3 weeks", "9 days"."""
    if weeks < 2:
        return say_amount(round(weeks * 7), "day")
    return say_amount(round(weeks), "week")


def number(value: float, digits: int = 1) -> str:
    """A number without a useless ".0", halves rounded up."""
    return say_number(_rounded(value, digits))


def _rounded(value: float, digits: int) -> float:
    scale = 10.0**digits
    return math.floor(value * scale + 0.5 + 1e-9) / scale


def mass_text(kg: float, unit: str | None, digits: int = 1) -> str:
    """A mass in the unit the person used, kg unless they said pounds or stone."""
    shown = unit if unit in ("lb", "stone") else "kg"
    return say_amount(_rounded(convert(kg, "kg", shown) or kg, digits), shown)


def date_text(day: date | None) -> str:
    """ "3 March 2027"; None is a day too far to name."""
    return say_date(day, full=True) if day else t("a later day")
