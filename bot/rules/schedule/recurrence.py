"""When a recurrence fires next: RFC 5545 rules over naive local time, in an IANA zone, right across clock changes.

A local time that does not exist fires at the first valid instant after the gap; one that occurs twice fires once, at
its first occurrence. Python-dateutil expands the rules; the expansion starts in the period of the instant asked
about, never years earlier at DTSTART, so that a sweep over thousands stays fast.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from bot.entities import Recurrence

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STEPS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}  # seconds
_DAY_PARTS = ("BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYEASTER")
_HORIZON_YEARS = 12  # longer than the rarest yearly date is away: 29 February across 2100
_MOST_COUNTED = 10_000
_TICK = timedelta(microseconds=1)


def next_after(recurrence: Recurrence, instant: datetime) -> datetime | None:
    """The first firing strictly after the aware `instant`, in UTC; None when nothing is left to come.

    Raises ValueError where a rule is not RFC 5545, and ZoneInfoNotFoundError for an unknown zone.
    """
    zone = ZoneInfo(recurrence.zone)
    instant = instant.astimezone(UTC)
    for local in _locals_after(recurrence, instant.astimezone(zone).replace(tzinfo=None, fold=0)):
        fires = resolve(local, zone)
        if fires > instant:
            return fires
    return None


def upcoming(recurrence: Recurrence, instant: datetime, count: int) -> list[datetime]:
    """At most `count` firings strictly after the aware `instant`, earliest first, in the recurrence's zone."""
    zone = ZoneInfo(recurrence.zone)
    fires: list[datetime] = []
    last = instant
    while len(fires) < count and (following := next_after(recurrence, last)) is not None:
        fires.append(following.astimezone(zone))
        last = following
    return fires


def next_local(recurrence: Recurrence, instant: datetime) -> datetime | None:
    """As `next_after`, but the naive local time that the rules name, even where the clocks skip it."""
    zone = ZoneInfo(recurrence.zone)
    instant = instant.astimezone(UTC)
    candidates = _locals_after(recurrence, instant.astimezone(zone).replace(tzinfo=None, fold=0))
    return next((local for local in candidates if resolve(local, zone) > instant), None)


def resolve(local: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant of a naive local time: the first of two, or the end of the gap that swallowed it."""
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None, fold=0) == local:
        return first
    return _end_of_gap(local, zone)


def _end_of_gap(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant the clocks jump over `local`, found by bisection between the two readings of it."""
    low = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    high = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    after = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)


def _locals_after(recurrence: Recurrence, local: datetime) -> Iterator[datetime]:
    """The naive local times after `local` that the rules name, earliest first, each once."""
    starts = recurrence.starts.replace(tzinfo=None, fold=0)
    if not recurrence.rrules:
        if starts > local:
            yield starts
        return
    while True:
        found = [_after(rule, starts, local) for rule in recurrence.rrules]
        following = min((when for when in found if when is not None), default=None)
        if following is None:
            return
        yield following
        local = following


def _after(rule: str, starts: datetime, local: datetime) -> datetime | None:
    parts = _parts(rule)
    local = max(local, starts - _TICK)
    if "COUNT" in parts:
        counted = _counted(rule, starts)
        return next(iter(counted[bisect_right(counted, local) :]), None)
    found = _expansion(_explicit(rule, starts), _aligned(parts, starts, local)).after(local)
    return found if isinstance(found, datetime) else None


@lru_cache(maxsize=1024)
def _counted(rule: str, starts: datetime) -> tuple[datetime, ...]:
    """Every local time of a rule with COUNT. It counts from DTSTART, so it has to be walked from there."""
    parts = dict(_parts(rule))
    count = int(parts.pop("COUNT"))
    endless = ";".join(f"{name}={value}" for name, value in parts.items())
    return tuple(islice(_expansion(_explicit(endless, starts), starts), min(count, _MOST_COUNTED)))


@lru_cache(maxsize=4096)
def _parts(rule: str) -> dict[str, str]:
    try:
        parts = dict(part.split("=", 1) for part in rule.upper().removeprefix("RRULE:").split(";"))
    except ValueError:
        raise ValueError(f"not an RFC 5545 rule: {rule!r}") from None
    if "FREQ" not in parts or int(parts.get("INTERVAL", "1")) < 1 or "DTSTART" in parts:
        raise ValueError(f"not an RFC 5545 rule: {rule!r}")
    return parts


@lru_cache(maxsize=8192)
def _expansion(rule: str, dtstart: datetime) -> rrule:
    """The rule from `dtstart`, remembering what it computed; it ends at a horizon, so that no search is endless."""
    expanded = rrulestr(rule, dtstart=dtstart)
    if not isinstance(expanded, rrule):
        raise ValueError(f"not one RFC 5545 rule: {rule!r}")
    horizon = min(_HORIZON_YEARS * int(_parts(rule).get("INTERVAL", "1")), 9998 - dtstart.year)
    until = dtstart.replace(year=dtstart.year + horizon, day=1)
    if "UNTIL" in _parts(rule):
        until = min(until, datetime.strptime(_parts(rule)["UNTIL"].rstrip("Z"), "%Y%m%dT%H%M%S"))  # noqa: DTZ007
    return expanded.replace(until=until, cache=True)


@lru_cache(maxsize=8192)
def _explicit(rule: str, starts: datetime) -> str:
    """The rule with what RFC 5545 takes from DTSTART spelled out, so that another DTSTART means the same."""
    parts = dict(_parts(rule))
    freq = parts["FREQ"]
    if not any(part in parts for part in _DAY_PARTS):
        if freq == "YEARLY":
            parts.setdefault("BYMONTH", str(starts.month))
        if freq in ("YEARLY", "MONTHLY"):
            parts["BYMONTHDAY"] = str(starts.day)
        if freq == "WEEKLY":
            parts["BYDAY"] = _WEEKDAYS[starts.weekday()]
    if freq not in _STEPS:
        parts.setdefault("BYHOUR", str(starts.hour))
    if freq not in ("MINUTELY", "SECONDLY"):
        parts.setdefault("BYMINUTE", str(starts.minute))
    if freq != "SECONDLY":
        parts.setdefault("BYSECOND", str(starts.second))
    parts.setdefault("WKST", "MO")
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _aligned(parts: dict[str, str], starts: datetime, local: datetime) -> datetime:
    """The start of the period of the rule that holds `local`, in step with DTSTART where INTERVAL is over 1."""
    interval, freq = int(parts.get("INTERVAL", "1")), parts["FREQ"]
    if freq in _STEPS:
        step = timedelta(seconds=_STEPS[freq] * interval)
        return starts + max(0, (local - starts) // step) * step
    first = starts.replace(hour=0, minute=0, second=0, microsecond=0)
    if freq == "YEARLY":
        year = starts.year + (local.year - starts.year) // interval * interval
        return first.replace(year=max(1, year), month=1, day=1)
    if freq == "MONTHLY":
        origin = starts.year * 12 + starts.month - 1
        months = origin + (local.year * 12 + local.month - 1 - origin) // interval * interval
        return first.replace(year=months // 12, month=months % 12 + 1, day=1)
    if freq == "WEEKLY":
        first -= timedelta(days=(first.weekday() - _WEEKDAYS.index(parts.get("WKST", "MO"))) % 7)
        interval *= 7
    return first + timedelta(days=(local - first).days // interval * interval)
