"""The recurrence of a request for more than one time: rules, their anchor and their end."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.entities import Recurrence
from bot.rules.schedule import wording
from bot.rules.schedule.nodes import (
    After,
    Clock,
    Coming,
    Every,
    Lasting,
    MonthDays,
    Offset,
    OnDate,
    Part,
    Weekdays,
    Window,
)
from bot.rules.schedule.once import after_local, day_of
from bot.rules.schedule.patterns import EVERY_DAY, patterns_of, without
from bot.rules.schedule.recurrence import next_local, resolve, upcoming
from bot.rules.schedule.request import Clause, Impossible, Moment, Request, Unclear, repeats
from bot.rules.schedule.rules import CODES, Pattern, rule_text, rules_of
from bot.rules.schedule.times import Times, as_time, times_of

_SHORTEST = 5  # minutes between two reminders
_MOST_COUNTED = 1000
_MIDNIGHT = time(0)


def again(request: Request, moment: Moment) -> Recurrence:
    """The recurrence that the request describes, from its first possible firing. Raises Unclear or Impossible."""
    since = _since(request, moment)
    if request.steps and not any(isinstance(piece, Window) for piece in request.pieces):
        recurrence = _stepping(request, since, moment)
    else:
        recurrence = _at_times(request, since, moment)
    return _ended(recurrence, request, since, moment)


def _at_times(request: Request, since: datetime, moment: Moment) -> Recurrence:
    rules: list[tuple[Pattern, Times]] = []
    for clause in request.clauses or [Clause()]:
        is_override = any(isinstance(day, Weekdays) and day.is_override for day in clause.days)
        patterns = patterns_of(clause, request)
        patterns = patterns if is_override else [without(pattern, request) for pattern in patterns]
        times = _times(clause, request, moment)
        rules += [(_dated(pattern, times, since, moment), times) for pattern in patterns]
    merged = _merged(rules)
    starts = _anchor(merged, since, moment)
    return Recurrence(rrules=tuple(text for p, t in merged for text in rules_of(p, t)), starts=starts, zone=moment.zone)


def _merged(rules: list[tuple[Pattern, Times]]) -> list[tuple[Pattern, Times]]:
    """Rules for the same days as one: "every morning and every evening" is one rule of two times."""
    times: dict[Pattern, Times] = {}
    for pattern, at in rules:
        times[pattern] = tuple(sorted({*times.get(pattern, ()), *at}))
    return list(times.items())


def _dated(pattern: Pattern, times: Times, since: datetime, moment: Moment) -> Pattern:
    """A monthly or yearly pattern without a day takes the day of its first possible firing."""
    if pattern.freq not in ("MONTHLY", "YEARLY") or any(name in ("BYDAY", "BYMONTHDAY") for name, _ in pattern.by):
        return pattern
    day = _anchor([(EVERY_DAY, times)], since, moment)
    if pattern.freq == "YEARLY":
        pattern = pattern.with_by("BYMONTH", str(day.month))
    return pattern.with_by("BYMONTHDAY", str(day.day))


def _times(clause: Clause, request: Request, moment: Moment) -> Times:
    windows = [piece for piece in clause.pieces if isinstance(piece, Window)]
    if windows and request.steps:
        return tuple(at for window in windows for at in _inside(window, request.steps[0]))
    pieces = [piece for piece in clause.pieces if isinstance(piece, Clock | Part)]
    pieces = pieces or [piece for piece in request.pieces if isinstance(piece, Clock | Part)]
    if not pieces:
        raise Unclear(_time_question(request, clause))
    times, _ = times_of(pieces, moment.morning, moment.evening, is_dial_day=moment.is_dial)
    return times


def _time_question(request: Request, clause: Clause) -> str:
    for often in request.oftens:
        if often.unit == "day" and often.times > 1:
            return wording.which_times(often.times)
        if often.unit == "week" and not clause.days:
            return wording.WHICH_DAYS
    return wording.at_what_time(clause.days)


def _inside(window: Window, step: Every) -> Times:
    """The times from the start of the window to its end, both included, a step apart."""
    minutes = _step_minutes(step)
    first, last = (at.hour * 60 + at.minute for at in map(as_time, (window.first, window.last)))
    last += 24 * 60 if last < first else 0
    return tuple(time(at // 60 % 24, at % 60) for at in range(first, last + 1, minutes))


def _step_minutes(step: Every) -> int:
    minutes = step.count * {"hour": 60, "minute": 1}.get(step.unit, 0)
    if minutes < _SHORTEST:
        raise Impossible(wording.TOO_OFTEN)
    return minutes


def _stepping(request: Request, since: datetime, moment: Moment) -> Recurrence:
    """Every so many hours or minutes, counted from now, or from the time of day that was said."""
    step = request.steps[0]
    minutes = _step_minutes(step)
    if minutes > 60 * 24 * 366:
        raise Impossible(wording.TOO_FAR)
    pieces = [piece for piece in request.pieces if isinstance(piece, Clock | Part)]
    if pieces:
        times, _ = times_of(pieces, moment.morning, moment.evening, is_dial_day=moment.is_dial)
        starts = _anchor([(EVERY_DAY, times[:1])], since, moment)
    else:
        starts = since.astimezone(moment.now.tzinfo).replace(tzinfo=None, fold=0, second=0, microsecond=0)
        starts += timedelta(minutes=minutes)
    whole = minutes % 60 == 0
    pattern = Pattern("HOURLY", minutes // 60) if whole else Pattern("MINUTELY", minutes)
    days = sorted({number for day in request.days if isinstance(day, Weekdays) for number in day.days})
    days = days or list(range(7))
    out = {number for node in request.excepts for number in node.weekdays}
    kept = [number for number in days if number not in out] or [_no_day()]
    pattern = pattern if len(kept) == 7 else pattern.with_by("BYDAY", ",".join(CODES[number] for number in kept))
    more = {"BYMINUTE": str(starts.minute)} if whole else {}
    rule = rule_text(pattern, {**more, "BYSECOND": str(starts.second)})
    return Recurrence(rrules=(rule,), starts=starts, zone=moment.zone)


def _no_day() -> int:
    raise Impossible(wording.NOTHING_LEFT)


def _since(request: Request, moment: Moment) -> datetime:
    """The instant that every firing must be after: now, or the evening before the day it starts on."""
    day = _first_day(request, moment)
    if day is None or day <= moment.local.date():
        return moment.now
    return resolve(datetime.combine(day, _MIDNIGHT) - timedelta(seconds=1), ZoneInfo(moment.zone))


def _first_day(request: Request, moment: Moment) -> date | None:
    when = request.starting.when if request.starting else None
    if when is None:
        when = next(
            (day for day in request.days if isinstance(day, Offset | OnDate | Coming) and not repeats(day)), None
        )
    if isinstance(when, After) or (when is None and request.after is not None):
        after = when if isinstance(when, After) else request.after
        return after_local(after, moment).date() if after is not None else None
    return None if when is None else _day(when, moment)


def _day(when: "Weekdays | MonthDays | OnDate | Offset | Coming | Every", moment: Moment) -> date:
    today = moment.local.date()
    if isinstance(when, Coming):
        if when.unit == "week":
            return today + timedelta(days=7 - today.weekday())
        return date(
            today.year + (when.unit == "year" or today.month == 12),
            today.month % 12 + 1 if when.unit == "month" else 1,
            1,
        )
    if isinstance(when, Every):  # the end of this week, month or year
        start = _day(Coming(when.unit), moment)
        return start - timedelta(days=1)
    return day_of(when, time(23, 59, 59), moment)


def _anchor(rules: list[tuple[Pattern, Times]], since: datetime, moment: Moment) -> datetime:
    """DTSTART: the first local time after `since` that the rules allow, before any interval counts."""
    firsts = [(_first(pattern, times, since, moment), pattern) for pattern, times in rules]
    earliest = min(local for local, _ in firsts)
    for local, pattern in firsts:
        if pattern.freq == "WEEKLY" and pattern.interval > 1 and local > earliest:
            weeks = -((earliest - local) // timedelta(weeks=pattern.interval))
            return local - timedelta(weeks=weeks * pattern.interval)  # in step with it, yet not after the others
    return earliest


def _first(pattern: Pattern, times: Times, since: datetime, moment: Moment) -> datetime:
    local = since.astimezone(moment.now.tzinfo).replace(tzinfo=None, fold=0)
    plain = rules_of(replace(pattern, interval=1), times)
    found = next_local(Recurrence(rrules=plain, starts=datetime.combine(local, _MIDNIGHT), zone=moment.zone), since)
    if found is None:
        raise Impossible(wording.NOTHING_LEFT)
    return found


def _ended(recurrence: Recurrence, request: Request, since: datetime, moment: Moment) -> Recurrence:
    """With UNTIL where the request has an end."""
    last: datetime | None = None
    if request.count is not None and request.count.times <= _MOST_COUNTED:
        fires = upcoming(recurrence, since.astimezone(UTC), request.count.times)
        last = fires[-1].replace(tzinfo=None, fold=0) if fires else None
    coming = next((day for day in request.days if isinstance(day, Coming)), None)
    if coming is not None and request.lasting is None:
        request.lasting = Lasting(1, coming.unit)
    if request.lasting is not None:
        last = _end_of(recurrence.starts.date(), request.lasting, moment)
    if request.until is not None:
        last = datetime.combine(_day(request.until.when, moment), time(23, 59, 59))
    if last is None:
        return recurrence
    if last < recurrence.starts:
        raise Impossible(wording.ENDS_FIRST)
    until = f"UNTIL={last:%Y%m%dT%H%M%S}"
    return recurrence.but(rrules=tuple(f"{rule};{until}" for rule in recurrence.rrules))


def _end_of(first: date, lasting: Lasting, moment: Moment) -> datetime:
    start = replace(moment, now=datetime.combine(first, _MIDNIGHT, tzinfo=moment.now.tzinfo))
    end = after_local(After(((lasting.count, lasting.unit),)), start)
    return datetime.combine(end.date() - timedelta(days=1), time(23, 59, 59))
