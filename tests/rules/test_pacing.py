"""One verdict for one due nudge."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.entities import ReminderKind
from bot.rules.pacing import NudgeFacts, Postpone, Send, Skip, decide, explain, is_quiet

ZONE = ZoneInfo("Europe/Lisbon")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CHECKIN, REMINDER = ReminderKind.CHECKIN, ReminderKind.REMINDER


def local(hour, minute=0, day=18):
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


NINE = local(9)


def facts(kind=CHECKIN, due=NINE, late=timedelta(0), **more):
    return NudgeFacts(kind=kind, due_at=due, now=due + late, zone=ZONE.key, **more)


BOTH = pytest.mark.parametrize("kind", [CHECKIN, REMINDER])


@BOTH
def test_a_nudge_on_time_is_sent(kind):
    assert decide(facts(kind)) == Send("on_time")


@BOTH
def test_a_nudge_before_its_time_waits_for_it(kind):
    early = facts(kind, late=-HOUR)

    assert decide(early) == Postpone(early.due_at, "not_due")


@BOTH
def test_a_nudge_an_hour_late_is_sent_as_late(kind):
    assert decide(facts(kind, late=HOUR)) == Send("late")


@BOTH
def test_a_morning_nudge_never_comes_at_night(kind):
    assert decide(facts(kind, late=11 * HOUR)) == Skip("stale")


@BOTH
def test_pause_crisis_and_block_stop_both_kinds(kind):
    now = local(9)

    assert decide(facts(kind, paused_until=now + DAY)) == Skip("paused")
    assert decide(facts(kind, crisis_at=now - 71 * HOUR)) == Skip("crisis")
    assert decide(facts(kind, is_blocked=True)) == Skip("blocked")


@BOTH
def test_a_pause_that_is_over_and_a_crisis_of_four_days_ago_stop_nothing(kind):
    now = local(9)

    assert decide(facts(kind, paused_until=now - HOUR, crisis_at=now - 73 * HOUR)) == Send("on_time")


def test_checkin_in_quiet_hours_waits_for_morning():
    assert decide(facts(due=local(22))) == Postpone(local(8, day=19).astimezone(UTC), "quiet_hours")
    assert decide(facts(due=local(6))) == Postpone(local(8).astimezone(UTC), "quiet_hours")


def test_checkin_that_waited_for_the_morning_is_sent_then():
    waited = replace(facts(due=local(22)), now=local(8, day=19))

    assert decide(waited) == Send("late")


def test_reminder_fires_at_the_stated_time_in_quiet_hours():
    assert decide(facts(REMINDER, due=local(23, 30))) == Send("on_time")


def test_late_reminder_does_not_ring_in_quiet_hours():
    assert decide(facts(REMINDER, due=local(20, 30), late=HOUR)) == Skip("stale")
    assert decide(facts(REMINDER, due=local(5, 30), late=HOUR)) == Postpone(local(8).astimezone(UTC), "quiet_hours")


def test_evening_question_is_not_asked_the_next_morning():
    assert decide(facts(due=local(20, 30), late=HOUR)) == Skip("stale")


def test_snooze_to_the_start_of_quiet_hours_still_comes():
    assert decide(facts(due=local(21), is_snooze=True, late=timedelta(seconds=20))) == Send("on_time")


def test_snooze_into_quiet_hours_waits_for_morning():
    assert decide(facts(due=local(22), is_snooze=True)) == Postpone(local(8, day=19).astimezone(UTC), "quiet_hours")


def test_snooze_is_sent_when_quiet_hours_end():
    assert decide(replace(facts(due=local(22), is_snooze=True), now=local(8, day=19))) == Send("late")


def test_one_checkin_a_day_over_all_goals_and_a_weekly_review_beside_it():
    assert decide(facts(sent_today=1)) == Skip("daily_cap")
    assert decide(facts(sent_today=1, nudges_per_day=2)) == Send("on_time")
    assert decide(facts(sent_today=1, is_weekly_review=True)) == Send("on_time")


def test_reminders_are_any_number_a_day():
    assert decide(facts(REMINDER, sent_today=9)) == Send("on_time")


def test_what_is_logged_already_is_not_asked():
    assert decide(facts(already_logged_today=True)) == Skip("already_done")
    assert decide(facts(REMINDER, already_logged_today=True)) == Send("on_time")


def sent_after_silence(unanswered, days_ago):
    return decide(
        facts(unanswered=unanswered, last_sent_at=local(9) - days_ago * DAY, silent_since=local(9) - 10 * DAY)
    )


def test_after_two_unanswered_checkins_every_second_day():
    assert sent_after_silence(1, 1) == Send("on_time")
    assert sent_after_silence(2, 1) == Skip("backing_off")
    assert sent_after_silence(2, 2) == Send("on_time")


def test_after_four_unanswered_checkins_every_week():
    assert sent_after_silence(4, 6) == Skip("backing_off")
    assert sent_after_silence(4, 7) == Send("on_time")


def test_after_three_silent_weeks_one_last_question_and_then_nothing():
    silent = facts(unanswered=6, last_sent_at=local(9) - 7 * DAY, silent_since=local(9) - 21 * DAY)

    assert decide(silent) == Send("still_want_this")
    assert decide(replace(silent, asked_to_go_on=True, unanswered=7)) == Skip("stopped")


def test_silence_never_holds_back_a_reminder_or_a_snooze():
    silent = {"unanswered": 9, "last_sent_at": local(8), "silent_since": local(9) - 30 * DAY, "asked_to_go_on": True}

    assert decide(facts(REMINDER, **silent)) == Send("on_time")
    assert decide(facts(is_snooze=True, unanswered=2, last_sent_at=local(8))) == Send("on_time")


def test_quiet_hours_run_over_midnight_and_include_their_start():
    night = (time(21), time(8))

    assert [is_quiet(time(hour), night) for hour in (20, 21, 23, 0, 7, 8)] == [False, True, True, True, True, False]
    assert [is_quiet(time(hour), (time(13), time(15))) for hour in (12, 13, 15)] == [False, True, False]
    assert not is_quiet(time(3), (time(8), time(8)))


def test_quiet_hours_end_at_the_local_hour_over_a_clock_change():
    night_of_change = datetime(2027, 3, 27, 22, tzinfo=ZoneInfo("Europe/Berlin"))
    due = NudgeFacts(kind=CHECKIN, due_at=night_of_change, now=night_of_change, zone="Europe/Berlin")

    assert decide(due) == Postpone(datetime(2027, 3, 28, 6, tzinfo=UTC), "quiet_hours")


INSTANTS = st.timedeltas(timedelta(0), timedelta(days=1000)).map(lambda past: datetime(2026, 1, 1, tzinfo=UTC) + past)
MAYBE = st.none() | INSTANTS


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(ReminderKind),
    due=INSTANTS,
    late=st.timedeltas(timedelta(0), 2 * DAY),
    zone=st.sampled_from(["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Lisbon"]),
    more=st.fixed_dictionaries(
        {},
        optional={
            "sent_today": st.integers(0, 3),
            "unanswered": st.integers(0, 9),
            "silent_since": MAYBE,
            "last_sent_at": MAYBE,
            "paused_until": MAYBE,
            "crisis_at": MAYBE,
            "is_snooze": st.booleans(),
            "already_logged_today": st.booleans(),
            "asked_to_go_on": st.booleans(),
        },
    ),
)
def test_every_nudge_ends_explained_and_no_checkin_is_sent_in_quiet_hours(kind, due, late, zone, more):
    nudge = NudgeFacts(kind=kind, due_at=due, now=due + late, zone=zone, **more)

    verdict = decide(nudge)
    asked = 0
    while isinstance(verdict, Postpone):
        assert verdict.until > nudge.now
        nudge, asked = replace(nudge, now=verdict.until), asked + 1
        verdict = decide(nudge)

    assert asked <= 1
    assert explain(verdict.code) != explain("no such code")
    if isinstance(verdict, Send) and kind is CHECKIN and not nudge.is_snooze:
        assert not is_quiet(nudge.now.astimezone(ZoneInfo(zone)).time(), nudge.quiet_hours)
