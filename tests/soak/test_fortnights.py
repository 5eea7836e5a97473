"""The fourteen days around each clock change, end to end: asked for in words, sent by the whole of Gigi."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.entities import Platform
from tests.people import HandClock, talking
from tests.soak.walk import Walk, days_between

PHONE = Platform.TELEGRAM
WORDS = {  # how it is asked for -> the time and the days
    "remind me every day at 2:30am to breathe": (time(2, 30), range(7)),
    "remind me every day at 1:30am to sleep": (time(1, 30), range(7)),
    "remind me every day at 0:15 to stop reading": (time(0, 15), range(7)),
    "remind me every weekday at 9:15am to stretch": (time(9, 15), range(5)),
    "remind me every sunday at 3am to turn the mattress": (time(3), (6,)),
}
CHANGES = {
    "America/New_York": (date(2027, 3, 14), date(2027, 11, 7)),
    "America/Santiago": (date(2027, 4, 4), date(2027, 9, 5)),
    "America/Havana": (date(2027, 3, 14), date(2027, 11, 7)),
    "Atlantic/Azores": (date(2027, 3, 28), date(2027, 10, 31)),
    "Europe/Lisbon": (date(2027, 3, 28), date(2027, 10, 31)),
    "Europe/Berlin": (date(2027, 3, 28), date(2027, 10, 31)),
    "Africa/Cairo": (date(2027, 4, 30), date(2027, 10, 29)),
    "Africa/Casablanca": (date(2027, 2, 7), date(2027, 3, 14)),
    "Asia/Beirut": (date(2027, 3, 28), date(2027, 10, 31)),
    "Asia/Tokyo": (date(2027, 3, 28), date(2027, 10, 31)),
    "Australia/Lord_Howe": (date(2027, 4, 4), date(2027, 10, 3)),
    "Pacific/Auckland": (date(2027, 4, 4), date(2027, 9, 26)),
}


async def lived(folder, zone: str, change: date, days: int) -> None:
    """So many days around the change: every nudge at the instant at which a walk of the clock meets it."""
    begins = datetime.combine(change - timedelta(days=days // 2), time(13, 7), tzinfo=UTC)
    ends = begins + timedelta(days=days)
    walk = Walk(zone, begins, ends, [at for at, _ in WORDS.values()])
    expected = sorted(
        (due, words.partition(" to ")[2])
        for words, (at, weekdays) in WORDS.items()
        for day in days_between(begins, ends)
        if day.weekday() in weekdays and (due := walk.first(day, at)) is not None and begins < due <= ends
    )
    async with talking(folder, HandClock(begins), zone=zone) as talk:
        for words in WORDS:
            await talk.told(words, platform=PHONE)

        sent = sorted((at, text.removeprefix("Reminder: ")) for at, text in await talk.live(days=days))

    assert sent == expected


async def test_nights_around_a_clock_change_are_as_a_walk_of_the_clock_meets_them(tmp_path):
    await lived(tmp_path, "America/New_York", date(2027, 3, 14), days=4)


@pytest.mark.soak
@pytest.mark.parametrize("spring", [True, False])
@pytest.mark.parametrize("zone", CHANGES)
async def test_fortnight_around_a_clock_change(tmp_path, request, zone, spring):
    if "soak" not in request.config.getoption("-m"):
        pytest.skip("fortnights take minutes; run with -m soak")

    await lived(tmp_path, zone, CHANGES[zone][0 if spring else 1], days=14)
