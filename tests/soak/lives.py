"""Two hundred people and a year of theirs: schedules, answers, pauses, journeys, silence, now and then a crisis."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.soak.walk import at_midnight

DAY = timedelta(days=1)
STARTS = datetime(2026, 11, 2, tzinfo=UTC)
ENDS = datetime(2027, 11, 15, tzinfo=UTC)  # both changes of the clocks in both hemispheres, one of them twice
OUTAGE = (datetime(2027, 6, 9, 13, 17, tzinfo=UTC), datetime(2027, 6, 12, 15, 2, tzinfo=UTC))
ANSWERS_AFTER = timedelta(minutes=41)
ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo",
    "America/Santiago", "America/Bogota", "America/Mexico_City", "America/Halifax", "America/St_Johns",
    "America/Havana", "America/Anchorage", "Pacific/Honolulu", "Europe/London", "Europe/Lisbon", "Europe/Berlin",
    "Europe/Athens", "Europe/Moscow", "Europe/Istanbul", "Atlantic/Azores", "Africa/Cairo", "Africa/Lagos",
    "Africa/Casablanca", "Africa/Nairobi", "Asia/Beirut", "Asia/Jerusalem", "Asia/Tehran", "Asia/Dubai",
    "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo",
    "Australia/Sydney", "Australia/Adelaide", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham",
)  # fmt: skip
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Times:
    """A schedule twice over: as an RRULE for Gigi, and as a plain question about a day for the model."""

    rrule: str
    falls_on: Callable[[date], bool]
    at: time
    starts: date


@dataclass(frozen=True)
class Plan:
    """One reminder or check-in of one person."""

    name: str
    is_checkin: bool
    goal: str
    times: Times


@dataclass(frozen=True)
class Deed:
    """Something a person does at an instant."""

    at: datetime
    what: str  # log, pause, trip, hello, crisis
    until: datetime | None = None
    zone: str = ""
    days: tuple[date, date] | None = None


@dataclass
class Life:
    """One person: where they live, what they asked for, what they do and how often they answer."""

    name: str
    zone: str
    diligence: float
    plans: tuple[Plan, ...]
    deeds: list[Deed] = field(default_factory=list)
    silent: tuple[datetime, datetime] | None = None

    def answers(self, plan: str, due: datetime) -> bool:
        """Whether a nudge that arrives is answered: chance, but the same whoever asks."""
        if self.silent and self.silent[0] <= due < self.silent[1]:
            return False
        return random.Random(f"{self.name}{plan}{due.isoformat()}").random() < self.diligence

    @property
    def trip(self) -> Deed | None:
        return next((deed for deed in self.deeds if deed.what == "trip"), None)


def lives(count: int = 200, starts: datetime = STARTS, ends: datetime = ENDS) -> list[Life]:
    """The same people every time."""
    return [_life(number, random.Random(number), starts, ends) for number in range(count)]


def _life(number: int, chance: random.Random, starts: datetime, ends: datetime) -> Life:
    zone = ZONES[number % len(ZONES)]
    plans = [_plan(f"c{number}", "a", chance, starts, is_checkin=True)]
    if chance.random() < 0.3:
        plans.append(_plan(f"d{number}", "b", chance, starts, is_checkin=True))
    if chance.random() < 0.6:
        plans.append(_plan(f"r{number}", "", chance, starts, is_checkin=False))
    life = Life(f"p{number}", zone, chance.choice((0.95, 0.9, 0.6, 0.3)), tuple(plans))
    _add_deeds(life, chance, starts, ends)
    return life


def _plan(name: str, goal: str, chance: random.Random, starts: datetime, *, is_checkin: bool) -> Plan:
    hours = (8, 9, 12, 18, 19, 20, 21, 22) if is_checkin else (0, 1, 2, 3, 6, 7, 12, 18, 23)
    at = time(chance.choice(hours), chance.choice((0, 0, 15, 30)))
    if goal == "b":  # never at the same minute as the other one: which of two comes first is nobody's policy
        at = time(chance.choice((9, 12, 15, 20)), 45)
    return Plan(name, is_checkin, goal, _times(chance, at, starts.date()))


def _times(chance: random.Random, at: time, starts: date) -> Times:
    clock = f"BYHOUR={at.hour};BYMINUTE={at.minute};BYSECOND=0"
    kind = chance.randrange(5)
    if kind == 0:
        return Times(f"FREQ=DAILY;{clock}", lambda day: True, at, starts)
    if kind == 1:
        days = tuple(sorted(chance.sample(range(7), 3)))
        rule = f"FREQ=WEEKLY;BYDAY={','.join(CODES[day] for day in days)};{clock}"
        return Times(rule, lambda day: day.weekday() in days, at, starts)
    if kind == 2:
        return Times(f"FREQ=DAILY;INTERVAL=2;{clock}", lambda day: (day - starts).days % 2 == 0, at, starts)
    if kind == 3:
        weekday = chance.randrange(7)
        monday = starts.toordinal() - starts.weekday()
        rule = f"FREQ=WEEKLY;INTERVAL=2;BYDAY={CODES[weekday]};{clock}"
        return Times(
            rule, lambda day: day.weekday() == weekday and (day.toordinal() - monday) // 7 % 2 == 0, at, starts
        )
    weekday = chance.randrange(7)
    rule = f"FREQ=MONTHLY;BYDAY=-1{CODES[weekday]};{clock}"
    return Times(rule, lambda day: day.weekday() == weekday and (day + 7 * DAY).month != day.month, at, starts)


def _add_deeds(life: Life, chance: random.Random, starts: datetime, ends: datetime) -> None:
    span = (ends - starts).days - 3

    def some_day(earliest: int = 3) -> datetime:
        return starts + timedelta(days=chance.randrange(earliest, span), hours=chance.randrange(24), minutes=7)

    for _ in range(chance.randrange(9)):
        _do(life, Deed(some_day(), "log"))
    for _ in range(chance.randrange(3)):
        at = some_day()
        _do(life, Deed(at, "pause", until=at + timedelta(days=chance.randrange(1, 15))))
    if chance.random() < 0.4:
        out = some_day(10).date()
        back = out + timedelta(days=chance.randrange(2, 21))
        told = at_midnight(out, life.zone) - timedelta(hours=chance.randrange(2, 60), minutes=13)
        there = chance.choice([zone for zone in ZONES if zone != life.zone])
        _do(life, Deed(told, "trip", zone=there, days=(out, back)))
    if span > 120 and chance.random() < 0.3:
        begins = starts + timedelta(days=chance.randrange(20, max(21, span - 90)))
        life.silent = (begins, begins + timedelta(days=chance.randrange(30, 80)))
        life.deeds = [deed for deed in life.deeds if not life.silent[0] <= deed.at < life.silent[1]]
        _do(life, Deed(life.silent[1] + timedelta(minutes=3), "hello"))
    if chance.random() < 0.05:
        _do(life, Deed(some_day(), "crisis"))
    life.deeds.sort(key=lambda deed: deed.at)


def _do(life: Life, deed: Deed) -> None:
    """What falls into the outage is not done: nobody was there to hear it."""
    if not OUTAGE[0] - DAY <= deed.at < OUTAGE[1] + timedelta(hours=1):
        life.deeds.append(deed)


def is_out(at: datetime) -> bool:
    """Whether nobody runs Gigi then."""
    return OUTAGE[0] <= at < OUTAGE[1]


def local_day(at: datetime, zone: str) -> date:
    """The calendar day of an instant."""
    return at.astimezone(ZoneInfo(zone)).date()
