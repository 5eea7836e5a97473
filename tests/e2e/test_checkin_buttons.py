"""The buttons under a check-in, pressed on a real conversation: at once, hours later, twice, after other talk."""

from datetime import date

import pytest

from bot.entities import GoalStatus, InboundKind, Platform, ReminderStatus, Reply
from tests.people import Talk, talking

PHONE = Platform.TELEGRAM
TODAY = date(2026, 11, 23)


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        await opened.told("I want to read 20 pages every day", platform=PHONE)
        await opened.told("yes", platform=PHONE)
        await opened.told("every day at 19:00", platform=PHONE)
        yield opened


async def nudged(talk: Talk, **span: float) -> Reply:
    """The next check-in."""
    await talk.live(**(span or {"hours": 10, "minutes": 5}))
    return talk.stage.said[-1][2]


async def press(talk: Talk, reply: Reply, label: str) -> Reply:
    return await talk.press(reply, label, platform=PHONE)


async def logs(talk: Talk):
    return [(log.day, log.status.value, log.value) for log in (await talk.person(platform=PHONE)).logs]


async def test_checkin_on_an_amount_has_all_six_buttons(talk):
    checkin = await nudged(talk)

    labels = [button.label for button in checkin.buttons]
    assert labels == ["Done", "Partly", "Skip", "Snooze", "Log a value", "Not this week"]


@pytest.mark.parametrize(("label", "status"), [("Done", "done"), ("Partly", "partly"), ("Skip", "skipped")])
async def test_one_tap_records_and_the_message_turns_into_what_was_recorded(talk, label, status):
    checkin = await nudged(talk)

    answer = await press(talk, checkin, label)

    assert await logs(talk) == [(TODAY, status, None)]
    assert answer.is_in_place
    assert "Read 20 pages" in answer.text
    assert [button.label for button in answer.buttons] == ["Undo"]


async def test_undo_under_the_answer_takes_it_back_and_offers_the_checkin_again(talk):
    answer = await press(talk, await nudged(talk), "Done")

    undone = await press(talk, answer, "Undo")

    assert await logs(talk) == []
    assert undone.is_in_place
    assert "Partly" in [button.label for button in undone.buttons]
    await press(talk, undone, "Partly")
    assert await logs(talk) == [(TODAY, "partly", None)]


async def test_undo_after_other_changes_takes_back_only_its_own_log(talk):
    answer = await press(talk, await nudged(talk), "Done")
    await talk.told("remind me tomorrow at 10 to call mum", platform=PHONE)

    undone = await press(talk, answer, "Undo")

    assert "not recorded any more" in undone.text
    person = await talk.person(platform=PHONE)
    assert person.logs == ()
    assert any(reminder.text == "call mum" for reminder in person.active_reminders)


async def test_button_pressed_hours_later_after_other_talk_counts_for_its_own_day(talk):
    checkin = await nudged(talk)
    await talk.told("what is a habit?", platform=PHONE)
    await talk.told("/goals", platform=PHONE)
    await talk.wait(hours=13)  # the next morning

    await press(talk, checkin, "Done")

    assert await logs(talk) == [(TODAY, "done", None)]


async def test_old_button_cannot_log_a_second_time(talk):
    checkin = await nudged(talk)
    await talk.told("25 pages", platform=PHONE)

    answer = await press(talk, checkin, "Done")

    assert await logs(talk) == [(TODAY, "value", 25)]
    assert "noted already" in answer.text
    assert "25 pages" in answer.text


async def test_same_press_delivered_twice_is_one_log(talk):
    checkin = await nudged(talk)
    ticket = next(button.ticket for button in checkin.buttons if button.label == "Done")
    await talk.send(InboundKind.BUTTON, ticket, platform=PHONE)

    with pytest.raises(ValueError):  # nothing is said to it
        await talk.send(InboundKind.BUTTON, ticket, platform=PHONE)

    assert len(await logs(talk)) == 1


async def test_snooze_is_an_hour_and_can_be_made_tomorrow(talk):
    checkin = await nudged(talk)

    snoozed = await press(talk, checkin, "Snooze")
    assert "20:05" in snoozed.text
    later = await press(talk, snoozed, "Tomorrow")

    assert "Tue 24 Nov 08:00" in later.text
    reminder = (await talk.person(platform=PHONE)).active_reminders[0]
    assert reminder.next_due_at.isoformat() == "2026-11-24T08:00:00+00:00"


async def test_snoozed_checkin_comes_once_and_is_answered_for_its_day(talk):
    await press(talk, await nudged(talk), "Snooze")

    again = await talk.live(hours=2)
    await press(talk, talk.stage.said[-1][2], "Done")

    assert len(again) == 1
    assert await logs(talk) == [(TODAY, "done", None)]


async def test_undone_snooze_waits_for_the_usual_time(talk):
    snoozed = await press(talk, await nudged(talk), "Snooze")

    await press(talk, snoozed, "Undo")

    reminder = (await talk.person(platform=PHONE)).active_reminders[0]
    assert reminder.next_due_at.isoformat() == "2026-11-24T19:00:00+00:00"


async def test_log_a_value_asks_for_it_and_records_it_for_the_day_of_the_checkin(talk):
    checkin = await nudged(talk)

    asked = await press(talk, checkin, "Log a value")
    await talk.wait(hours=4)  # past midnight
    answer = await talk.ask("17", platform=PHONE)

    assert asked.text.endswith("in pages?")
    assert await logs(talk) == [(TODAY, "value", 17)]
    assert "17 pages" in answer.text


async def test_not_this_week_is_silent_until_the_next(talk):
    checkin = await nudged(talk)

    free = await press(talk, checkin, "Not this week")

    assert "Mon 30 Nov" in free.text
    assert await talk.live(days=6) == []
    assert len(await talk.live(days=1)) == 1


async def test_answer_in_words_after_other_talk_still_finds_its_checkin(talk):
    await nudged(talk)
    await talk.told("I want to save 1500 EUR by June", platform=PHONE)
    await talk.told("not now", platform=PHONE)

    await talk.told("done", platform=PHONE)

    assert [(day, status) for day, status, _ in await logs(talk)] == [(TODAY, "done")]
    assert (await talk.person(platform=PHONE)).logs[0].due_at is not None


async def test_answer_after_midnight_is_about_the_evening_that_asked(talk):
    await nudged(talk)
    await talk.wait(hours=5, minutes=30)

    await talk.told("done", platform=PHONE)

    assert await logs(talk) == [(TODAY, "done", None)]


async def test_answer_by_tap_can_be_recalled(talk):
    await press(talk, await nudged(talk), "Skip")

    memories = await talk.gigi.store.memories.memories_of(await talk.person_id(platform=PHONE))

    assert any("skipped" in memory.text and "pages" in memory.text for memory in memories)


async def test_button_of_an_ended_goal_records_nothing(talk):
    checkin = await nudged(talk)
    await talk.told("drop the reading goal", platform=PHONE)
    assert (await talk.person(platform=PHONE)).goals[0].status is GoalStatus.DROPPED

    answer = await press(talk, checkin, "Done")

    assert "ended" in answer.text
    assert await logs(talk) == []


async def test_reminder_without_a_goal_has_three_buttons(talk):
    await talk.told("remind me in 2 hours to stretch", platform=PHONE)
    await talk.live(hours=3)
    reminder = talk.stage.said[-1][2]

    answer = await press(talk, reminder, "Done")

    assert [button.label for button in reminder.buttons] == ["Done", "Skip", "Snooze"]
    assert "done" in answer.text


async def test_after_three_silent_weeks_one_question_whose_no_lets_the_goal_go(talk):
    nudges = await talk.live(days=60)

    farewell = talk.stage.said[-1][2]
    assert "Do you still want" in nudges[-1][1]
    assert sum("Do you still want" in text for _, text in nudges) == 1
    assert len(nudges) <= 12
    await press(talk, farewell, "No, let it go")
    person = await talk.person(platform=PHONE)
    assert person.goals[0].status is GoalStatus.DROPPED
    assert all(reminder.status is ReminderStatus.ENDED for reminder in person.reminders)


async def test_after_the_last_question_a_yes_brings_checkins_back(talk):
    await talk.live(days=60)

    await press(talk, talk.stage.said[-1][2], "Yes, still on")

    assert len(await talk.live(days=1)) == 1
