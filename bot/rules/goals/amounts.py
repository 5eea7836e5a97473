"""Which number of a clause is the goal's own, in what unit, and what it means: target, delta, rate, cap ..."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.entities import AmountKind, Direction, Domain
from bot.rules.goals.candidates import candidates, stated_start
from bot.rules.goals.kinds import kind_of
from bot.rules.goals.scene import Amount, Scene
from bot.rules.goals.verbs import words
from bot.rules.patterns import pattern
from bot.rules.quantities import Quantity, dimension_of, singular

_pattern = partial(pattern, "amounts", package=__package__ or "bot.rules.goals")

_TO_NONE = re.compile(r"\bfrom (?:about |around )?(\d[\w.]*|\w+)\b.{1,40}? to (?:zero|none|no|0|nothing)\b")
_CODED = frozenset(["min", "second", "hour", "day", "week", "kg", "lb", "stone", "km", "mile", "time"])
_SPELLED = frozenset(
    [
        ("gram", "g"),
        ("gramme", "g"),
        ("milliliter", "ml"),
        ("millilitre", "ml"),
        ("meter", "m"),
        ("metre", "m"),
        ("centimeter", "cm"),
        ("centimetre", "cm"),
        ("ounce", "oz"),
        ("inch", "inch"),
        ("calorie", "kcal"),
        ("yard", "yd"),
    ]
)
_CLOCKLIKE = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")


def read_amount(scene: Scene) -> Amount | None:
    """The amount of one goal, None where its words hold none. Nothing is guessed from elsewhere but a unit."""
    special = _race_time(scene) or _sub_time(scene) or _down_to_none(scene)
    if special:
        return special
    usable = candidates(scene)
    if not usable:
        return _counted_noun(scene)
    start = next((q for q in usable if _pattern("from").search(scene.before(q))), None)
    targets = [q for q in usable if q is not start] if start and len(usable) > 1 else usable
    chosen = _chosen(scene, targets)
    amount = Amount(
        chosen.value, chosen.unit, kind_of(scene, chosen), chosen.start, chosen.end, written=_as_written(chosen)
    )
    if start is None and chosen.unit is not None:
        start = stated_start(scene, chosen)
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


def _as_written(quantity: Quantity) -> str | None:
    """ "pushup" for "50 pushups", whose unit is read as push-up; None for units with a code of their own."""
    noun = singular(quantity.word) if quantity.word.isascii() else ""
    is_coded = quantity.unit in _CODED or dimension_of(quantity.unit) == "money" or quantity.unit is None
    if is_coded or len(noun) < 3 or noun == quantity.unit or not _is_variant(noun, quantity.unit or ""):
        return None
    return noun


def _is_variant(noun: str, unit: str) -> bool:
    """Whether two spellings are of one English word; a word of another language keeps the English unit."""
    plain, other = noun.replace("-", "").replace(" ", ""), unit.replace("-", "")
    return plain == other or sorted(plain) == sorted(other) or (plain, unit) in _SPELLED


def _chosen(scene: Scene, quantities: list[Quantity]) -> Quantity:
    """The one of several that the goal is about: a time over the distance run in it, an amount over its times."""
    timed = [q for q in quantities if q.unit in ("min", "second", "hour") and _is_limit(scene, q)]
    if timed and any(dimension_of(q.unit) == "length" for q in quantities):
        return timed[0]
    for later in quantities[1:]:
        if later.unit == quantities[0].unit and _pattern("corrected").search(
            scene.plain, quantities[0].end, later.start
        ):
            return later
    for fits in (_fits_domain(scene), lambda q: q.unit not in ("time", "day", "week"), lambda q: q.unit != "week"):
        if len(quantities) > 1 and any(map(fits, quantities)):
            quantities = [q for q in quantities if fits(q)]
    return quantities[0]


def _is_limit(scene: Scene, quantity: Quantity) -> bool:
    return bool(_pattern("in_time").search(scene.before(quantity)))


def _fits_domain(scene: Scene) -> Callable[[Quantity], bool]:
    wanted = {Domain.WEIGHT: "mass", Domain.FINANCE: "money"}.get(scene.domain)
    return lambda q: wanted is not None and dimension_of(q.unit) == wanted


def _race_time(scene: Scene) -> Amount | None:
    """ "break 4:10 for the mile" in seconds; "a 3:45 marathon" in minutes."""
    if scene.domain is not Domain.FITNESS or not _pattern("race").search(scene.words):
        return None
    for quantity in scene.quantities:
        found = _CLOCKLIKE.fullmatch(quantity.text.strip())
        if not (quantity.is_clock and found and scene.start <= quantity.start < scene.end):
            continue
        if re.search(r"\b(?:at|by|before|until|from|@)\s+$", scene.before(quantity)):
            continue
        first, second, third = int(found[1]), int(found[2]), int(found[3] or 0)
        is_long = bool(third) or (bool(re.search(r"marathon|\bhalf\b", scene.words)) and first <= 6)
        seconds = first * 3600 + second * 60 + third if is_long else first * 60 + second
        unit, value = ("min", seconds / 60) if is_long else ("second", float(seconds))
        return Amount(value, unit, AmountKind.TARGET, quantity.start, quantity.end)
    return None


def _sub_time(scene: Scene) -> Amount | None:
    """ "a sub 25 5k" in minutes, "a sub-4 marathon" in hours."""
    found = _pattern("sub_time").search(scene.words)
    if not found:
        return None
    value, is_long = float(found[1]), bool(found[2])
    unit = "hour" if is_long and value < 10 else "min"
    return Amount(value, unit, AmountKind.TARGET, scene.start + found.start(1), scene.start + found.end(1))


def _down_to_none(scene: Scene) -> Amount | None:
    """ "from 4 sodas a day to none" is a target of zero with a start."""
    found = _TO_NONE.search(scene.words)
    start = next((q for q in scene.quantities if found and q.start == scene.start + found.start(1)), None)
    if not found or start is None or not start.unit:
        return None
    kind = AmountKind.RATE if scene.has_period_after(start) else AmountKind.TARGET
    return Amount(0.0, start.unit, kind, start.start, scene.start + found.end(), start.value)


def _counted_noun(scene: Scene) -> Amount | None:
    """The one of "a book a week"."""
    found = _pattern("agreed").search(scene.words)
    noun = found and (found["noun"] or found["plain"])
    if not found or not noun or noun in words("uncounted"):
        return None
    return Amount(1.0, noun, AmountKind.RATE, scene.start + found.start(), scene.start + found.end())
