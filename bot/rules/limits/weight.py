"""Weight goals: how fast, how far, and never below a healthy weight (NICE, WHO)."""

import math
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bot.catalogue import t
from bot.entities import AmountKind, Direction, GoalDraft, UserProfile
from bot.rules.limits.measure import date_text, day_after, in_unit, mass_text, number, per_week, weeks_text, weeks_until
from bot.rules.limits.verdict import LimitVerdict, asked, blocked, warned
from bot.rules.quantities import convert

MAX_LOSS = 1.0  # kg a week
MAX_LOSS_SHARE = 0.01  # of body weight a week
SAFE_LOSS = 0.5
SAFE_LOSS_SHARE = 0.008  # of body weight, where that is less than 0.5 kg
MAX_GAIN = 2.0
USUAL_GAIN = 0.5
MIN_BMI = 18.5
BIG_LOSS_SHARE = 0.10
BIG_LOSS_KG = 10.0  # asked about when the weight is unknown: 10 % of 100 kg
_TINY = 1e-6


class _Case(NamedTuple):
    """One weight goal with what is known; masses in kg. `loss` is positive, per repetition for a rate."""

    draft: GoalDraft
    profile: UserProfile
    today: date
    amount: float
    current: float | None
    loss: float | None


def check_weight(draft: GoalDraft, profile: UserProfile, today: date) -> Iterator[LimitVerdict]:
    """What the limits say of a goal in kg, lb or stone of the person's own body."""
    amount = in_unit(draft, "kg")
    current = _current(draft, profile)
    if profile.age is not None and profile.age < 18:
        yield blocked("minor", "minor")
        return
    if amount is None:
        yield from _without_number(draft, profile, current)
        return
    change = _change(draft, amount, current)
    if _is_loss(draft, change):
        yield from _check_loss(_Case(draft, profile, today, amount, current, None if change is None else -change))
    elif change is not None:
        yield from _check_gain(draft, today, change)


def bmi_of(kg: float, height_cm: float) -> float:
    """Body mass index, kg per square metre."""
    return kg / (height_cm / 100) ** 2


def is_underweight(profile: UserProfile) -> bool:
    """True when weight and height are known and say so."""
    return bool(profile.weight_kg and profile.height_cm and bmi_of(profile.weight_kg, profile.height_cm) < MIN_BMI)


def _current(draft: GoalDraft, profile: UserProfile) -> float | None:
    if draft.start and draft.unit and (kg := convert(draft.start, draft.unit, "kg")):
        return kg
    return profile.weight_kg


def _change(draft: GoalDraft, amount: float, current: float | None) -> float | None:
    """kg in all, negative for a loss; None when the start is unknown. A rate counts up to its deadline, or a week."""
    if draft.amount_kind in (AmountKind.TARGET, AmountKind.CAP):
        return amount - current if current is not None else None
    return amount if draft.direction in (Direction.INCREASE, Direction.MAINTAIN) else -amount


def _is_loss(draft: GoalDraft, change: float | None) -> bool:
    return change < 0 if change is not None else draft.direction is not Direction.INCREASE


def _without_number(draft: GoalDraft, profile: UserProfile, current: float | None) -> Iterator[LimitVerdict]:
    if draft.direction is not Direction.DECREASE:
        return
    if profile.is_pregnant:
        yield blocked("pregnancy", "pregnancy_weight")
    if current and profile.height_cm and bmi_of(current, profile.height_cm) < MIN_BMI:
        yield blocked("underweight", "underweight_now", bmi=number(bmi_of(current, profile.height_cm)))


def _check_loss(case: _Case) -> Iterator[LimitVerdict]:
    draft, profile, today, amount, current, loss = case
    if profile.is_pregnant:
        yield blocked("pregnancy", "pregnancy_weight")
    yield from _check_end(case)
    if loss is None:
        yield asked("weight_amount", "weight_ask", "weight_kg", goal=mass_text(amount, draft.unit))
        return
    yield from _check_loss_rate(draft, today, current, loss)
    if current is None and loss > BIG_LOSS_KG:
        yield asked(
            "weight_amount", "weight_ask", "weight_kg", goal=t("losing {amount}", amount=mass_text(loss, draft.unit))
        )
    elif current and loss > current * BIG_LOSS_SHARE and not _is_rate(draft):
        text = mass_text(loss, draft.unit)
        percent = number(100 * loss / current, 0)
        yield warned("weight_amount", "weight_amount", needs_confirmation=False, amount=text, percent=percent)


def _check_end(case: _Case) -> Iterator[LimitVerdict]:
    """The weight that would be reached must be a healthy one."""
    draft, profile, today, amount, current, loss = case
    if profile.height_cm is None:
        return
    if current is not None and bmi_of(current, profile.height_cm) < MIN_BMI:
        yield blocked("underweight", "underweight_now", bmi=number(bmi_of(current, profile.height_cm)))
        return
    is_target = draft.amount_kind in (AmountKind.TARGET, AmountKind.CAP)
    end = amount if is_target else _end_of(draft, today, current, loss)
    if end is None or bmi_of(end, profile.height_cm) >= MIN_BMI:
        return
    lowest = _lowest_healthy(profile.height_cm, draft.unit)
    values = {"target": mass_text(end, draft.unit), "bmi": number(bmi_of(max(end, 0), profile.height_cm))}
    safe = _reach(draft, lowest, current, today) if current and current - lowest > 0.5 else None
    yield blocked("underweight", "underweight_target", safe, **values, lowest=mass_text(lowest, draft.unit))


def _end_of(draft: GoalDraft, today: date, current: float | None, loss: float | None) -> float | None:
    if current is None or loss is None:
        return None
    if not _is_rate(draft):
        return current - loss
    weeks = weeks_until(draft.deadline, today)
    return current - loss * per_week_of(draft) * weeks if weeks else current - loss


def _is_rate(draft: GoalDraft) -> bool:
    return draft.amount_kind is AmountKind.RATE


def per_week_of(draft: GoalDraft) -> float:
    """Repetitions a week of a mass rate; a mass is lost by the week unless another period was said."""
    return per_week(draft) if draft.frequency else 1.0


def _check_loss_rate(draft: GoalDraft, today: date, current: float | None, loss: float) -> Iterator[LimitVerdict]:
    weeks = weeks_until(draft.deadline, today)
    rate = loss * per_week_of(draft) if _is_rate(draft) else (loss / weeks if weeks else None)
    if rate is None:
        return
    share_limit = current * MAX_LOSS_SHARE if current else MAX_LOSS
    if rate > min(MAX_LOSS, share_limit) + _TINY:
        safe = _slowed(draft, today, current, loss)
        values = {
            "amount": mass_text(loss if not _is_rate(draft) else rate, draft.unit),
            "weeks": weeks_text(weeks) if weeks and not _is_rate(draft) else "",
            "rate": mass_text(rate, draft.unit, 2),
            "most": mass_text(MAX_LOSS, draft.unit),
            "safe_rate": mass_text(_safe_rate(current), draft.unit, 2),
            "date": date_text(safe.deadline if safe else None),
        }
        key = "weight_rate" if rate > MAX_LOSS + _TINY else "weight_rate_share"
        yield blocked("weight_rate", "weight_pace" if _is_rate(draft) else key, safe, **values)
    elif rate > SAFE_LOSS + _TINY:
        rate_text = mass_text(rate, draft.unit, 2)
        yield warned("weight_rate", "weight_rate_warn", needs_confirmation=False, rate=rate_text)


def _safe_rate(current: float | None) -> float:
    is_light = current is not None and current * MAX_LOSS_SHARE < SAFE_LOSS
    return current * SAFE_LOSS_SHARE if current and is_light else SAFE_LOSS


def _slowed(draft: GoalDraft, today: date, current: float | None, loss: float) -> GoalDraft | None:
    """The same loss at the safe rate: a later date, or a smaller rate. None when that takes more than ten years."""
    rate = _safe_rate(current)
    if _is_rate(draft):
        amount = (convert(rate, "kg", draft.unit or "kg") or rate) / per_week_of(draft)
        return draft.but(amount=_thousandths_below(amount))
    day = day_after(today, loss / rate)
    return draft.but(deadline=day, deadline_text=None) if day else None


def _reach(draft: GoalDraft, kg: float, current: float, today: date) -> GoalDraft:
    """A goal to reach `kg` at the safe rate."""
    unit = draft.unit or "kg"
    return draft.but(
        title=t("Reach {amount}", amount=mass_text(kg, unit)),
        amount=round(convert(kg, "kg", unit) or kg, 1),
        amount_kind=AmountKind.TARGET,
        direction=Direction.DECREASE,
        frequency=None,
        frequency_text=None,
        deadline=day_after(today, (current - kg) / _safe_rate(current) + 1),
        deadline_text=None,
    )


def _lowest_healthy(height_cm: float, unit: str | None) -> float:
    """The lowest weight (kg) of BMI 18.5 or more that is a round tenth in the person's unit."""
    exact = MIN_BMI * (height_cm / 100) ** 2
    shown = unit if unit in ("lb", "stone") else "kg"
    tenths = math.floor((convert(exact, "kg", shown) or exact) * 10) + 1
    return convert(tenths / 10, shown, "kg") or exact


def _thousandths_below(value: float) -> float:
    return math.floor(value * 1000) / 1000


def _check_gain(draft: GoalDraft, today: date, change: float) -> Iterator[LimitVerdict]:
    weeks = weeks_until(draft.deadline, today)
    rate = change * per_week_of(draft) if _is_rate(draft) else (change / weeks if weeks else None)
    if rate is None or draft.direction is Direction.MAINTAIN or rate <= USUAL_GAIN + _TINY:
        return
    if rate <= MAX_GAIN + _TINY:
        yield warned("weight_gain", "gain_rate", rate=mass_text(rate, draft.unit, 2))
        return
    day = day_after(today, change / USUAL_GAIN)
    usual = (convert(USUAL_GAIN, "kg", draft.unit or "kg") or USUAL_GAIN) / per_week_of(draft)
    safe = (
        draft.but(amount=_thousandths_below(usual))
        if _is_rate(draft)
        else (draft.but(deadline=day, deadline_text=None) if day else None)
    )
    values = {"rate": mass_text(rate, draft.unit, 2), "safe_rate": mass_text(USUAL_GAIN, draft.unit, 2)}
    yield blocked("weight_gain", "gain_block", safe, **values, date=date_text(day))
