"""The order of a turn: where somebody is, and what a journey's news change."""

from datetime import timedelta

import pytest

from tests.people import Talk, talking


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


async def zone_of(talk: Talk) -> str | None:
    return (await talk.person()).profile.zone


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("the trip is cancelled", "Europe/Lisbon"),
        ("i'm still in lisbon", "Europe/Lisbon"),
        ("/timezone Lisbon", "Europe/Lisbon"),
        ("back in lisbon", "Europe/Lisbon"),
        ("/timezone Paris", "Europe/Paris"),
    ],
)
async def test_explicit_word_about_the_zone_overrides_the_journey(talk, words, zone):
    await talk.told("flying to tokyo tomorrow, back the 2nd of december")
    talk.clock.at += timedelta(days=3)

    await talk.told(words)
    talk.clock.at += timedelta(days=1)
    await talk.told("hello")

    assert await zone_of(talk) == zone


async def test_flight_back_is_no_answer_to_a_checkin(talk):
    await talk.told("I want to read 20 pages every day")
    await talk.told("yes")
    await talk.told("yes")
    await talk.live(hours=11)

    reply = await talk.told("my flight back is tomorrow")

    assert "ask again" not in reply
    assert (await talk.person()).active_reminders[0].postponed_from is None


async def test_flight_back_of_a_known_journey_sets_its_end(talk):
    await talk.told("flying to tokyo tomorrow")
    talk.clock.at += timedelta(days=3)

    await talk.told("my flight back is tomorrow")
    talk.clock.at += timedelta(days=3)
    await talk.told("hello")

    assert await zone_of(talk) == "Europe/Lisbon"


async def test_city_right_after_a_clock_time_makes_the_zone_sure(tmp_path):
    async with talking(tmp_path, zone="") as talk:
        await talk.told("remind me every day at 7am to stretch")
        await talk.told("it's 10am here")
        assert (await talk.person()).profile.zone_provisional

        await talk.told("Madrid")

        profile = (await talk.person()).profile
        assert (profile.zone, profile.zone_provisional) == ("Europe/Madrid", False)
        (reminder,) = (await talk.person()).active_reminders
        assert reminder.recurrence.zone == "Europe/Madrid"
