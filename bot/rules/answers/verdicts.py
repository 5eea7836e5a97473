"""The verdict of an answer for each day it speaks of: done, partly or skipped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.entities import AnswerStatus
from bot.rules.answers.checked_goal import CheckedGoal
from bot.rules.answers.clauses import Clause, Evidence, Strength
from bot.rules.answers.days import NamedDay
from bot.rules.answers.values import Reading
from bot.rules.quantities import Quantity, dimension_of


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer taken apart: its folded text, amounts, clauses, days and cues."""

    folded: str
    goal: CheckedGoal
    today: date
    quantities: list[Quantity]
    clauses: list[Clause]
    days: list[NamedDay]
    evidence: list[tuple[Clause, list[Evidence]]]
    values: list[Reading]


def statuses_by_day(answer: Answer) -> dict[int, AnswerStatus]:
    """The verdict for each day the answer speaks of; a clause without a day goes with the one before, else today."""
    groups: dict[int, list[Evidence]] = {}
    named = {clause.start: _days_in(clause, answer.days) for clause in answer.clauses}
    first_named = next((days for days in named.values() if days), [])
    told = [clause.start for clause, found in answer.evidence if found]
    current: list[int] = []
    last: list[Evidence] = []
    for clause, found in answer.evidence:
        own = named[clause.start]
        if not own and not current and len(told) == 1 and len(answer.days) >= 1:
            own = first_named
        own = [0] if 0 in own and len(own) > 1 else own  # "did yesterday's lesson this morning"
        is_change = bool(current) and not own and _is_contrast(answer.folded, clause)
        current = own or ([] if is_change else current)
        is_list = not found and bool(own) and not _has_amount(clause, answer)  # "went monday and tuesday"
        last = found or last
        for day in current or [0]:
            if found or is_list:
                groups.setdefault(day, []).extend(last)
    _add_shares(answer, groups)
    return {day: verdict for day, found in groups.items() if (verdict := _verdict(found)) is not None}


def _add_shares(answer: Answer, groups: dict[int, list[Evidence]]) -> None:
    """ "did 80% of it" is partly."""
    for quantity in answer.quantities:
        if quantity.unit == "%" and quantity.value < 100 and groups:
            groups[max(groups)].append(Evidence(AnswerStatus.PARTLY, Strength.WORD, quantity.start))


def _has_amount(clause: Clause, answer: Answer) -> bool:
    return any(clause.start <= quantity.start < clause.end for quantity in answer.quantities)


_SINCE = re.compile(r"(?<!\w)(?:since|seitdem|seither|desde entonces|depuis|с тех пор)(?!\w)")


def _is_contrast(folded: str, clause: Clause) -> bool:
    """True when the clause begins with a "but" and speaks of now."""
    if _SINCE.search(clause.text):
        return True
    before = folded[max(clause.start - 10, 0) : clause.start]
    return any(word in before for word in (" but ", " pero ", " aber ", " mais ", " но "))


def _days_in(clause: Clause, days: Sequence[NamedDay]) -> list[int]:
    return [day.offset for day in days if clause.start <= day.start < clause.end]


def _verdict(found: list[Evidence]) -> AnswerStatus | None:
    """One status out of several cues: a sure one, then partly; of done and skipped the last word; hints only alone."""
    if sure := [e.status for e in found if e.strength is Strength.SURE]:
        return sure[-1]
    words = [e for e in found if e.strength is Strength.WORD]
    statuses = [e.status for e in words]
    if not words:
        hints = [e.status for e in found]
        if not hints:
            return None
        return AnswerStatus.SKIPPED if AnswerStatus.SKIPPED in hints else AnswerStatus.DONE
    if AnswerStatus.PARTLY in statuses:
        is_denied = statuses[0] is AnswerStatus.SKIPPED and statuses.count(AnswerStatus.DONE) == 0
        return AnswerStatus.SKIPPED if is_denied and found[0].word in ("no", "nope", "nah") else AnswerStatus.PARTLY
    if AnswerStatus.DONE in statuses and AnswerStatus.SKIPPED in statuses:
        return _mixed(words)
    return statuses[-1]


_YES = re.compile(r"y+e\w+|yup+|did|did it|done|went|ja+|si+|oui|да+|hice|fui|gemacht|fait|сделал\w*")
_NO = re.compile(r"no+|nope|na+h+|nein|non|нет")


def _mixed(words: list[Evidence]) -> AnswerStatus:
    """Done and skipped about one day: the last word counts, but "yes, no cardio" and "no, but I walked" are partly."""
    first, last = words[0], words[-1]
    if last.status is AnswerStatus.SKIPPED:
        return AnswerStatus.PARTLY if _YES.fullmatch(first.word) else AnswerStatus.SKIPPED
    is_other = _NO.fullmatch(first.word) is not None and last.word and not _YES.fullmatch(last.word)
    return AnswerStatus.PARTLY if is_other else AnswerStatus.DONE


_CALENDAR = frozenset({"day", "night", "week", "month", "year"})  # "5 weeks" says nothing about a gym
_NOUNS = (None, "volume", "mass")  # dimensions of drinks and cigarettes
_SHORT = 6  # words; a longer text that holds only numbers of something else is chatter


def status_of_amounts(answer: Answer) -> AnswerStatus:
    """What amounts in another unit than the goal's say on their own.

    "50 min" to a gym goal is done and "80 %" partly; "3 pints" to an avoidance goal is what was avoided, so it is
    partly for one or two and skipped for more. OTHER without any amount.
    """
    is_limit = answer.goal.is_limit
    amounts = [q for q in answer.quantities if q.is_amount and q.unit and (is_limit or q.unit not in _CALENDAR)]
    if not amounts or len(answer.folded.split()) > _SHORT:
        return AnswerStatus.OTHER
    if amounts[0].unit == "%":
        return AnswerStatus.DONE if amounts[0].value >= 100 else AnswerStatus.PARTLY
    if not is_limit:
        return AnswerStatus.DONE if any(q.value > 0 for q in amounts) else AnswerStatus.SKIPPED
    if not answer.goal.is_avoidance:
        return AnswerStatus.OTHER
    nouns = _avoided(amounts)
    if not nouns:
        is_streak = any(q.unit in _CALENDAR for q in amounts)
        return AnswerStatus.DONE if is_streak else AnswerStatus.OTHER
    if sum(nouns) == 0:
        return AnswerStatus.DONE
    return AnswerStatus.SKIPPED if is_more_than_a_slip(amounts) else AnswerStatus.PARTLY


def is_more_than_a_slip(amounts: list[Quantity]) -> bool:
    """More than two of what was to be avoided."""
    return sum(_avoided(amounts)) > 2


def _avoided(amounts: list[Quantity]) -> list[float]:
    return [q.value for q in amounts if q.is_amount and q.unit not in _CALENDAR and dimension_of(q.unit) in _NOUNS]
