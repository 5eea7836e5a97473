"""Schedules in a conversation: what moves a nudge, what is a reminder of its own, and what was said of past ones."""

import pytest

from tests.people import Talk, talking


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


async def proposed(talk: Talk, goal: str = "I want to lose 5kg in 10 weeks") -> None:
    """A check-in proposed for Monday and Thursday at 08:00."""
    await talk.told(goal)
    await talk.told("yes")


async def rules(talk: Talk) -> list[str]:
    return [rule for r in (await talk.person()).active_reminders for rule in r.recurrence.rrules]


async def nudged(talk: Talk) -> None:
    await talk.told("I want to read 20 pages every day")
    await talk.told("yes")
    await talk.told("yes")
    await talk.live(hours=11)
    assert (await talk.person()).session.awaiting is not None


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("remind me on december 7 at 1:30am to change clocks", "change clocks"),
        ("remind me tomorrow at 3pm to call the dentist", "call the dentist"),
        ("can you remind me on friday at noon about the rent", "rent"),
    ],
)
async def test_reminder_with_a_subject_of_its_own_moves_no_open_nudge(talk, words, subject):
    await nudged(talk)

    await talk.told(words)

    person = await talk.person()
    assert subject in person.active_reminders[-1].text
    assert person.active_reminders[0].postponed_from is None
    assert person.session.awaiting is not None
    assert person.session.awaiting.kind == "checkin"


@pytest.mark.parametrize("words", ["remind me in an hour", "remind me at 9:30pm", "remind me later"])
async def test_bare_reminder_moves_the_open_nudge(talk, words):
    await nudged(talk)

    await talk.told(words)

    (reminder,) = (await talk.person()).active_reminders
    assert reminder.postponed_from is not None


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("remind me at 9am", "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=9;BYMINUTE=0;BYSECOND=0"),
        ("can you make that 7:30am", "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=7;BYMINUTE=30;BYSECOND=0"),
        ("evenings work best", "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=19;BYMINUTE=0;BYSECOND=0"),
        ("move it to saturdays", "FREQ=WEEKLY;BYDAY=SA;BYHOUR=8;BYMINUTE=0;BYSECOND=0"),
        ("every tuesday at 6pm", "FREQ=WEEKLY;BYDAY=TU;BYHOUR=18;BYMINUTE=0;BYSECOND=0"),
        ("20:00", "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=20;BYMINUTE=0;BYSECOND=0"),
    ],
)
async def test_time_keeps_the_proposed_days_and_days_keep_the_time(talk, words, rule):
    await proposed(talk)

    reply = await talk.told(words)

    assert await rules(talk) == [rule]
    assert "I will check in" in reply


@pytest.mark.parametrize("words", ["5:20", "84.1", "84.1 kg"])
async def test_report_is_no_time_for_checkins(talk, words):
    await proposed(talk)

    await talk.told(words)

    assert await rules(talk) == []


async def test_checkin_just_agreed_can_still_be_changed(talk):
    await proposed(talk)
    await talk.told("yes")

    await talk.told("can you make that 7:30am")
    await talk.told("move it to saturdays")

    assert await rules(talk) == ["FREQ=WEEKLY;BYDAY=SA;BYHOUR=7;BYMINUTE=30;BYSECOND=0"]


async def test_second_goal_gets_its_own_question_once_the_first_is_settled(talk):
    await talk.told("I want to run 5 km three times a week and read 12 books this year")
    await talk.told("yes")

    second = await talk.told("yes")
    last = await talk.told("at 9pm")

    assert "12 books" in second
    assert second.count("?") == 1
    assert "?" not in last
    assert len({r.goal_id for r in (await talk.person()).active_reminders}) == 2


async def test_whole_new_request_is_not_added_to_the_unfinished_one(talk):
    await talk.told("remind me to call mum tomorrow")

    await talk.told("remind me every friday at 5pm to send the report")

    (reminder,) = (await talk.person()).active_reminders
    assert reminder.text == "send the report"


async def test_missing_time_completes_the_unfinished_request(talk):
    await talk.told("remind me to call mum tomorrow")

    await talk.told("at 3pm")

    (reminder,) = (await talk.person()).active_reminders
    assert reminder.text == "call mum"
    assert reminder.recurrence.starts.isoformat() == "2026-11-24T15:00:00"


async def test_spent_reminder_is_not_listed_as_coming(talk):
    await talk.told("remind me in 10 minutes to turn off the oven")
    await talk.live(hours=1)

    listed = await talk.told("/nudges")

    coming, _, past = listed.partition("**Lately**")
    assert "oven" not in coming
    assert "oven" in past


async def test_past_nudges_are_shown_at_the_time_it_was_there_then(talk):
    await talk.told("remind me every day at 18:30 to stretch")
    await talk.live(days=1)
    await talk.told("/timezone Tokyo")

    listed = await talk.told("/nudges")

    assert "Mon 23 Nov 18:30 *stretch*" in listed
