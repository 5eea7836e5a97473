"""Every due reminder becomes one inbox row, however many sweep."""

import asyncio
from contextlib import suppress

from sqlalchemy import update
from store_samples import NOON, a_reminder, later, message, take_turn

from bot.entities import Delivery, DeliveryState, InboundKind, Platform, ReminderStatus
from bot.store import tables
from bot.store.opening import Store
from bot.store.reminders import nudge_key


async def test_due_reminder_becomes_a_nudge_and_moves_on(store: Store) -> None:
    reminder = a_reminder("stretch")
    ana = await take_turn(store, lambda p: p.with_reminder(reminder))

    claimed = await store.reminders.claim_due(await store.reminders.due(NOON), lambda _: later(60))

    nudge = await store.inbox.next_open(ana.id)
    assert [due.reminder for due in claimed] == [reminder]
    assert nudge is not None
    assert (nudge.key, nudge.reminder_id) == (nudge_key(reminder.id, NOON), reminder.id)
    assert (nudge.inbound.kind, nudge.inbound.sent_at) == (InboundKind.NUDGE, NOON)
    assert nudge.inbound.address == message().address
    assert (await store.people.load(ana.id)).reminders[0].next_due_at == later(60)
    assert await store.reminders.due(NOON) == []


async def test_two_sweeps_over_the_same_reminders_claim_each_once(store: Store) -> None:
    def with_ten(person):
        for number in range(10):
            person = person.with_reminder(a_reminder(f"number {number}"))
        return person

    await take_turn(store, with_ten)
    seen = await asyncio.gather(*(store.reminders.due(NOON) for _ in range(3)))

    claims = await asyncio.gather(*(store.reminders.claim_due(due, lambda _: later(60)) for due in seen))

    assert sorted(map(len, claims)) == [0, 0, 10]
    assert (await store.inbox.counts())["new"] == 10


async def test_reminder_whose_claim_ends_halfway_stays_due(store: Store, monkeypatch) -> None:
    await take_turn(store, lambda p: p.with_reminder(a_reminder()))

    async def die(connection, people):
        raise ZeroDivisionError  # as a kill would, after both writes and before the commit

    monkeypatch.setattr(store.database, "announce", die)
    with suppress(ZeroDivisionError):
        await store.reminders.claim_due(await store.reminders.due(NOON), lambda _: later(60))

    assert len(await store.reminders.due(NOON)) == 1
    assert "new" not in await store.inbox.counts()


async def test_reminder_moved_meanwhile_is_left_alone(store: Store) -> None:
    reminder = a_reminder()
    await take_turn(store, lambda p: p.with_reminder(reminder))
    due = await store.reminders.due(NOON)
    ana = await take_turn(store, lambda p: p.with_reminder(reminder.but(next_due_at=later(5))))

    assert await store.reminders.claim_due(due, lambda _: later(60)) == []
    assert (await store.people.load(ana.id)).reminders[0].next_due_at == later(5)


async def test_reminder_set_back_to_an_instant_already_nudged_gives_no_second_nudge(store: Store) -> None:
    reminder = a_reminder()
    await take_turn(store, lambda p: p.with_reminder(reminder))
    await store.reminders.claim_due(await store.reminders.due(NOON), lambda _: later(60))
    async with store.database.write() as connection:
        await connection.execute(update(tables.reminders).values(next_due_at=NOON))

    assert await store.reminders.claim_due(await store.reminders.due(NOON), lambda _: None) == []
    assert (await store.inbox.counts())["new"] == 1


async def test_last_occurrence_leaves_nothing_to_come(store: Store) -> None:
    await take_turn(store, lambda p: p.with_reminder(a_reminder()))

    await store.reminders.claim_due(await store.reminders.due(NOON), lambda _: None)

    assert await store.reminders.next_instant() is None


async def test_only_active_reminders_of_the_asked_people_and_platforms_are_due(store: Store) -> None:
    ended = a_reminder("ended").but(status=ReminderStatus.ENDED)
    paused = a_reminder("paused").but(status=ReminderStatus.PAUSED)
    future = a_reminder("future", due=later(1))
    mine = a_reminder("mine", due=later(-5))
    ana = await take_turn(
        store, lambda p: p.with_reminder(ended).with_reminder(paused).with_reminder(future).with_reminder(mine)
    )
    bob = await take_turn(store, lambda p: p.with_reminder(a_reminder("bob's")), user="bob")

    assert [due.reminder.text for due in await store.reminders.due(NOON)] == ["mine", "bob's"]
    assert [due.reminder.text for due in await store.reminders.due(NOON, limit=1)] == ["mine"]
    assert [due.person_id for due in await store.reminders.due(NOON, people=[bob.id])] == [bob.id]
    assert await store.reminders.due(NOON, platforms=[Platform.TELEGRAM]) == []
    assert await store.reminders.next_instant() == later(-5)
    assert await store.reminders.next_instant([ana.id]) == later(-5)


async def test_damaged_reminder_does_not_stop_the_clock(store: Store) -> None:
    bad, good = a_reminder("bad", due=later(-5)), a_reminder("good")
    await take_turn(store, lambda p: p.with_reminder(bad).with_reminder(good))
    async with store.database.write() as connection:
        await connection.execute(
            update(tables.reminders).where(tables.reminders.c.id == bad.id).values(sealed=b"\x01" + bytes(60))
        )

    assert [due.reminder.text for due in await store.reminders.due(NOON)] == ["good"]
    assert [due.reminder.text for due in await store.reminders.due(NOON, limit=1)] == ["good"]


async def test_delivery_is_one_row_for_a_reminder_and_an_instant(store: Store) -> None:
    ana = (await store.inbox.accept(message())).person_id
    sending = Delivery(reminder_id=a_reminder().id, due_at=NOON, state=DeliveryState.SENDING, at=NOON)

    await store.deliveries.note(ana, [sending])
    await store.deliveries.note(
        ana, [sending.but(state=DeliveryState.LATE, at=later(9)), sending.but(due_at=later(60))]
    )

    found = await store.deliveries.of(ana)
    assert [(each.due_at, each.state) for each in found] == [(later(60), "sending"), (NOON, "late")]


async def test_fullest_minute_of_the_day_is_known_for_each_platform(store: Store) -> None:
    def busy(person):
        for minutes in (10, 10, 10, 11, 2000):
            person = person.with_reminder(a_reminder("drink", due=later(minutes)))
        return person

    await take_turn(store, busy)

    found = await store.reminders.fullest_minutes(NOON, later(24 * 60))

    assert found == [(Platform.CONSOLE, later(10), 3)]


async def test_silence_is_remembered_across_a_year_of_nudges_that_were_not_sent(store: Store) -> None:
    ana = (await store.inbox.accept(message())).person_id
    checkin, other = a_reminder(), a_reminder("drink")
    farewell = Delivery(reminder_id=checkin.id, due_at=NOON, state=DeliveryState.SENT, why="still_want_this", at=NOON)
    skipped = [farewell.but(due_at=later(n), state=DeliveryState.SKIPPED, why="stopped") for n in range(1, 200)]
    sent = [farewell.but(reminder_id=other.id, due_at=later(n), why="") for n in range(1, 200)]
    await store.deliveries.note(ana, [farewell, *skipped, *sent])

    lately = await store.deliveries.lately(ana, [checkin.id])

    assert lately[-1] == farewell
    assert [each.due_at for each in lately] == sorted((each.due_at for each in lately), reverse=True)
    assert len(lately) < 100
