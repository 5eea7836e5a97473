"""The engine over a real store: order, one at a time, tries, the fence, and what is sent again."""

import asyncio
import sqlite3
import time

import pytest
from engine_samples import NOON, HandClock, Listener, Script, daily, engine_over, message, never_forget, take_turn
from sqlalchemy import event

from bot.engine.drain import APOLOGY, MOST_DEATHS, MOST_TRIES, Drain
from bot.engine.local import LocalEngine
from bot.entities import DeliveryState, InboundKind, Platform, Reply
from bot.errors import DiskFull, FenceLost, GigiError, SendFailed
from bot.store.opening import Store
from bot.store.turns import Turn


async def test_messages_of_one_person_are_answered_in_order_one_at_a_time(accept, engine, script, listener):
    running = overlaps = 0

    async def slowly(row):
        nonlocal running, overlaps
        running += 1
        overlaps += running > 1
        await asyncio.sleep(0.005)
        running -= 1

    script.handle = slowly
    for number in range(12):
        await accept(str(number))
    await engine.idle()

    assert listener.texts() == [f"re: {number}" for number in range(12)]
    assert overlaps == 0


async def test_two_people_are_answered_at_the_same_time(accept, engine, script, listener):
    both = asyncio.Barrier(2)

    async def meet(row):
        async with asyncio.timeout(10):
            await both.wait()  # passes only when both turns run at once

    script.handle = meet
    await accept("hello", "ana")
    await accept("hello", "ben")
    await engine.idle()

    assert (listener.texts("ana"), listener.texts("ben")) == (["re: hello"], ["re: hello"])


async def test_event_delivered_twice_is_answered_once(accept, engine, listener):
    await accept("hello", event="7")
    await accept("hello", event="7")
    await engine.idle()
    await accept("hello", event="7")
    await engine.idle()

    assert listener.texts() == ["re: hello"]


async def test_message_that_comes_at_the_end_of_a_drain_is_not_left_lying(accept, engine, listener):
    async def another(reply):
        if reply.text == "re: first":
            await accept("second")

    listener.before = another
    await accept("first")
    await engine.idle()

    assert listener.texts() == ["re: first", "re: second"]


async def test_turn_that_fails_is_tried_again_and_holds_back_what_came_after_it(accept, engine, script, listener):
    failures = 2

    async def fail_twice(row):
        nonlocal failures
        if row.inbound.text == "first" and failures:
            failures -= 1
            raise RuntimeError("not yet")

    script.handle = fail_twice
    await accept("first")
    await accept("second")
    await engine.idle()

    assert script.asked == ["first", "first", "first", "second"]
    assert listener.texts() == ["re: first", "re: second"]


async def test_turn_that_always_fails_is_buried_after_six_tries_with_one_apology(
    accept, engine, script, listener, store
):
    async def fail(row):
        if row.inbound.text == "poison":
            raise RuntimeError("never")

    script.handle = fail
    await accept("poison")
    await accept("after it")
    await engine.idle()

    assert script.asked == ["poison"] * MOST_TRIES + ["after it"]
    assert listener.texts() == [APOLOGY, "re: after it"]
    (dead,) = await store.inbox.rows(["dead"])
    assert dead.error == "RuntimeError"


async def test_message_that_kills_the_process_every_time_is_given_up_too(store, script, listener, clock):
    accepted = await store.inbox.accept(message("poison"))
    for _ in range(MOST_DEATHS):  # what a process leaves behind that dies inside the turn
        fence = await store.inbox.claim(accepted.person_id)
        row = await store.inbox.next_open(accepted.person_id)
        assert row is not None
        await store.inbox.begin(row, fence)

    async with engine_over(store, script, listener, clock) as engine:
        engine.kick(accepted.person_id)
        await engine.idle()

    assert script.asked == []
    assert listener.texts() == [APOLOGY]


async def test_turn_that_hangs_is_cut_off_and_tried_again(store, script, listener, clock):
    hangs = 1

    async def hang_once(row):
        nonlocal hangs
        if hangs:
            hangs -= 1
            await asyncio.Event().wait()

    script.handle = hang_once
    accepted = await store.inbox.accept(message("hello"))
    async with engine_over(store, script, listener, clock, turn_seconds=0.05) as engine:
        engine.kick(accepted.person_id)
        async with asyncio.timeout(20):
            await engine.idle()

    assert script.asked == ["hello", "hello"]
    assert listener.texts() == ["re: hello"]


async def test_second_drainer_shuts_out_the_first(store: Store, listener: Listener, clock: HandClock):
    """The first one wakes up from a long sleep with its answer in hand: it may neither store nor send it."""
    first_is_inside, wake = asyncio.Event(), asyncio.Event()
    senders = {Platform.CONSOLE: listener}

    async def slow(row):
        first_is_inside.set()
        await wake.wait()
        person = await store.people.load(row.person_id)
        return Turn(before=person, after=person, reply=Reply(text="from the first"))

    async def fast(row):
        person = await store.people.load(row.person_id)
        return Turn(before=person, after=person, reply=Reply(text="from the second"))

    accepted = await store.inbox.accept(message("hello"))
    sleeper = Drain(store.inbox, slow, never_forget, senders, clock)
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(_fenced(sleeper, accepted.person_id))
        await first_is_inside.wait()
        await Drain(store.inbox, fast, never_forget, senders, clock)(accepted.person_id)
        wake.set()

    assert first.result() is FenceLost
    assert listener.texts() == ["from the second"]


async def _fenced(drain, person_id):
    try:
        await drain(person_id)
    except FenceLost as error:
        return type(error)
    return None


async def test_commit_waits_while_the_database_is_away_and_asks_nobody_again(
    accept, engine, script, listener, store, tmp_path
):
    def be_impatient(connection, *_):
        connection.cursor().execute("PRAGMA busy_timeout = 1")

    async def let_go(held):
        await asyncio.sleep(0.2)
        held.rollback()
        held.close()

    async def hold(row):
        event.listen(store.database.engine.sync_engine, "checkout", be_impatient)
        held = sqlite3.connect(tmp_path / "gigi.db", isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        waiting.create_task(let_go(held))

    script.handle = hold
    async with asyncio.TaskGroup() as waiting:
        await accept("hello")
        await engine.idle()

    assert script.asked == ["hello"]
    assert listener.texts() == ["re: hello"]


async def test_full_disk_is_told_at_once_and_the_message_stays_open(store, script, listener, clock):
    """Waiting does not make room: the turn is given back, and made again later."""
    told, large = asyncio.Event(), "x" * 400_000

    def leave_no_room(connection, *_):
        connection.cursor().execute("PRAGMA max_page_count = 1")  # never below the pages that are there

    async def fill_the_disk(row):
        event.listen(store.database.engine.sync_engine, "checkout", leave_no_room)
        return Reply(text=large)

    script.handle = fill_the_disk
    accepted = await store.inbox.accept(message("hello"))
    drain = Drain(store.inbox, script, never_forget, {Platform.CONSOLE: listener}, clock)
    troubles: list[GigiError] = []

    def hear(person_id, error):
        troubles.append(error)
        told.set()

    async with asyncio.TaskGroup() as tasks, asyncio.timeout(5):
        engine = LocalEngine(drain, tasks, hear, first_wait=60)
        engine.kick(accepted.person_id)
        await told.wait()
        await engine.stop(1)

    assert [type(error) for error in troubles] == [DiskFull]
    assert listener.texts() == []
    assert await store.inbox.counts() == {"new": 1}


async def test_reply_whose_process_died_in_the_send_is_sent_again_and_not_made_again(store, script, listener, clock):
    accepted = await store.inbox.accept(message("hello"))
    fence = await store.inbox.claim(accepted.person_id)
    row = await store.inbox.next_open(accepted.person_id)
    person = await store.people.load(accepted.person_id)
    await store.inbox.begin(row, fence)
    await store.inbox.commit_turn(row, fence, Turn(person, person, Reply(text="made before the crash")))

    async with engine_over(store, script, listener, clock) as engine:
        engine.kick(accepted.person_id)
        await engine.idle()

    assert script.asked == []
    assert listener.texts() == ["made before the crash"]
    assert await store.inbox.counts() == {"done": 1}


@pytest.mark.parametrize("dedupes", [False, True])
async def test_nudge_whose_process_died_in_the_send_goes_again_only_where_the_platform_dedupes(
    store, script, clock, dedupes
):
    reminder = daily(NOON)
    person_id = (await take_turn(store, lambda person: person.with_reminder(reminder))).person_id
    await store.reminders.claim_due(await store.reminders.due(clock.now()), lambda reminder: None)
    fence = await store.inbox.claim(person_id)
    row = await store.inbox.next_open(person_id)
    person = await store.people.load(person_id)
    assert row.inbound.kind is InboundKind.NUDGE
    await store.inbox.begin(row, fence)
    await store.inbox.commit_turn(row, fence, Turn(person, person, Reply(text="stretch!")))
    listener = Listener(dedupes=dedupes)

    async with engine_over(store, script, listener, clock) as engine:
        engine.kick(person_id)
        await engine.idle()

    (delivery,) = await store.deliveries.of(person_id)
    assert script.asked == []
    assert delivery.state is (DeliveryState.SENT if dedupes else DeliveryState.UNKNOWN)
    assert listener.texts() == (["stretch!"] if dedupes else [])


async def test_reply_the_platform_refuses_for_good_is_buried_and_the_next_one_goes_out(accept, engine, listener, store):
    async def refuse_first(reply):
        if reply.text == "re: first":
            raise SendFailed("Blocked by the person.")

    listener.before = refuse_first
    await accept("first")
    await accept("second")
    await engine.idle()

    assert listener.texts() == ["re: second"]
    assert await store.inbox.counts() == {"dead": 1, "done": 1}


async def test_send_that_breaks_off_is_made_again_with_the_same_key(accept, engine, script, listener):
    keys: list[str] = []

    async def break_off_once(reply):
        keys.append(reply.text)
        if len(keys) == 1:
            raise ConnectionResetError

    listener.before = break_off_once
    accepted = await accept("hello")
    await engine.idle()

    assert script.asked == ["hello"]
    assert listener.sent == [("ana", f"g{accepted.inbox_id}", "re: hello")]


async def test_stop_lets_a_running_turn_end_and_takes_no_new_one(accept, engine, script, listener, store):
    inside = asyncio.Event()

    async def take_a_moment(row):
        inside.set()
        await asyncio.sleep(0.1)

    script.handle = take_a_moment
    await accept("first")
    await inside.wait()
    await engine.stop(5)
    await accept("second")
    await asyncio.sleep(0.05)

    assert listener.texts() == ["re: first"]
    assert await store.inbox.counts() == {"done": 1, "new": 1}


async def test_stop_cuts_off_a_turn_that_hangs_and_its_message_stays_open(accept, engine, script, store):
    inside = asyncio.Event()

    async def hang(row):
        inside.set()
        await asyncio.Event().wait()

    script.handle = hang
    await accept("hello")
    await inside.wait()
    started = time.monotonic()
    await engine.stop(0.1)
    await engine.idle()

    assert time.monotonic() - started < 5
    assert await store.inbox.counts() == {"new": 1}


async def test_stop_does_not_wait_out_the_pause_before_another_try(store: Store, script: Script, listener, clock):
    failed = asyncio.Event()

    async def fail(row):
        failed.set()
        raise RuntimeError("again and again")

    script.handle = fail
    drain = Drain(store.inbox, script, never_forget, {Platform.CONSOLE: listener}, clock)
    accepted = await store.inbox.accept(message("hello"))
    started = time.monotonic()
    async with asyncio.TaskGroup() as tasks:
        engine = LocalEngine(drain, tasks, first_wait=60)
        engine.kick(accepted.person_id)
        await failed.wait()
        await asyncio.sleep(0.05)
        await engine.stop(10)

    assert time.monotonic() - started < 5
    assert await store.inbox.counts() == {"new": 1}
