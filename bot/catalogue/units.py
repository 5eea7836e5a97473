"""Amounts with their units: "5 kg", "20 pages". A unit that is not in the table is said as the person wrote it."""

from functools import cache
from typing import Final

from bot.catalogue.numbers import say_number
from bot.catalogue.speech import Nn_, spoken, tn
from bot.catalogue.translations import ENGLISH

# Written the same for one and for many.
_INVARIANT: Final = frozenset(
    ("kg", "lb", "stone", "g", "min", "km", "m", "kcal", "cal", "bmi", "gb", "mb", "cm", "ml", "%", "percent")
)
_SAID: Final = {
    "minute": Nn_("{n} minute", "{n} minutes"),
    "second": Nn_("{n} second", "{n} seconds"),
    "min": Nn_("{n} min", "{n} min"),
    "hour": Nn_("{n} hour", "{n} hours"),
    "day": Nn_("{n} day", "{n} days"),
    "week": Nn_("{n} week", "{n} weeks"),
    "month": Nn_("{n} month", "{n} months"),
    "year": Nn_("{n} year", "{n} years"),
    "time": Nn_("{n} time", "{n} times"),
    "kg": Nn_("{n} kg", "{n} kg"),
    "g": Nn_("{n} g", "{n} g"),
    "lb": Nn_("{n} lb", "{n} lb"),
    "stone": Nn_("{n} stone", "{n} stone"),
    "km": Nn_("{n} km", "{n} km"),
    "m": Nn_("{n} m", "{n} m"),
    "cm": Nn_("{n} cm", "{n} cm"),
    "mile": Nn_("{n} mile", "{n} miles"),
    "kcal": Nn_("{n} kcal", "{n} kcal"),
    "ml": Nn_("{n} ml", "{n} ml"),
    "litre": Nn_("{n} litre", "{n} litres"),
    "ounce": Nn_("{n} ounce", "{n} ounces"),
    "calorie": Nn_("{n} calorie", "{n} calories"),
    "page": Nn_("{n} page", "{n} pages"),
    "book": Nn_("{n} book", "{n} books"),
    "chapter": Nn_("{n} chapter", "{n} chapters"),
    "word": Nn_("{n} word", "{n} words"),
    "lesson": Nn_("{n} lesson", "{n} lessons"),
    "session": Nn_("{n} session", "{n} sessions"),
    "step": Nn_("{n} step", "{n} steps"),
    "glass": Nn_("{n} glass", "{n} glasses"),
    "cup": Nn_("{n} cup", "{n} cups"),
    "drink": Nn_("{n} drink", "{n} drinks"),
    "cigarette": Nn_("{n} cigarette", "{n} cigarettes"),
    "beer": Nn_("{n} beer", "{n} beers"),
    "night": Nn_("{n} night", "{n} nights"),
    "pull-up": Nn_("{n} pull-up", "{n} pull-ups"),
    "squat": Nn_("{n} squat", "{n} squats"),
    "person": Nn_("{n} person", "{n} people"),
    "friend": Nn_("{n} friend", "{n} friends"),
    "call": Nn_("{n} call", "{n} calls"),
    "percent": Nn_("{n} percent", "{n} percent"),
    "push-up": Nn_("{n} push-up", "{n} push-ups"),
    "workout": Nn_("{n} workout", "{n} workouts"),
}


def say_amount(value: float, unit: str | None) -> str:
    """`5 kg`, `20 pages`, `1 book`; the bare number without a unit."""
    said = say_number(value)
    if not unit:
        return said
    if spoken() != ENGLISH and unit in _SAID:
        return tn(*_SAID[unit], value, n=said)
    return f"{said} {unit_after(value, unit)}"


def unit_of(written: str) -> str | None:
    """The unit of the table that is written like this in English: "page" of "pages"; None for another."""
    return _units().get(written)


@cache
def _units() -> dict[str, str]:
    return {written: unit for unit in _SAID for written in (unit, unit_after(2, unit))}


def unit_after(count: float, unit: str) -> str:
    """The unit as it is written after this number in English: "pages", "km", "time" and "times"."""
    is_currency = len(unit) == 3 and unit.isupper()
    if unit in _INVARIANT or is_currency or count == 1:
        return unit
    if unit.endswith("y") and unit[-2:-1] not in "aeiou":
        return unit[:-1] + "ies"
    return unit + ("es" if unit.endswith(("s", "x", "ch", "sh")) else "s")
