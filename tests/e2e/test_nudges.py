"""Gigi speaks first: real conversation, real store, real sweep, a clock moved by hand."""

from datetime import UTC, datetime

import pytest

from bot.entities import DeliveryState, Platform
from tests.people import HandClock, Talk, talking

LATE = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # in Lisbon's quiet hours


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


async def deliveries(talk: Talk, platform: Platform = Platform.CONSOLE):
    found = await talk.gigi.store.deliveries.of(await talk.person_id(platform=platform))
    return [(delivery.state, delivery.why) for delivery in found]


async def checked_in_on_a_habit(talk: Talk, platform: Platform = Platform.CONSOLE) -> None:
    """A habit with a check-in every day at 19:00."""
    await talk.told("I want to read 20 pages every day", platform=platform)
    await talk.told("yes", platform=platform)
    assert "19:00" in await talk.told("every day at 19:00", platform=platform)


async def test_reminder_comes_at_the_minute_that_was_asked_for(talk):
    await talk.told("remind me every day at 18:30 to stretch")

    nudges = await talk.live(days=2)

    assert [(at.isoformat(), "stretch" in text) for at, text in nudges] == [
        ("2026-11-23T18:30:00+00:00", True),
        ("2026-11-24T18:30:00+00:00", True),
    ]


async def test_long_absence_is_one_nudge_shown_and_a_reason_for_each_that_was_not(talk):
    await talk.told("remind me every day at 18:30 to stretch")

    shown = await talk.wait(days=5)

    assert len(shown) == 1
    assert await deliveries(talk) == [(DeliveryState.LATE, "late")] + [(DeliveryState.SKIPPED, "overtaken")] * 4
    nudges = await talk.told("/nudges")
    assert nudges.count("one is enough") == 4
    assert "Sent late" in nudges


async def test_checkin_is_answered_with_a_number_without_a_model(talk):
    await talk.told("I want to lose 5kg in 8 weeks")
    await talk.told("84 kg, 175 cm")
    await talk.told("yes")
    await talk.told("yes")
    person = await talk.person()
    assert [reminder.kind for reminder in person.active_reminders] == ["checkin"]

    (first, *_) = await talk.live(days=7)
    answer = await talk.told("83.2")

    assert first[0].isoformat() == "2026-11-26T08:00:00+00:00"
    assert "83.2" in answer
    assert [(log.value, log.unit) for log in (await talk.person()).logs][-1] == (83.2, "kg")


async def test_snooze_brings_the_same_question_again_once(talk):
    await checked_in_on_a_habit(talk)
    await talk.live(hours=10)
    assert (await talk.person()).session.awaiting is not None

    answer = await talk.told("snooze 30 min")
    again = await talk.live(hours=2)

    assert "19:30" in answer or "20:" in answer or "ask again" in answer
    assert len(again) == 1
    due = (await talk.person()).active_reminders[0].next_due_at
    assert due is not None
    assert due.isoformat() == "2026-11-24T19:00:00+00:00"


async def test_undo_takes_back_the_answer_to_a_checkin(talk):
    await checked_in_on_a_habit(talk)
    await talk.live(hours=10)
    await talk.told("done")
    assert len((await talk.person()).logs) == 1

    undone = await talk.told("/undo")

    assert undone.startswith("Undone")
    assert (await talk.person()).logs == ()


async def test_button_under_a_nudge_is_pressed_by_typing_its_label(talk):
    await checked_in_on_a_habit(talk)
    await talk.live(hours=10)
    labels = [button.label for button in talk.stage.said[-1][2].buttons]
    assert labels[:3] == ["Done", "Partly", "Skip"]

    await talk.told("Skip")

    assert [log.status for log in (await talk.person()).logs] == ["skipped"]


async def test_checkin_in_quiet_hours_waits_for_the_morning_where_the_platform_buzzes(tmp_path):
    async with talking(tmp_path, HandClock(LATE)) as talk:
        await talk.told("I want to read 20 pages every day", platform=Platform.TELEGRAM)
        await talk.told("yes", platform=Platform.TELEGRAM)
        await talk.told("every day at 23:00", platform=Platform.TELEGRAM)

        nudges = await talk.live(hours=12)

        assert [at.isoformat() for at, _ in nudges] == ["2026-11-24T08:00:00+00:00"]
        assert "Held back until your quiet hours end" in await talk.told("/nudges", platform=Platform.TELEGRAM)


async def test_paused_nudges_are_not_sent_and_nudges_says_why(talk):
    await talk.told("remind me every day at 18:30 to stretch")
    await talk.told("/pause")

    assert await talk.live(days=1) == []

    nudges = await talk.told("/nudges")
    assert "you paused me" in nudges
    await talk.told("/resume")
    assert len(await talk.live(days=1)) == 1


async def test_after_a_crisis_nothing_is_sent_for_three_days(talk):
    await talk.told("remind me every day at 18:30 to stretch")
    await talk.told("I want to kill myself")
    await talk.told("back to coaching")

    assert await talk.live(days=2) == []

    assert await deliveries(talk) == [(DeliveryState.SKIPPED, "crisis")] * 2
    assert len(await talk.live(days=2)) >= 1


async def test_several_due_at_once_are_one_row_each(talk):
    for what in ("stretch", "drink water", "call mum"):
        await talk.told(f"remind me every day at 18:30 to {what}")

    nudges = await talk.live(hours=12)

    assert sorted(text.removeprefix("Reminder: ") for _, text in nudges) == ["call mum", "drink water", "stretch"]
    assert await deliveries(talk) == [(DeliveryState.SENT, "")] * 3


async def test_ended_schedule_says_nothing_any_more(talk):
    await checked_in_on_a_habit(talk)
    await talk.live(hours=10)
    await talk.told("stop asking me")

    assert await talk.live(days=3) == []
