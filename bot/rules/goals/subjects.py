"""The part of life one goal is about: by its words, its units, its sentence, at last the whole message."""

import re
from collections.abc import Iterator

from bot.entities import Domain
from bot.rules.goals.domains import Evidence, read_domain
from bot.rules.goals.measures import Measures
from bot.rules.goals.split import Clause
from bot.rules.goals.surface import MARK, Surface
from bot.rules.patterns import pattern
from bot.rules.quantities import Quantity, dimension_of

_ENOUGH = 1.5  # support that settles the domain
_WEIGHABLE = (Domain.OTHER, Domain.FITNESS, Domain.WELLBEING, Domain.NUTRITION)
_BEING = re.compile(r"\W*(?:be|become|being|stop being|feel) ")
_FOOD = re.compile(r"\b(?:eat|drink|cook|of)\b")
_MUSCLE = re.compile(r"\b(?:muscle|bench|squat|deadlift|lift|press|curl)")
_LEVEL = re.compile(r"\b(?:be (?:at|under|below|down)|get (?:down )?to|down to|weigh)\b|\bbe (?=\d{3}\b)")


def subject_of(surface: Surface, clause: Clause, end: int, measures: Measures) -> Evidence:
    """Domain and topic of the goal that stands from the clause's start to `end`."""
    words = _without_deadlines(surface.plain[clause.start : end], clause.start, measures)
    inside = [q for q in measures.quantities if clause.start <= q.start < end and not _is_in_deadline(q, measures)]
    evidence = _by_words(surface, clause, words, inside)
    domain = _by_unit(evidence, words, inside)
    return evidence if domain is evidence.domain else Evidence(domain, _ENOUGH, None)


def _by_words(surface: Surface, clause: Clause, words: str, inside: list[Quantity]) -> Evidence:
    evidence = Evidence(Domain.OTHER, 0.0, None)
    for said in _from_near_to_far(surface, clause, words):
        evidence = read_domain(said)
        if evidence.score >= _ENOUGH:
            return evidence
        if said is words and {dimension_of(q.unit) for q in inside} & {"mass", "money", "length"}:
            return Evidence(Domain.OTHER, 0.0, None)  # the unit will tell
    if re.search(r"\blearn", words):
        return Evidence(Domain.LEARNING, 0.0, None)
    return Evidence(Domain.WELLBEING, 0.0, None) if _BEING.match(words) else evidence


def _from_near_to_far(surface: Surface, clause: Clause, words: str) -> Iterator[str]:
    yield pattern("reading", "opening", __package__ or "bot.rules.goals").sub("", words, count=1)
    yield words
    if not (_BEING.match(words) and _LEVEL.search(words)):
        yield surface.plain[clause.from_start : clause.to_end]
        yield surface.tags.replace(MARK, " ")
        yield surface.plain


def _by_unit(evidence: Evidence, words: str, inside: list[Quantity]) -> Domain:
    """The domain a unit speaks for: kilos lost are weight, money is finance, miles are fitness."""
    domain = evidence.domain
    dimensions = {dimension_of(quantity.unit) for quantity in inside}
    is_food = domain is Domain.NUTRITION and _FOOD.search(words)
    if "mass" in dimensions and domain in _WEIGHABLE and not is_food:
        is_body = any(quantity.unit in ("kg", "lb", "stone") for quantity in inside) and not _MUSCLE.search(words)
        return Domain.WEIGHT if is_body else domain
    if domain is Domain.WEIGHT and _MUSCLE.search(words):
        return Domain.FITNESS
    if "money" in dimensions and domain in (Domain.OTHER, Domain.CAREER, Domain.WELLBEING):
        return Domain.FINANCE
    if "length" in dimensions and domain is Domain.OTHER:
        return Domain.FITNESS
    is_reading = any(q.unit is None and q.is_amount and 40 <= q.value <= 400 for q in inside)
    return Domain.WEIGHT if is_reading and evidence.score < _ENOUGH and _LEVEL.search(words) else domain


def _without_deadlines(words: str, start: int, measures: Measures) -> str:
    """The words without their deadlines: a trip to be ready for is no goal to travel."""
    for deadline in measures.deadlines:
        first, last = (min(len(words), max(0, place - start)) for place in (deadline.start, deadline.end))
        words = words[:first] + " " * (last - first) + words[last:]
    return words


def _is_in_deadline(quantity: Quantity, measures: Measures) -> bool:
    return any(deadline.start <= quantity.start < deadline.end for deadline in measures.deadlines)
