"""What a goal's number means: target, delta, rate, count, cap or duration."""

import re
from functools import partial

from bot.entities import AmountKind, Domain
from bot.rules.goals.efforts import is_one_effort
from bot.rules.goals.scene import Scene
from bot.rules.patterns import pattern
from bot.rules.quantities import Quantity, dimension_of

_pattern = partial(pattern, "amounts", package=__package__ or "bot.rules.goals")

_CHANGE_BY = re.compile(r"\b(?:by|um|de|на|en)\s+(?:at least |about |around |another )?$")
_TO_AT_MOST = re.compile(
    r"\b(?:cut|cutting|reduce|reducing|limit|lower|keep)\b.*(?:down to|(?<!up )\bto) $|\bget\b.*\bdown to $"
)
_LEVEL_UNITS = ("follower", "bmi", "gpa", "subscriber")


def kind_of(scene: Scene, quantity: Quantity) -> AmountKind:
    """The kind of one number, by the words around it."""
    before, after = scene.before(quantity), scene.plain[quantity.end : quantity.end + 40]
    dimension, has_period = dimension_of(quantity.unit), scene.has_period_after(quantity)
    if _is_cap(before, after, dimension):
        return AmountKind.CAP
    if has_period and _TO_AT_MOST.search(before):
        return AmountKind.CAP
    if _is_delta(scene, before, after, dimension):
        return AmountKind.DELTA
    if quantity.unit in ("day", "week") and not has_period:
        return AmountKind.DURATION
    if has_period or scene.domain is Domain.SLEEP or (quantity.unit == "time" and scene.frequencies):
        return AmountKind.RATE
    if not scene.frequencies and is_one_effort(scene, quantity, before, after):
        return AmountKind.TARGET
    is_level = quantity.unit is None or dimension in ("money", "memory", "mass") or quantity.unit in _LEVEL_UNITS
    if is_level or _pattern("to").search(before) or _pattern("in_time").search(before):
        return AmountKind.TARGET
    is_habit = any(scene.start <= f.start < scene.end for f in scene.frequencies)
    return AmountKind.RATE if is_habit else AmountKind.COUNT


def _is_cap(before: str, after: str, dimension: str | None) -> bool:
    is_limit = _pattern("limit_before").search(before) and not _is_floor(before, dimension)
    return bool(is_limit or _pattern("limit_after").search(after))


def _is_delta(scene: Scene, before: str, after: str, dimension: str | None) -> bool:
    is_moving = bool(_pattern("down").search(before) or _pattern("up").search(before))
    if _pattern("change_after").search(after) or (is_moving and _CHANGE_BY.search(before)):
        return True
    is_weight = dimension == "mass" and (is_moving or scene.domain is Domain.WEIGHT)
    return is_weight and not _pattern("to").search(before)


def _is_floor(before: str, dimension: str | None) -> bool:
    """Whether a limit is none: "over 5 books" is a floor (not in "nothing over $400"), "in under 13 min" a target."""
    limit = re.search(
        r"\b(over|above|more than|up to|just|only|in under|in less than|within|be under)\s+(?:just |about |a )*$",
        before,
    )
    if not limit:
        return False
    if limit[1] in ("over", "above", "more than"):
        return not re.search(r"\b(?:no|not|nothing|never|don'?t|kein\w*|sin|pas)\b", before)
    if limit[1] == "be under":
        return False
    return limit[1].startswith("in ") or (limit[1] in ("within", "up to", "just") and dimension != "money")
