"""Schedules from words: cases of our own in five languages, and what holds for any text at all."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.entities import Outcome
from bot.rules.schedule import read_schedule
from bot.rules.schedule.words import LANGUAGES, lexicon_of

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases.jsonl").read_text("utf-8").splitlines()]
NOW = datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("Europe/Lisbon"))  # a Wednesday


def read(text, now=NOW, zone="Europe/Lisbon", **settings_):
    return read_schedule(text, now=now, zone=zone, **settings_)


def shown(reading):
    return [f"{fire:%a %d %b %H:%M}" for fire in reading.next]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']}: {case['text']}")
def test_case(case):
    zone = ZoneInfo(case.get("zone", "Europe/Lisbon"))
    now = datetime.fromisoformat(case.get("now", "2026-11-18T12:00")).replace(tzinfo=zone)

    reading = read(case["text"], now, zone.key)

    assert reading.outcome.value == case["outcome"], reading.message
    if "next" in case:  # "F" marks the second pass of a repeated hour
        local = [(datetime.fromisoformat(at.rstrip("F")), at.endswith("F")) for at in case["next"]]
        expected = [at.replace(tzinfo=zone, fold=fold).isoformat() for at, fold in local]
        assert [fire.isoformat() for fire in reading.next] == expected
    assert reading.subject == case.get("subject", reading.subject)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_cases_in_every_language(language):
    assert sum(case["lang"] == language for case in CASES) >= 15


def test_without_a_zone_a_clear_schedule_asks_where_the_person_is():
    reading = read("every morning at 7 to stretch", zone=None)

    assert reading.outcome is Outcome.CLARIFY
    assert reading.recurrence is None
    assert reading.subject == "stretch"
    assert "Where are you" in reading.message


def test_without_a_zone_an_impossible_time_is_still_refused():
    assert read("every day at 25:00", zone=None).outcome is Outcome.ERROR


def test_morning_and_evening_are_the_persons_own():
    reading = read("every morning and evening", morning=time(6, 30), evening=time(20))

    assert shown(reading) == ["Wed 18 Nov 20:00", "Thu 19 Nov 06:30", "Thu 19 Nov 20:00"]


def test_the_echo_is_made_from_what_is_stored():
    assert read("every monday and thursday at 7am").message == (
        "Every Monday and Thursday at 07:00 (Europe/Lisbon), next Thu 19 Nov"
    )


def test_a_question_is_one_question():
    for text in ("now and then", "every monday", "twice a day", "remind me", "next week", "every month"):
        reading = read(text)
        assert reading.outcome is Outcome.CLARIFY
        assert reading.message.count("?") == 1


def test_hours_are_elapsed_time_over_a_clock_change():
    before = datetime(2027, 3, 14, 1, 15, tzinfo=ZoneInfo("America/New_York"))

    reading = read("in 2 hours", before, "America/New_York")

    assert [fire.isoformat() for fire in reading.next] == ["2027-03-14T04:15:00-04:00"]


def test_days_keep_the_clock_over_a_clock_change():
    before = datetime(2027, 3, 26, 18, tzinfo=ZoneInfo("Europe/Berlin"))

    reading = read("in 3 days", before, "Europe/Berlin")

    assert [fire.isoformat() for fire in reading.next] == ["2027-03-29T18:00:00+02:00"]


def test_an_elapsed_time_inside_a_repeated_hour_is_met_exactly():
    """00:30 and an hour and a half is the second 01:00 of that night, which has no local name of its own."""
    zone = ZoneInfo("America/New_York")
    before = datetime(2026, 11, 1, 0, 30, tzinfo=zone)

    reading = read("in 90 minutes", before, zone.key)

    assert [fire.isoformat() for fire in reading.next] == ["2026-11-01T01:00:00-05:00"]
    assert reading.recurrence.zone == "UTC"


def test_every_other_monday_keeps_step_beside_a_weekly_friday():
    reading = read("every other monday at 9am, every friday at 10am")

    assert shown(reading) == ["Fri 20 Nov 10:00", "Mon 23 Nov 09:00", "Fri 27 Nov 10:00"]


def test_american_dates_name_the_month_first():
    lisbon, chicago = read("on 3/12 at noon"), read("on 3/12 at noon", zone="America/Chicago")

    assert (lisbon.next[0].day, lisbon.next[0].month) == (3, 12)
    assert (chicago.next[0].day, chicago.next[0].month) == (12, 3)


def test_a_bare_hour_is_the_next_time_a_dial_shows_it():
    assert shown(read("at 8")) == ["Wed 18 Nov 20:00"]
    assert shown(read("at 8", NOW.replace(hour=21))) == ["Thu 19 Nov 08:00"]


@pytest.mark.parametrize(
    "text",
    ["read 20 pages every evening at 9", "lose 5 kg, weigh in every monday at 8am", "run 10k on sundays at 7:30"],
)
def test_numbers_of_the_subject_are_no_times(text):
    assert len(read(text).recurrence.rrules) == 1


WORDS = sorted({phrase for language in LANGUAGES for phrase in lexicon_of(language).phrases})
PIECES = st.one_of(
    st.sampled_from(WORDS), st.integers(-5, 99999).map(str), st.sampled_from([",", "-", ":", "7:30", "."])
)


@settings(max_examples=200, deadline=None)
@given(text=st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=9).map(" ".join)), at=st.integers(0, 10**8))
def test_any_text_gets_a_sound_reading(text, at):
    now = datetime.fromtimestamp(1_780_000_000 + at, UTC).astimezone(ZoneInfo("Europe/Lisbon"))

    reading = read(text, now)

    assert reading.message
    assert (reading.outcome is Outcome.SCHEDULE) == bool(reading.next) == (reading.recurrence is not None)
    assert list(reading.next) == sorted(set(reading.next))
    assert all(fire > now for fire in reading.next)
    assert len(reading.next) <= 3


def test_a_very_long_text_is_read_in_linear_time():
    assert read("every " * 20_000).outcome is Outcome.CLARIFY
