"""Words that tell Gigi what to change ("not on weekends", "make it twice a week") and so report nothing."""

import re
from dataclasses import dataclass, replace
from functools import cache

from bot.entities import AnswerReading, AnswerStatus, GoalKind
from bot.rules.answers.checked_goal import CheckedGoal
from bot.rules.answers.cues import between_words, table
from bot.rules.quantities import Quantity, dimension_of

_ENERGY = frozenset({"kcal", "calorie", "cal"})
_STARVING = 800  # kcal a day: below it only with clinical support (NICE CG189), so no success to record
_MEAL_OR_BURNT = re.compile(
    r"(?<!\w)(?:burn\w*|deficit|below|under|over|left|for|at|breakfast|lunch|dinner|snack\w*|dessert|meal|so far|shake|"
    r"verbrannt|quem\w+|brul\w+|сж\w+)(?!\w)"
)
_SURE_AGE = re.compile(r"(?<!\w)(?:years?|yo|y/?o|anos|jahre|ans|лет|btw|by the way)(?!\w)")
_KEPT = ("clean", "sober", "dry")
_AGES = range(10, 100)


@dataclass(frozen=True, slots=True)
class _Words:
    imperative: re.Pattern[str]
    rhythm: re.Pattern[str]
    part_of_week: re.Pattern[str]
    wish: re.Pattern[str]
    told: re.Pattern[str]
    back: re.Pattern[str]
    age_before: re.Pattern[str]
    age_after: re.Pattern[str]


@cache
def _words() -> _Words:
    raw = table("instructions")
    polite, imperative = "|".join(raw["polite"]), "|".join(raw["imperative"])
    return _Words(
        imperative=re.compile(rf"(?:(?:{polite})[ ,]+)*+(?:{imperative})(?!\w)"),
        rhythm=between_words([*raw["rhythm"], *raw["part_of_week"]]),
        part_of_week=between_words(raw["part_of_week"]),
        wish=between_words(raw["wish"]),
        told=between_words(raw["told"]),
        back=between_words(raw["back"]),
        age_before=re.compile(rf"(?<!\w)(?:{'|'.join(raw['age_before'])})\s*$"),
        age_after=re.compile(rf"\s*(?:$|[.,!;]|(?:{'|'.join(raw['age_after'])})(?!\w))"),
    )


def blanked(folded: str, quantities: list[Quantity]) -> str:
    """The text with every amount as underscores, so that patterns can name "an amount"."""
    for quantity in quantities:
        folded = folded[: quantity.start] + "_" * (quantity.end - quantity.start) + folded[quantity.end :]
    return folded


def is_another_rhythm(folded: str, quantities: list[Quantity]) -> bool:
    """ "weekly instead of daily please", "i can only run on weekends": how often it should be from now on."""
    text = blanked(folded, [q for q in quantities if not _is_frequency_word(q)])
    rest, count = _words().rhythm.subn(" ", text)
    return count > 0 and _words().wish.search(rest) is not None and _words().told.search(rest) is None


def _is_frequency_word(quantity: Quantity) -> bool:
    return quantity.word in ("once", "twice", "thrice")


def names_part_of_week(folded: str) -> bool:
    """ "on weekends", "mondays": days that come back."""
    return _words().part_of_week.search(folded) is not None


def is_imperative(folded: str, quantities: list[Quantity]) -> bool:
    """ "change the goal to 20 pages", "can you set it to 5"."""
    return _words().imperative.match(blanked(folded, quantities)) is not None


def settled(request: AnswerReading | None, folded: str, quantities: list[Quantity]) -> AnswerReading | None:
    """The request with instructions told apart: OTHER for another rhythm or a change of the goal."""
    other = AnswerReading(status=AnswerStatus.OTHER)
    status = None if request is None else request.status
    if status is AnswerStatus.UNDO or (request is not None and (request.to or "").startswith("daily")):
        return request
    if status is AnswerStatus.STOP:
        return other if names_part_of_week(folded) else request
    if is_another_rhythm(folded, quantities):
        return other
    return other if request is None and is_imperative(folded, quantities) else request


def without_return(folded: str) -> str:
    """The text without "back from vacation", which is no "done". Its length stays."""
    return _words().back.sub(lambda match: "\x00" * len(match.group()), folded)


def without_ages(folded: str, quantities: list[Quantity], goal: CheckedGoal) -> list[Quantity]:
    """The amounts without the speaker's own age: the 17 of "i'm 17 btw", which is no weight and no count."""
    return [q for q in quantities if not _is_age(folded, q, goal)]


def _is_age(folded: str, quantity: Quantity, goal: CheckedGoal) -> bool:
    if quantity.unit is not None or quantity.is_clock or quantity.value not in _AGES:
        return False
    after = folded[quantity.end : quantity.end + 24]
    if not (_words().age_before.search(folded[: quantity.start]) and _words().age_after.match(after)):
        return False
    if goal.kind is GoalKind.LEVEL and not _SURE_AGE.search(after):
        return goal.start is not None and not 0.8 <= quantity.value / goal.start <= 1.25
    return True


def is_low_intake(folded: str, quantities: list[Quantity], goal: CheckedGoal) -> bool:
    """A day's eating so low that it is never a success to record, whatever the goal: the safety rules answer it."""
    if _MEAL_OR_BURNT.search(folded):
        return False
    own = goal.unit in _ENERGY or dimension_of(goal.unit) == "energy"
    return any(
        (q.unit in _ENERGY or dimension_of(q.unit) == "energy" or (own and q.unit is None and q.is_amount))
        and 0 < q.value < _STARVING
        for q in quantities
    )


def without_kept_words(quantities: list[Quantity]) -> list[Quantity]:
    """ "day 4 clean" counts days and not "cleans": the word behind the number is given back to the text."""
    return [_bare(q) if q.word in _KEPT and q.text.endswith(q.word) else q for q in quantities]


def _bare(quantity: Quantity) -> Quantity:
    text = quantity.text[: -len(quantity.word)].rstrip()
    return replace(quantity, unit=None, word="", end=quantity.start + len(text), text=text)
