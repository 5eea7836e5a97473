"""Which of a message's deadlines is the one of a goal."""

import re
from datetime import date
from functools import partial

from bot.rules.dates import Deadline, find_deadlines
from bot.rules.goals.measures import Measures, end_of, first_start
from bot.rules.goals.split import Clause
from bot.rules.goals.surface import MARK, Surface
from bot.rules.patterns import pattern
from bot.rules.quantities import Quantity, dimension_of

_pattern = partial(pattern, "reading", package=__package__ or "bot.rules.goals")

_HEADING_YEAR = re.compile(r"\b(?:in|for|during) 20\d\d$|\b(?:this|next) year$|^20\d\d$")
_GIVEN = re.compile(r"\bi(?:'ve got| have)(?: only)? $")
_EVERY = re.compile(r"\b(?:every|each|per|last|past) $")
_STARTS = re.compile(r"\W*(?:start|begin|join|get back|go back)")
_SOON = re.compile(r"(?:next|this) (?:week|month|weekend|\w+day)|tomorrow")  # when it starts, not when it ends
_AND = re.compile(r"\W(?:and|&|\+|und|y|et|и)\W")
_BY = re.compile(r"(?:by|before|within|in|bis|antes|avant|до)\b")
_SPANS = ("day", "week", "month")


def deadline_of(
    surface: Surface, clause: Clause, clauses: list[Clause], measures: Measures, today: date
) -> Deadline | None:
    """The deadline in the goal's own words, else one that heads its sentence or the message, else a shared year."""
    return (
        _time_given(surface, clause, measures, today)
        or _own(surface, clause, measures)
        or _heading(surface, clause, clauses, measures)
        or _shared_year(surface, clauses, measures)
        or _shared_by_two(surface, clause, clauses, measures)
        or _bare_span(surface, clause, measures, today)
    )


def is_length(surface: Surface, deadline: Deadline) -> bool:
    """ "for 30 days" is a length as well as a deadline; "for a month" and "in 30 days" are deadlines only."""
    return bool(_pattern("length").match(surface.plain[deadline.start : deadline.end]))


def _own(surface: Surface, clause: Clause, measures: Measures) -> Deadline | None:
    inside = [d for d in measures.deadlines if clause.start <= d.start < clause.end]
    if _STARTS.match(surface.plain, clause.start):
        inside = [d for d in inside if not _SOON.fullmatch(surface.plain, d.start, d.end)]
    end = end_of(surface, clause)
    own = [d for d in inside if d.start < end] or [d for d in inside if not _is_year(surface, d)]
    if not own:
        return None
    return own[-1] if len(own) > 1 and not is_length(surface, own[-1]) else own[0]


def _heading(surface: Surface, clause: Clause, clauses: list[Clause], measures: Measures) -> Deadline | None:
    """One before the first goal of the sentence, or one that opens the message: "next year: ..."."""
    first = first_start(clauses, clause)
    heading = [d for d in measures.deadlines if clause.from_start <= d.start < first]
    if heading:
        return heading[-1]
    for deadline in measures.deadlines[:1]:
        after = surface.plain[deadline.end : deadline.end + 2].strip(" ")
        if not surface.plain[: deadline.start].strip(f" {MARK}.,-:!") and after in (",", ":", ""):
            return deadline
    return None


def _shared_year(surface: Surface, clauses: list[Clause], measures: Measures) -> Deadline | None:
    for deadline in measures.deadlines:
        if _is_year(surface, deadline) and any(c.from_start <= deadline.start < end_of(surface, c) for c in clauses):
            return deadline
    return None


def _shared_by_two(surface: Surface, clause: Clause, clauses: list[Clause], measures: Measures) -> Deadline | None:
    """The limit that ends a sentence of exactly two goals: "lose 8 kg and run a 10k by September"."""
    pair = [other for other in clauses if other.sentence == clause.sentence]
    if len(pair) != 2 or pair[0] is not clause or not _AND.search(surface.plain[clause.end : pair[1].start]):
        return None
    if any(clause.start <= f.start < clause.end for f in measures.frequencies):
        return None  # a habit ends nowhere
    limits = [
        d for d in measures.deadlines if pair[1].start < d.start < pair[1].end and _BY.match(surface.plain, d.start)
    ]
    is_last = bool(limits) and not re.search(r"\w", surface.plain[limits[-1].end : pair[1].end])
    return limits[-1] if is_last else None


def _is_year(surface: Surface, deadline: Deadline) -> bool:
    return bool(_HEADING_YEAR.search(surface.plain[deadline.start : deadline.end]))


def _time_given(surface: Surface, clause: Clause, measures: Measures, today: date) -> Deadline | None:
    """The 8 months of "I have 8 months to get ready"."""
    for quantity in measures.quantities:
        is_before = clause.from_start <= quantity.start < clause.start and quantity.unit in _SPANS
        if is_before and _GIVEN.search(surface.plain[clause.from_start : quantity.start]):
            return _from_now(quantity, today)
    return None


def _bare_span(surface: Surface, clause: Clause, measures: Measures, today: date) -> Deadline | None:
    """ "365 days 100 lbs": a length of time at the edge of a goal, beside its amount, is its deadline."""
    inside = [q for q in measures.quantities if clause.start <= q.start < clause.end and q.is_amount]
    spans = [q for q in inside if q.unit in _SPANS]
    has_amount = any(dimension_of(q.unit) in ("mass", "money", "length") or q.unit == "book" for q in inside)
    if len(spans) != 1 or not has_amount or _EVERY.search(surface.plain[: spans[0].start]):
        return None
    before = surface.plain[clause.start : spans[0].start].strip(" .,:;-")
    after = surface.plain[spans[0].end : clause.end].strip(" .,:;-!")
    return None if before and after else _from_now(spans[0], today)


def _from_now(quantity: Quantity, today: date) -> Deadline | None:
    found = find_deadlines(f"in {quantity.text}", today=today)
    return Deadline(quantity.start, quantity.end, found[0].day) if found else None
