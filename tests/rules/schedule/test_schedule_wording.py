"""A stored recurrence in words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.entities import Recurrence
from bot.rules.schedule import describe, echo

AT_NINE = "BYHOUR=9;BYMINUTE=0;BYSECOND=0"
STARTS = datetime.fromisoformat("2026-11-23T09:00")  # a Monday
RULES = {
    f"FREQ=DAILY;{AT_NINE}": "Every day at 09:00",
    f"FREQ=DAILY;INTERVAL=2;{AT_NINE}": "Every other day at 09:00",
    f"FREQ=DAILY;INTERVAL=14;{AT_NINE}": "Every other Monday at 09:00",
    f"FREQ=WEEKLY;BYDAY=MO,TH;{AT_NINE}": "Every Monday and Thursday at 09:00",
    f"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;{AT_NINE}": "Every weekday (Monday to Friday) at 09:00",
    f"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA;{AT_NINE}": "Every day except Sunday at 09:00",
    f"FREQ=WEEKLY;INTERVAL=3;BYDAY=MO;{AT_NINE}": "Every 3 weeks on Monday at 09:00",
    f"FREQ=MONTHLY;BYDAY=2TU,4TU;{AT_NINE}": "On the 2nd and 4th Tuesday of the month at 09:00",
    f"FREQ=MONTHLY;BYDAY=-1FR;{AT_NINE}": "On the last Friday of the month at 09:00",
    f"FREQ=MONTHLY;BYMONTHDAY=-1;{AT_NINE}": "On the last day of the month at 09:00",
    f"FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1;{AT_NINE}": "On the 1st of every 3 months at 09:00",
    f"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;{AT_NINE}": "On the last weekday of the month at 09:00",
    f"FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=3;{AT_NINE}": "Every year on 3 December at 09:00",
    "FREQ=HOURLY;INTERVAL=2;BYMINUTE=0;BYSECOND=0": "Every 2 hours",
    f"FREQ=DAILY;{AT_NINE};UNTIL=20261204T235959": "Every day at 09:00, until Fri 4 Dec 2026",
}


@pytest.mark.parametrize(("rule", "words"), RULES.items())
def test_a_rule_is_said(rule, words):
    assert describe(Recurrence(rrules=(rule,), starts=STARTS, zone="Europe/Lisbon")) == words


def test_times_of_the_same_days_are_said_together():
    rules = (f"FREQ=DAILY;{AT_NINE}", "FREQ=DAILY;BYHOUR=19;BYMINUTE=30;BYSECOND=0")

    assert describe(Recurrence(rrules=rules, starts=STARTS, zone="Europe/Lisbon")) == "Every day at 09:00 and 19:30"


def test_an_echo_names_the_zone_and_the_next_day_with_its_year_where_it_differs():
    rule = f"FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1;{AT_NINE}"
    now = datetime(2026, 11, 23, tzinfo=UTC)

    said = echo(Recurrence(rrules=(rule,), starts=STARTS, zone="Europe/Lisbon"), now)

    assert said == "Every year on 1 May at 09:00 (Europe/Lisbon), next Sat 1 May 2027"


def test_an_elapsed_time_is_echoed_in_the_persons_own_time():
    now = datetime(2026, 11, 1, 0, 30, tzinfo=ZoneInfo("America/New_York"))
    elapsed = Recurrence(starts=datetime.fromisoformat("2026-11-01T06:00"), zone="UTC")

    assert echo(elapsed, now) == "Once, Sun 1 Nov at 01:00 (America/New_York)"
