"""Unsafe weight goals by their numbers: the weekly rate, and the body mass index that would be reached."""

import re
from dataclasses import replace
from functools import partial

from bot.rules.quantities import Quantity, convert
from bot.rules.safety.unsafe_reading import Said, ends_with, in_kg, starts_with, word_of
from bot.rules.safety.unsafe_words import found

MAX_LOSS_KG_PER_WEEK = 1.0  # NICE/NHS: 0.5-1 kg a week
MAX_LOSS_SHARE_PER_WEEK = 0.01
MAX_GAIN_KG_PER_WEEK = 2.0  # above 0.5 is a warning elsewhere; above this it is no tissue any more
MIN_BMI = 18.5  # WHO
LIGHTEST_TARGET_KG = 40.0  # underweight for everybody taller than 147 cm
_ROUNDING = 1e-3
_SAME = 0.6  # kg: the same weight said twice, through pounds
_CM_PER_FOOT = 30.48
_BARE_KG = 75.0  # a bare number below this after "weigh" is meant in kg: nobody aims at so few pounds
_WEIGHS = re.compile(r"\b(?:weigh|weighing|weight|peso|pesar|wiegen|gewicht|peser|poids|весить|вес)\b[^.]{0,12}$")
_FROM_TO = re.compile(
    r"\b(?:from|de|von|от|с) (\d{2,3}(?:[.,]\d)?) ?(?:\w+ )?(?:down )?(?:to|a|auf|bis|до|->|→) #?(?=\d)"
)

_TO = re.compile(r"\b(?:to|auf|bis|a|до|under|below|unter)\s*$")
_AT = r"(?:\s|:|,|of|at|is|a|de|about|around|under|only|just|nur|solo|unos|etwa|около)*"


def weight_category(said: Said) -> str | None:
    """`weight_rate`, `underweight` or None."""
    masses = [
        q
        for q in map(partial(_with_unit, said), said.quantities)
        if in_kg(q) is not None and not _is_thing(said, q) and not _is_own(said, q)
    ]
    if _falls_below_healthy(said, masses):
        return "underweight"
    return "weight_rate" if _is_too_fast(said, masses) else None


def _is_own(said: Said, quantity: Quantity) -> bool:
    """The weight now ("I'm 85 kg"): neither lost nor aimed at."""
    current = said.body.weight_kg
    is_same = current is not None and abs((in_kg(quantity) or 0.0) - current) < _SAME and not quantity.sign
    return is_same and _aimed(said, [quantity]) is None


def _with_unit(said: Said, quantity: Quantity) -> Quantity:
    """ "I'm 80 kg and want to hit 65": the bare number is meant in the unit of the weight now."""
    current = said.body.weight_kg
    if quantity.unit is not None or not quantity.is_amount:
        return quantity
    if current is None:
        is_weight = _height(said) is not None and _WEIGHS.search(said.before(quantity.start, 30))
        return replace(quantity, unit="kg") if is_weight and 30 <= quantity.value < _BARE_KG else quantity
    unit = next((q.unit for q in said.quantities if in_kg(q) is not None), None)
    unit = unit or ("lb" if found("weight_pounds").search(said.folded) else "kg")
    is_near = 0.4 * current < (convert(quantity.value, unit, "kg") or 0.0) < current
    is_aim = ends_with("aim_weight", _AT).search(said.before(quantity.start, 40))
    return replace(quantity, unit=unit) if is_near and is_aim else quantity


def _is_thing(said: Said, quantity: Quantity) -> bool:
    """A barbell, a suitcase, potatoes."""
    return bool(
        found("weight_of_things").search(said.after(quantity.end, 20))
        or word_of("lifting").search(said.before(quantity.start, 35))
        or word_of("lifting").search(said.after(quantity.end, 25))
    )


def is_loss(said: Said, quantity: Quantity) -> bool:
    """The mass is to go: "lose 5 kg", "5 kg lighter", "-5 kg"."""
    before, after = said.before(quantity.start, 40), said.after(quantity.end, 22)
    if _TO.search(before):
        return False
    last_gain = max((m.end() for m in word_of("put_on").finditer(before)), default=-1)
    losses = [m for m in word_of("lose").finditer(before) if m.group() != "-"]
    last_loss = max((m.end() for m in losses), default=-1)
    if last_loss > last_gain:
        return True
    return last_gain < 0 and (
        quantity.sign == "-"
        or bool(starts_with("lose_after").search(after))
        or _is_about_slimming(said, quantity)
        or bool(found("weight_final_loss").search(said.after(quantity.end, 60)))
    )


def _is_about_slimming(said: Said, quantity: Quantity) -> bool:
    """ "20 pounds in 20 days, I want to slim down": a mass that is neither the weight now nor the one to reach."""
    kg, current = in_kg(quantity) or 0.0, said.body.weight_kg
    is_own = current is not None and abs(kg - current) < 1
    return not is_own and not _aimed(said, [quantity]) and bool(word_of("slimming").search(said.folded))


def _is_gain(said: Said, quantity: Quantity) -> bool:
    return bool(word_of("put_on").search(said.before(quantity.start, 40)))


def _aimed(said: Said, masses: list[Quantity]) -> Quantity | None:
    """The mass a person wants to weigh."""
    for quantity in masses:
        is_aim = ends_with("aim_weight", _AT).search(said.before(quantity.start, 40))
        if is_aim or starts_with("wanted_after").search(said.after(quantity.end, 20)):
            return quantity
    return None


def _comes_from(said: Said, quantity: Quantity) -> float | None:
    """The weight now in kg, where it is said beside the aim: "from 210 down to 180 lb"."""
    before = said.before(quantity.start, 30) + "0"
    start = _FROM_TO.search(before)
    return convert(float(start.group(1).replace(",", ".")), quantity.unit or "kg", "kg") if start else None


def _is_too_fast(said: Said, masses: list[Quantity]) -> bool:
    for quantity in masses:
        current = said.body.weight_kg or _comes_from(said, quantity)
        kg = in_kg(quantity) or 0.0
        aimed = _aimed(said, [quantity])
        if is_loss(said, quantity) and not (aimed and current and kg > current / 2):
            if _rate_is_over(said, quantity, kg, current, MAX_LOSS_KG_PER_WEEK):
                return True
        elif aimed and current and kg < current:
            if _rate_is_over(said, quantity, current - kg, current, MAX_LOSS_KG_PER_WEEK):
                return True
        elif _is_gain(said, quantity) and _rate_is_over(said, quantity, kg, None, MAX_GAIN_KG_PER_WEEK):
            return True
    return False


def _rate_is_over(said: Said, quantity: Quantity, kg: float, current: float | None, limit: float) -> bool:
    if current:
        limit = min(limit, current * MAX_LOSS_SHARE_PER_WEEK)
    per = found("weight_per").search(said.after(quantity.end, 40))
    days = _days_of(per.group("unit")) if per else said.wait_for(quantity)
    if days is None and found("weight_weekday").search(said.after(quantity.end, 45)):
        days = 7.0
    return days is not None and kg / max(days, 1.0) * 7 > limit + _ROUNDING


def _days_of(unit: str) -> float:
    if unit.startswith(("mes", "mo", "мес")):
        return 30.44
    return 1.0 if unit in ("day", "dia", "tag", "jour", "день") else 7.0


def _height(said: Said) -> float | None:
    """In cm; also "five foot six"."""
    feet = next((q.value for q in said.quantities if q.unit == "foot" and 4 <= q.value < 7.5), None)
    return said.body.height_cm or (feet * _CM_PER_FOOT if feet else None)


def _falls_below_healthy(said: Said, masses: list[Quantity]) -> bool:
    gains = any(_is_gain(said, q) for q in masses) or word_of("put_on").search(said.folded)
    if (bmi := found("weight_bmi").search(said.folded)) and found("weight_wants").search(said.folded) and not gains:
        return 8 <= float(bmi.group(1).replace(",", ".")) < MIN_BMI
    height, current = _height(said), said.body.weight_kg
    aims = [in_kg(q) or 0.0 for q in masses if _aimed(said, [q]) and not is_loss(said, q)]
    losses = [in_kg(q) or 0.0 for q in masses if is_loss(said, q) and not _aimed(said, [q])]
    if height is None:
        return any(25 <= kg < LIGHTEST_TARGET_KG for kg in aims) and not gains
    lightest = MIN_BMI * (height / 100) ** 2
    ends = [*aims, *(current - kg for kg in losses if current and kg < current)]
    return bool(ends) and not gains and 20 < min(ends) < lightest - 0.05
