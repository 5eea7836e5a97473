"""A vague goal and the answer to its one question, put together into a clearer goal."""

import re
from datetime import datetime, time
from functools import partial

from bot.entities import Direction, Domain, Frequency, GoalDraft, GoalReading, Intent
from bot.entities.goal import Period
from bot.rules.agreement import read_agreement
from bot.rules.dates import find_deadlines, local_day
from bot.rules.goals.answered import Answer, read_answer
from bot.rules.goals.clarify import Question, areas, next_question
from bot.rules.goals.clocks import find_clock
from bot.rules.goals.counted import with_number
from bot.rules.goals.domains import read_domain
from bot.rules.goals.reading import read_goals
from bot.rules.patterns import pattern
from bot.rules.quantities import dimension_of
from bot.rules.text import fold

_pattern = partial(pattern, "answers", package=__package__ or "bot.rules.goals")

_STRETCHES = frozenset({"day", "week", "month", "year"})
_LONGEST = 300  # characters of an answer
_DETAIL = 5  # words that may name a person, a meal, a task
_ELSEWHERE = frozenset({Intent.MEMORY, Intent.REMINDER, Intent.PLAN, Intent.QUESTION, Intent.JOKE, Intent.PAST})


def complete_draft(draft: GoalDraft, answer: str, *, now: datetime, zone: str | None) -> GoalDraft | None:
    """The goal with what the answer adds; None when the answer is about something else, or adds nothing.

    "Yes" and "no idea" take the default that the question offers; nothing else is taken for consent.
    """
    question = next_question(draft)
    if question is None:
        return None
    said = read_answer(answer[:_LONGEST])
    if said.is_unsure or read_agreement(answer) is True:
        if question.default is None:
            return draft if said.is_unsure else None
        said = read_answer(question.default)
    elif read_agreement(answer) is False:
        return None
    reading = read_goals(said.text, now=now, zone=zone)
    if reading.intent in _ELSEWHERE or (reading.intent is Intent.FEELING and question.answer != "area"):
        return None
    return _answered(draft, question, said, reading, now, zone)


def _answered(
    draft: GoalDraft, question: Question, said: Answer, reading: GoalReading, now: datetime, zone: str | None
) -> GoalDraft | None:
    if question.answer == "area":
        return _with_area(said, reading)
    if question.answer == "date" and (dated := _with_deadline(draft, said, now, zone)):
        return dated
    if (clock := _other_clock(draft, question, said)) is not None:
        return draft.but(clock=clock)
    if question.answer == "clock" and question.default and _pattern("at_present").search(said.plain):
        return draft.but(clock=find_clock(f"in bed by {question.default}"))
    if question.answer == "clock" and (clock := find_clock(f"in bed by {said.plain}")) and said.is_short:
        return draft.but(clock=clock)
    if question.answer == "often" and (rhythm := _rhythm(said.plain)) and said.is_short:
        return draft.but(frequency=rhythm)
    if said.is_measure and (counted := with_number(draft, question, said)):
        return counted
    if reading.is_goal and len(said.plain.split()) > 2:
        return _merged(draft, reading.goals[0])
    return _with_detail(draft, said) if question.answer == "detail" and _may_be_detail(said, reading) else None


def _merged(draft: GoalDraft, said: GoalDraft) -> GoalDraft | None:
    """A fuller sentence replaces the vague one; what only the vague one held stays. None for another goal."""
    if said.domain not in (draft.domain, Domain.OTHER):
        return None
    left_out = {"domain", "deadline"} | ({"title"} if said.domain is Domain.OTHER else set())
    facts = {name: getattr(said, name) for name in said.model_fields_set - left_out if getattr(said, name) is not None}
    return draft.but(**facts, deadline=said.deadline or draft.deadline)


def _with_deadline(draft: GoalDraft, said: Answer, now: datetime, zone: str | None) -> GoalDraft | None:
    """A date, or a length of time; a bare number counts weeks."""
    if not said.is_short:
        return None
    text = f"{said.text} weeks" if said.is_bare_number else said.text
    for words in (text, f"in {text}", f"by {text}"):
        if found := find_deadlines(words, today=local_day(now, zone)):
            first = found[0]
            if first.day is None:
                return None
            dated = draft.but(deadline=first.day, deadline_text=words[first.start : first.end])
            apart = Answer(words[: first.start] + " " * (first.end - first.start) + words[first.end :])
            return _with_other_sum(dated, apart)
    return None


def _with_other_sum(draft: GoalDraft, said: Answer) -> GoalDraft:
    """ "500 by june", said to "save 1000": the sum said last, in the title too; a currency that was still open."""
    sums = (
        [q for q in said.quantities if dimension_of(q.unit or "") != "time"] if draft.domain is Domain.FINANCE else []
    )
    is_stretch = said.is_bare_number or not sums or sums[0].unit in _STRETCHES
    if is_stretch or draft.amount is None or draft.unit not in (None, sums[0].unit):
        return draft
    old = re.compile(rf"(?<!\d){draft.amount:g}(?!\d)")
    title = old.sub(f"{sums[0].value:g}", draft.title, count=1)
    return draft.but(amount=sums[0].value, unit=sums[0].unit or draft.unit, title=title)


def _other_clock(draft: GoalDraft, question: Question, said: Answer) -> time | None:
    """ "be in bed by 11", said to the question after it: the time of day was another one."""
    if question.answer != "times" or draft.clock is None or said.frequencies or not said.is_short:
        return None
    return find_clock(said.plain) if _pattern("names_bed").search(said.plain) else None


def _rhythm(plain: str) -> Frequency | None:
    periods: tuple[tuple[str, Period], ...] = (("dai", "day"), ("week", "week"), ("month", "month"))
    per = next((per for start, per in periods if start in plain), None)
    return Frequency(times=1, per=per) if per else None


def _with_area(said: Answer, reading: GoalReading) -> GoalDraft | None:
    """The part of life that the answer names; a whole goal stands for itself."""
    if reading.is_goal and len(said.plain.split()) > 2 and next_question(reading.goals[0]) is None:
        return reading.goals[0]
    evidence = read_domain(said.plain)
    if evidence.score < 1 or evidence.domain is Domain.OTHER:
        return None
    is_less = evidence.domain is Domain.SUBSTANCE
    return GoalDraft(
        title=areas()[evidence.domain.value],
        domain=evidence.domain,
        sport=evidence.topic,
        direction=Direction.DECREASE if is_less else Direction.INCREASE,
    )


def _may_be_detail(said: Answer, reading: GoalReading) -> bool:
    is_talk = reading.is_goal or reading.intent not in (Intent.CHATTER, Intent.GOAL)
    return len(said.plain.split()) <= _DETAIL and not is_talk and not said.is_refusal


def _with_detail(draft: GoalDraft, said: Answer) -> GoalDraft:
    """A word or two that say with whom, when or what: part of the title, and enough to begin.

    What the title says already, and what names nothing in particular, is left out of it.
    """
    has_words = re.search(r"[^\W\d_]", said.plain) is not None
    is_known = set(re.findall(r"\w+", said.plain)) <= set(re.findall(r"\w+", fold(draft.title)))
    if not has_words or is_known or _pattern("nobody_special").fullmatch(said.plain):
        return as_first_step(draft)
    return as_first_step(draft.but(title=f"{draft.title}: {said.text}"[:120]))


def as_first_step(draft: GoalDraft) -> GoalDraft:
    """The goal with a small default where nobody could say more: three times a week, ten minutes."""
    if draft.clock is not None:
        return draft.but(frequency=draft.frequency or Frequency(times=5, per="week"))
    question = next_question(draft)
    if question is not None and question.answer == "area" and draft.domain.value in areas():
        draft = draft.but(title=areas()[draft.domain.value])
    if draft.domain is Domain.SUBSTANCE and draft.direction is Direction.STOP and draft.amount is None:
        return draft.but(frequency=draft.frequency or Frequency(times=1, per="day"))  # stopping is for every day
    if draft.amount is None and draft.frequency is None:
        return draft.but(frequency=Frequency(times=3, per="week"))
    return draft
