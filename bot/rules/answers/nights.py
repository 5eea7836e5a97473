"""Answers about a clock that is the goal: when the lights went out, when one got up; and whose night it was."""

import re
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Literal

from bot.entities import AnswerReading, AnswerStatus, GoalKind
from bot.rules.answers.checked_goal import CheckedGoal
from bot.rules.answers.clauses import Strength
from bot.rules.answers.cues import between_words, table
from bot.rules.answers.requests import asks_for_a_time
from bot.rules.answers.verdicts import Answer
from bot.rules.answers.when import Clock, clocks_in
from bot.rules.quantities import dimension_of
from bot.rules.text import fold

Moment = Literal["bed", "asleep", "wake"]
_NOON = time(12)
_GRACE = 0.5  # hours: "yes, 23:20" to "in bed by 23:00" is partly kept
_EARLIEST = 4  # hours before the goal's that can still be when one got up
_LENGTHS = (3, 14)  # hours of sleep that "7:30" can be
_TO_COME = re.compile(r"(?<!\w)(?:tonight|tonite|later|tomorrow|will|gonna|going to (?:bed|sleep) (?:now|soon))(?!\w)")
_ON_TIME = re.compile(
    r"(?<!\w)(?:(?:on|in) time|early|before (?:it|then|that)|punktlich|a tiempo|a l'heure|вовремя)(?!\w)"
)
_LATE = re.compile(r"(?<!\w)(?:(?:too |way |so |super |very )*late|tarde|(?:zu )?spat|(?:trop )?tard|поздно)(?!\w)")
_AT = re.compile(
    r"(?<!\w)(?:at|by|around|about|before|until|till?|'til|past|from|to|um|bis|vor|a las|a|vers|в|до|к|@)\s*$"
)
_YES = re.compile(r"(?:y+e+\w+|yup+|done|did(?: it)?|ja+|si+|oui|да+|hecho|erledigt|fait)(?!\w)")
_RATINGS = range(1, 6)


@dataclass(frozen=True, slots=True)
class _Words:
    moments: tuple[tuple[Moment, re.Pattern[str]], ...]
    night_title: re.Pattern[str]
    wake_title: re.Pattern[str]
    asleep_title: re.Pattern[str]
    hours: tuple[tuple[int, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A clock of the answer and what happened then; None: not said."""

    clock: Clock
    moment: Moment | None


@cache
def _words() -> _Words:
    raw = table("sleep")
    return _Words(
        moments=(
            ("wake", between_words(raw["wake"])),
            ("asleep", between_words(raw["asleep"])),
            ("bed", between_words(raw["bed"])),
        ),
        night_title=between_words(raw["night_title"]),
        wake_title=between_words(raw["wake_title"]),
        asleep_title=between_words(raw["asleep_title"]),
        hours=tuple((int(t[:2]) * 60 + int(t[3:]), between_words(words)) for t, words in raw["hours"].items()),
    )


def is_about_nights(goal: CheckedGoal) -> bool:
    """True for "asleep by 12" and "sleep 8 hours"; not for getting up, nor for what is only avoided at night."""
    title = fold(goal.title)
    is_measured = goal.hour is not None or goal.unit in ("hour", "min", "night")
    is_up = goal.hour is not None and _words().wake_title.search(title) is not None
    return is_measured and not is_up and not goal.is_limit and _words().night_title.search(title) is not None


def is_rating(text: str, goal: CheckedGoal) -> bool:
    """A bare 1 to 5 to a goal about a clock: how rested, and no hour."""
    bare = fold(text).strip(" .!")
    is_scale = re.fullmatch(r"[1-5](?: ?(?:/|of|out of) ?5)?", bare) is not None
    return is_scale and goal.hour is not None and is_about_nights(goal)


def on_its_night(reading: AnswerReading, answer: Answer, at: time | None) -> AnswerReading:
    """Said before noon, a night is the one that began the evening before."""
    is_report = reading.status in (
        AnswerStatus.DONE, AnswerStatus.PARTLY, AnswerStatus.SKIPPED, AnswerStatus.VALUE
    )  # fmt: skip
    if at is None or at >= _NOON or answer.days or reading.also or not is_report or not is_about_nights(answer.goal):
        return reading
    return reading.model_copy(update={"day_offset": -1})


def read_clock(answer: Answer) -> AnswerReading | None:
    """The clock of the answer held against the goal's; None where it tells of none, or the goal is no clock."""
    if asks_for_a_time(answer.folded) or _TO_COME.search(answer.folded):
        return None
    if answer.goal.hour is None:
        return _slept(answer) if is_about_nights(answer.goal) else None
    told = _told(answer)
    if not told:
        return _without_clock(answer)
    wanted = _wanted(answer.goal)
    chosen = next((t for moment in wanted for t in told if t.moment == moment), None)
    if chosen is None:
        return None if _has_own_verdict(answer) else AnswerReading(status=AnswerStatus.OTHER)
    return _compared(answer, chosen.clock)


def _wanted(goal: CheckedGoal) -> tuple[Moment | None, ...]:
    """What the goal's clock is about, the closest first."""
    title = fold(goal.title)
    if _words().wake_title.search(title):
        return ("wake", None)
    if _words().asleep_title.search(title):
        return ("asleep", None, "bed")
    if _words().night_title.search(title):
        return ("bed", None, "asleep")
    return (None, "bed", "asleep", "wake")


def _told(answer: Answer) -> list[_Told]:
    """Every clock with its moment. A bare number without such words is a clock only where it is all that is said."""
    events = sorted(
        (match.start(), match.end(), moment)
        for moment, pattern in _words().moments
        for match in pattern.finditer(answer.folded)
    )
    told = []
    for clock in _clocks(answer):
        before = [moment for start, _, moment in events if start < clock.start]
        after = [moment for start, _, moment in events if clock.end <= start <= clock.end + 24]
        told.append(_Told(clock, before[-1] if before else next(iter(after), None)))
    return told


def _clocks(answer: Answer) -> list[Clock]:
    folded, is_count = answer.folded, _is_count(answer)
    named = [
        Clock(minutes, True, match.start(), match.end())
        for minutes, pattern in _words().hours
        for match in pattern.finditer(folded)
    ]
    found = [] if is_count else clocks_in(folded, answer.quantities)
    has_words = any(pattern.search(folded) for _, pattern in _words().moments)
    kept = [c for c in found if has_words or _is_clock(c, answer) or len(folded.split()) <= 3]
    return sorted([*named, *kept], key=lambda clock: clock.start)


def _is_clock(clock: Clock, answer: Answer) -> bool:
    is_plain = any(q.start == clock.start and q.is_clock for q in answer.quantities)
    return is_plain or _AT.search(answer.folded[: clock.start]) is not None


def _is_count(answer: Answer) -> bool:
    """ "4" to "5 nights a week" counts nights, and "4" alone is how rested one is; neither is a clock."""
    bare = [q for q in answer.quantities if q.is_amount and q.unit is None and q.out_of is None]
    if len(bare) != 1 or answer.folded.strip(" .!") != bare[0].text:
        return any(r.value <= (answer.goal.target or 0) and not r.quantity.is_clock for r in answer.values) and not any(
            pattern.search(answer.folded) for _, pattern in _words().moments
        )
    return bare[0].value in _RATINGS or bare[0].value <= (answer.goal.target or 0)


def _compared(answer: Answer, clock: Clock) -> AnswerReading:
    goal_hour = _goal_hour(answer.goal)
    hour = clock.minutes / 60
    hours = (hour,) if clock.is_sure else (hour, (hour + 12) % 24)
    late = min(((h - goal_hour + 12) % 24 - 12 for h in hours), key=abs)
    if late < -_EARLIEST and _words().wake_title.search(fold(answer.goal.title)):
        return AnswerReading(status=AnswerStatus.OTHER)  # an hour of the evening before
    status = AnswerStatus.DONE if late <= 0 else AnswerStatus.SKIPPED
    if 0 < late <= _GRACE and _YES.match(answer.folded):
        status = AnswerStatus.PARTLY
    return AnswerReading(status=status, day_offset=answer.days[0].offset if answer.days else 0)


def _goal_hour(goal: CheckedGoal) -> float:
    """ "asleep by 12" means midnight where the half of the day is not said."""
    hour = goal.hour or 0.0
    title = fold(goal.title)
    is_up = _words().wake_title.search(title) is not None
    is_night = goal.clock is None and not is_up and _words().night_title.search(title) is not None
    return (hour + 12) % 24 if is_night and 7 <= hour <= 12 else hour


def _has_own_verdict(answer: Answer) -> bool:
    """True where words other than "slept" or "woke up" say how it went."""
    spans = [m.span() for _, pattern in _words().moments for m in pattern.finditer(answer.folded)]
    return any(
        e.strength >= Strength.WORD and not any(start <= e.at < end for start, end in spans)
        for _, found in answer.evidence
        for e in found
    )


def _without_clock(answer: Answer) -> AnswerReading | None:
    """ "went to bed on time" and "slept 6 hours": the first is the answer, the second says nothing about a clock."""
    has_moment = any(pattern.search(answer.folded) for _, pattern in _words().moments)
    if not has_moment or _has_own_verdict(answer):
        return None
    offset = answer.days[0].offset if answer.days else 0
    if _ON_TIME.search(answer.folded):
        return AnswerReading(status=AnswerStatus.DONE, day_offset=offset)
    if _LATE.search(answer.folded) or "до утра" in answer.folded:
        return AnswerReading(status=AnswerStatus.SKIPPED, day_offset=offset)
    only_sleep = any(q.is_amount and dimension_of(q.unit) == "time" for q in answer.quantities)
    return AnswerReading(status=AnswerStatus.OTHER) if only_sleep else None


def _named_hour(folded: str) -> bool:
    return any(pattern.search(folded) for _, pattern in _words().hours)


def _slept(answer: Answer) -> AnswerReading | None:
    """ "bed at 11, up at 7" to "sleep 8 hours": the time between; a clock alone is no length."""
    goal = answer.goal
    if goal.kind is GoalKind.HABIT or any(q.is_amount and q.unit for q in answer.quantities):
        return None
    told = [t for t in _told(answer) if t.moment and _is_clock(t.clock, answer)]
    if not told:
        clocks = [q.value for q in answer.quantities if q.is_clock]
        is_length = all(_LENGTHS[0] <= hours <= _LENGTHS[1] for hours in clocks)
        return None if is_length and not _named_hour(answer.folded) else AnswerReading(status=AnswerStatus.OTHER)
    fell = next((t for moment in ("asleep", "bed") for t in told if t.moment == moment), None)
    rose = next((t for t in told if t.moment == "wake"), None)
    if fell is None or rose is None:
        return AnswerReading(status=AnswerStatus.OTHER)
    hours = ((rose.clock.minutes - fell.clock.minutes) / 60) % 12
    value = round(hours * (60 if goal.unit == "min" else 1), 2)
    offset = answer.days[0].offset if answer.days else 0
    return AnswerReading(status=AnswerStatus.VALUE, value=value, unit=goal.unit, mode="set", day_offset=offset)
