"""Amounts, times and half-answers out of the blue: asked about or put where they belong, never made into goals."""

import pytest

from tests.people import talking


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("words", ["82 kg", "20 pages", "1000", "80 kg this morning"])
async def test_amount_of_somebody_without_goals_is_asked_about(talk, words):
    answer = await talk.told(words)

    assert "goal" in answer
    assert "?" in answer or "Tell me the goal" in answer
    assert not (await talk.person()).goals


async def test_amount_that_no_goal_is_counted_in_is_recorded_nowhere(talk):
    await talk.told("read 15 pages a day")
    await talk.told("yes")
    await talk.told("no")

    answer = await talk.told("5 km")

    assert "none of your goals" in answer
    assert not (await talk.person()).logs


async def test_question_back_about_a_number_is_no_report(talk):
    await talk.told("lose 4 kg by april")
    await talk.told("yes")
    await talk.told("no")

    await talk.told("1000 what?")

    assert not (await talk.person()).logs


async def test_bare_time_right_after_a_check_in_was_agreed_moves_it(talk):
    await talk.told("read 15 pages a day")
    await talk.told("yes")
    await talk.told("yes")

    await talk.told("7am")

    (checkin,) = (await talk.person()).active_reminders
    assert "BYHOUR=7" in checkin.recurrence.rrules[0]


async def test_a_miss_that_is_still_to_come_is_not_recorded_today(talk):
    await talk.told("read 15 pages a day")
    await talk.told("yes")
    await talk.told("yes")

    answer = await talk.told("tomorrow i can't")

    assert "nothing is recorded" in answer
    assert not (await talk.person()).logs


async def test_question_about_a_goal_is_asked_again_once_when_the_answer_was_none(talk):
    await talk.told("get better at guitar")

    first, second = await talk.told("everyone"), await talk.told("everyone")

    assert "How many minutes" in first
    assert "How many minutes" not in second


async def test_a_sum_takes_the_currency_named_after_it(talk):
    await talk.told("save 1000")
    await talk.told("by june")
    await talk.told("euros")

    (goal,) = (await talk.person()).goals
    assert (goal.amount, goal.unit) == (1000, "EUR")


async def test_spending_from_savings_lowers_them(talk):
    await talk.told("save 1000 by june")
    await talk.told("yes")
    await talk.told("no")
    await talk.told("put aside 50")

    answer = await talk.told("i spent 20 of it")

    assert "30 of 1000" in answer


async def test_no_wait_changes_the_plan_instead_of_logging_a_miss(talk):
    await talk.told("run 5k by april")
    await talk.told("yes")

    answer = await talk.told("no wait make it march")

    assert "Mar 2027" in answer
    assert not (await talk.person()).logs


async def test_length_of_time_is_not_read_as_a_sex(talk):
    await talk.told("1h45m")

    assert (await talk.person()).profile.sex is None


@pytest.mark.parametrize("words", ["i am sick this week", "ich bin diese Woche krank", "esta semana estoy enferma"])
async def test_illness_told_to_an_open_check_in_brings_rest_in_every_language(talk, words):
    await talk.told("read 20 pages every day")
    await talk.told("yes")
    await talk.told("yes")
    await talk.live(hours=12)

    await talk.told(words)

    assert (await talk.person()).profile.paused_until is not None


@pytest.mark.parametrize("words", ["snooze", "Not now", "stop"])
async def test_a_buttons_label_with_nothing_open_is_not_taken_for_a_report(talk, words):
    answer = await talk.told(words)

    assert "Which goal" not in answer
    assert "did something" not in answer
