"""A number given as an answer: so many days a week, so many pages a day, so many now."""

from bot.entities import AmountKind, Direction, Domain, Frequency, GoalDraft
from bot.rules.goals.answered import Answer
from bot.rules.goals.clarify import Question
from bot.rules.quantities import Quantity

_COUNTED = frozenset({"time", "day", "night", "evening", "session", "run", "ride", "swim", "workout", "block", "walk"})
_CONSUMED = {"smoking": "cigarette", "nicotine": "cigarette", "vaping": "vape", "alcohol": "drink"}
_MOST = 10_000_000  # beyond it a number is no answer


def with_number(draft: GoalDraft, question: Question, said: Answer) -> GoalDraft | None:
    """The draft with the answer's rhythm or number; None where the number cannot be what was asked for."""
    amounts = [q for q in said.quantities if q.unit not in _COUNTED and 0 < q.value <= _MOST]
    if said.frequencies and question.answer != "now":
        phrase = said.frequencies[0]
        draft = _cued(draft, said).but(
            frequency=phrase.frequency or draft.frequency, frequency_text=said.text[phrase.start : phrase.end]
        )
        measured = [q for q in amounts if q.unit is not None or question.answer == "amount"]
        return _with_amount(draft, measured[0].value, measured[0].unit or question.unit) if measured else draft
    if not said.quantities:
        return None
    counted = _READERS[question.answer](draft, question, said) if question.answer in _READERS else None
    return _cued(counted, said) if counted else None


def _cued(draft: GoalDraft, said: Answer) -> GoalDraft:
    """The cue that the person named becomes part of the title: "Walk more after lunch"."""
    if not said.cue or said.cue.lower() in draft.title.lower():
        return draft
    return draft.but(title=f"{draft.title} {said.cue}"[:120])


def _times(draft: GoalDraft, question: Question, said: Answer) -> GoalDraft | None:
    """Days a week; minutes are how long each time takes, at the default rhythm."""
    quantity = said.quantities[0]
    if quantity.unit is None or quantity.unit in _COUNTED:
        times = max(1, min(int(quantity.value), question.most))
        return draft.but(frequency=Frequency(times=times, per=question.per or "week"))
    default = Frequency(times=int(question.default or 3), per=question.per or "week")
    return _with_amount(draft.but(frequency=default), quantity.value, quantity.unit)


def _amount(draft: GoalDraft, question: Question, said: Answer) -> GoalDraft | None:
    quantity = _named(said, question.unit)
    if not 0 < quantity.value <= _MOST:
        return None
    unit = quantity.unit if quantity.unit not in (None, "time") else question.unit
    if unit in _COUNTED and question.unit is not None and question.per is not None:
        times = max(1, min(int(quantity.value), 28))
        return draft.but(frequency=Frequency(times=times, per="week"))
    frequency = Frequency(times=1, per=question.per) if question.per else draft.frequency
    return _with_amount(draft.but(frequency=frequency), quantity.value, unit)


def _now(draft: GoalDraft, question: Question, said: Answer) -> GoalDraft | None:
    quantity = said.quantities[0]
    consumed = quantity.unit if quantity.unit not in (None, "time") else _CONSUMED.get(draft.sport or "", "time")
    return draft.but(start=quantity.value, amount=0, unit=consumed, amount_kind=AmountKind.CAP)


def _minutes(draft: GoalDraft, question: Question, said: Answer) -> GoalDraft | None:
    """A number with a unit where a word was asked for: "10 minutes" for a meal or a name."""
    quantity = said.quantities[0]
    return _with_amount(draft, quantity.value, quantity.unit) if quantity.unit in ("min", "hour") else None


_READERS = {"times": _times, "amount": _amount, "now": _now, "detail": _minutes, "often": _minutes}


def _named(said: Answer, unit: str | None) -> Quantity:
    """The number in the unit asked for, else the first."""
    return next((q for q in said.quantities if unit and q.unit == unit), said.quantities[0])


def _with_amount(draft: GoalDraft, amount: float, unit: str | None) -> GoalDraft:
    is_change = draft.domain is Domain.WEIGHT
    is_less = draft.direction in (Direction.STOP, Direction.DECREASE) and not is_change
    kind = AmountKind.DELTA if is_change else AmountKind.CAP if is_less else AmountKind.RATE
    if draft.domain is Domain.FINANCE and draft.frequency is None:
        kind = AmountKind.TARGET
    return draft.but(amount=amount, unit=unit or ("kg" if is_change else unit), amount_kind=kind)
