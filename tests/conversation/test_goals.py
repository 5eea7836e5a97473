"""Drafts and their acceptance."""

import pytest

from bot.entities import GoalStatus
from tests.people import talking


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


async def test_accepting_several_names_each(talk):
    await talk.told("I want to read 20 pages every day and run 3 times a week")

    answer = await talk.told("yes")

    assert "Read 20 pages" in answer.split("\n")[0]
    assert "un 3 times a week" in answer.split("\n")[0]
    assert [goal.status for goal in (await talk.person()).goals] == [GoalStatus.ACTIVE] * 2


async def test_an_unusual_pace_is_said_with_a_calmer_date_that_can_be_taken(talk):
    draft = await talk.told("12 books this year")
    await talk.told("by the end of next year")
    await talk.told("yes")

    assert "2.2 books a week" in draft
    assert "31 December 2027" in draft
    assert str((await talk.person()).goals[0].deadline) == "2027-12-31"


async def test_a_long_draft_is_grouped_and_eight_weeks_are_shown_in_full(talk):
    eight = await talk.told("I want to lose 5kg in 8 weeks")
    await talk.told("no")
    long = await talk.told("I want to save 3000 euros in 40 weeks")

    assert all(f"**Week {number}**" in eight for number in range(1, 9))
    assert "**Weeks 5–8**" in long
