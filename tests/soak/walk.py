"""When a wall clock shows a time, by walking it minute by minute: no rule engine, no bisection, no library of dates."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


class Walk:
    """The first instant at which each wanted local time of each day is shown, or is jumped over."""

    def __init__(self, zone: str, starts: datetime, ends: datetime, times: Iterable[time]) -> None:
        wanted = {at.hour * 60 + at.minute for at in times}
        self._shown: dict[int, datetime] = {}  # local minutes since the year 1
        known, at, last = ZoneInfo(zone), starts, None
        while at < ends:
            local = at.astimezone(known).replace(tzinfo=None, fold=0)
            passed = (
                [local] if last is None else [last + n * MINUTE for n in range(1, int((local - last) / MINUTE) + 1)]
            )
            for minute in passed:
                if minute.hour * 60 + minute.minute in wanted:
                    self._shown.setdefault(minute.toordinal() * 1440 + minute.hour * 60 + minute.minute, at)
            last = local if last is None else max(last, local)
            at += MINUTE

    def first(self, day: date, at: time) -> datetime | None:
        """The instant of that time on that day; None outside the walk."""
        return self._shown.get(day.toordinal() * 1440 + at.hour * 60 + at.minute)


@cache
def walk_of(zone: str, starts: datetime, ends: datetime, times: tuple[time, ...]) -> Walk:
    """One walk for everybody in a zone."""
    return Walk(zone, starts, ends, times)


def days_between(starts: datetime, ends: datetime) -> list[date]:
    """Every calendar day that somebody on Earth has in this time."""
    first, last = (starts - timedelta(days=1)).date(), (ends + timedelta(days=1)).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def at_midnight(day: date, zone: str) -> datetime:
    """The beginning of a local day."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
