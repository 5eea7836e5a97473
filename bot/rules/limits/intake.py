"""Calories, fasting, water and caffeine: what a day may hold (NICE, NHLBI, EFSA)."""

from collections.abc import Iterator

from bot.catalogue import N_, t
from bot.entities import AmountKind, Direction, GoalDraft, UserProfile
from bot.rules.limits.measure import number, per_day
from bot.rules.limits.verdict import LimitVerdict, asked, blocked, warned
from bot.rules.limits.weight import is_underweight
from bot.rules.limits.words import has_word
from bot.rules.text import fold

CALORIE_UNITS = ("calorie", "kcal", "cal")
SAFE_CALORIES = 1500
MAX_FAST_HOURS = 24.0
LONG_FAST_HOURS = 16.0
SAFE_FAST_HOURS = 14.0
MAX_WATER_LITRES = 4.0
SAFE_WATER_LITRES = 2.5
MAX_CAFFEINE_MG = 400.0
MAX_CAFFEINE_MG_PREGNANT = 200.0
MAX_DEFICIT = 1000.0

_LITRES = {"litre": 1.0, "ml": 0.001, "gallon": 3.785, "l": 1.0, "liter": 1.0}
_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0, "night": 24.0}
_MILLIGRAMS = {"mg": 1.0, "g": 1000.0}


def check_intake(draft: GoalDraft, profile: UserProfile) -> Iterator[LimitVerdict]:
    """What the limits say of eating, fasting and drinking goals."""
    title = fold(draft.title)
    if draft.unit in CALORIE_UNITS and draft.amount is not None:
        yield from _check_calories(draft, profile, title, draft.amount)
    if has_word(title, "no_food") and not has_word(title, "other_fast") and draft.unit in _HOURS:
        yield from _check_fast(draft, profile)
    if draft.unit in _LITRES and draft.amount is not None and has_word(title, "swallow"):
        yield from _check_water(draft, draft.amount * _LITRES[draft.unit] * per_day(draft))
    if draft.unit in _MILLIGRAMS and draft.amount is not None and has_word(title, "stimulant"):
        yield from _check_caffeine(draft, profile, draft.amount * _MILLIGRAMS[draft.unit])


def _check_calories(draft: GoalDraft, profile: UserProfile, title: str, amount: float) -> Iterator[LimitVerdict]:
    if has_word(title, "not_eaten") or has_word(title, "meal"):
        return
    if profile.age is not None and profile.age < 18:
        yield blocked("minor", "minor")
    elif draft.amount_kind is AmountKind.DELTA or _is_cut(draft, title):
        if amount > MAX_DEFICIT and draft.direction is Direction.DECREASE:
            yield warned("calories", "calories_deficit", amount=number(amount, 0))
    else:
        yield from _check_allowance(draft, profile, amount)


def _is_cut(draft: GoalDraft, title: str) -> bool:
    """ "eat 300 less a day" is a change, "eat 300 a day" is not."""
    is_change = draft.amount_kind is AmountKind.RATE and draft.direction is Direction.DECREASE
    return is_change and any(word in title.split() for word in ("less", "fewer", "cut", "reduce", "deficit"))


def _check_allowance(draft: GoalDraft, profile: UserProfile, amount: float) -> Iterator[LimitVerdict]:
    shown = number(amount, 0)
    safe = draft.but(title=t("Eat about {n} calories a day", n=SAFE_CALORIES), amount=float(SAFE_CALORIES))
    if is_underweight(profile) and amount < SAFE_CALORIES:
        yield blocked("calories", "calories_ed")
    elif profile.is_pregnant and amount < SAFE_CALORIES:
        yield blocked("pregnancy", "calories_pregnant", amount=shown)
    elif amount < 500:
        yield blocked("eating_disorder", "calories_ed")
    elif amount < 800:
        yield blocked("calories", "calories_clinic", safe, safer=SAFE_CALORIES)
    elif amount < 1200:
        yield blocked("calories", "calories_low", safe, amount=shown, safer=SAFE_CALORIES)
    elif amount < 1500 and profile.sex != "female":
        yield warned("calories", "calories_warn", amount=shown)
    elif amount > 4000:
        yield asked("calories", "calories_high", "amount")


def _check_fast(draft: GoalDraft, profile: UserProfile) -> Iterator[LimitVerdict]:
    hours = (draft.amount or 0.0) * _HOURS[draft.unit or "hour"]
    if why := _fasting_risk(profile):
        yield blocked("minor" if why == "age" else "fasting", "minor" if why == "age" else "fasting_risk", why=t(why))
    elif hours > MAX_FAST_HOURS and not _is_weekly_day(draft):
        title = t("Fast {n} hours overnight", n=number(SAFE_FAST_HOURS))
        safe = draft.but(title=title, amount=SAFE_FAST_HOURS, unit="hour", amount_kind=AmountKind.RATE, frequency=None)
        yield blocked("fasting", "fasting", safe)
    elif hours > LONG_FAST_HOURS:
        yield warned("fasting", "fasting_warn")


def _is_weekly_day(draft: GoalDraft) -> bool:
    """ "fast 2 days a week": each of them is one day."""
    is_rhythm = draft.frequency is not None and draft.frequency.per == "week"
    return is_rhythm and draft.unit == "day" and draft.amount_kind in (AmountKind.RATE, AmountKind.COUNT)


def _fasting_risk(profile: UserProfile) -> str | None:
    if profile.age is not None and profile.age < 18:
        return "age"
    if profile.is_pregnant:
        return N_("pregnancy")
    return N_("a low weight") if is_underweight(profile) else None


def _check_water(draft: GoalDraft, litres: float) -> Iterator[LimitVerdict]:
    if litres > MAX_WATER_LITRES:
        safe = draft.but(
            title=t("Drink 2.5 litres of water a day"), amount=SAFE_WATER_LITRES, unit="litre", frequency=None
        )
        yield blocked("water", "water", safe)


def _check_caffeine(draft: GoalDraft, profile: UserProfile, milligrams: float) -> Iterator[LimitVerdict]:
    limit = MAX_CAFFEINE_MG_PREGNANT if profile.is_pregnant else MAX_CAFFEINE_MG
    if milligrams > limit and draft.amount_kind is not AmountKind.DELTA:
        title = t("Stay under {n} mg of caffeine a day", n=number(limit))
        safe = draft.but(title=title, amount=limit, unit="mg", amount_kind=AmountKind.CAP)
        yield blocked("caffeine", "caffeine", safe, amount=number(milligrams, 0), most=number(limit))
