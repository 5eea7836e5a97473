"""Reads the answer to a check-in."""

import re
from dataclasses import replace
from datetime import date, time

from bot.entities import AnswerReading, AnswerStatus, GoalKind, ValueOnDay
from bot.rules.answers.absences import absence_in, skipped_days, with_gap
from bot.rules.answers.checked_goal import CheckedGoal
from bot.rules.answers.clauses import Strength, clauses_of, evidence_in
from bot.rules.answers.cues import cues
from bot.rules.answers.days import past_days
from bot.rules.answers.instructions import (
    is_low_intake,
    settled,
    without_ages,
    without_kept_words,
    without_return,
)
from bot.rules.answers.nights import on_its_night, read_clock
from bot.rules.answers.requests import Said, is_other, request_in
from bot.rules.answers.values import Reading, readings
from bot.rules.answers.verdicts import Answer, is_more_than_a_slip, status_of_amounts, statuses_by_day
from bot.rules.quantities import Quantity, dimension_of, find_quantities
from bot.rules.text import fold

PARTLY = AnswerStatus.PARTLY
LONGEST = 2_000  # characters read: an answer is short


def read_answer(text: str, *, today: date, goal: CheckedGoal, at: time | None = None) -> AnswerReading:
    """What `text` answers to a check-in on `goal`. Total: anything it cannot read is OTHER.

    `today` is the person's local day; weekdays are read backwards for what was done and forwards for a move.
    `at` is the local time it was said: before noon a night is the one that began the evening before.
    """
    folded = without_return(fold(text[:LONGEST].replace("½", " 1/2"))).replace("\x00", " ")
    if not folded.strip():
        return AnswerReading(status=AnswerStatus.OTHER)
    answer = _taken_apart(folded, today, goal)
    phrase = _whole_phrase(folded)
    reading = AnswerReading(status=phrase) if phrase is not None else _read(answer)
    return on_its_night(reading, answer, at)


def _read(answer: Answer) -> AnswerReading:
    """The first of: a clock, a request, a gap of days, something else altogether, how it went."""
    if (clock := read_clock(answer)) is not None:
        return clock
    folded, quantities = answer.folded, answer.quantities
    request = settled(request_in(folded, quantities, answer.today, _said(answer)), folded, quantities)
    if request is not None:
        return _with_correction(request, answer) if request.status is AnswerStatus.UNDO else request
    is_asked = is_other(folded, has_answer=_is_told(answer) or bool(answer.values))
    if is_asked or is_low_intake(folded, quantities, answer.goal):
        return AnswerReading(status=AnswerStatus.OTHER)
    return _away(answer) or _told(answer)


def _away(answer: Answer) -> AnswerReading | None:
    """A gap of days, with what was done since; OTHER for one still to come."""
    absence = absence_in(answer.folded, answer.quantities, answer.today, answer.goal)
    if absence is None:
        return None
    if absence.is_coming:
        return AnswerReading(status=AnswerStatus.OTHER)
    kept = [pair for pair in answer.evidence if not pair[0].start <= absence.start < max(pair[0].end, 1)]
    clauses = [clause for clause, _ in kept]
    values = [value for value in answer.values if value.clause in clauses]
    days = [day for day in answer.days if any(clause.start <= day.start < clause.end for clause in clauses)]
    since = replace(answer, evidence=kept, clauses=clauses, values=values, days=days, quantities=[])
    rest = _told(answer if absence.is_over else since)
    is_back = rest.day_offset == 0 and not rest.also
    if is_back and rest.status in (AnswerStatus.DONE, AnswerStatus.PARTLY, AnswerStatus.VALUE):
        return with_gap(rest, absence)
    return skipped_days(absence)


def _whole_phrase(folded: str) -> AnswerStatus | None:
    """The status of a one-sign or one-letter answer."""
    bare = folded.rstrip(" .!,")
    for name, status in (
        ("done", AnswerStatus.DONE), ("skipped", AnswerStatus.SKIPPED), ("partly", AnswerStatus.PARTLY)
    ):  # fmt: skip
        if bare in cues().phrases[name]:
            return status
    return None


def _taken_apart(folded: str, today: date, goal: CheckedGoal) -> Answer:
    found = without_kept_words(find_quantities(folded)) or _lone_one(folded, goal)
    quantities = without_ages(folded, found, goal)
    clauses = clauses_of(folded, [(q.start, q.end) for q in quantities])
    days = past_days(folded, today)
    spans = [(q.start, q.end) for q in quantities]
    evidence = [(clause, evidence_in(clause, goal, spans)) for clause in clauses]
    amounts = [q for q in quantities if q.is_amount or goal.kind is not GoalKind.HABIT]
    values = readings(folded, goal, amounts, clauses, days)
    return Answer(folded, goal, today, quantities, clauses, days, evidence, values)


def _said(answer: Answer) -> Said:
    """What the text says about how it went, as far as a request needs it."""
    found = [e for _, evidence in answer.evidence for e in evidence]
    is_done = any(e.status is not AnswerStatus.SKIPPED and e.strength >= Strength.WORD for e in found)
    is_excused = any(e.status is AnswerStatus.SKIPPED for e in found)
    has_amount = any(q.is_amount and q.unit and dimension_of(q.unit) != "time" for q in answer.quantities)
    return Said(_is_told(answer), is_done, is_excused, bool(answer.values), has_amount)


_LONE_ONE = re.compile(
    r"(?:(?:only|just|had|smoked|read|did|wrote|nur|solo|seulement|que|только|всего|i|the|so far|today|heute|hoy|"
    r"сегодня)[ ,]+)*+(one|uno|una|eine?n?|une|un|один|одну|одна|одно)"
    r"(?:[ ,]+(?:today|yesterday|only|so far|heute|gestern|hoy|ayer|hier|сегодня|вчера))*+[ .!]*+"
)


def _lone_one(folded: str, goal: CheckedGoal) -> list[Quantity]:
    """ "just one": the word is a pronoun elsewhere, but as a whole answer about an amount it is the number."""
    match = None if goal.kind in (GoalKind.HABIT, GoalKind.LEVEL) else _LONE_ONE.fullmatch(folded)
    if match is None:
        return []
    return [Quantity(1.0, None, match.start(1), match.end(1), match.group(1), in_words=True)]


def _is_told(answer: Answer) -> bool:
    """True when the text says how it went."""
    return any(e.strength >= Strength.WORD for _, found in answer.evidence for e in found)


def _with_correction(request: AnswerReading, answer: Answer) -> AnswerReading:
    """An undo that names the right value carries it, so that the caller can record it in the same turn."""
    if not answer.values:
        return request
    last = next((r for r in answer.values if not r.is_planned), answer.values[-1])
    return request.model_copy(update={"value": last.value, "unit": answer.goal.unit, "mode": "set"})


def _told(answer: Answer) -> AnswerReading:
    """The reading of an answer that says how it went."""
    by_day = statuses_by_day(answer)
    values = [reading for reading in answer.values if not _is_denied(reading, answer)]
    if values:
        return _with_values(answer, values, by_day)
    if answer.goal.kind is GoalKind.CAP and _says_none(answer.folded) and by_day:
        day = max(by_day)
        if by_day[day] is AnswerStatus.DONE:
            return AnswerReading(
                status=AnswerStatus.VALUE, value=0.0, unit=answer.goal.unit, mode="set", day_offset=day
            )
    if answer.goal.is_avoidance and PARTLY in by_day.values() and is_more_than_a_slip(answer.quantities):
        by_day = {day: AnswerStatus.SKIPPED if status is PARTLY else status for day, status in by_day.items()}
    if not by_day:
        return AnswerReading(status=status_of_amounts(answer), day_offset=answer.days[0].offset if answer.days else 0)
    return _with_statuses(answer, by_day)


def _says_none(folded: str) -> bool:
    return cues().none.search(folded) is not None


def _is_denied(reading: Reading, answer: Answer) -> bool:
    """True for the 20 of "didn't read my 20 pages"."""
    found = next((found for clause, found in answer.evidence if clause is reading.clause), [])
    is_skip = any(e.status is AnswerStatus.SKIPPED and e.strength >= Strength.WORD for e in found)
    is_done = any(e.status is not AnswerStatus.SKIPPED for e in found)
    is_target = reading.value in (answer.goal.target, answer.goal.start)
    return is_skip and not is_done and not answer.goal.is_limit and is_target


def _with_values(answer: Answer, values: list[Reading], by_day: dict[int, AnswerStatus]) -> AnswerReading:
    """The reading of an answer with numbers: the latest day first, the others in `also`."""
    days = _values_by_day(answer, values, by_day)
    main = 0 if 0 in days else max(days)
    chosen = days[main]
    value = _merged(chosen, answer.goal)
    also = tuple(
        ValueOnDay(value=_merged(days[day], answer.goal), day_offset=day)
        for day in sorted(days, reverse=True)
        if day != main
    )
    status = _status_of_value(answer, chosen[-1], value, by_day.get(main))
    return AnswerReading(
        status=status, value=value, unit=answer.goal.unit, mode=chosen[-1].mode, day_offset=main, also=also
    )


def _values_by_day(answer: Answer, values: list[Reading], by_day: dict[int, AnswerStatus]) -> dict[int, list[Reading]]:
    """The numbers of each day; one without a day takes the only day named, unless that day was a skip."""
    amounts = [
        clause for clause in answer.clauses if any(clause.start <= q.start < clause.end for q in answer.quantities)
    ]
    named = {day.offset for day in answer.days if not any(c.start <= day.start < c.end for c in amounts)}
    only = next(iter(named)) if len(named) == 1 else 0
    if by_day.get(only) is AnswerStatus.SKIPPED or any(reading.day is not None for reading in values):
        only = 0
    days: dict[int, list[Reading]] = {}
    for reading in values:
        days.setdefault(only if reading.day is None else reading.day, []).append(reading)
    return days


def _merged(found: list[Reading], goal: CheckedGoal) -> float:
    """One value for one day: amounts of the day add up, a level or a new total is the last said."""
    last = found[-1]
    if goal.kind is GoalKind.LEVEL or len(found) == 1 or last.quantity.out_of is not None:
        return last.value
    if goal.kind is GoalKind.TOTAL and last.mode == "set":
        return last.value
    return round(sum(reading.value for reading in found), 4)


def _status_of_value(answer: Answer, reading: Reading, value: float, verdict: AnswerStatus | None) -> AnswerStatus:
    goal, out_of = answer.goal, reading.quantity.out_of
    if out_of is not None and goal.kind is not GoalKind.LEVEL:
        return AnswerStatus.DONE if value >= out_of else AnswerStatus.PARTLY
    if (
        goal.kind is GoalKind.DAILY
        and verdict is AnswerStatus.DONE
        and goal.target is not None
        and value >= goal.target
    ):
        strong = any(sign in answer.folded for sign in cues().emoji["done"])
        return AnswerStatus.DONE if strong or _says_done(answer) else AnswerStatus.VALUE
    return AnswerStatus.VALUE


def _says_done(answer: Answer) -> bool:
    return any(
        e.word in ("done", "did it", "hecho", "erledigt", "fait", "готово") for _, f in answer.evidence for e in f
    )


def _with_statuses(answer: Answer, by_day: dict[int, AnswerStatus]) -> AnswerReading:
    """The reading of an answer without numbers: today if it is told, else the latest day; the others in `also`."""
    main = 0 if 0 in by_day else max(by_day)
    also = tuple(
        ValueOnDay(value=None, day_offset=day, status=by_day[day])
        for day in sorted(by_day, reverse=True)
        if day != main
    )
    done = [day for day, status in by_day.items() if status is AnswerStatus.DONE]
    is_count = len(done) > 1 and answer.goal.kind is GoalKind.HABIT and len(done) == len(by_day)
    if is_count and not answer.goal.is_limit:
        return AnswerReading(
            status=AnswerStatus.DONE,
            value=float(len(done)),
            unit=answer.goal.unit,
            mode="add",
            day_offset=main,
            also=also,
        )
    return AnswerReading(status=by_day[main], day_offset=main, also=also)
