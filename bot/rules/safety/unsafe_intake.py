"""Unsafe intake by its numbers: calories, fasting, water, caffeine."""

import re
from dataclasses import replace

from bot.rules.quantities import Quantity
from bot.rules.safety.unsafe_reading import Said, in_days, starts_with, word_of
from bot.rules.safety.unsafe_words import found

MIN_CALORIES = 1200.0  # 800-1199 needs a clinician, below 800 is a clinic's diet (NICE CG189)
MIN_CALORIES_WITH_CLINICIAN = 800.0
MAX_FAST_DAYS = 1.0
LONGEST_FAST_DAYS = 60.0  # a longer time is a way of eating ("fasting this year"), not one fast
MAX_WATER_LITRES = 4.0  # a day
MAX_CAFFEINE_MG = 400.0  # EFSA, a day
_KJ_PER_KCAL = 4.184

_MILLIGRAMS = {"mg": 1.0, "g": 1000.0, "мг": 1.0, "milligram": 1.0}
_LITRES = {"litre": 1.0, "ml": 0.001, "gallon": 3.785, "галлон": 3.785, "galone": 3.785}

_IN = re.compile(r"\b(?:in|within|innerhalb von|en|dans|через|за|by)\s*$")


def intake_category(said: Said) -> str | None:
    """`calories`, `fasting`, `other` (water, caffeine) or None."""
    if any(_is_starvation_diet(said, _in_calories(q)) for q in said.quantities if q.unit in ("calorie", "kj")):
        return "calories"
    if _is_long_fast(said):
        return "fasting"
    return "other" if any(_is_overdose(said, q) for q in said.quantities) else None


def _in_calories(quantity: Quantity) -> Quantity:
    return replace(quantity, value=quantity.value / _KJ_PER_KCAL) if quantity.unit == "kj" else quantity


def _is_starvation_diet(said: Said, quantity: Quantity) -> bool:
    floor = MIN_CALORIES_WITH_CLINICIAN if word_of("clinician").search(said.folded) else MIN_CALORIES
    if not 0 <= quantity.value < floor or quantity.at_least:
        return False
    before, after = said.before(quantity.start, 40), said.after(quantity.end, 26)
    if (
        found("intake_cut").search(before)
        or found("intake_at_least").search(before)
        or word_of("not_eaten").search(before)
    ):
        return False
    if (
        found("intake_burn").search(after)
        or starts_with("not_eaten_after").search(after.replace("meal plan", "plan"))
        or word_of("meal").search(f"{before[-22:]} {after}".replace("meal plan", ""))
    ):
        return False
    return not found("intake_less_than").search(after) and bool(_is_budget(before, after, quantity))


def _is_budget(before: str, after: str, quantity: Quantity) -> bool:
    """Calories as a day's allowance rather than one thing on a plate."""
    if starts_with("per_day", r"[\s:,-]*(?:or less |max |maximum |diet )?").search(after):
        return True
    if re.match(r"[\s-]*(?:meal plan|diet|dieta|diat|regime|диета)\b", after):
        return True
    is_daily = word_of("per_day").search(f"{before} {after}")
    return bool(word_of("eat").search(before) and (is_daily or quantity.value >= 300))


def _is_long_fast(said: Said) -> bool:
    for match in word_of("no_food").finditer(said.folded):
        before, after = said.before(match.start(), 60), said.after(match.end(), 60)
        if word_of("other_fast").search(f"{before} {after}") or _is_about_speed(match.group(), before, after):
            continue
        if _is_partial(said, match, after):
            continue
        if found("intake_weekdays").search(after):
            return True
        if any(_spans(said, match, wait) for wait in said.waits):
            return True
        if found("intake_week_first").search(after) or found("intake_week_of").search(before[-26:]):
            return True
    return False


def _is_about_speed(word: str, before: str, after: str) -> bool:
    return word == "fast" and bool(found("intake_speed").search(before) or found("intake_noun_after").search(after))


def _is_partial(said: Said, match: re.Match[str], after: str) -> bool:
    """ "stop eating meat", "не есть сладкое": one food, not all of it."""
    if found("intake_except").search(after):
        return True
    if any(start >= match.end() and not said.folded[match.end() : start].strip() for start, _, _ in said.waits):
        return False
    word = match.group()
    needs_open_end = word.endswith(("eat", "eating", "nothing", "manger", "comer", "есть", "essen"))
    return needs_open_end and not word.startswith(("nichts", "gar")) and not found("intake_open_end").search(after)


def _spans(said: Said, match: re.Match[str], wait: tuple[int, int, float]) -> bool:
    """A time of more than a day that says how long the fast is."""
    start, end, days = wait
    if not MAX_FAST_DAYS + 0.01 < days <= LONGEST_FAST_DAYS:
        return False
    if start >= match.end():
        between = said.folded[match.end() : start]
        is_joined = len(between) < 30 and not _IN.search(between)
        return (
            is_joined
            and not found("intake_rhythm").search(said.folded[end : end + 30])
            and not re.search(r"[.!?;]", between)
        )
    if end <= match.start():
        between, lead = said.folded[end : match.start()], said.folded[max(0, start - 20) : start]
        is_joined = len(between) < 22 and not re.search(r"[.!?;,]", between)
        return (
            is_joined
            and not _IN.search(lead)
            and not re.match(r"(?:in|within|by|за|en|dans)\b", said.folded[start:end])
        )
    return False


def _is_overdose(said: Said, quantity: Quantity) -> bool:
    around = said.around(quantity, 40)
    if word_of("cut_back").search(said.before(quantity.start, 30)):
        return False
    if quantity.unit in _MILLIGRAMS and word_of("stimulant").search(around):
        return quantity.value * _MILLIGRAMS[quantity.unit] > MAX_CAFFEINE_MG
    litres = quantity.value * _LITRES.get(quantity.unit or "", 0.0)
    if not litres or not word_of("swallow").search(around) or not word_of("drink_verb").search(said.folded):
        return False
    if found("intake_per_hour").search(said.after(quantity.end, 40)):
        return litres > 1.0
    is_daily = word_of("per_day").search(around) or not in_days(quantity)
    return bool(is_daily) and litres > MAX_WATER_LITRES
