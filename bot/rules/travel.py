"""Journeys: the schedule keeps its local hours where the person is, there and back again.

A journey begins to count the day after it starts, and ends the day after it ends: on the days of travel itself the
old zone holds, so that nobody is woken at one in the morning before the flight.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.entities import Person, Recurrence, Reminder, Trip, UserProfile, ZoneMove
from bot.rules.schedule import next_after

_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)
_FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
_MOVES_KEPT = 12


def next_due(recurrence: Recurrence, profile: UserProfile, now: datetime) -> datetime | None:
    """The next instant of a schedule strictly after `now`, in the zones the person will be in."""
    if profile.trip is None or recurrence.zone != profile.zone or not recurrence.rrules:
        return next_after(recurrence, now)
    for zone, begins, ends in _stays(profile.trip, profile.zone or "UTC"):
        if ends > now:
            due = next_after(recurrence.but(zone=zone), max(now, begins - _INSTANT))
            if due is not None and due < ends:
                return due
    return None


def settled(person: Person, now: datetime) -> Person:
    """The person with the zone of where they are by now; a journey that is over is taken off."""
    trip = person.profile.trip
    if trip is None:
        return person
    if trip.until is not None and now >= _midnight(trip.until + _DAY, trip.home):
        return without_trip(person, now)
    if person.profile.zone != trip.zone and now >= _midnight(trip.starts + _DAY, trip.zone):
        return moved(person, trip.zone, now)
    return person


def moved(person: Person, zone: str, now: datetime, *, provisional: bool = False) -> Person:
    """The person in another zone: every recurring schedule of theirs keeps its local times there.

    Elsewhere than a journey goes, once that has begun, ends it; before it begins, it is the zone to come back to.
    """
    old = person.profile.zone
    trip = person.profile.trip
    if trip is not None and zone != trip.zone:
        trip = None if has_begun(trip, now) else trip.but(home=zone)
    left = () if old in (None, zone) else (ZoneMove(zone=old or "UTC", until=now),)
    moves = (*person.profile.zone_moves, *left)[-_MOVES_KEPT:]
    profile = person.profile.but(zone=zone, zone_provisional=provisional, trip=trip, zone_moves=moves)
    return _rescheduled(person.but(profile=profile), old, now)


def has_begun(trip: Trip, now: datetime) -> bool:
    """Whether the day of departure is here."""
    return now >= _midnight(trip.starts, trip.home)


def without_trip(person: Person, now: datetime) -> Person:
    """The person at home, with no journey planned or begun."""
    trip = person.profile.trip
    if trip is None:
        return person
    person = person.but(profile=person.profile.but(trip=None))
    return moved(
        person, trip.home, now, provisional=person.profile.zone_provisional and trip.home == person.profile.zone
    )


def is_left_behind(trip: Trip | None, reminder: Reminder, due_at: datetime) -> bool:
    """Whether a nudge is due by the clock of a place that was left before it: swept late, the zone had changed."""
    if trip is None or reminder.postponed_from is not None or not reminder.recurrence.rrules:
        return False
    if due_at < _midnight(trip.starts + _DAY, trip.zone):
        return False
    is_back = trip.until is not None and due_at >= _midnight(trip.until + _DAY, trip.home)
    recurrence = reminder.recurrence.but(zone=trip.home if is_back else trip.zone)
    return next_after(recurrence, due_at - _INSTANT) != due_at


def zone_at(profile: UserProfile, at: datetime) -> str:
    """The zone the person was in then."""
    return next((move.zone for move in profile.zone_moves if at < move.until), profile.zone or "UTC")


def _rescheduled(person: Person, old: str | None, now: datetime) -> Person:
    for reminder in person.active_reminders:
        if reminder.recurrence.zone in (old, "UTC") and reminder.recurrence.rrules:
            recurrence = reminder.recurrence.but(zone=person.profile.zone or "UTC")
            due = next_due(recurrence, person.profile, now)
            person = person.with_reminder(_due_at(reminder.but(recurrence=recurrence), due, now))
    return person


def _due_at(reminder: Reminder, due: datetime | None, now: datetime) -> Reminder:
    """The reminder next due then; one that was put off keeps its instant where that comes before."""
    put_off = reminder.next_due_at if reminder.postponed_from is not None else None
    if put_off is not None and put_off >= now and (due is None or put_off < due):
        return reminder
    return reminder.but(next_due_at=due, postponed_from=None)


def with_trip(person: Person, trip: Trip, now: datetime) -> Person:
    """The person with a journey planned or begun; what comes due on it is already in its zone."""
    person = settled(person.but(profile=person.profile.but(trip=trip)), now)
    for reminder in person.active_reminders:
        if reminder.recurrence.rrules and reminder.postponed_from is None:
            person = person.with_reminder(reminder.but(next_due_at=next_due(reminder.recurrence, person.profile, now)))
    return person


def _stays(trip: Trip, zone: str) -> Iterator[tuple[str, datetime, datetime]]:
    """Zone, begin and end of each part of the time to come."""
    out = _midnight(trip.starts + _DAY, trip.zone)
    back = _midnight(trip.until + _DAY, trip.home) if trip.until else _FOREVER
    if zone != trip.zone:
        yield zone, datetime.min.replace(tzinfo=UTC) + _DAY, out
    yield trip.zone, out if zone != trip.zone else datetime.min.replace(tzinfo=UTC) + _DAY, back
    if trip.until:
        yield trip.home, back, _FOREVER


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
