"""The weekly review and the way back after a miss, on a real conversation."""

from datetime import UTC, datetime

import pytest

from bot.entities import DeliveryState, Platform
from tests.people import HandClock, Talk, talking

PHONE = Platform.TELEGRAM
REVIEW = "Your week"


async def walking(talk: Talk) -> None:
    """A habit of three times a week with a check-in on each of its evenings."""
    await talk.told("I want to go for a walk 3 times a week", platform=PHONE)
    await talk.told("yes", platform=PHONE)
    await talk.told("mondays, wednesdays and fridays at 19:00", platform=PHONE)


async def answering(talk: Talk, words: str, times: int) -> None:
    """The next check-ins, each answered with these words."""
    for _ in range(times):
        while not (said := await talk.live(hours=1)) or REVIEW in said[-1][1]:
            pass
        await talk.told(words, platform=PHONE)


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path, HandClock(datetime(2026, 11, 23, 9, tzinfo=UTC))) as opened:
        await walking(opened)
        yield opened


async def next_review(talk: Talk) -> tuple[datetime, str]:
    for _ in range(24 * 8):
        for at, text in await talk.live(hours=1):
            if REVIEW in text:
                return at, text
    raise AssertionError("no review came")


async def test_review_comes_on_the_last_evening_of_the_week_beside_the_checkins(talk):
    await answering(talk, "done", 3)

    at, text = await next_review(talk)

    assert at.isoformat() == "2026-11-29T18:00:00+00:00"
    assert "3 of" in text
    assert "Nothing needs changing" in text


async def test_review_is_announced_once_and_not_before_there_is_anything_to_review(talk):
    announced = []
    for _ in range(5):
        while not (said := await talk.live(hours=1)) or REVIEW in said[-1][1]:
            pass
        announced.append("look back at the week" in await talk.told("done", platform=PHONE))

    assert announced == [False, False, True, False, False]


async def test_hard_week_brings_one_proposal_that_a_tap_accepts(talk):
    await answering(talk, "skipped", 3)
    await next_review(talk)
    review = talk.stage.said[-1][2]
    before = (await talk.person(platform=PHONE)).plans[0]

    assert review.text.count("One change I propose") == 1
    answer = await talk.press(review, "Yes, change it", platform=PHONE)

    after = (await talk.person(platform=PHONE)).plans[0]
    assert answer.is_in_place
    assert after.version == before.version + 1
    assert after.accepted_at is not None


async def test_proposal_may_be_left_and_may_be_accepted_in_words(talk):
    await answering(talk, "skipped", 3)
    await next_review(talk)
    before = (await talk.person(platform=PHONE)).plans[0]

    await talk.press(talk.stage.said[-1][2], "Keep it as it is", platform=PHONE)
    assert (await talk.person(platform=PHONE)).plans[0] == before

    await answering(talk, "skipped", 3)
    await next_review(talk)
    await talk.told("yes", platform=PHONE)
    assert (await talk.person(platform=PHONE)).plans[0].version == before.version + 1


async def test_old_review_still_changes_the_plan_after_other_talk(talk):
    await answering(talk, "skipped", 3)
    await next_review(talk)
    review = talk.stage.said[-1][2]
    await talk.told("I want to save 1500 EUR by June", platform=PHONE)
    await talk.told("not now", platform=PHONE)

    await talk.press(review, "Yes, change it", platform=PHONE)

    person = await talk.person(platform=PHONE)
    walks = next(goal for goal in person.goals if "walk" in goal.title)
    assert person.plan_for(walks.id).version == 2


async def test_silent_week_is_not_reviewed_and_nudges_says_so(talk):
    await answering(talk, "done", 3)
    await next_review(talk)

    silent = [text for _, text in await talk.live(days=7)]

    assert not any(REVIEW in text for text in silent)
    assert "nothing to look back at" in await talk.told("/nudges", platform=PHONE)


async def test_no_review_ends_them_for_good(talk):
    await answering(talk, "done", 3)

    assert "No more weekly reviews" in await talk.told("no review", platform=PHONE)

    await answering(talk, "done", 3)
    assert not any(r.is_review for r in (await talk.person(platform=PHONE)).active_reminders)


async def test_review_moves_with_the_start_of_the_week(talk):
    await answering(talk, "done", 3)

    assert "Sunday" in await talk.told("my week starts on Sunday", platform=PHONE)

    at, _ = await next_review(talk)
    assert at.isoformat() == "2026-11-28T18:00:00+00:00"


async def test_first_miss_brings_one_comeback_within_a_day_at_half_size(talk):
    await answering(talk, "done", 2)  # Monday, Wednesday
    await talk.live(days=2)  # Friday's question

    answer = await talk.told("skipped", platform=PHONE)

    assert "once more Sat 28 Nov 19:00" in answer
    (at, text), *_ = await talk.live(hours=26)
    assert at.isoformat() == "2026-11-28T19:00:00+00:00"
    assert any(words in text for words in ("Half the size", "small version", "half of it"))


async def test_second_miss_in_a_row_brings_no_further_comeback(talk):
    await answering(talk, "done", 3)
    await answering(talk, "skipped", 1)

    answer = await talk.told("skipped", platform=PHONE) if await talk.live(hours=24) else ""

    assert "once more" not in answer


async def test_reviews_do_not_count_against_the_daily_checkin(tmp_path):
    async with talking(tmp_path, HandClock(datetime(2026, 11, 23, 9, tzinfo=UTC))) as talk:
        await talk.told("I want to read 20 pages every day", platform=PHONE)
        await talk.told("yes", platform=PHONE)
        await talk.told("every day at 19:00", platform=PHONE)
        await answering(talk, "done", 6)

        sunday = [text for _, text in await talk.live(hours=24)]

        assert len(sunday) == 2
        found = await talk.gigi.store.deliveries.of(await talk.person_id(platform=PHONE))
        assert [delivery.state for delivery in found[:2]] == [DeliveryState.SENT, DeliveryState.SENT]


async def test_day_that_ends_at_three_keeps_the_evening_together(talk):
    await talk.told("my day ends at 3am", platform=PHONE)
    await talk.live(hours=17)  # Tuesday, 2:00

    await talk.told("done", platform=PHONE)

    assert str((await talk.person(platform=PHONE)).logs[0].day) == "2026-11-23"
    assert "03:00" in await talk.told("/settings", platform=PHONE)


async def test_own_cap_of_none_silences_checkins_and_not_reminders(talk):
    await talk.told("at most zero check-ins a day", platform=PHONE)
    await talk.told("remind me every day at 18:30 to stretch", platform=PHONE)

    said = [text for _, text in await talk.live(days=2)]

    assert len(said) == 2
    assert all("stretch" in text for text in said)
