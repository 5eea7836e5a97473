"""Amounts in words and in common units: "5 kg", "20 pages", what a pound is in kilograms, how finely to round."""

import math
from typing import Final

from bot.catalogue import N_, plain_number, t, unit_after
from bot.entities import Frequency, Period

KG: Final = {"kg": 1.0, "lb": 0.45359237, "stone": 6.35029318, "g": 0.001}
MINUTES: Final = {"second": 1 / 60, "min": 1.0, "hour": 60.0}
DAYS: Final = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
DISTANCE_KM: Final = {"km": 1.0, "mile": 1.609344, "m": 0.001}
_CONTINUOUS: Final = {*KG, "hour", "km", "mile", "bmi", "gb", "%", "percent", "liter", "litre", "cm"}
_ONCE: Final = {
    "day": N_("once a day"),
    "week": N_("once a week"),
    "month": N_("once a month"),
    "year": N_("once a year"),
}
_OFTEN: Final = {
    "day": N_("{n}× a day"),
    "week": N_("{n}× a week"),
    "month": N_("{n}× a month"),
    "year": N_("{n}× a year"),
}
_PER_WEEK: Final = {"day": 7.0, "week": 1.0, "month": 7 / DAYS["month"], "year": 7 / DAYS["year"]}


def is_money(unit: str | None) -> bool:
    """Is the unit an ISO currency code?"""
    return bool(unit) and len(unit or "") == 3 and (unit or "").isupper()


def is_divisible(unit: str | None) -> bool:
    """Can a part of one be done in a sitting: kilometres and money can, a book or a friend cannot."""
    return unit in _CONTINUOUS or unit in MINUTES or unit in ("page", "word", "step", "kcal") or is_money(unit)


def weekly(frequency: Frequency) -> float:
    """Repetitions a week."""
    return frequency.times * _PER_WEEK[frequency.per]


def per_week(times: int, per: Period) -> float:
    """`times` a `per` as repetitions a week."""
    return times * _PER_WEEK[per]


def grain(unit: str | None, amount: float) -> float:
    """The step an amount of this size is rounded to."""
    if is_money(unit):
        return 1.0 if abs(amount) >= 50 else 0.01
    if unit == "stone":
        return 0.01
    if unit in _CONTINUOUS:
        return 0.1 if abs(amount) >= 2 else 0.01
    return 1.0


def rounded(value: float, step: float) -> float:
    """To the nearest step."""
    return round(round(value / step) * step, 4)


def rounded_up(value: float, step: float) -> float:
    return round(math.ceil(value / step - 1e-9) * step, 4)


def rounded_down(value: float, step: float) -> float:
    return round(math.floor(value / step + 1e-9) * step, 4)


def number(value: float) -> str:
    """A number as a plan is written: 5, 0.63, 1500."""
    return plain_number(value)


def say(value: float, unit: str | None) -> str:
    """An amount as a plan is written: "5 kg", "20 pages", "1 book". Shown ones: say_amount."""
    return f"{plain_number(value)} {unit_after(value, unit)}" if unit else plain_number(value)


def say_often(times: int, per: Period) -> str:
    """ "3× a week", "every day", "once a month", in the language of the turn."""
    if (times, per) in ((1, "day"), (7, "week")):
        return t("every day")
    return t(_ONCE[per]) if times == 1 else t(_OFTEN[per], n=times)
