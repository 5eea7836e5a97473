"""Ill, away, hurt, about to give up, back again: rest is offered, and the way back is small."""

from datetime import UTC, datetime

import pytest

from bot.entities import GoalStatus
from tests.people import Talk, talking


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        for words in ("run 3 times a week", "yes", "every day at 19:00"):
            await opened.told(words)
        yield opened


async def paused(talk: Talk) -> tuple[datetime | None, datetime | None]:
    profile = (await talk.person()).profile
    return profile.paused_from, profile.paused_until


@pytest.mark.parametrize("words", ["I'm sick with the flu", "i have a fever", "came down with covid", "ich bin krank"])
async def test_illness_is_offered_a_pause_that_starts_with_yes(talk, words):
    offered = await talk.ask(words)
    before = await paused(talk)
    answer = await talk.told("yes")

    assert [button.label for button in offered.buttons] == ["Pause", "Easier", "No"]
    assert before == (None, None)
    assert "Mon 30 Nov" in answer
    assert await talk.live(days=6) == []


async def test_a_report_of_illness_on_an_open_checkin_is_recorded_as_well(talk):
    await talk.live(hours=12)

    answer = await talk.told("I'm sick with the flu")
    person = await talk.person()

    assert "skipped" in answer
    assert "Shall I pause" in answer
    assert [log.status for log in person.logs] == ["skipped"]


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("I'm sick until sunday", datetime(2026, 11, 30, tzinfo=UTC)),
        ("taking a break for a week", datetime(2026, 11, 30, tzinfo=UTC)),
        ("skip this week", datetime(2026, 11, 30, tzinfo=UTC)),
    ],
)
async def test_a_break_with_its_end_pauses_and_says_until_when(talk, words, until):
    answer = await talk.told(words)

    assert "Mon 30 Nov" in answer
    assert await paused(talk) == (None, until)


async def test_a_holiday_to_come_pauses_only_its_own_days(talk):
    answer = await talk.told("i'm on vacation from december 5 to december 7")
    nudges = [at.day for at, _ in await talk.live(days=17)]

    assert "from Sat 5 Dec" in answer
    assert "Tue 8 Dec" in answer
    assert not {5, 6, 7} & set(nudges)
    assert 24 in nudges
    assert 8 in nudges


async def test_an_injury_with_a_doctors_word_rests_that_goal(talk):
    answer = await talk.told("I broke my ankle, doctor says no running 6 weeks")
    today = await talk.told("/today")

    assert "ankle" in answer
    assert "rests through Sun 3 Jan" in answer
    assert "resting until" in today
    assert await talk.live(days=20) == []


async def test_pain_gets_care_and_an_offer(talk):
    answer = await talk.told("my knee hurts")
    rest = await talk.told("yes")

    assert "doctor" in answer
    assert "rests through" in rest
    assert (await talk.person()).goals[0].status is GoalStatus.ACTIVE


@pytest.mark.parametrize("words", ["I'm back", "better now", "back from vacation", "let's restart"])
async def test_coming_back_ends_the_pause_with_half_a_step(talk, words):
    await talk.told("taking a break for two weeks")

    answer = await talk.told(words)

    assert "half size" in answer
    assert await paused(talk) == (None, None)
    assert len(await talk.live(days=1)) == 1


async def test_after_an_injury_the_checkins_come_again(talk):
    await talk.told("I sprained my ankle, doctor says no running for 3 weeks")

    await talk.told("I'm better now")

    assert len(await talk.live(days=1)) == 1


@pytest.mark.parametrize(
    ("choice", "said"), [("easier", "Shall I change it"), ("pause", "Paused"), ("drop", "Dropped")]
)
async def test_giving_up_is_heard_and_given_three_ways(talk, choice, said):
    offered = await talk.ask("maybe i should just quit")
    answer = await talk.told(choice)

    assert [button.label for button in offered.buttons] == ["Easier", "Pause", "Drop"]
    assert said in answer


@pytest.mark.parametrize("words", ["I'm sick of this weather", "I want to quit smoking", "save 300 for a vacation"])
async def test_other_words_pause_nothing(talk, words):
    await talk.told(words)
    question = (await talk.person()).session.awaiting

    assert question is None or question.kind != "rest"
    assert await paused(talk) == (None, None)
