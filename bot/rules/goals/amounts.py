"""Which number of a clause is the goal's own, in what unit, and what it means: target, delta, rate, cap ..."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.entities import AmountKind, Direction, Domain
from bot.rules.frequencies import FrequencyPhrase
from bot.rules.goals.domains import read_domain
from bot.rules.goals.verbs import words
from bot.rules.patterns import pattern
from bot.rules.quantities import Quantity, dimension_of

_pattern = partial(pattern, "amounts", package=__package__ or "bot.rules.goals")

_CHANGE_BY = re.compile(r"\b(?:by|um|de|на|en)\s+(?:at least |about |around |another )?$")
_SCALES = re.compile(r"\b(bmi|gpa|a1c|elo)\b")
_TO_NONE = re.compile(r"\bfrom (?:about |around )?(\d[\w.]*|\w+)\b.{1,40}? to (?:zero|none|no|0|nothing)\b")
_VERB_OBJECT = re.compile(r" (?:my|the|a|an|it) ")
_CLOCKLIKE = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A goal's own number. `start` is a starting value in the same unit; `at` and `to` are its place in the text."""

    value: float
    unit: str | None
    kind: AmountKind
    at: int
    to: int
    start: float | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What an amount is read in: the folded message, one goal's stretch of it, and what else was found there."""

    plain: str
    start: int
    end: int
    domain: Domain
    quantities: list[Quantity]
    taken: list[tuple[int, int]]  # deadlines and such, whose numbers are theirs
    frequencies: list[FrequencyPhrase]

    @property
    def words(self) -> str:
        return self.plain[self.start : self.end]


def read_amount(scene: Scene) -> Amount | None:
    """The amount of one goal, None where its words hold none. Nothing is guessed from elsewhere but a unit."""
    special = _race_time(scene) or _down_to_none(scene)
    if special:
        return special
    usable = [_with_unit(scene, q) for q in scene.quantities if _is_candidate(scene, q)]
    usable = [quantity for quantity in usable if quantity.unit is not None]
    if not usable:
        return _counted_noun(scene)
    start = next((q for q in usable if _pattern("from").search(_before(scene, q))), None)
    targets = [q for q in usable if q is not start] if start and len(usable) > 1 else usable
    chosen = _chosen(scene, targets)
    amount = Amount(chosen.value, chosen.unit, _kind(scene, chosen), chosen.start, chosen.end)
    if start is None and chosen.unit is not None:
        start = _stated_start(scene, chosen)
    if start and start is not chosen and start.unit in (chosen.unit, None):
        return replace(
            amount, start=start.value, kind=AmountKind.TARGET if amount.kind is AmountKind.DELTA else amount.kind
        )
    return amount


def direction_by_number(scene: Scene, amount: Amount) -> Direction | None:
    """Up or down where the verb before the number says so."""
    before = scene.plain[scene.start : amount.at]
    if amount.kind is AmountKind.CAP or _pattern("down").search(before):
        return Direction.DECREASE
    return Direction.INCREASE if _pattern("up").search(before) else None


def _is_candidate(scene: Scene, quantity: Quantity) -> bool:
    if not quantity.is_amount or quantity.start < scene.start or quantity.end > scene.end + 1:
        return False
    if quantity.unit in ("%", "month", "year", "pack", "st", "am", "pm") or quantity.value < 0:
        return False
    if not _is_countable(scene, quantity):
        return False
    if (quantity.value == 365 and quantity.unit == "day") or "$$" in scene.plain[
        max(0, quantity.start - 1) : quantity.end
    ]:
        return False
    if any(quantity.start < to and at < quantity.end for at, to in scene.taken):
        return False
    before, after = _before(scene, quantity), scene.plain[quantity.end : quantity.end + 24]
    if _pattern("old").search(after) or (
        _pattern("past").search(before) and not re.search(r"\blose (?:the |that )?(?:last|another) $", before)
    ):
        return False
    return not (quantity.unit in ("day", "week") and re.match(r"an? ", quantity.text.lower()))


def _stated_start(scene: Scene, chosen: Quantity) -> Quantity | None:
    """The 84 of "I weigh 84 kg and want to get down to 78 kg": said before the goal, in its unit."""
    earlier = [q for q in scene.quantities if q.unit == chosen.unit and q.end <= scene.start and q.is_amount]
    return next((q for q in earlier if q.value != chosen.value and _is_now(scene, q)), None)


def _is_now(scene: Scene, quantity: Quantity) -> bool:
    """Whether a number tells how things are today: "I smoke 15"."""
    return bool(_pattern("now").search(scene.plain[max(0, quantity.start - 30) : quantity.start]))


def _is_countable(scene: Scene, quantity: Quantity) -> bool:
    """Whether the noun counted is one: "2 make time" and "a 2016 season" count nothing."""
    after = scene.plain[quantity.end : quantity.end + 12]
    if quantity.value == 1 and after.startswith(" at a time"):
        return False
    if _pattern("uncounted_after").match(after) or _pattern("no_amount").fullmatch(quantity.text.lower()):
        return False
    if quantity.text.lower() == "once" and not _period_after(scene, quantity):
        return False
    if (
        quantity.unit in ("min", "hour")
        and scene.domain is not Domain.FITNESS
        and _before(scene, quantity).endswith(" in ")
    ):
        return False
    if quantity.unit is None or dimension_of(quantity.unit) or quantity.is_currency:
        return True
    if quantity.unit in words("uncountable") or (1900 <= quantity.value <= 2100 and "," not in quantity.text):
        return False
    if quantity.value == 1:
        return _period_after(scene, quantity) or read_domain(quantity.unit).score >= 2
    if quantity.unit != quantity.word and not quantity.word.endswith("s"):
        return True  # a noun of another language, read as its unit
    is_plural = (
        quantity.word.endswith("s") or quantity.word in words("irregular_plurals") or not quantity.word.isascii()
    )
    return is_plural or (quantity.word in words("counted") and not _VERB_OBJECT.match(after))


def _with_unit(scene: Scene, quantity: Quantity) -> Quantity:
    """A bare number with the unit its words imply: "get to 165" on a scale, "lose the last 30", "a bmi of 24"."""
    if quantity.unit is not None:
        return quantity
    scale = _SCALES.search(scene.words)
    if scale and quantity.value < 100:
        return replace(quantity, unit=scale[1])
    if (
        scene.domain is Domain.WEIGHT
        and _pattern("weigh").search(_before(scene, quantity))
        and 1 <= quantity.value <= 500
    ):
        named = next((q.unit for q in scene.quantities if dimension_of(q.unit) == "mass"), None)
        is_level = bool(_pattern("to").search(_before(scene, quantity)))
        implied = "lb" if quantity.value >= 110 else "kg" if quantity.value >= 40 else None
        return replace(quantity, unit=named or (implied if is_level else None))
    if _pattern("to").search(_before(scene, quantity)):
        stated = [q for q in scene.quantities if q.unit and q.end <= scene.start and _is_now(scene, q)]
        if stated:
            return replace(quantity, unit=stated[-1].unit)
    if quantity.value >= 20 and re.search(r"\b(?:followers?|social media presence|subscribers?)\b", scene.words):
        return replace(quantity, unit="subscriber" if "subscriber" in scene.words else "follower")
    return quantity


def _chosen(scene: Scene, quantities: list[Quantity]) -> Quantity:
    """The one of several that the goal is about: a time over the distance run in it, an amount over its times."""
    timed = [
        q
        for q in quantities
        if dimension_of(q.unit) == "time"
        and q.unit in ("min", "second", "hour")
        and _pattern("in_time").search(_before(scene, q))
    ]
    if timed and any(dimension_of(q.unit) == "length" for q in quantities):
        return timed[0]
    for fits in (_fits_domain(scene), lambda q: q.unit not in ("time", "day", "week"), lambda q: q.unit != "week"):
        if len(quantities) > 1 and any(map(fits, quantities)):
            quantities = [q for q in quantities if fits(q)]
    return quantities[0]


def _is_limit(scene: Scene, quantity: Quantity) -> bool:
    return bool(_pattern("in_time").search(_before(scene, quantity)))


def _fits_domain(scene: Scene) -> Callable[[Quantity], bool]:
    wanted = {Domain.WEIGHT: "mass", Domain.FINANCE: "money"}.get(scene.domain)
    return lambda q: wanted is not None and dimension_of(q.unit) == wanted


def _kind(scene: Scene, quantity: Quantity) -> AmountKind:
    before, after = _before(scene, quantity), scene.plain[quantity.end : quantity.end + 40]
    dimension = dimension_of(quantity.unit)
    per = _period_after(scene, quantity)
    if _pattern("limit_after").search(after) or (
        _pattern("limit_before").search(before) and not _is_floor(before, dimension)
    ):
        return AmountKind.CAP
    if _pattern("change_after").search(after) or (
        _CHANGE_BY.search(before) and (_pattern("down").search(before) or _pattern("up").search(before))
    ):
        return AmountKind.DELTA
    if (
        dimension == "mass"
        and not _pattern("to").search(before)
        and (_pattern("down").search(before) or _pattern("up").search(before) or scene.domain is Domain.WEIGHT)
    ):
        return AmountKind.DELTA
    if quantity.unit in ("day", "week") and not per:
        return AmountKind.DURATION
    if per or scene.domain is Domain.SLEEP or (quantity.unit == "time" and scene.frequencies):
        return AmountKind.RATE
    if (
        _pattern("to").search(before)
        or _pattern("in_time").search(before)
        or dimension in ("money", "memory", "mass")
        or quantity.unit in ("follower", "bmi", "gpa", "subscriber")
    ):
        return AmountKind.TARGET
    if any(scene.start <= f.start < scene.end for f in scene.frequencies):
        return AmountKind.RATE
    return AmountKind.COUNT


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


def _period_after(scene: Scene, quantity: Quantity) -> bool:
    """Whether "a day" follows the number closely."""
    return any(0 <= f.start - quantity.end <= 24 and f.end <= scene.end + 24 for f in scene.frequencies)


def _race_time(scene: Scene) -> Amount | None:
    """ "break 4:10 for the mile" in seconds; "a 3:45 marathon" in minutes."""
    if scene.domain is not Domain.FITNESS or not _pattern("race").search(scene.words):
        return None
    for quantity in scene.quantities:
        found = _CLOCKLIKE.fullmatch(quantity.text.strip())
        if not (quantity.is_clock and found and scene.start <= quantity.start < scene.end):
            continue
        if re.search(r"\b(?:at|by|before|until|from|@)\s+$", _before(scene, quantity)):
            continue
        first, second, third = int(found[1]), int(found[2]), int(found[3] or 0)
        is_long = bool(third) or ("marathon" in scene.words and first <= 6)
        seconds = first * 3600 + second * 60 + third if is_long else first * 60 + second
        unit, value = ("min", seconds / 60) if is_long else ("second", float(seconds))
        return Amount(value, unit, AmountKind.TARGET, quantity.start, quantity.end)
    return None


def _down_to_none(scene: Scene) -> Amount | None:
    """ "from 4 sodas a day to none" is a target of zero with a start."""
    found = _TO_NONE.search(scene.words)
    start = next((q for q in scene.quantities if found and q.start == scene.start + found.start(1)), None)
    if not found or start is None or not start.unit:
        return None
    kind = AmountKind.RATE if _period_after(scene, start) else AmountKind.TARGET
    return Amount(0.0, start.unit, kind, start.start, scene.start + found.end(), start.value)


def _counted_noun(scene: Scene) -> Amount | None:
    """The one of "a book a week"."""
    found = _pattern("agreed").search(scene.words)
    noun = found and (found["noun"] or found["plain"])
    if not found or not noun or noun in words("uncounted"):
        return None
    return Amount(1.0, noun, AmountKind.RATE, scene.start + found.start(), scene.start + found.end())


def _before(scene: Scene, quantity: Quantity) -> str:
    return scene.plain[max(scene.start, quantity.start - 60) : quantity.start]
