"""Accepted once, in order, kept until answered."""

import asyncio

import pytest
from sqlalchemy import func, select, update
from store_samples import NOON, later, message, opened

from bot.entities import InboundKind, Platform, Reply, UserProfile
from bot.security.identity import PlatformUser
from bot.store import tables
from bot.store.opening import Store, open_store
from bot.store.turns import Turn


async def test_event_delivered_twice_is_one_row(store: Store) -> None:
    first = await store.inbox.accept(message("hello", event="7"))

    second = await store.inbox.accept(message("hello", event="7"))

    assert first.is_new
    assert not second.is_new
    assert (second.person_id, second.inbox_id) == (first.person_id, first.inbox_id)
    assert await store.inbox.counts() == {"new": 1}


async def test_same_event_id_of_another_bot_platform_or_kind_is_another_message(store: Store) -> None:
    first = message("hello", event="7")
    others = [
        await store.inbox.accept(first),
        await store.inbox.accept(first, bot="4711"),
        await store.inbox.accept(first.but(kind=InboundKind.EDIT)),
        await store.inbox.accept(message("hello", event="7", platform=Platform.TELEGRAM)),
    ]

    assert all(accepted.is_new for accepted in others)


async def test_many_deliveries_at_once_make_one_person_and_one_row(store: Store) -> None:
    same = message("hello", event="7")

    accepted = await asyncio.gather(*(store.inbox.accept(same) for _ in range(20)))

    assert sum(each.is_new for each in accepted) == 1
    assert len({each.person_id for each in accepted}) == 1
    async with store.database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(tables.users)) == 1


async def test_messages_are_read_in_the_order_they_came(store: Store) -> None:
    texts = ["one", "two", "three"]
    for text in texts:
        person_id = (await store.inbox.accept(message(text))).person_id
    fence = await store.inbox.claim(person_id)

    read = []
    while (row := await store.inbox.next_open(person_id)) is not None:
        read.append(row.inbound.text)
        await store.inbox.finish(row, fence)

    assert read == texts


async def test_message_comes_back_as_it_was_sent(store: Store) -> None:
    sent = message("I want to lose 5kg \N{PERSON IN LOTUS POSITION} \u202eabc\x00 end")

    accepted = await store.inbox.accept(sent)

    row = await store.inbox.next_open(accepted.person_id)
    assert row is not None
    assert (row.inbound, row.state, row.tries, row.reply) == (sent, "new", 0, None)
    assert row.accepted_at == NOON


async def test_tries_are_counted_before_the_turn(store: Store) -> None:
    row, fence, before = await opened(store)

    tries = [await store.inbox.begin(row, fence), await store.inbox.begin(row, fence)]
    await store.inbox.fail(row, fence, "TimeoutError")

    again = await store.inbox.next_open(before.id)
    assert tries == [1, 2]
    assert again is not None
    assert (again.tries, again.error) == (2, "TimeoutError")


async def test_buried_message_lets_the_next_one_through_and_can_be_replayed(store: Store) -> None:
    row, fence, before = await opened(store, "first")
    await store.inbox.accept(message("second"))

    await store.inbox.bury(row, fence, "TimeoutError")

    following = await store.inbox.next_open(before.id)
    assert following is not None
    assert following.inbound.text == "second"
    assert [dead.id for dead in await store.inbox.rows(["dead"])] == [row.id]
    assert await store.inbox.replay(row.id) == before.id
    assert (await store.inbox.next_open(before.id)).inbound.text == "first"
    assert await store.inbox.replay(row.id) is None


async def test_answered_message_is_never_replayed(store: Store) -> None:
    row, fence, before = await opened(store)
    await store.inbox.commit_turn(row, fence, Turn(before, before, Reply(text="hi")))

    assert await store.inbox.replay(row.id) is None


async def test_damaged_message_does_not_hold_up_the_next(store: Store) -> None:
    row, _, before = await opened(store, "first")
    await store.inbox.accept(message("second"))
    async with store.database.write() as connection:
        await connection.execute(
            update(tables.inbox).where(tables.inbox.c.id == row.id).values(sealed_body=b"\x01" + b"x" * 80)
        )

    following = await store.inbox.next_open(before.id)

    assert following is not None
    assert following.inbound.text == "second"
    assert (await store.inbox.rows(["dead"]))[0].error == "DatabaseDamaged"


async def test_people_with_open_messages_the_longest_waiting_first(store: Store) -> None:
    ana = (await store.inbox.accept(message(user="ana"))).person_id
    bob = (await store.inbox.accept(message(user="bob", platform=Platform.TELEGRAM))).person_id
    await store.inbox.accept(message(user="ana"))
    done, fence, _ = await opened(store, user="cleo")
    await store.inbox.finish(done, fence)

    assert await store.inbox.open_people() == [ana, bob]
    assert await store.inbox.open_people(platforms=[Platform.TELEGRAM]) == [bob]
    assert await store.inbox.open_people(people=[ana]) == [ana]
    assert await store.inbox.next_open(ana, [Platform.TELEGRAM]) is None


async def test_one_user_id_on_two_platforms_is_two_people(store: Store) -> None:
    console = await store.inbox.accept(message(user="7"))
    telegram = await store.inbox.accept(message(user="7", platform=Platform.TELEGRAM))

    assert console.person_id != telegram.person_id


async def test_last_chat_is_where_a_person_is_reached(store: Store) -> None:
    first = message()
    moved = message().but(address=first.address.but(chat="another chat"))
    person_id = (await store.inbox.accept(first)).person_id

    await store.inbox.accept(moved)

    assert await store.people.addresses(person_id) == (moved.address,)


async def test_new_person_starts_with_the_profile_of_the_house(tmp_path, key, clock) -> None:
    profile = UserProfile(language="pt", zone="Europe/Lisbon")
    async with open_store("", tmp_path, [key], clock, profile) as store:
        person_id = (await store.inbox.accept(message())).person_id

        assert (await store.people.load(person_id)).profile == profile


async def test_only_done_rows_are_pruned(store: Store, clock) -> None:
    done, fence, _ = await opened(store, user="ana")
    await store.inbox.finish(done, fence)
    await store.inbox.accept(message(user="bob"))
    clock.at = later(60)

    assert await store.inbox.prune(later(30)) == 1
    assert await store.inbox.counts() == {"new": 1}


async def test_person_is_found_by_ref(store: Store) -> None:
    person_id = (await store.inbox.accept(message(user="42", platform=Platform.TELEGRAM))).person_id

    assert await store.people.resolve("telegram:42") == person_id
    assert await store.people.resolve(" Telegram:42 ") == person_id
    assert await store.people.resolve(person_id) == person_id
    assert await store.people.find(PlatformUser(Platform.DISCORD, "42")) is None


@pytest.mark.parametrize("ref", ["telegram:43", "console:42", "42", "", "telegram:", "p_unknown"])
async def test_stranger_is_not_found(store: Store, ref: str) -> None:
    from bot.errors import UnknownPerson

    await store.inbox.accept(message(user="42", platform=Platform.TELEGRAM))

    with pytest.raises(UnknownPerson):
        await store.people.resolve(ref)
