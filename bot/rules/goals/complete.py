"""A vague goal and the answer to its one question, put together into a clearer goal."""

import re
from datetime import datetime

from bot.entities import AmountKind, Direction, Domain, Frequency, GoalDraft
from bot.rules.agreement import read_agreement
from bot.rules.dates import find_deadlines, local_day
from bot.rules.frequencies import find_frequencies
from bot.rules.goals.clarify import question_for
from bot.rules.goals.clocks import find_clock
from bot.rules.goals.domains import read_domain
from bot.rules.goals.reading import read_goals
from bot.rules.quantities import Quantity, find_quantities
from bot.rules.text import fold

_HOW_MANY = re.compile(
    r"how many (?!a\b|of\b)(?P<what>[\w-]+)(?: of [\w ]+?| at a time)?(?: (?:a|per) (?P<per>day|week|month))?\b"
)
_DEFAULT = re.compile(
    r"(?:unsure, (?:we start with |pick |say )?|\? (?:say )?)\"?(?P<said>[^\"?]+?)\"?"
    r"(?: short ones)?(?: is a|\.$| if unsure|$)"
)
_UNSURE = re.compile(
    r"^(?:i )?(?:don'?t know|dunno|idk|not sure|no idea|unsure|you (?:choose|pick|decide)|whatever|any|default|no clue|"
    r"hm+|weiss nicht|no se|je sais pas|не знаю)\b"
)
_OCCASIONS = frozenset({"days", "nights", "evenings", "times", "sessions", "runs", "rides", "swims"})
_COUNTED = frozenset({"time", "day", "night", "evening", "session", "run", "ride", "swim", "workout"})
_CONSUMED = {"smoking": "cigarette", "nicotine": "cigarette", "vaping": "vape", "alcohol": "drink"}
_UNITS = {"minutes": "min", "hours": "hour", "pages": "page", "glasses": "glass", "sketches": "sketch", "meals": "meal"}


def complete_draft(draft: GoalDraft, answer: str, *, now: datetime, zone: str | None) -> GoalDraft | None:
    """The goal with what the answer adds; None when the answer is about something else."""
    question = fold(question_for(draft) or "")
    words = fold(answer[:300])
    if read_agreement(words) is True or _UNSURE.match(words):
        default = _DEFAULT.search(question)
        words = default["said"].strip() if default else words
    reading = read_goals(words, now=now, zone=zone)
    if reading.is_goal and len(words.split()) > 2:
        return _merged(draft, reading.goals[0])
    return _with_number(draft, question, words, now, zone) or _with_subject(draft, words)


def _merged(draft: GoalDraft, said: GoalDraft) -> GoalDraft:
    """A fuller sentence replaces the vague one; what only the vague one held stays."""
    is_same = said.domain in (draft.domain, Domain.OTHER)
    if not is_same:
        return said
    left_out = {"domain", "deadline"} | ({"title"} if said.domain is Domain.OTHER else set())
    facts = {name: getattr(said, name) for name in said.model_fields_set - left_out if getattr(said, name) is not None}
    return draft.but(**facts, deadline=said.deadline or draft.deadline)


def _with_number(draft: GoalDraft, question: str, words: str, now: datetime, zone: str | None) -> GoalDraft | None:
    quantities = [quantity for quantity in find_quantities(words) if quantity.is_amount]
    if frequencies := find_frequencies(words, quantities):
        phrase = frequencies[0]
        amount = next((q for q in quantities if q.unit not in (None, "time", "day", "night", "session")), None)
        draft = draft.but(
            frequency=phrase.frequency or draft.frequency, frequency_text=words[phrase.start : phrase.end]
        )
        return _with_amount(draft, amount.value, amount.unit) if amount else draft
    if "in bed" in question and (clock := find_clock(f"in bed by {words}")):
        return draft.but(clock=clock)
    if draft.amount is not None and "by when" in question:
        return _with_deadline(draft, words, now, zone)
    return _with_counted(draft, question, quantities[0]) if quantities else None


def _with_deadline(draft: GoalDraft, words: str, now: datetime, zone: str | None) -> GoalDraft | None:
    today = local_day(now, zone)
    for said in (words, f"in {words}", f"by {words}"):
        if found := find_deadlines(said, today=today):
            return draft.but(deadline=found[0].day, deadline_text=said[found[0].start : found[0].end])
    return None


def _with_counted(draft: GoalDraft, question: str, quantity: Quantity) -> GoalDraft:
    """A bare number means what the question asked for: so many days a week, so many pages a day, so many now."""
    if re.search(r"\bnow\?", question):
        consumed = quantity.unit if quantity.unit not in (None, "time") else _CONSUMED.get(draft.sport or "", "time")
        return draft.but(start=quantity.value, amount=0, unit=consumed, amount_kind=AmountKind.CAP)
    asked = _HOW_MANY.search(question)
    per = (asked["per"] if asked else None) or _period_of(question)
    if asked and asked["what"] in _OCCASIONS:
        is_count = quantity.unit is None or quantity.unit in _COUNTED
        value = quantity.value if is_count else float(_default_number(question))
        times = max(1, min(int(value), 7 if asked["what"] in ("days", "nights", "evenings") else 28))
        return draft.but(frequency=Frequency(times=times, per=per or "week"))
    unit: str | None = quantity.unit if quantity.unit not in (None, "time") else None
    if unit is None and asked:
        unit = _UNITS.get(asked["what"], asked["what"].rstrip("s"))
    frequency = Frequency(times=1, per=per) if per else draft.frequency
    return _with_amount(draft.but(frequency=frequency), quantity.value, unit)


def _default_number(question: str) -> int:
    found = re.search(r"\? (\d+)", question)
    return int(found[1]) if found else 3


def _period_of(question: str) -> str | None:
    found = re.search(r"\b(?:a|per) (day|week|month)\b", question)
    return found[1] if found else None


def _with_amount(draft: GoalDraft, amount: float, unit: str | None) -> GoalDraft:
    is_change = draft.domain is Domain.WEIGHT
    is_less = draft.direction in (Direction.STOP, Direction.DECREASE) and not is_change
    kind = AmountKind.DELTA if is_change else AmountKind.CAP if is_less else AmountKind.RATE
    if draft.domain is Domain.FINANCE and draft.frequency is None:
        kind = AmountKind.TARGET
    return draft.but(amount=amount, unit=unit or ("kg" if is_change else unit), amount_kind=kind)


def _with_subject(draft: GoalDraft, words: str) -> GoalDraft | None:
    """A word or two that name where to begin."""
    evidence = read_domain(words)
    if evidence.score < 1 or evidence.domain is Domain.OTHER:
        return None
    title = f"Better {words}" if len(words.split()) <= 2 else draft.title
    if evidence.domain is Domain.SLEEP:
        title = "Sleep at a regular time"
    return draft.but(
        domain=evidence.domain, sport=evidence.topic, title=title[:1].upper() + title[1:], direction=Direction.INCREASE
    )


def as_first_step(draft: GoalDraft) -> GoalDraft:
    """The goal with a small default where nobody could say more: three times a week, ten minutes."""
    if draft.clock is not None:
        return draft.but(frequency=draft.frequency or Frequency(times=5, per="week"))
    if draft.amount is None and draft.frequency is None:
        return draft.but(frequency=Frequency(times=3, per="week"))
    return draft
