"""Whether a number is one effort to be able to do (a 10 km race, 10 pull-ups) rather than a running total."""

from functools import partial

from bot.rules.goals.scene import Scene
from bot.rules.patterns import pattern
from bot.rules.quantities import Quantity, convert, dimension_of

_pattern = partial(pattern, "amounts", package=__package__ or "bot.rules.goals")

_RACES_KM = (1.0, 3.0, 5.0, 8.0, 10.0, 15.0, 16.1, 20.0, 21.1, 25.0, 30.0, 42.2)
_ROUNDED_KM = 0.25  # "21 km" is a half marathon, "42 km" a marathon
_LONGEST_KM = {"run": 42.5, "swim": 5.0, "ride": 160.0, "hike": 42.5}  # of one go, for someone who sets it as a goal
_MOST_REPS = 100  # of one set


def is_one_effort(scene: Scene, quantity: Quantity, before: str, after: str) -> bool:
    """Whether the number is a level to reach once: by its wording, a race's distance, or its size."""
    if _pattern("at_once").search(after):
        return True
    rest = scene.plain[quantity.start :]
    if _pattern("summed").search(scene.words) or _pattern("summed").match(after.strip()):
        return False
    if dimension_of(quantity.unit) == "time" or quantity.unit in ("min", "second"):
        return bool(_pattern("held").search(before))
    is_period = bool(_pattern("whole_year").search(rest))
    if dimension_of(quantity.unit) == "length":
        return _is_distance(quantity, before, is_period=is_period)
    is_set = quantity.unit is not None and bool(_pattern("strength").fullmatch(quantity.unit))
    return is_set and quantity.value <= _MOST_REPS and not is_period


def _is_distance(quantity: Quantity, before: str, *, is_period: bool) -> bool:
    """A race's distance may be run at some time of a year; any other distance of a year is its sum."""
    sport = next((name for name in _LONGEST_KM if _pattern(name).search(before)), None)
    if sport is None or quantity.unit is None:
        return False
    km = convert(quantity.value, quantity.unit, "km")
    if km is None or km > _LONGEST_KM[sport]:
        return False
    is_race = sport == "run" and any(abs(km - race) <= _ROUNDED_KM for race in _RACES_KM)
    return is_race or not is_period
