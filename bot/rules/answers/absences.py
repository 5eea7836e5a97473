"""A stretch of days in which nothing was done: "missed 3 days", "sick since monday"."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.entities import AnswerReading, AnswerStatus, ValueOnDay
from bot.rules.answers.checked_goal import CheckedGoal
from bot.rules.answers.cues import between_words, table
from bot.rules.answers.days import past_days
from bot.rules.answers.instructions import blanked
from bot.rules.quantities import Quantity

MOST_DAYS = 7  # written down as skipped; a longer gap is not counted day by day
_LENGTHS = {"day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
_AGO = re.compile(r"\s*(?:ago|back|назад)(?!\w)|\s*(?:in a row )?(?:clean|sober|dry|straight|streak)(?!\w)")
_AGO_BEFORE = re.compile(r"(?<!\w)(?:hace|vor|il y a|every|each|alle|cada|day|week)\s*$")
_WAIT = re.compile(r"(?<!\w)in\s*$")
_NEGATED = re.compile(r"n'?t(?!\w)|(?<!\w)(?:not|nothing|no)(?!\w)")
_MISSED = re.compile(r"(?<!\w)(?:miss\w*|skip\w*|verpasst|falte|rate|пропустил\w*)(?!\w)")


@dataclass(frozen=True, slots=True)
class Absence:
    """A gap of `days` days, and where it stands in the text."""

    days: int
    start: int
    is_coming: bool
    is_over: bool = False  # "ran 5 km after 3 days off"


@dataclass(frozen=True, slots=True)
class _Words:
    gap: re.Pattern[str]
    coming: re.Pattern[str]
    kept: re.Pattern[str]
    since: re.Pattern[str]
    all_week: re.Pattern[str]
    last_week: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _words() -> _Words:
    raw = table("absences")
    since = "|".join(raw["since"])
    return _Words(
        gap=between_words(raw["gap"]),
        coming=between_words(raw["coming"]),
        kept=between_words(raw["kept"]),
        since=re.compile(rf"(?<!\w)(?:{since}) (?P<day>(?:last )?[^\W\d_]+)"),
        all_week=between_words(raw["all_week"]),
        last_week=between_words(raw["last_week"]),
        after=re.compile(rf"(?<!\w)(?:{'|'.join(raw['after'])})(?: [^\W\d_]+){{0,3}} ?$"),
    )


def absence_in(folded: str, quantities: list[Quantity], today: date, goal: CheckedGoal) -> Absence | None:
    """The gap the text tells of; None where it names no length or nothing was missed."""
    lengths = [q for q in quantities if q.unit in _LENGTHS and q.is_amount and not _is_when(folded, q)]
    text = blanked(folded, quantities)
    if not _words().gap.search(text):
        return None
    if goal.is_limit and (_words().kept.search(text) or not _MISSED.search(text)):
        return None
    is_coming = _words().coming.search(text) is not None
    if lengths:
        longest = max(lengths, key=_days)
        is_over = _words().after.search(folded[: longest.start]) is not None
        return Absence(max(1, round(_days(longest))), longest.start, is_coming, is_over)
    if (last := _words().last_week.search(folded)) is not None:
        return Absence(7, last.start(), is_coming)
    if (week := _words().all_week.search(folded)) is not None:
        return Absence(today.weekday() + 1, week.start(), is_coming)
    if (since := _words().since.search(folded)) is not None and (named := past_days(since["day"], today)):
        return Absence(1 - named[0].offset, since.start(), is_coming)
    return None


def _days(quantity: Quantity) -> float:
    value = quantity.value if quantity.upper is None else quantity.upper
    return value * _LENGTHS[quantity.unit or "day"]


def _is_when(folded: str, quantity: Quantity) -> bool:
    """ "2 days ago" is a day, and "4 days straight" no gap."""
    after, before = folded[quantity.end : quantity.end + 20], folded[max(quantity.start - 10, 0) : quantity.start]
    if _WAIT.search(before) and not _NEGATED.search(folded):
        return True  # "back in 3 days"; "nothing in 3 days" is a gap
    return quantity.out_of is not None or _AGO.match(after) is not None or _AGO_BEFORE.search(before) is not None


def skipped_days(absence: Absence, *, until: int = 0) -> AnswerReading:
    """Skipped on each day of the gap, `until` being its last day: the latest as the answer, the others in `also`."""
    days = range(until, until - min(absence.days, MOST_DAYS), -1)
    also = tuple(ValueOnDay(value=None, day_offset=day, status=AnswerStatus.SKIPPED) for day in days[1:])
    return AnswerReading(status=AnswerStatus.SKIPPED, day_offset=days[0], also=also)


def with_gap(reading: AnswerReading, absence: Absence) -> AnswerReading:
    """What was done today, and the gap before it: "missed 3 days but ran 5 km today"."""
    before = skipped_days(absence, until=-1)
    first = ValueOnDay(value=None, day_offset=before.day_offset, status=AnswerStatus.SKIPPED)
    return reading.model_copy(update={"also": (*reading.also, first, *before.also)})
