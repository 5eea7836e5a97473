"""The clock: what is due becomes one nudge, however many processes sweep and however long they were away."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

from engine_samples import NOON, daily, take_turn

from bot.engine.sweep import Sweep, following, sweeping
from bot.entities import PersonId, Platform
from bot.errors import DatabaseUnavailable
from bot.rules.spreading import RATES
from bot.security.keys import generate_key
from bot.store.opening import open_store
from tests.bench.sweeping import NINE, fill


async def test_due_reminder_becomes_one_nudge_and_moves_on_by_a_day(store, clock):
    reminder = daily(NOON)
    row = await take_turn(store, lambda person: person.with_reminder(reminder))
    kicked: list[PersonId] = []
    sweep = Sweep(store.reminders, clock, kicked.append)

    claimed = [await sweep(), await sweep()]

    assert claimed == [1, 0]
    assert kicked == [row.person_id]
    assert await store.inbox.counts() == {"done": 1, "new": 1}
    assert await store.reminders.next_instant() == NOON + timedelta(days=1)


async def test_nothing_is_due_a_moment_too_early(store, clock):
    await take_turn(store, lambda person: person.with_reminder(daily(NOON + timedelta(seconds=1))))

    assert await Sweep(store.reminders, clock, lambda person: None)() == 0


async def test_each_occurrence_missed_in_three_days_has_a_row_of_its_own(store, clock):
    await take_turn(store, lambda person: person.with_reminder(daily(NOON)))
    clock.forward(days=3)

    claimed = await Sweep(store.reminders, clock, lambda person: None)()

    assert claimed == 4  # of today and the three days before
    assert await store.reminders.next_instant() == NOON + timedelta(days=4)


async def test_absence_of_a_year_writes_down_the_last_week_only(store, clock):
    await take_turn(store, lambda person: person.with_reminder(daily(NOON)))
    clock.forward(days=365)

    claimed = await Sweep(store.reminders, clock, lambda person: None)()

    assert claimed == 8  # the one that was due, and those of the last seven days, today among them
    assert await store.reminders.next_instant() == NOON + timedelta(days=366)


async def test_more_than_one_batch_is_swept_at_once(store, clock):
    many = tuple(daily(NOON) for _ in range(450))
    await take_turn(store, lambda person: person.but(reminders=many))

    assert await Sweep(store.reminders, clock, lambda person: None)() == 450


async def test_sweepers_of_several_processes_never_double_a_nudge(tmp_path, clock):
    key, reminders = generate_key(), 60
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(open_store("", tmp_path, [key], clock)) for _ in range(4)]
        many = tuple(daily(NOON) for _ in range(reminders))
        await take_turn(stores[0], lambda person: person.but(reminders=many))

        sweeps = [Sweep(store.reminders, clock, lambda person: None) for store in stores]
        claimed = await asyncio.gather(*(sweep() for sweep in sweeps))

        assert sum(claimed) == reminders
        assert await stores[0].inbox.counts() == {"done": 1, "new": reminders}


def test_following_of_a_one_off_is_nothing():
    reminder = daily(NOON)
    once = reminder.but(recurrence=reminder.recurrence.but(rrules=()))

    assert following(once, NOON + timedelta(hours=1)) is None


async def test_sweeping_goes_on_after_a_sweep_that_failed_and_ends_with_the_block():
    swept, third = 0, asyncio.Event()

    async def sweep() -> int:
        nonlocal swept
        swept += 1
        if swept == 1:
            raise DatabaseUnavailable("away")
        if swept == 3:
            third.set()
        return 0

    async with sweeping(sweep, 0.02), asyncio.timeout(10):
        await third.wait()
    after = swept
    await asyncio.sleep(0.1)

    assert swept == after


async def test_more_than_a_platform_takes_at_once_is_spread_over_the_next_minutes(store, clock):
    await fill(store, 6000, due=600)
    clock.at = NINE
    kicked: list[PersonId] = []
    sweep = Sweep(store.reminders, clock, kicked.append)

    counts = []
    assert await sweep() == 600
    for _ in range(4):
        counts.append(len(kicked))
        clock.forward(seconds=10)
        await sweep()

    assert counts[0] < 60
    assert 150 < counts[1] < 250
    assert len(kicked) == len(set(kicked)) == 600


async def test_everybody_has_the_same_turn_at_another_start(store, clock):
    await fill(store, 6000, due=600)
    clock.at = NINE
    first, again = [], []
    dues = await store.reminders.due(NINE, 600)
    for kicked, claimed in ((first, dues), (again, dues[::-1])):
        sweep = Sweep(store.reminders, clock, kicked.append)
        sweep._line_up(claimed, NINE)
        sweep._kick_those_due(NINE + timedelta(seconds=40))

    assert first == again


async def test_operator_is_warned_where_more_is_due_than_can_be_sent_in_time(store, clock, monkeypatch):
    await fill(store, 500, due=50)
    clock.at = NINE
    monkeypatch.setitem(RATES, Platform.TELEGRAM, 0.001)

    warned = []
    await Sweep(store.reminders, clock, lambda person: None, lambda *warning: warned.append(warning))()

    assert warned == [(Platform.TELEGRAM, 50, 10)]
