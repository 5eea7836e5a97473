"""The instants of a request for one time: "tomorrow evening", "on 3 December at 10", "in 2 hours"."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.entities import Recurrence
from bot.rules.schedule import wording
from bot.rules.schedule.nodes import After, Clock, Coming, MonthDays, Offset, OnDate, Part, Weekdays
from bot.rules.schedule.recurrence import resolve
from bot.rules.schedule.request import Clause, Day, Impossible, Moment, Request, Unclear
from bot.rules.schedule.rules import Pattern, rule_text
from bot.rules.schedule.times import times_of

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_FARTHEST = timedelta(days=366 * 20)
_DAY = timedelta(days=1)


def once(request: Request, moment: Moment) -> Recurrence:
    """The one firing, or the several ones, that the request names. Raises Unclear or Impossible."""
    if request.excepts and not request.days:
        raise Unclear(wording.WHICH_DATE)  # "in December at 9"
    if request.after is not None:
        return _after(request.after, request, moment)
    locals_ = sorted({local for clause in request.clauses for local in _locals(clause, moment)})
    if not locals_:
        raise Unclear(wording.WHEN)
    if len(locals_) == 1:
        return Recurrence(starts=locals_[0], zone=moment.zone)
    rules = tuple(rule_text(Pattern("DAILY"), _pinned(local)) for local in locals_)
    return Recurrence(rrules=rules, starts=locals_[0], zone=moment.zone)


def _pinned(local: datetime) -> dict[str, str]:
    """BY parts of a rule that fires at this one local time."""
    names = ("BYMONTH", "BYMONTHDAY", "BYHOUR", "BYMINUTE", "BYSECOND")
    values = (local.month, local.day, local.hour, local.minute, local.second)
    return {"COUNT": "1", **dict(zip(names, map(str, values), strict=True))}


def _after(after: After, request: Request, moment: Moment) -> Recurrence:
    """Hours and minutes are elapsed time; days, weeks and months keep the clock unless another time is said."""
    local = after_local(after, moment)
    seconds = sum(amount * _SECONDS[unit] for amount, unit in after.lengths if unit in _SECONDS)
    if local == moment.local:
        return _elapsed(timedelta(seconds=seconds), moment)
    times, _ = times_of(_told(request), moment.morning, moment.evening, is_dial_day=moment.is_dial)
    starts = datetime.combine(local, times[0]) if times else local + timedelta(seconds=seconds)
    return Recurrence(starts=starts.replace(microsecond=0), zone=moment.zone)


def _told(request: Request) -> list[Clock | Part]:
    return [piece for piece in request.pieces if isinstance(piece, Clock | Part)]


def after_local(after: After, moment: Moment) -> datetime:
    """Now, moved by the calendar units only. Raises Impossible where that is too far away."""
    days, months = 0.0, 0.0
    for amount, unit in after.lengths:
        days += amount * {"day": 1, "week": 7}.get(unit, 0)
        months += amount * {"month": 1, "quarter": 3, "year": 12}.get(unit, 0)
        days += amount * _SECONDS.get(unit, 0) / 86400 if amount > 10**7 else 0
    if days + months * 31 > _FARTHEST.days:
        raise Impossible(wording.TOO_FAR)
    local = moment.local + timedelta(days=days)
    return datetime.combine(_months_later(local.date(), int(months)), local.time())


def _months_later(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _elapsed(length: timedelta, moment: Moment) -> Recurrence:
    """So much elapsed time from now. The second pass of a repeated hour has no local name of its own, so UTC."""
    if length > _FARTHEST:
        raise Impossible(wording.TOO_FAR)
    fires = (moment.now.astimezone(UTC) + length).replace(microsecond=0)
    local = fires.astimezone(moment.now.tzinfo).replace(tzinfo=None, fold=0)
    if resolve(local, ZoneInfo(moment.zone)) == fires:
        return Recurrence(starts=local, zone=moment.zone)
    return Recurrence(starts=fires.replace(tzinfo=None), zone="UTC")


LATE = time(21)  # "tonight" where the usual evening time is over


def _locals(clause: Clause, moment: Moment) -> list[datetime]:
    """The naive local times of one clause, all in the future."""
    pieces = [piece for piece in clause.pieces if isinstance(piece, Clock | Part)]
    if not pieces:
        coming = clause.days[0] if len(clause.days) == 1 else None
        raise Unclear(
            wording.which_day(coming.unit) if isinstance(coming, Coming) else wording.at_what_time(clause.days)
        )
    if not clause.days:
        return _undated(pieces, moment)
    times, _ = times_of(pieces, moment.morning, moment.evening, is_dial_day=moment.is_dial)
    days = _joined(clause.days)
    found = [_on(day, at, clause, pieces, moment) for day in days for at in times]
    ahead = [local for local in found if moment.is_ahead(local)]
    if not ahead:
        late = [local for local in (_on(day, LATE, clause, pieces, moment) for day in days) if moment.is_ahead(local)]
        if _is_tonight(clause):
            if late and any(piece.name == "tonight" for piece in pieces if isinstance(piece, Part)):
                return late
            raise Unclear(wording.TONIGHT)
        raise Impossible(wording.past(found[0], moment.local))
    return ahead


def _is_tonight(clause: Clause) -> bool:
    """ "tonight" or "this evening" without a time, when its usual time is over but the evening is not."""
    return all(isinstance(piece, Part) and piece.name in ("evening", "night", "tonight") for piece in clause.pieces)


def _undated(pieces: list[Clock | Part], moment: Moment) -> list[datetime]:
    """Times without a day: today if still ahead, else tomorrow. A bare "at 8" is the next time a dial shows 8."""
    if moment.is_dial and all(isinstance(piece, Clock) and piece.is_dial for piece in pieces):
        clocks = [piece for piece in pieces if isinstance(piece, Clock)]
        times = [time(clock.hour % 12 + half, clock.minute) for clock in clocks for half in (0, 12)]
        return [min(_today_or_tomorrow(at, moment) for at in times[n : n + 2]) for n in range(0, len(times), 2)]
    times_, _ = times_of(pieces, moment.morning, moment.evening, is_dial_day=moment.is_dial)
    return [_today_or_tomorrow(at, moment) for at in times_]


def _today_or_tomorrow(at: time, moment: Moment) -> datetime:
    today = datetime.combine(moment.local, at)
    return today if moment.is_ahead(today) else today + _DAY


def _joined(days: list[Day]) -> list[Day]:
    """ "Friday 4 December" and "Monday next week" are one day each, said with two words."""
    dates: list[Day] = [day for day in days if isinstance(day, OnDate | MonthDays | Offset)]
    if dates:
        return dates
    weekdays = [day for day in days if isinstance(day, Weekdays)]
    if weekdays and any(isinstance(day, Coming) for day in days):
        return [Weekdays(day.days, which="next week") for day in weekdays]
    return [Weekdays((n,), which=day.which) for day in weekdays for n in day.days[:1]] or days


def _on(day: Day, at: time, clause: Clause, pieces: list[Clock | Part], moment: Moment) -> datetime:
    local = datetime.combine(day_of(day, at, moment), at)
    is_tonight = any(
        isinstance(piece, Part) and piece.name in ("night", "tonight", "midnight", "bedtime") for piece in pieces
    )
    if isinstance(day, Offset) and is_tonight and at.hour < 5:
        return local + _DAY  # "tonight at 1" is after midnight
    if not moment.is_ahead(local) and isinstance(day, Offset) and day.days == 0 and moment.is_dial:
        late = local + timedelta(hours=12)
        is_dial = any(isinstance(piece, Clock) and piece.is_dial and piece.hour == at.hour for piece in pieces)
        return late if is_dial and at.hour < 12 and len(pieces) == 1 else local
    return local


def day_of(day: Day, at: time, moment: Moment) -> date:
    """The first such day whose `at` is still ahead; a date with a year is that date. Raises Impossible or Unclear."""
    today = moment.local.date()
    first = today if moment.is_ahead(datetime.combine(today, at)) else today + _DAY
    match day:
        case Offset():
            return today + timedelta(days=day.days)
        case Weekdays(which="next week"):
            return today + timedelta(days=7 - today.weekday() + day.days[0])
        case Weekdays():
            start = today + _DAY if day.which == "next" else first
            return start + timedelta(days=(day.days[0] - start.weekday()) % 7)
        case OnDate():
            return _date_of(day, first)
        case MonthDays():
            return _month_day(day.days[0], first)
        case Coming():
            raise Unclear(wording.which_day(day.unit))
        case _:
            raise Unclear(wording.WHEN)


def _date_of(day: OnDate, first: date) -> date:
    if day.year is not None:
        return date(max(day.year, 1), day.month, day.day)
    for year in range(first.year, first.year + 9):
        if day.day <= monthrange(year, day.month)[1] and date(year, day.month, day.day) >= first:
            return date(year, day.month, day.day)
    raise Impossible(wording.WHEN)


def _month_day(number: int, first: date) -> date:
    for offset in range(14):
        month = _months_later(first.replace(day=1), offset)
        longest = monthrange(month.year, month.month)[1]
        day = longest + 1 + number if number < 0 else number
        if day <= longest and month.replace(day=day) >= first:
            return month.replace(day=day)
    raise Impossible(wording.WHEN)
