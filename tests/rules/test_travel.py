"""Journeys: where a person is by now, and what ends or overrides a plan to be elsewhere."""

from datetime import UTC, date, datetime

import pytest

from bot.entities import Person, PersonId, Session, Trip, UserProfile
from bot.rules.journeys import read_journey
from bot.rules.travel import moved, settled, with_trip, without_trip, zone_at
from bot.rules.zones import is_either_half, read_zone

HOME, AWAY = "Europe/Lisbon", "Asia/Tokyo"
BEFORE = datetime(2026, 11, 23, 9, tzinfo=UTC)
DURING = datetime(2026, 11, 28, 9, tzinfo=UTC)
TRIP = Trip(zone=AWAY, starts=date(2026, 11, 26), until=date(2026, 12, 2), home=HOME)


def traveller() -> Person:
    person = Person(
        id=PersonId("p"),
        profile=UserProfile(zone=HOME),
        session=Session(token="t", started_at=BEFORE),  # noqa: S106 - no secret
    )
    return with_trip(person, TRIP, BEFORE)


def test_journey_moves_the_person_there_and_back():
    there = settled(traveller(), DURING)
    back = settled(there, datetime(2026, 12, 4, 9, tzinfo=UTC))

    assert (there.profile.zone, back.profile.zone, back.profile.trip) == (AWAY, HOME, None)


def test_explicit_zone_during_a_journey_ends_it_for_good():
    stayed = moved(settled(traveller(), DURING), HOME, DURING)

    assert stayed.profile.trip is None
    assert settled(stayed, datetime(2026, 11, 30, 9, tzinfo=UTC)).profile.zone == HOME


def test_explicit_zone_before_a_journey_is_where_it_comes_back_to():
    corrected = moved(traveller(), "Europe/Madrid", BEFORE)

    assert corrected.profile.trip == TRIP.but(home="Europe/Madrid")
    assert settled(corrected, DURING).profile.zone == AWAY


def test_arriving_early_keeps_the_way_back():
    arrived = moved(traveller(), AWAY, BEFORE)

    assert arrived.profile.trip == TRIP


def test_cancelled_journey_leaves_the_person_at_home():
    at_home = without_trip(settled(traveller(), DURING), DURING)

    assert (at_home.profile.zone, at_home.profile.trip) == (HOME, None)


def test_past_instants_belong_to_the_zone_of_then():
    there = settled(traveller(), DURING)

    assert zone_at(there.profile, BEFORE) == HOME
    assert zone_at(there.profile, datetime(2026, 11, 29, tzinfo=UTC)) == AWAY


@pytest.mark.parametrize(
    ("words", "news"),
    [
        ("the trip is cancelled", "off"),
        ("flight got canceled, i'm still in porto", "off"),
        ("not going anymore", "off"),
        ("just landed!", "landed"),
        ("finally back home", "home"),
        ("my flight back is tomorrow", "returning"),
        ("we fly home on friday", "returning"),
    ],
)
def test_news_of_a_journey_are_understood(words, news):
    reading = read_journey(words, now=BEFORE, zone=HOME)

    assert reading is not None
    assert reading.news == news


@pytest.mark.parametrize(
    "words", ["i'm back on track", "home workout done", "i got home late", "i want to go back to school"]
)
def test_other_words_are_no_news_of_a_journey(words):
    assert read_journey(words, now=BEFORE, zone=HOME) is None


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("i'm still in new york", "America/New_York"),
        ("back in madrid", "Europe/Madrid"),
        ("it's quarter past 10 at night here, no wait, I'm in Tokyo", "Asia/Tokyo"),
        ("it's quarter past 3 here", "Etc/GMT-1"),
    ],
)
def test_place_and_clock_in_free_words(words, zone):
    reading = read_zone(words, now=datetime(2026, 11, 23, 14, 15, tzinfo=UTC), strict=True)

    assert reading is not None
    assert reading.zone == zone


def test_time_that_could_be_either_half_of_the_day_is_asked_about():
    assert is_either_half("half past 8", now=BEFORE)
    assert not is_either_half("8:30pm", now=BEFORE)
