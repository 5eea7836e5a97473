"""Answers about the question itself: undo, stop, a new time, later, or something else altogether."""

import re
from dataclasses import dataclass
from datetime import date

from bot.entities import AnswerReading, AnswerStatus
from bot.rules.answers.cues import moves
from bot.rules.answers.days import coming_days
from bot.rules.answers.when import Clock, clocks_in, days_ahead, moment_of, part_of_day, regular_time, wait_of
from bot.rules.quantities import Quantity

# "remind me what my target was" wants to be told something now.
_ASKS_WHAT = re.compile(
    r"(?<!\w)(?:remind me(?: again)?,? (?:what|how|why|who|which|where|if)|recuerdame (?:que|cual|cuanto|como|por que)|"
    r"erinner\w* mich(?: daran)?,? (?:was|wie|welche\w*|warum)|"
    r"rappelle-moi (?:quel\w*|combien|ce que|comment|pourquoi)|"
    r"напомни\w*(?: мне)?,? (?:как\w*|что|сколько|зачем|почему))(?!\w)"
)
_POLITE = re.compile(
    r"(?<!\w)(?:pls|plz|please|thanks|thx|ok|okay|hey|gigi|bot|(?:can|could|will|would) you|bitte|por favor|"
    r"s'il te plait|stp|svp|пожалуйста|just|now)(?!\w)"
)
_ONLY_CLOCK = re.compile(r"(?:at|around|um|a las|a|в|by|[^\w]|___)++")
_BARE_MOVE = re.compile(r"(?<!\w)(?:reschedul\w*|postpon\w*|(?:move|change) (?:it|this|the))(?!\w)")


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer says about how it went, as far as it decides whether the answer is a request."""

    is_told: bool
    is_done: bool
    is_excused: bool
    has_value: bool
    has_amount: bool  # an amount of anything but time: "2 beers"


def request_in(folded: str, quantities: list[Quantity], today: date, said: Said) -> AnswerReading | None:
    """Undo, stop, reschedule or snooze with its target; None when the answer says how it went."""
    plain = " ".join(_POLITE.sub(" ", folded).split()).strip(" .!,?")
    if _is_undo(folded, said):
        return AnswerReading(status=AnswerStatus.UNDO)
    has_stop = moves().stop_whole.fullmatch(plain) is not None or moves().stop_any.search(folded) is not None
    moved = _reschedule(folded, quantities, today, said, has_stop)
    if moved is not None:
        return moved
    if has_stop:
        return AnswerReading(status=AnswerStatus.STOP)
    return _snooze(folded, plain, quantities, today, said)


def _reschedule(
    folded: str, quantities: list[Quantity], today: date, said: Said, has_stop: bool
) -> AnswerReading | None:
    """A new regular time, or a new day or time for this one."""
    clocks, target = clocks_in(folded, quantities), coming_days(folded, today)
    if moves().regular.search(folded) and (clocks or part_of_day(folded) is not None):
        to = regular_time(folded, quantities)
        if to is not None and (has_stop or not said.has_value):
            return AnswerReading(status=AnswerStatus.RESCHEDULE, to=to)
    if not moves().move.search(folded):
        return None
    wait = wait_of(folded, quantities)
    if wait is not None and not target and not said.has_value:
        return AnswerReading(status=AnswerStatus.SNOOZE, to=wait)
    has_place = bool(target or clocks) or days_ahead(folded, quantities) is not None
    if has_place and not (said.has_value and not clocks and not target):
        return AnswerReading(status=AnswerStatus.RESCHEDULE, to=_moved_to(folded, quantities, today, bool(target)))
    is_bare_move = not said.is_told and not said.has_value and _BARE_MOVE.search(folded) is not None
    return AnswerReading(status=AnswerStatus.RESCHEDULE) if is_bare_move else None


def _snooze(folded: str, plain: str, quantities: list[Quantity], today: date, said: Said) -> AnswerReading | None:
    """Later: asked outright, or all that is said is when."""
    if _ASKS_WHAT.search(folded):
        return None
    later = AnswerReading(status=AnswerStatus.SNOOZE, to=_later(folded, quantities, today))
    if moves().ask.search(folded) or (moves().not_yet.search(folded) and not said.is_done and not said.has_value):
        return later
    if said.is_told or said.has_value or said.has_amount:
        return None
    has_day = bool(coming_days(folded, today)) or days_ahead(folded, quantities) is not None
    if wait_of(folded, quantities) is not None or has_day:
        return later
    if said.is_excused:
        return later if moves().despite_excuse.search(folded) else None
    clocks = clocks_in(folded, quantities)
    is_clock_alone = bool(clocks) and _ONLY_CLOCK.fullmatch(_without_clocks(folded, clocks)) is not None
    return later if is_clock_alone or moves().soon.search(folded) else None


def asks_for_a_time(folded: str) -> bool:
    """True when the words around a clock time ask for it, rather than report it."""
    return any(pattern.search(folded) for pattern in (moves().ask, moves().move, moves().regular, moves().undo))


def _is_undo(folded: str, said: Said) -> bool:
    """ "oops, forgot" tells how it went; only a lone "oops" takes something back."""
    match = moves().undo.search(folded)
    if match is None:
        return False
    return match.group() not in ("oops", "whoops", "wrong") or not (said.is_told or said.has_value)


def _moved_to(folded: str, quantities: list[Quantity], today: date, has_day: bool) -> str | None:
    """A date or a time on a date; a new clock time alone is for every day unless something is moved to it."""
    if has_day or days_ahead(folded, quantities):
        return moment_of(folded, quantities, today)
    is_this_one = re.search(
        r"(?<!\w)(?:mov\w+|push\w*|shift\w*|postpon\w+|delay\w*|bump\w*|today|tonight)(?!\w)", folded
    )
    return moment_of(folded, quantities, today) if is_this_one else regular_time(folded, quantities)


def _later(folded: str, quantities: list[Quantity], today: date) -> str | None:
    return wait_of(folded, quantities) or moment_of(folded, quantities, today)


def _without_clocks(folded: str, clocks: list[Clock]) -> str:
    text = folded
    for clock in clocks:
        text = text[: clock.start] + "_" * (clock.end - clock.start) + text[clock.end :]
    return " ".join(_POLITE.sub(" ", re.sub(r"_+", "___", text)).split())


def is_other(folded: str, *, has_answer: bool) -> bool:
    """True for a question, a fresh goal or chatter rather than an answer."""
    words = moves()
    if words.goal.search(folded) and not re.match(r"(?:yes|done|no|ja|si|oui|да)\b", folded):
        return True
    is_asked = words.question.match(folded) is not None
    if folded.endswith("?") and len(folded.split()) > 1 and (is_asked or not has_answer):
        return True
    return (
        is_asked
        and re.match(r"(?:what|how|why|who|where|should i|can (?:you|i)|could you|do you|are you)\b", folded)
        is not None
    )
