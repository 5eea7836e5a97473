"""An amount of an answer in the unit of the goal it answers."""

import re

from bot.entities import GoalKind
from bot.rules.answers.checked_goal import OCCASIONS, CheckedGoal
from bot.rules.quantities import Quantity, convert, dimension_of, unit_of

_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"})
_VESSELS = {"glass": 0.25, "cup": 0.25, "mug": 0.3, "can": 0.33, "bottle": 0.5}  # litres, where only these are named
_CALENDAR = frozenset({"day", "night", "week", "month", "year"})
_CLOCK_BEFORE = re.compile(r"(?<!\w)(?:at|@|um|a las|las|a|в|since|until|till|by|from|to|before|after|gegen|vers)\s*$")
_SETS_AFTER = re.compile(r"(?:\d+ ?)?[x×*] ?\d")
_SETS_BEFORE = re.compile(r"\d ?[x×*] ?$")
_SMALLER = {"hour": "min", "min": "second"}
_REST = re.compile(r" ([1-5]?\d)(?![\d.,:/%]*\d)(?!\s*[^\W\d_])(?!\s*[/%x×])")
# All that may stand beside the bare number of a habit: "2 so far this week".
_COUNTED = re.compile(  # possessive: the words overlap, and giving one back never helps
    r"(?:to make up for \w+|done|did|that's|thats|makes|so far|this week|today|yesterday|now|at|logged|got|only|just|"
    r"in|total|already|up to|im|i'm|gestern|heute|diese woche|hoy|ayer|esta semana|cette semaine|hier|сегодня|вчера|"
    r"that|на этой неделе|[^\w])++"
)


def value_in_unit(quantity: Quantity, goal: CheckedGoal, folded: str) -> float | None:
    """The quantity in the goal's unit, None when it counts something else."""
    unit = goal.unit if dimension_of(goal.unit) or goal.unit is None else unit_of(goal.unit) or goal.unit
    middle = quantity.value if quantity.upper is None else (quantity.value + quantity.upper) / 2
    if quantity.is_clock:
        return _duration(quantity, goal, folded)
    if quantity.is_year and quantity.value > (goal.target or 0) * 3 and quantity.value > 2200:
        return None
    if quantity.is_age and goal.kind is not GoalKind.LEVEL and quantity.unit is not None:
        return None
    if goal.is_avoidance and goal.kind is GoalKind.HABIT and unit in ("day", "night", "week"):
        return None  # "4 days dry" is how long it has lasted, and "2" are drinks
    if goal.kind is GoalKind.HABIT and _is_set(quantity, folded):
        return None  # 5x5 squats are one session
    if (smaller := _with_rest(quantity, middle, unit, folded)) is not None:
        return smaller
    if unit is None or quantity.unit is None:
        return _bare(quantity, middle, goal, folded)
    if quantity.unit == unit:
        return middle
    if quantity.unit in _CALENDAR and unit in ("min", "hour", "second"):
        return None  # "missed 3 days" is no number of minutes
    if dimension_of(unit) == "volume" and quantity.unit in _VESSELS and unit not in _VESSELS:
        litres = convert(middle * _VESSELS[quantity.unit], "litre", unit)
        return None if litres is None else round(litres, 2)
    if unit in OCCASIONS and quantity.unit in OCCASIONS:
        return middle if goal.kind is not GoalKind.HABIT or quantity.word != "x" or quantity.value <= 14 else None
    if dimension_of(unit) == "money":
        is_same = quantity.unit in _DOLLARS and unit in _DOLLARS
        return middle if is_same or (quantity.word in ("pounds", "pound") and unit == "GBP") else None
    if quantity.word == "m":
        if dimension_of(unit) == "time":
            return convert(middle, "min", unit)
        if unit == "mile" and middle < 100:
            return middle
    converted = convert(middle, quantity.unit, unit)
    if converted is not None:
        return round(converted, 2) if unit != "second" else converted
    is_plain_word = dimension_of(quantity.unit) is None and quantity.word == quantity.unit and quantity.value > 1
    is_verb = is_plain_word and unit_of(quantity.word) is None  # "7 drank", "84.5 hmm": no noun after all
    return middle if is_verb and goal.kind is not GoalKind.HABIT else None


def _is_set(quantity: Quantity, folded: str) -> bool:
    """Whether the number is one of the two of "5x5" or "3 x 12"."""
    before, after = folded[: quantity.start], folded[quantity.start :]
    return _SETS_AFTER.match(after) is not None or _SETS_BEFORE.search(before) is not None


def _with_rest(quantity: Quantity, value: float, unit: str | None, folded: str) -> float | None:
    """130 seconds for "2 minutes 10": a bare number right after counts the next smaller unit."""
    smaller = _SMALLER.get(quantity.unit or "")
    rest = _REST.match(folded[quantity.end :])
    if smaller is None or rest is None or quantity.upper is not None:
        return None
    whole, part = convert(value, quantity.unit or "", unit or ""), convert(int(rest[1]), smaller, unit or "")
    return None if whole is None or part is None else round(whole + part, 2)


def _duration(quantity: Quantity, goal: CheckedGoal, folded: str) -> float | None:
    """ "1:30" of a goal in minutes or hours is a length, unless it stands behind "at"."""
    before = folded[max(quantity.start - 8, 0) : quantity.start]
    is_colon = ":" in quantity.text and not re.search(r"[ap]\.? ?m", quantity.text)
    if not is_colon or dimension_of(goal.unit) != "time" or goal.unit in ("day", "week") or goal.unit is None:
        return None
    if _CLOCK_BEFORE.search(before):
        return None
    return convert(quantity.value, "hour", goal.unit) if goal.kind is not GoalKind.HABIT else None


def _bare(quantity: Quantity, middle: float, goal: CheckedGoal, folded: str) -> float | None:
    """A number without a unit: taken for the goal's own, for a habit only when it is nearly all that is said."""
    if goal.unit is None and quantity.unit is not None:
        return None
    if goal.unit in ("km", "mile") and quantity.has_k and middle <= 200_000:
        return convert(middle / 1000, "km", goal.unit)
    if quantity.out_of is not None:
        is_scale = quantity.out_of in (5, 10, 100) and quantity.out_of != goal.target
        return None if is_scale and goal.kind is not GoalKind.TOTAL else middle
    if goal.kind is not GoalKind.HABIT:
        return middle
    rest = (folded[: quantity.start] + folded[quantity.end :]).strip(" .!+")
    is_alone = not rest or _COUNTED.fullmatch(rest) is not None
    return middle if is_alone and middle <= 31 and middle == int(middle) else None
