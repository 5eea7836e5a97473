"""Reading the goals of a message: what `bot.rules.goals` is called for."""

import re
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from bot.entities import Frequency, GoalDraft, GoalReading, Intent
from bot.rules.dates import Deadline, local_day
from bot.rules.frequencies import FrequencyPhrase
from bot.rules.goals.accept import is_goal_clause
from bot.rules.goals.amounts import direction_by_number, read_amount
from bot.rules.goals.clarify import question_for
from bot.rules.goals.clocks import find_clock
from bot.rules.goals.deadlines import deadline_of, is_length
from bot.rules.goals.directions import read_direction
from bot.rules.goals.domains import Evidence
from bot.rules.goals.intent import otherwise, veto
from bot.rules.goals.measures import Measures, end_of, frequency_of, measure
from bot.rules.goals.scene import Amount, Scene
from bot.rules.goals.split import Clause, split_clauses
from bot.rules.goals.subjects import subject_of
from bot.rules.goals.surface import Surface
from bot.rules.goals.titles import title_of
from bot.rules.patterns import pattern

_pattern = partial(pattern, "reading", package=__package__ or "bot.rules.goals")

MAX_GOALS = 8

_GAP = 3  # characters between a goal and the end of its sentence


def read_goals(text: str, *, now: datetime, zone: str | None = None) -> GoalReading:
    """The goals `text` states, in order, at most eight, or what it is instead. Never raises.

    Deadlines are days of the person's `zone` (else of `now`); amounts and dates come from the words or are None.
    """
    surface = Surface(text)
    barred = veto(surface)
    clauses = [] if barred else _goal_clauses(surface)
    if not clauses:
        return GoalReading(is_goal=False, intent=barred or otherwise(surface))
    today = local_day(now, zone)
    measures = measure(surface, today)
    drafts = tuple(_draft(surface, clause, clauses, measures, today) for clause in clauses[:MAX_GOALS])
    return GoalReading(is_goal=True, goals=drafts, question=question_for(drafts[0]), intent=Intent.GOAL)


def _goal_clauses(surface: Surface) -> list[Clause]:
    kept: list[Clause] = []
    for clause in split_clauses(surface):
        earlier = next((other for other in kept if other.sentence != clause.sentence), None)
        if clause.joined and not any(other.sentence == clause.sentence for other in kept) and clause.cue == "bare":
            continue
        is_said = any(_words(surface, clause) == _words(surface, other) for other in kept) or (
            bool(kept) and clause.cue == "bare" and _is_measure_of(surface, kept[-1], clause)
        )
        is_listed = clause.joined and any(other.sentence == clause.sentence for other in kept)
        if not is_said and is_goal_clause(surface, clause, earlier=earlier, is_listed=is_listed):
            kept.append(clause)
    marked = {clause.sentence for clause in kept if clause.cue == "mark"}
    if marked:  # what is said around a named resolution explains it
        kept = [c for c in kept if c.sentence in marked or c.cue not in ("weak", "negative")]
    return kept


def _with_measure(surface: Surface, clause: Clause, clauses: list[Clause], measures: Measures) -> Clause:
    """The clause with a following sentence that only measures it: "I want to meditate. 10 minutes a day." """
    found = _pattern("measure").match(surface.plain, clause.to_end)
    is_last = not any(other.start > clause.start for other in clauses)
    own = [q for q in measures.quantities if clause.start <= q.start < clause.end]
    if not found or own or not is_last or clause.end < clause.to_end - _GAP:
        return clause
    is_rhythm = any(found.start() <= f.start < found.end() for f in measures.frequencies)
    if is_rhythm or _is_only_measure(surface, found, measures):
        return replace(clause, end=found.end(), to_end=found.end())
    return clause


def _is_only_measure(surface: Surface, found: re.Match[str], measures: Measures) -> bool:
    """Whether a sentence says an amount and nothing else: "I want to lose weight. About 8 kilos." """
    inside = [q for q in measures.quantities if found.start() <= q.start < found.end() and q.unit is not None]
    if len(inside) != 1 or not inside[0].is_amount:
        return False
    dated = [d for d in measures.deadlines if found.start() <= d.start < found.end()]
    rest = surface.plain[inside[0].end : found.end()]
    for deadline in dated:
        rest = rest.replace(surface.plain[deadline.start : deadline.end], "")
    return not re.search(r"\w{3,}", rest)


def _is_measure_of(surface: Surface, goal: Clause, clause: Clause) -> bool:
    """Whether a clause only says how much or how often of the goal before it."""
    is_next = clause.sentence == goal.sentence + 1 and not re.search(r"\d", _words(surface, goal))
    return is_next and bool(
        _pattern("measure").match(surface.plain, goal.to_end - 1)
        or _pattern("measure").match(surface.plain, goal.to_end)
    )


def _words(surface: Surface, clause: Clause) -> str:
    return surface.plain[clause.start : clause.end].strip()


def _draft(surface: Surface, clause: Clause, clauses: list[Clause], measures: Measures, today: date) -> GoalDraft:
    whole = clause
    clause = _with_measure(surface, clause, clauses, measures)
    end = end_of(surface, clause)
    evidence = subject_of(surface, clause, end, measures)
    deadline = deadline_of(surface, clause, clauses, measures, today)
    deadlines = [*measures.deadlines, *([deadline] if deadline else [])]
    scene = Scene(
        plain=surface.plain,
        start=clause.start,
        end=end,
        domain=evidence.domain,
        quantities=measures.quantities,
        taken=[(d.start, d.end) for d in deadlines if not is_length(surface, d)],
        frequencies=measures.frequencies,
    )
    amount = read_amount(scene)
    frequency = frequency_of(surface, clause, clauses, measures)
    return _built(surface, whole, evidence, amount, deadline, frequency, scene)


def _built(
    surface: Surface, clause: Clause, evidence: Evidence, amount: Amount | None,
    deadline: Deadline | None, frequency: FrequencyPhrase | None, scene: Scene,
) -> GoalDraft:  # fmt: skip
    text = surface.text
    spans = [(d.start, d.end) for d in (deadline,) if d]
    direction = (direction_by_number(scene, amount) if amount else None) or read_direction(scene.words, scene.domain)
    return GoalDraft(
        title=title_of(surface, clause, spans),
        domain=scene.domain,
        direction=direction,
        amount=amount.value if amount else None,
        unit=amount.unit if amount else None,
        unit_text=amount.written if amount else None,
        amount_kind=amount.kind if amount else None,
        deadline=deadline.day if deadline else None,
        deadline_text=text[deadline.start : deadline.end] if deadline else None,
        frequency=_counted(frequency, amount),
        frequency_text=text[_counted_from(frequency, amount, scene) : frequency.end] if frequency else None,
        clock=find_clock(scene.words),
        start=amount.start if amount else None,
        sport=evidence.topic,
    )


def _counted_from(phrase: FrequencyPhrase, amount: Amount | None, scene: Scene) -> int:
    """Where a frequency begins: with its "3 times" unless that is the goal's amount itself."""
    for quantity in scene.quantities:
        if quantity.unit == "time" and 0 <= phrase.start - quantity.end <= 2 and amount and amount.at != quantity.start:
            return quantity.start
    return phrase.start


def _counted(phrase: FrequencyPhrase | None, amount: Amount | None) -> Frequency | None:
    if phrase is None or phrase.frequency is None:
        return None
    if amount and amount.unit == "time" and amount.value == int(amount.value) and 1 <= amount.value <= 50:
        return phrase.frequency.but(times=int(amount.value))
    return phrase.frequency
