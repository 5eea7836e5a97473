"""Everything measurable in one message, and which stretch of it belongs to which goal."""

from datetime import date
from typing import NamedTuple

from bot.rules.dates import Deadline, find_deadlines
from bot.rules.frequencies import FrequencyPhrase, find_frequencies
from bot.rules.goals.leads import patterns
from bot.rules.goals.split import Clause
from bot.rules.goals.surface import Surface
from bot.rules.quantities import Quantity, find_quantities


class Measures(NamedTuple):
    """The quantities, deadlines and frequencies of a message, each with its place."""

    quantities: list[Quantity]
    deadlines: list[Deadline]
    frequencies: list[FrequencyPhrase]


def measure(surface: Surface, today: date) -> Measures:
    """What can be counted in a message."""
    quantities = find_quantities(surface.plain)
    deadlines = find_deadlines(surface.plain, today=today)
    return Measures(quantities, deadlines, find_frequencies(surface.plain, quantities))


def end_of(surface: Surface, clause: Clause) -> int:
    """Where the goal's own words end and a reason or a comparison begins."""
    limit = patterns()["cut"].search(surface.plain, clause.start, clause.end)
    return limit.start() if limit and limit.start() > clause.start + 3 else clause.end


def first_start(clauses: list[Clause], clause: Clause) -> int:
    """Where the first goal of the clause's sentence begins: what stands before it heads them all."""
    return min(other.start for other in clauses if other.sentence == clause.sentence)


def frequency_of(surface: Surface, clause: Clause, clauses: list[Clause], measures: Measures) -> FrequencyPhrase | None:
    """How often, said in the goal's own words or before the first goal of its sentence."""
    end = end_of(surface, clause)
    own = [f for f in measures.frequencies if clause.start <= f.start < end]
    lead = [f for f in measures.frequencies if clause.from_start <= f.start < first_start(clauses, clause)]
    return next(iter([*own, *lead]), None)
