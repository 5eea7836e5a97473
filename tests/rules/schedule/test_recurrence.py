"""Recurrences against an independent minute-by-minute walk of the clocks, and against plain RFC 5545 expansion."""

import time as clock
from datetime import UTC, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.entities import Recurrence
from bot.rules.schedule.recurrence import next_after, upcoming


def wall(*parts):
    return datetime(*parts)  # noqa: DTZ001  (rules speak of naive local time)


QUARTER_HOURS = "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=0,15,30,45;BYSECOND=0"
ODD_TIME = "FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=7,37;BYSECOND=0"
EVERY_OTHER_DAY = "FREQ=DAILY;INTERVAL=2;BYHOUR=1,2,3;BYMINUTE=30;BYSECOND=0"
SAMPLE = (
    "America/New_York", "Europe/Lisbon", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Beirut", "America/Santiago",
    "Antarctica/Troll", "Africa/Cairo", "America/Havana", "Asia/Kathmandu",
)  # fmt: skip
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


NEW_YEAR = wall(2026, 1, 1)


def recurring(*rules, starts=NEW_YEAR, zone="UTC"):
    return Recurrence(rrules=rules, starts=starts, zone=zone)


def all_zones():
    return (files("tzdata") / "zones").read_text().split()


@cache
def transitions(name):
    """The hours in which the clocks of a zone change, found by looking at every six hours."""
    zone, found, at = ZoneInfo(name), [], FIRST
    while at < LAST:
        if at.astimezone(zone).utcoffset() != (at + 6 * HOUR).astimezone(zone).utcoffset():
            found.append(at)
        at += 6 * HOUR
    return found


def walked(name, middle, is_due):
    """The instants of 48 hours at which a due local time is first shown, or is first passed in a jump."""
    zone = ZoneInfo(name)
    fires, shown, last = [], set(), None
    for minute in range(-24 * 60, 24 * 60):
        at = middle + minute * MINUTE
        local = at.astimezone(zone).replace(tzinfo=None, fold=0)
        passed = [] if last is None or local - last <= MINUTE else jumped(last, local)
        due = [wall for wall in (*passed, local) if wall not in shown and is_due(wall)]
        if due and last is not None:
            fires.append(at)
        shown.add(local)
        shown.update(passed)
        last = local if last is None else max(last, local)
    return fires


def jumped(last, local):
    return [last + n * MINUTE for n in range(1, int((local - last) / MINUTE))]


def assert_fires_as_walked(name, rule, is_due):
    recurrence = recurring(rule, zone=name)
    for middle in transitions(name):
        expected = walked(name, middle, is_due)
        first = middle - DAY

        fires, at = [], first
        while (at := next_after(recurrence, at)) is not None and at < middle + DAY:
            fires.append(at)

        assert fires == expected, (name, middle, rule)


def check_zone(name):
    assert_fires_as_walked(name, QUARTER_HOURS, lambda wall: wall.minute % 15 == 0)
    assert_fires_as_walked(name, ODD_TIME, lambda wall: wall.hour < 4 and wall.minute in (7, 37))
    origin = wall(2026, 1, 1).toordinal()
    assert_fires_as_walked(
        name,
        EVERY_OTHER_DAY,
        lambda wall: wall.hour in (1, 2, 3) and wall.minute == 30 and (wall.toordinal() - origin) % 2 == 0,
    )


@pytest.mark.parametrize("name", SAMPLE)
def test_every_clock_change_is_met_as_a_walk_of_the_clock_meets_it(name):
    check_zone(name)


@pytest.mark.soak
def test_every_clock_change_of_every_zone_is_met_as_a_walk_meets_it(request):
    if "soak" not in request.config.getoption("-m"):
        pytest.skip("a walk of all zones takes minutes; run with -m soak")
    for name in all_zones():
        check_zone(name)


def test_a_missing_time_fires_at_the_first_instant_after_the_gap():
    every_night = recurring("FREQ=DAILY;BYHOUR=2;BYMINUTE=30;BYSECOND=0", zone="America/New_York")

    fires = upcoming(every_night, datetime(2027, 3, 13, 12, tzinfo=UTC), 2)

    assert [fire.isoformat() for fire in fires] == ["2027-03-14T03:00:00-04:00", "2027-03-15T02:30:00-04:00"]


def test_a_repeated_time_fires_once_at_its_first_occurrence():
    every_night = recurring("FREQ=DAILY;BYHOUR=1;BYMINUTE=30;BYSECOND=0", zone="America/New_York")

    fires = upcoming(every_night, datetime(2026, 10, 31, 12, tzinfo=UTC), 2)

    assert [fire.isoformat() for fire in fires] == ["2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"]


def test_two_times_swallowed_by_one_gap_fire_once_together():
    rules = ("FREQ=DAILY;BYHOUR=2;BYMINUTE=10;BYSECOND=0", "FREQ=DAILY;BYHOUR=3;BYMINUTE=0;BYSECOND=0")
    night = recurring(*rules, zone="Europe/Berlin")

    fires = upcoming(night, datetime(2027, 3, 27, 12, tzinfo=UTC), 3)

    assert [fire.isoformat() for fire in fires] == [
        "2027-03-28T03:00:00+02:00",
        "2027-03-29T02:10:00+02:00",
        "2027-03-29T03:00:00+02:00",
    ]


def test_once_fires_at_its_start_and_never_again():
    once = recurring(starts=wall(2026, 12, 3, 10), zone="Europe/Lisbon")

    before, at = datetime(2026, 12, 3, 9, 59, tzinfo=UTC), datetime(2026, 12, 3, 10, tzinfo=UTC)

    assert next_after(once, before) == at
    assert next_after(once, at) is None


def test_count_ends_a_rule_after_so_many():
    thrice = recurring("FREQ=DAILY;COUNT=3;BYHOUR=9", starts=wall(2026, 11, 20, 9))

    assert len(upcoming(thrice, datetime(2026, 11, 1, tzinfo=UTC), 9)) == 3
    assert next_after(thrice, datetime(2026, 11, 22, 9, tzinfo=UTC)) is None


def test_until_ends_a_rule_on_its_last_day():
    rule = recurring("FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0;UNTIL=20261122T235959", starts=wall(2026, 11, 20))

    assert [fire.day for fire in upcoming(rule, datetime(2026, 11, 19, tzinfo=UTC), 9)] == [20, 21, 22]


def test_a_date_that_never_comes_is_given_up_quickly():
    never = recurring("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=9")

    began = clock.perf_counter()

    assert next_after(never, datetime(2026, 11, 1, tzinfo=UTC)) is None
    assert clock.perf_counter() - began < 1


@pytest.mark.parametrize("rule", ["", "DAILY", "FREQ=DAILY;INTERVAL=0", "FREQ=SOMETIMES", "FREQ=DAILY;BYHOUR=x"])
def test_what_is_no_rule_is_refused(rule):
    with pytest.raises(ValueError):
        next_after(recurring(rule), FIRST)


BY_FREQ = {
    "DAILY": ("", ";BYDAY=MO,WE,FR", ";BYMONTH=3,11"),
    "WEEKLY": ("", ";BYDAY=TU,TH", ";BYDAY=SU;WKST=SU", ";BYDAY=MO;WKST=SU"),
    "MONTHLY": ("", ";BYDAY=2TU,4TU", ";BYDAY=-1FR", ";BYMONTHDAY=1,15,-1", ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    "YEARLY": ("", ";BYMONTH=2;BYMONTHDAY=29", ";BYMONTH=5;BYDAY=1MO"),
    "HOURLY": ("", ";BYMINUTE=10"),
    "MINUTELY": ("",),
}


@st.composite
def rules(draw):
    freq = draw(st.sampled_from(sorted(BY_FREQ)))
    by = draw(st.sampled_from(BY_FREQ[freq]))
    hours = draw(st.sampled_from(["", ";BYHOUR=7,19;BYMINUTE=30"])) if freq not in ("HOURLY", "MINUTELY") else ""
    interval = draw(st.integers(1, 5)) if freq not in ("MINUTELY",) else draw(st.sampled_from([15, 45, 90]))
    return f"FREQ={freq};INTERVAL={interval}{by}{hours}"


MOMENTS = st.datetimes(wall(2026, 1, 1), wall(2028, 12, 31)).map(lambda at: at.replace(microsecond=0))


@settings(max_examples=50, deadline=None)
@given(rule=rules(), starts=MOMENTS, ahead=st.integers(-400, 500))
def test_skipping_ahead_gives_what_walking_from_the_start_gives(rule, starts, ahead):
    asked = starts + timedelta(days=ahead, seconds=1) if "MINUTELY" not in rule else starts + timedelta(days=ahead % 3)
    plain = rrulestr(rule if "WKST" in rule else f"{rule};WKST=MO", dtstart=starts)
    expected = [fire.replace(tzinfo=UTC) for fire in islice(plain.xafter(asked), 3)]

    fires = upcoming(recurring(rule, starts=starts), asked.replace(tzinfo=UTC), 3)

    horizon = starts.year + 12  # beyond it a rarer rule counts as over
    assert [fire for fire in fires if fire.year < horizon] == [fire for fire in expected if fire.year < horizon]


def test_a_sweep_of_thousands_takes_well_under_a_second():
    days = ("MO", "TU,TH", "MO,WE,FR", "SA,SU")
    many = [
        recurring(
            f"FREQ=WEEKLY;INTERVAL={1 + n % 2};BYDAY={days[n % 4]};BYHOUR={n % 24};BYMINUTE={n % 4 * 15};BYSECOND=0",
            starts=wall(2019, 1, 1) + timedelta(days=n % 700),
            zone=SAMPLE[n % len(SAMPLE)],
        )
        for n in range(3000)
    ]

    began = clock.perf_counter()
    fires = [next_after(one, datetime(2026, 11, 23, 8, tzinfo=UTC)) for one in many]

    assert all(fires)
    assert clock.perf_counter() - began < 2


def test_local_time_of_day_is_kept_over_a_year():
    daily = recurring("FREQ=DAILY;BYHOUR=7;BYMINUTE=0;BYSECOND=0", zone="Europe/Madrid")

    fires = upcoming(daily, FIRST, 365)

    assert {fire.time() for fire in fires} == {time(7)}
    assert len({fire.date() for fire in fires}) == 365
