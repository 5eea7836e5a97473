"""A schedule from a person's words, in English, Spanish, German, French or Russian."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.catalogue import t
from bot.entities import Outcome, Recurrence, ScheduleReading
from bot.rules.schedule import wording
from bot.rules.schedule.again import again
from bot.rules.schedule.grammar import Piece, is_choice, pieces_of
from bot.rules.schedule.nodes import Every, MonthDays, Often, OnDate, Vague, Weekdays
from bot.rules.schedule.once import once
from bot.rules.schedule.recurrence import upcoming
from bot.rules.schedule.request import Impossible, Moment, Unclear, sort_out
from bot.rules.schedule.subject import subject_of
from bot.rules.schedule.words import Signs, languages_of, signs_in

MORNING, EVENING = time(8), time(19)
_SHOWN = 3  # instants shown of a schedule
_RANK = {Outcome.SCHEDULE: 0, Outcome.ERROR: 1, Outcome.CLARIFY: 2}


def read_schedule(
    text: str, *, now: datetime, zone: str | None, morning: time = MORNING, evening: time = EVENING
) -> ScheduleReading:
    """What `text` asks for, from `now` (aware) on in the IANA `zone`; `morning` and `evening` are the person's own.

    Without a zone a schedule that is otherwise clear asks where the person is. Never raises on any text.
    """
    local = now.astimezone(ZoneInfo(zone or "UTC"))
    readings = (_read(text, language, local, zone, morning, evening) for language in languages_of(text)[:3])
    reading = _best(readings)
    if reading.outcome is Outcome.SCHEDULE and zone is None:
        return reading.but(outcome=Outcome.CLARIFY, recurrence=None, next=(), message=t(wording.WHERE))
    return reading if reading.outcome is Outcome.SCHEDULE else reading.but(message=t(reading.message))


def _best(readings: Iterable[ScheduleReading]) -> ScheduleReading:
    """The reading of the likeliest language that gives a schedule, else an error, else a question."""
    best: ScheduleReading | None = None
    for reading in readings:
        if best is None or (best.message == wording.WHEN and _RANK[reading.outcome] < _RANK[best.outcome]):
            best = reading
        if best.message != wording.WHEN:
            return best
    return best or ScheduleReading(outcome=Outcome.CLARIFY, message=wording.WHEN)


def _read(text: str, language: str, now: datetime, zone: str | None, morning: time, evening: time) -> ScheduleReading:
    signs = signs_in(text, language)
    pieces = pieces_of(signs, is_month_first=language == "en" and (zone or "").startswith("America/"))
    subject = subject_of(text, signs, pieces)
    moment = Moment(now, zone or "UTC", morning, evening, is_dial=language == "en")
    try:
        if is_choice(signs, pieces):
            raise Unclear(wording.WHICH_ONE)
        recurrence = _recurrence(pieces, moment, is_every_lost=_is_every_lost(signs, pieces))
    except Unclear as question:
        return ScheduleReading(outcome=Outcome.CLARIFY, message=str(question), subject=subject)
    except Impossible as reason:
        return ScheduleReading(outcome=Outcome.ERROR, message=str(reason), subject=subject)
    except (ValueError, OverflowError):  # a date beyond the calendar
        return ScheduleReading(outcome=Outcome.ERROR, message=wording.NOT_A_DATE, subject=subject)
    return _scheduled(recurrence, now, subject)


def _recurrence(pieces: list[Piece], moment: Moment, *, is_every_lost: bool) -> Recurrence:
    nodes = [node for node, _, _ in pieces]
    request = sort_out(nodes)
    is_vague = any(isinstance(node, Vague) for node in nodes)
    if is_vague and not (request.days and request.pieces) and request.after is None and not request.is_repeating:
        raise Unclear(wording.HOW_OFTEN)
    if not nodes or is_every_lost:
        raise Unclear(wording.WHEN if not nodes else wording.HOW_OFTEN)
    return again(request, moment) if request.is_repeating else once(request, moment)


def _is_every_lost(signs: Signs, pieces: list[Piece]) -> bool:
    """Whether an "every" was understood by no piece ("every payday at noon") and none other tells how often."""
    used = {place for _, first, last in pieces for place in range(first, last)}
    lost = (place for place, sign in enumerate(signs) if sign.has("every") and place not in used)
    is_told = any(isinstance(node, Every | Weekdays | MonthDays | Often | OnDate) for node, _, _ in pieces)
    return not is_told and any(
        not signs.at(place).has("of", "filler", "per") or signs.at(place).text == "every" for place in lost
    )


def _scheduled(recurrence: Recurrence, now: datetime, subject: str) -> ScheduleReading:
    fires = upcoming(recurrence, now.astimezone(UTC), _SHOWN)
    if not fires:
        return ScheduleReading(outcome=Outcome.ERROR, message=wording.NOTHING_LEFT, subject=subject)
    return ScheduleReading(
        outcome=Outcome.SCHEDULE,
        recurrence=recurrence,
        next=tuple(fire.astimezone(now.tzinfo) for fire in fires),
        message=wording.echo(recurrence, now),
        subject=subject,
    )
