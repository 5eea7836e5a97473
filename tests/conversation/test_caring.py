"""The way out of a crisis: a safety plan of one's own, and one question later, both only where they are wanted."""

import json

import pytest

from bot.conversation import caring
from bot.entities import ReminderStatus, SafetyPlan
from tests.people import Talk, talking

WRITTEN = ("I stop answering texts", "a walk", "my sister Jo", "the library", "Samaritans 116 123", "Jo keeps them")


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


async def plan(talk: Talk) -> SafetyPlan:
    return (await talk.person()).profile.safety_plan


async def write(talk: Talk) -> str:
    reply = await talk.told("my safety plan")
    for words in WRITTEN:
        reply = await talk.told(words)
    return reply


async def test_plan_is_asked_one_part_at_a_time_and_kept(talk):
    first = await talk.told("my safety plan")
    second = await talk.told(WRITTEN[0])

    assert first.count("?**") == 1
    assert "1." in first
    assert "2." in second
    assert (await plan(talk)).signs == WRITTEN[0]


async def test_whole_plan_is_shown_at_the_end_and_read_again_any_time(talk):
    shown = await write(talk)

    for again in (shown, await talk.told("show my safety plan"), await talk.told("/safety")):
        for words in WRITTEN:
            assert words in again


async def test_skip_leaves_a_part_out_and_stop_keeps_what_is_written(talk):
    await talk.told("my safety plan")
    await talk.told("skip")
    await talk.told("music")

    await talk.told("stop")

    assert await plan(talk) == SafetyPlan(coping="music")


async def test_one_part_is_rewritten(talk):
    await write(talk)

    asked = await talk.told("change 3 in my safety plan")
    await talk.told("my friend Lu")

    assert "my sister Jo" in asked
    assert (await plan(talk)).people == "my friend Lu"
    assert (await plan(talk)).coping == "a walk"


async def test_plan_is_erased_on_request(talk):
    await write(talk)

    await talk.told("delete my safety plan")

    assert (await plan(talk)).is_empty


async def test_plan_is_in_the_export(talk):
    await write(talk)

    exported = await talk.gigi.store.exporting.export(await talk.person_id())

    assert "Jo keeps them" in json.dumps(exported)


async def test_warning_signs_that_speak_of_dying_are_written_down_not_interrupted(talk):
    await talk.told("I want to kill myself")
    await talk.told("my safety plan")

    reply = await talk.told("when I start thinking about ending my life")

    assert "2." in reply
    assert (await plan(talk)).signs


async def test_imminent_danger_while_writing_is_answered_first(talk):
    await talk.told("my safety plan")

    reply = await talk.told("I'm going to kill myself tonight")

    assert "emergency number" in reply
    assert (await plan(talk)).is_empty


async def test_plan_is_offered_in_a_crisis_and_a_yes_begins_it(talk):
    await talk.told("I want to kill myself")
    for words in ("i don't know", "maybe"):
        await talk.told(words)

    offer = await talk.ask("hm")
    begun = await talk.told("yes")

    assert "safety plan" in offer.text
    assert begun.endswith("**1. What tells you that it is getting bad: thoughts, moods, situations?**")


async def test_plan_is_no_way_out_of_the_crisis(talk):
    await talk.told("I want to kill myself")

    await write(talk)

    crisis = (await talk.person()).session.crisis
    assert crisis is not None
    assert crisis.is_open


async def test_follow_up_is_offered_when_a_crisis_closes_and_comes_once_after_the_silence(talk):
    await talk.told("I want to kill myself")
    closed = await talk.ask("back to coaching")
    await talk.told("Yes")

    quiet = await talk.wait(hours=71)
    said = [text for _, text in await talk.live(hours=48)]

    assert [button.label for button in closed.buttons] == ["Yes", "No"]
    assert quiet == []
    assert len(said) == 1
    assert "how are you" in said[0]


async def test_without_a_yes_no_follow_up_is_planned(talk):
    await talk.told("I want to kill myself")
    await talk.told("back to coaching")

    await talk.told("no")

    assert not any(reminder.is_followup for reminder in (await talk.person()).reminders)


async def test_follow_up_is_cancelled_in_words(talk):
    await talk.told("I want to kill myself")
    await talk.told("back to coaching")
    await talk.told("yes")

    await talk.told("no follow-up")

    planned = [reminder for reminder in (await talk.person()).reminders if reminder.is_followup]
    assert [reminder.status for reminder in planned] == [ReminderStatus.ENDED]


@pytest.mark.parametrize("words", ["my husband hits me", "I'm 13 and a man online wants naked pictures of me"])
async def test_where_messages_may_be_read_no_follow_up_is_offered(talk, words):
    await talk.told(words)

    closed = await talk.ask("back to coaching")

    assert closed.buttons == ()


async def test_yes_to_something_else_later_plans_no_follow_up(talk):
    await talk.told("I want to kill myself")
    await talk.told("back to coaching")
    await talk.told("I want to read 20 pages a day")

    await talk.told("yes")

    assert not any(reminder.is_followup for reminder in (await talk.person()).reminders)


@pytest.mark.parametrize("language", ["es", "de", "fr", "ru"])
def test_every_sentence_is_there_in_every_language(language):
    table = caring._table()

    assert table[language].keys() == table["en"].keys()


@pytest.mark.parametrize(
    "words",
    ["mi plan de seguridad", "mein Sicherheitsplan", "mon plan de sécurité", "мой план безопасности"],
)
async def test_plan_is_asked_for_in_five_languages(talk, words):
    await talk.told(words)

    care = (await talk.person()).session.care
    assert care is not None
    assert care.asked == "signs"
