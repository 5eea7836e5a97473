"""Free words that ask for something do that, and never cost a goal that they do not name."""

import pytest

from bot.entities import GoalStatus, ReminderStatus
from tests.people import Talk, talking


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


async def reading(talk: Talk, checkin: str = "no") -> None:
    for words in ("I want to read 20 pages every day", "yes", checkin):
        await talk.told(words)


async def statuses(talk: Talk) -> list[GoalStatus]:
    return [goal.status for goal in (await talk.person()).goals]


@pytest.mark.parametrize(
    "words",
    ["delete my account", "Delete all my data", "please delete everything about me", "forget everything about me",
     "erase my data", "wipe everything you know about me", "lösche meine Daten"],
)  # fmt: skip
async def test_deleting_everything_is_asked_about_first(talk, words):
    await reading(talk)

    answer = await talk.told(words)

    assert "**forget me**" in answer
    assert await statuses(talk) == [GoalStatus.ACTIVE]


@pytest.mark.parametrize(
    "words",
    ["delete the rent reminder", "cancel the reminder about the rent", "stop reminding me about the rent",
     "don't remind me of the rent anymore", "I don't need the rent reminder anymore"],
)  # fmt: skip
async def test_a_reminder_named_ends_and_nothing_else(talk, words):
    await reading(talk)
    await talk.told("remind me on the 1st of every month at 9 to pay the rent")
    await talk.told("remind me every day at 12 to take vitamins")

    answer = await talk.told(words)
    person = await talk.person()

    assert "Ended" in answer
    assert [reminder.text for reminder in person.active_reminders] == ["take vitamins"]
    assert [goal.status for goal in person.goals] == [GoalStatus.ACTIVE]
    assert person.logs == ()


async def test_that_reminder_is_the_last_one_and_undo_brings_it_back(talk):
    await talk.told("remind me on the 1st of every month at 9 to pay the rent")
    await talk.told("remind me every day at 12 to take vitamins")

    await talk.told("cancel that reminder")
    ended = [r.text for r in (await talk.person()).reminders if r.status is ReminderStatus.ENDED]
    await talk.told("undo")

    assert ended == ["take vitamins"]
    assert len((await talk.person()).active_reminders) == 2


async def test_stopping_the_checkins_keeps_the_goal(talk):
    await reading(talk, "every day at 20:00")
    await talk.told("remind me every day at 12 to take vitamins")

    await talk.told("stop the check-ins")

    assert [r.text for r in (await talk.person()).active_reminders] == ["take vitamins"]
    assert await statuses(talk) == [GoalStatus.ACTIVE]


@pytest.mark.parametrize("words", ["drop spanish", "cancel the gym", "drop the guitar goal", "archive piano"])
async def test_the_only_goal_is_not_dropped_by_another_name(talk, words):
    await reading(talk)

    answer = await talk.told(words)

    assert "Read 20 pages" in answer
    assert await statuses(talk) == [GoalStatus.ACTIVE]


@pytest.mark.parametrize(
    "words", ["drop reading", "I'm done with this goal", "quit this goal", "delete my reading goal", "archive"]
)
async def test_a_goal_named_or_talked_about_is_dropped_with_a_way_back(talk, words):
    await reading(talk)

    await talk.told(words)
    dropped = await statuses(talk)
    await talk.told("bring it back")

    assert dropped == [GoalStatus.DROPPED]
    assert await statuses(talk) == [GoalStatus.ACTIVE]


async def test_a_waiting_goal_is_started_anyway(talk):
    for goal in ("I want to read 20 pages every day", "run 3 times a week", "save 1000 euros by june"):
        for words in (goal, "yes", "no"):
            await talk.told(words)
    await talk.told("learn guitar 10 minutes a day")
    waits = await talk.told("yes")

    answer = await talk.told("start guitar anyway")

    assert "start it" in waits
    assert "4 goals are 8 actions a week" in answer
    assert await statuses(talk) == [GoalStatus.ACTIVE] * 4


async def test_a_finished_goal_is_honoured_and_its_checkins_end(talk):
    await reading(talk, "every day at 20:00")

    answer = await talk.told("I reached my reading goal")
    person = await talk.person()

    assert "is done" in answer
    assert (person.goals[0].status, person.active_reminders) == (GoalStatus.DONE, ())


async def test_several_goals_are_taken_one_by_one(talk):
    first = await talk.told("lose weight, save money, learn guitar and sleep more")
    await talk.told("3 kg")
    await talk.told("12 weeks")
    declined = await talk.told("no")
    second = await talk.told("what about the others")

    assert "*Save money*" in first
    assert "*Learn guitar*" in first
    assert "save" in declined.lower()
    assert "save" in second.lower()
    assert [draft.title for draft in (await talk.person()).session.heard] == ["Learn guitar", "Sleep more"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("what's my goal again?", "Read 20 pages"),
        ("how much do i have", "Read 20 pages"),
        ("what would week 2 look like", "Week 2 of 10"),
        ("what if i miss a day", "room for 2 skip days"),
        ("who can see my messages", "stored encrypted"),
        ("what reminders do i have", "20:00"),
    ],
)
async def test_questions_are_answered_from_what_is_stored(talk, words, said):
    await reading(talk, "every day at 20:00")

    assert said in await talk.told(words)
    assert (await talk.person()).logs == ()
