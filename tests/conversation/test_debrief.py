"""A goal ends: reached with one question and a small habit to keep it, delayed, dropped, and all of it listed."""

from collections.abc import AsyncIterator

import pytest

from bot.entities import GoalStatus, ReminderStatus
from tests.people import Talk, talking


@pytest.fixture
async def talk(tmp_path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as open_talk:
        yield open_talk


async def reached(talk: Talk) -> str:
    for words in ("save 500 EUR by june", "yes", "yes"):
        await talk.told(words)
    return await talk.told("saved 500")


async def awaited(talk: Talk) -> str | None:
    question = (await talk.person()).session.awaiting
    return question.kind if question else None


async def test_what_helped_is_kept_as_a_fact_and_a_habit_is_offered(talk):
    asked = await reached(talk)
    offered = await talk.ask("moving it on payday")

    assert asked.count("?") == offered.text.count("?") == 1
    assert [button.label for button in offered.buttons] == ["Yes", "No"]
    assert "moving it on payday" in await talk.told("/memory payday")
    assert await awaited(talk) == "keep_up"


@pytest.mark.parametrize("words", ["no", "yes"])
async def test_a_bare_answer_is_no_fact(talk, words):
    await reached(talk)
    await talk.told(words)

    assert await awaited(talk) == "keep_up"
    assert "What helped" not in await talk.told("/memory")


async def test_no_leaves_the_goal_done_and_adds_nothing(talk):
    await reached(talk)
    await talk.told("moving it on payday")
    await talk.told("no thanks")

    person = await talk.person()
    assert [goal.status for goal in person.goals] == [GoalStatus.DONE]
    assert [r.status for r in person.reminders if r.goal_id] == [ReminderStatus.ENDED]
    assert await awaited(talk) is None


@pytest.mark.parametrize("words", ["run 3 times a week", "how do I start?", "79.4"])
async def test_other_words_are_no_debrief(talk, words):
    await reached(talk)
    await talk.told(words)

    assert await awaited(talk) != "keep_up"


async def test_a_habit_that_keeps_it_is_started_by_a_yes_and_can_be_undone(talk):
    await reached(talk)
    await talk.told("payday")
    await talk.told("yes")
    started = (await talk.person()).active_goals
    await talk.told("/undo")

    assert [(goal.frequency.times, goal.frequency.per) for goal in started] == [(1, "week")]
    assert (await talk.person()).active_goals == ()


async def test_finishing_by_hand_asks_the_same(talk):
    for words in ("read 20 pages a day", "yes", "no", "mark reading as done"):
        await talk.told(words)

    assert await awaited(talk) == "debrief"


async def test_a_delayed_goal_waits_without_checkins_and_begins_anew(talk):
    for words in ("read 20 pages a day", "yes", "yes", "delay reading"):
        await talk.told(words)
    waiting = await talk.person()
    await talk.wait(days=30)
    await talk.told("start reading now")

    person = await talk.person()
    assert [goal.status for goal in waiting.goals] == [GoalStatus.LATER]
    assert waiting.active_reminders == ()
    assert [goal.status for goal in person.goals] == [GoalStatus.ACTIVE]
    assert person.plans[0].week_on(talk.clock.at.date()) is not None


async def test_what_has_ended_stays_listed_and_can_come_back(talk):
    await reached(talk)
    for words in ("no", "no", "read 20 pages a day", "yes", "no", "drop reading"):
        await talk.told(words)

    listed = await talk.told("/goals")
    await talk.told("bring back reading")

    assert "(done)" in listed
    assert "(dropped)" in listed
    assert "1." not in listed
    assert [goal.title.lower() for goal in (await talk.person()).active_goals] == ["read 20 pages a day"]


async def test_a_goal_to_stop_is_renamed_only_on_request(talk):
    await talk.told("stop smoking")
    offered = await talk.ask("10")
    titles = [goal.title for goal in (await talk.person()).goals]
    await talk.told("Instead")
    await talk.told("yes")

    goal = (await talk.person()).active_goals[0]
    assert "Instead" in [button.label for button in offered.buttons]
    assert offered.text.count("?") == 1
    assert [title.lower() for title in titles] == ["stop smoking"]
    assert goal.title not in titles
    assert (goal.domain, goal.unit, goal.direction) == ("substance", "cigarette", "stop")


async def test_a_full_pause_is_taken_back(talk):
    for words in ("read 20 pages a day", "yes", "yes", "/pause"):
        await talk.told(words)
    paused = (await talk.person()).profile.paused_until
    undone = await talk.told("/undo")

    assert paused is not None
    assert "pause" in undone
    assert (await talk.person()).profile.paused_until is None
