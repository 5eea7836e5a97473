"""Where a person is: places, zone names, offsets, clock times; and what must not be taken for any of them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.wordlists import wordlist
from bot.rules.zones import read_trip, read_zone

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # 20:30 of the day before in Lima
PLACES = {
    "Berlin": "Europe/Berlin",
    "new york": "America/New_York",
    "NYC": "America/New_York",
    "Lisbon, Portugal": "Europe/Lisbon",
    "Kathmandu": "Asia/Kathmandu",
    "Nepal": "Asia/Kathmandu",
    "finland": "Europe/Helsinki",
    "the uk": "Europe/London",
    "São Paulo": "America/Sao_Paulo",
    "Sao Paulo, Brazil": "America/Sao_Paulo",
    "Zürich": "Europe/Zurich",
    "Mumbai": "Asia/Kolkata",
    "Ho Chi Minh City": "Asia/Ho_Chi_Minh",
    "Beijing": "Asia/Shanghai",
    "St. Louis": "America/Chicago",
    "Portland, Maine": "America/New_York",
    "portland oregon": "America/Los_Angeles",
    "Córdoba, Spain": "Europe/Madrid",
    "a village near Munich": "Europe/Berlin",
    "Москва": "Europe/Moscow",
    "я живу в Берлине": "Europe/Berlin",
    "vivo en Madrid": "Europe/Madrid",
    "ich bin in München": "Europe/Berlin",
    "je suis à Paris": "Europe/Paris",
    "Europe/Madrid": "Europe/Madrid",
    "america/argentina/buenos_aires": "America/Argentina/Buenos_Aires",
}
OFFSETS = {
    "UTC+2": "Etc/GMT-2",
    "GMT-5": "Etc/GMT+5",
    "gmt+5:30": "Asia/Kolkata",
    "UTC +05:45": "Asia/Kathmandu",
    "it's 8:30pm here": "Etc/GMT+5",
    "its 8:30 pm here": "Etc/GMT+5",
    "20:30 here": "Etc/GMT+5",
    "here it's 20:30": "Etc/GMT+5",
    "es ist 20:30 hier": "Etc/GMT+5",
    "у меня сейчас 20:30": "Etc/GMT+5",
    "it's quarter past 7 am here": "Asia/Kathmandu",
    "it's 7 am here": "Asia/Kolkata",
    "landed, it's 2:30 am here": "Etc/GMT-1",
}


@pytest.mark.parametrize(("text", "zone"), PLACES.items())
def test_a_place_gives_its_zone(text, zone):
    reading = read_zone(text, now=NOW)

    assert reading is not None
    assert reading.zone == zone
    assert not reading.provisional


@pytest.mark.parametrize(("text", "zone"), OFFSETS.items())
def test_an_offset_gives_a_provisional_zone_with_that_offset_now(text, zone):
    reading = read_zone(text, now=NOW, strict=True)

    assert reading is not None
    assert (reading.zone, reading.provisional) == (zone, True)


@pytest.mark.parametrize("text", ["20:30", "8:30pm", "half past eight in the evening", "it's 8:30 pm"])
def test_a_clock_time_is_a_whole_answer_but_no_chat(text):
    assert read_zone(text, now=NOW).zone == "Etc/GMT+5"
    assert read_zone(text, now=NOW, strict=True) is None


@pytest.mark.parametrize(
    "text", ["portland", "cordoba", "georgia", "USA", "it's 8:30 here", "no", "hello", "2", "i don't know", "", "  "]
)
def test_what_is_ambiguous_or_unknown_gives_nothing(text):
    assert read_zone(text, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("im in lima", "America/Lima"),
        ("I live in Lima", "America/Lima"),
        ("I'm in Madrid now", "Europe/Madrid"),
        ("hey, I'm in LA", "America/Los_Angeles"),
        ("I moved to Tokyo!", "Asia/Tokyo"),
        ("I'm in Nice", "Europe/Paris"),
        ("я в москве", "Europe/Moscow"),
    ],
)
def test_in_chat_a_place_counts_after_saying_that_one_is_there(text, zone):
    assert read_zone(text, now=NOW, strict=True).zone == zone


@pytest.mark.parametrize(
    "text",
    [
        "I want to run in paris marathon",
        "I want to move to Berlin",
        "I'm in love",
        "I'm in bed",
        "I'm in nice shape",
        "I'm in berlin marathon training",
        "I was in Lima last year",
        "Paris",
        "reading 20 pages a day",
        "save for a trip to Rome",
        "remind me at 8:30pm",
        "remind me at 8:30pm here",
        "I run at 8:30pm here",
        "it's hot here, I run at 8:30pm",
        "dinner at 20:30",
        "every day at 20:30",
        "I slept 8:30 hours",
        "79.4",
    ],
)
def test_ordinary_chat_gives_no_zone(text):
    assert read_zone(text, now=NOW, strict=True) is None


def test_a_country_of_several_zones_is_taken_for_the_one_most_people_live_in_and_asked_again():
    reading = read_zone("Spain", now=NOW)

    assert (reading.zone, reading.provisional) == ("Europe/Madrid", True)


def test_a_clock_time_that_fits_the_goal_of_a_trip_is_there():
    landed = datetime(2027, 3, 20, 13, 10, tzinfo=UTC)

    reading = read_zone("landed, its 2:10pm here", now=landed, strict=True, likely=("America/Lima", "Europe/Madrid"))

    assert (reading.zone, reading.provisional) == ("Europe/Madrid", False)


def test_a_clock_a_few_minutes_off_still_gives_the_offset():
    assert read_zone("it's 20:38 here", now=NOW).zone == "Etc/GMT+5"


def test_the_place_is_said_back_as_written():
    assert read_zone("ich bin in münchen", now=NOW).place == "München"
    assert read_zone("im in lima", now=NOW).place == "Lima"
    assert read_zone("it's 8:30pm here", now=NOW).place == "UTC-05:00"


def test_every_zone_of_the_lists_exists():
    table = wordlist("cities")
    listed = {zone for kind in ("city", "region", "mostly", "abbreviation") for zone in table[kind]}

    assert listed <= available_timezones()


LIMA_NOW = datetime(2027, 3, 18, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "starts", "until"),
    [
        ("flying to madrid tmrw, back the 29th", "Europe/Madrid", date(2027, 3, 19), date(2027, 3, 29)),
        ("in Madrid until the 29th", "Europe/Madrid", date(2027, 3, 18), date(2027, 3, 29)),
        ("I'm in Berlin from friday to sunday", "Europe/Berlin", date(2027, 3, 19), date(2027, 3, 21)),
        ("off to Tokyo next week", "Asia/Tokyo", date(2027, 3, 22), date(2027, 3, 28)),
        ("going to London on monday for 2 weeks", "Europe/London", date(2027, 3, 22), date(2027, 4, 5)),
        ("moving to Berlin in 3 weeks", "Europe/Berlin", date(2027, 4, 8), None),
        ("ich fliege morgen nach Rom, zurück am 29.", "Europe/Rome", date(2027, 3, 19), date(2027, 3, 29)),
    ],
)
def test_a_trip_has_a_zone_and_days(text, zone, starts, until):
    trip = read_trip(text, now=LIMA_NOW, zone="America/Lima")

    assert (trip.zone, trip.starts, trip.until) == (zone, starts, until)


@pytest.mark.parametrize(
    "text",
    [
        "I want to travel to Paris by june",
        "going to the gym tomorrow",
        "run a marathon until june",
        "I am in pain until tuesday",
        "lose 5 kg until the 29th",
        "I love Madrid",
        "",
    ],
)
def test_plans_and_goals_are_no_trips(text):
    assert read_trip(text, now=LIMA_NOW, zone="America/Lima") is None


@settings(max_examples=60, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=60), st.lists(st.sampled_from([*PLACES, *OFFSETS, "until", "in", "29"])).map(" ".join)
    )
)
def test_any_text_gives_a_known_zone_or_none(text):
    readings = [read_zone(text, now=NOW), read_zone(text, now=NOW, strict=True)]
    trip = read_trip(text, now=NOW, zone="Europe/Lisbon")

    for zone in [*(reading.zone for reading in readings if reading), *([trip.zone] if trip else [])]:
        assert ZoneInfo(zone)
