"""Facts about a person's body, told in passing, before anything else is read."""

import pytest

from tests.people import Talk, talking


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


async def checked_in(talk: Talk, goal: str = "I want to read 20 pages every day") -> None:
    await talk.told(goal)
    await talk.told("yes")
    await talk.told("yes")


@pytest.mark.parametrize(("words", "age"), [("i'm 17 btw", 17), ("I'm 34, by the way", 34), ("oh, and i am 52", 52)])
async def test_age_is_kept_and_logs_nothing_while_a_checkin_waits(talk, words, age):
    await checked_in(talk)
    await talk.live(hours=11)

    await talk.told(words)

    person = await talk.person()
    assert person.profile.age == age
    assert person.logs == ()
    assert person.session.awaiting is not None


async def test_plain_number_is_still_a_log(talk):
    await checked_in(talk)
    await talk.live(hours=11)

    await talk.told("17")

    person = await talk.person()
    assert person.profile.age is None
    assert [log.value for log in person.logs] == [17]


async def test_weight_goal_after_an_age_under_18_is_refused_before_any_question(talk):
    await talk.told("I'm 16")

    reply = await talk.told("I want to lose 5kg")

    assert "under 18" in reply
    assert (await talk.person()).goals == ()


@pytest.mark.parametrize("words", ["i'm pregnant", "i'm 16", "btw i found out i am pregnant"])
async def test_goal_that_a_new_fact_forbids_is_put_away(talk, words):
    await talk.told("I want to lose 5kg in 10 weeks")
    await talk.told("84 kg, 175 cm")
    await talk.told("yes")

    reply = await talk.told(words)

    person = await talk.person()
    assert [goal.status for goal in person.goals] == ["later"]
    assert person.active_reminders == ()
    assert "away; its check-ins have ended" in reply


async def test_place_and_age_in_one_message_are_both_kept(talk):
    await talk.told("i live in Dublin and i'm 42")

    profile = (await talk.person()).profile
    assert (profile.zone, profile.age) == ("Europe/Dublin", 42)


async def test_starting_weight_and_height_still_start_the_plan(talk):
    await talk.told("I want to lose 5kg in 10 weeks")

    await talk.told("84 kg, 175 cm")

    person = await talk.person()
    assert (person.profile.weight_kg, person.profile.height_cm) == (84, 175)
    assert [goal.status for goal in person.goals] == ["active"]


async def test_weighing_in_is_a_log_and_not_only_a_fact(talk):
    await talk.told("I want to lose 5kg in 10 weeks")
    await talk.told("84 kg, 175 cm")
    await talk.told("yes")

    await talk.told("i weigh 83.1 kg")

    assert [log.value for log in (await talk.person()).logs] == [83.1]


@pytest.mark.parametrize("words", ["i'm 12", "I'm 20 pages in", "my son is 12 years old"])
async def test_numbers_that_are_no_age_of_theirs(talk, words):
    await talk.told(words)

    assert (await talk.person()).profile.age is None
