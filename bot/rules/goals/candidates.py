"""Which numbers of a message can be a goal's own, and the unit that a bare one implies."""

import re
from dataclasses import replace
from functools import partial

from bot.entities import Domain
from bot.rules.goals.domains import read_domain
from bot.rules.goals.scene import Scene
from bot.rules.goals.verbs import words
from bot.rules.patterns import pattern
from bot.rules.quantities import Quantity, dimension_of, singular, unit_of

_pattern = partial(pattern, "amounts", package=__package__ or "bot.rules.goals")

_SCALES = re.compile(r"\b(bmi|gpa|a1c|elo)\b")
_RATINGS = {
    "rating": re.compile(r"\brat(?:ing|ed)\b"),
    "bpm": re.compile(r"\b(?:heart ?rate|pulse)\b"),
    "wpm": re.compile(r"\btyping speed\b"),
}  # scales whose numbers stand bare
_AT_MOST = re.compile(r"\b(?:max(?:imum)?(?: of)?|at most|no more than|not more than|limit\w* .{0,30}to|up to)\s+$")
_NOUN_FIRST = re.compile(r"\b((?:push|pull|sit|press|chin)[ -]ups|[a-z]{4,}s) $")
_LEAST_SUM, _LEAST_LIFT = 50, 20  # smaller bare numbers count something else
_GRADE = re.compile(r"[1-4]\.\d{1,2}")  # "a 3.5 in all my classes"
_BODY = re.compile(r"\s(?:my|the|as|the amount|what)\b")  # "twice my bodyweight", "twice as much"
_FROM_TO = re.compile(
    r"\bfrom [^,.;]{0,40}?\d[^,.;]{0,40}? (?:down |up )?to (?:about |around |just |only |under |maybe )*$"
)
_VERB_OBJECT = re.compile(r" (?:my|the|a|an|it) ")


def candidates(scene: Scene) -> list[Quantity]:
    """The numbers of one goal's stretch that may be its amount, each with a unit."""
    usable = [_with_unit(scene, quantity) for quantity in scene.quantities if _is_candidate(scene, quantity)]
    return [quantity for quantity in usable if quantity.unit is not None or _is_plain_aim(scene, quantity)]


def _is_plain_aim(scene: Scene, quantity: Quantity) -> bool:
    """Whether a bare number is meant without its unit being said: "save 1000", "deadlift 180"."""
    before = scene.before(quantity)
    if scene.domain is Domain.FINANCE:
        return quantity.value >= _LEAST_SUM and bool(_pattern("saved").search(before))
    return scene.domain is Domain.FITNESS and quantity.value >= _LEAST_LIFT and bool(_pattern("lifted").search(before))


def stated_start(scene: Scene, chosen: Quantity) -> Quantity | None:
    """The 84 of "I weigh 84 kg and want to get down to 78 kg": said before the goal, in its unit."""
    earlier = [q for q in scene.quantities if q.unit == chosen.unit and q.end <= scene.start and q.is_amount]
    return next((q for q in earlier if q.value != chosen.value and _is_now(scene, q)), None)


def _is_candidate(scene: Scene, quantity: Quantity) -> bool:
    if not quantity.is_amount or quantity.start < scene.start or quantity.end > scene.end + 1:
        return False
    if quantity.unit == "%" and not (quantity.value < 100 and _pattern("share").search(scene.before(quantity))):
        return False
    if quantity.unit in ("month", "year", "pack", "st", "am", "pm") or quantity.value < 0:
        return False
    if not _is_countable(scene, quantity):
        return False
    if (quantity.value == 365 and quantity.unit == "day") or "$$" in scene.plain[
        max(0, quantity.start - 1) : quantity.end
    ]:
        return False
    if any(quantity.start < to and at < quantity.end for at, to in scene.taken):
        return False
    before, after = scene.before(quantity), scene.plain[quantity.end : quantity.end + 24]
    if _pattern("old").search(after) or (
        _pattern("past").search(before) and not re.search(r"\blose (?:the |that )?(?:last|another) $", before)
    ):
        return False
    if _pattern("letter").search(scene.plain[scene.start : quantity.start + 1]) and re.match(r"[24] ", quantity.text):
        return False
    return not (quantity.unit in ("day", "week") and re.match(r"an? ", quantity.text.lower()))


def _is_countable(scene: Scene, quantity: Quantity) -> bool:
    """Whether the noun counted is one: "2 make time" and "a 2016 season" count nothing."""
    after = scene.plain[quantity.end : quantity.end + 12]
    if quantity.value == 1 and (
        after.startswith(" at a time") or re.search(r"\bone (?:more|last|single)\b", quantity.text.lower())
    ):
        return False
    if quantity.unit == "time" and quantity.text.lower() in ("twice", "once", "thrice") and _BODY.match(after):
        return False
    if _pattern("uncounted_after").match(after) or _pattern("no_amount").fullmatch(quantity.text.lower()):
        return False
    if quantity.text.lower() == "once" and not scene.has_period_after(quantity):
        return False
    if (
        quantity.unit in ("min", "hour")
        and scene.domain is not Domain.FITNESS
        and scene.before(quantity).endswith(" in ")
    ):
        return False
    if quantity.unit is None or dimension_of(quantity.unit) or quantity.is_currency:
        return True
    if quantity.unit in words("uncountable") or (_may_be_year(quantity) and quantity.unit not in words("counted")):
        return False
    if quantity.value == 1:
        is_limit = bool(_AT_MOST.search(scene.before(quantity)))
        return is_limit or scene.has_period_after(quantity) or read_domain(quantity.unit).score >= 2
    if quantity.unit != quantity.word and not quantity.word.endswith("s"):
        return True  # a noun of another language, read as its unit
    if _SCALES.fullmatch(quantity.word):
        return True
    if scene.has_period_after(quantity) and not re.match(r" (?:my|the|it|your) ", after):
        return True  # "2 coffe a day"
    is_plural = (
        quantity.word.endswith("s") or quantity.word in words("irregular_plurals") or not quantity.word.isascii()
    )
    return is_plural or (quantity.word in words("counted") and not _VERB_OBJECT.match(after))


def _may_be_year(quantity: Quantity) -> bool:
    return 1900 <= quantity.value <= 2100 and "," not in quantity.text


def _with_unit(scene: Scene, quantity: Quantity) -> Quantity:
    """A bare number with the unit its words imply: "get to 165" on a scale, "lose the last 30", "a bmi of 24"."""
    if quantity.unit is not None:
        return quantity
    if scene.domain is Domain.LEARNING and _GRADE.fullmatch(quantity.text):
        return replace(quantity, unit="gpa")
    if quantity.unit is None and _FROM_TO.search(scene.before(quantity)):
        first = next(
            (q for q in scene.quantities if q.unit and scene.start <= q.start and q.end < quantity.start), None
        )
        if first and first.is_amount:
            return replace(quantity, unit=first.unit)
    scale = _SCALES.search(scene.words)
    if scale and quantity.value < 100:
        return replace(quantity, unit=scale[1])
    if listed := _NOUN_FIRST.search(scene.before(quantity)):
        noun = unit_of(listed[1].replace(" ", "-")) or unit_of(listed[1].replace(" ", ""))
        noun = noun or next((one for one in (singular(listed[1]),) if one in words("counted")), None)
        if noun and dimension_of(noun) is None:
            return replace(quantity, unit=noun)  # "push ups 30 daily"
    named_scale = next((name for name, words_of in _RATINGS.items() if words_of.search(scene.words)), None)
    if named_scale and quantity.value >= 30:
        return replace(quantity, unit=named_scale)
    if (
        scene.domain is Domain.WEIGHT
        and _pattern("weigh").search(scene.before(quantity))
        and 1 <= quantity.value <= 500
    ):
        named = next((q.unit for q in scene.quantities if dimension_of(q.unit) == "mass"), None)
        is_level = bool(_pattern("to").search(scene.before(quantity)))
        implied = "lb" if quantity.value >= 110 else "kg" if quantity.value >= 40 else None
        return replace(quantity, unit=named or (implied if is_level else None))
    if _pattern("to").search(scene.before(quantity)):
        stated = [q for q in scene.quantities if q.unit and q.end <= scene.start and _is_now(scene, q)]
        if stated:
            return replace(quantity, unit=stated[-1].unit)
    if quantity.value >= 20 and re.search(r"\b(?:followers?|social media presence|subscribers?)\b", scene.words):
        return replace(quantity, unit="subscriber" if "subscriber" in scene.words else "follower")
    return quantity


def _is_now(scene: Scene, quantity: Quantity) -> bool:
    """Whether a number tells how things are today: "I smoke 15"."""
    return bool(_pattern("now").search(scene.plain[max(0, quantity.start - 30) : quantity.start]))
