"""No word of a person lies readable in any file, each ciphertext has one place, and forgetting leaves nothing."""

import json
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select, update
from store_samples import NOON, a_goal, a_log, a_plan, a_reminder, message, opened, said, take_turn

from bot.entities import Analysis, Delivery, DeliveryState, Memory, MemoryId, Person, Platform, Reply, UserProfile
from bot.errors import DatabaseDamaged, KeyMissing, KeyWrong, UnknownPerson
from bot.security.keys import KEY_FILE, generate_key
from bot.store import tables
from bot.store.opening import Store, open_store, open_vault, rotate_keys
from bot.store.turns import Turn

WORDS = ["Xanthippe", "kneecapsule", "zigzagging", "marzipan", "ukulele", "quetzal", "wombat", "flugelhorn", "okapi",
         "yodelling", "numbat", "capybara"]  # fmt: skip


async def fill(store: Store, user: str = "Xanthippe") -> Person:
    """A person who has something in every table, each with a word of its own."""
    row, fence, before = await opened(store, "my kneecapsule hurts", user)
    goal, reminder = a_goal("zigzagging"), a_reminder("marzipan")
    after = said(before, "ukulele").but(profile=UserProfile(name="capybara"))
    after = after.with_goal(goal).with_plan(a_plan(goal, action="quetzal")).with_reminder(reminder)
    after = after.with_log(a_log(goal, note="wombat"))
    memory = Memory(id=MemoryId(f"m_{before.id}"), person_id=before.id, text="flugelhorn", created_at=NOON)
    delivery = Delivery(reminder_id=reminder.id, due_at=NOON, state=DeliveryState.SENT, at=NOON)
    turn = Turn(
        before, after, Reply(text="okapi"), Analysis(summary="yodelling", facts=("numbat",)), [delivery], [memory]
    )
    await store.inbox.begin(row, fence)
    await store.inbox.commit_turn(row, fence, turn)
    await store.inbox.finish(row, fence, [delivery])
    await store.quota.count("2026-11-22", before.id)
    await store.linking.make_code(before.id)
    return await store.people.load(before.id)


def readable(folder: Path, words: list[str]) -> list[tuple[str, str]]:
    """Which of the words stand in which file, in UTF-8 or UTF-16, in any case."""
    found = []
    for file in folder.iterdir():
        raw = file.read_bytes().lower()
        for word in words:
            if any(word.lower().encode(code) in raw for code in ("utf-8", "utf-16-le")):
                found.append((file.name, word))
    return found


@pytest.mark.parametrize("url", [""])
async def test_no_word_lies_readable_in_any_file(store: Store, tmp_path: Path) -> None:
    ana = await fill(store)
    await take_turn(store, lambda p: p.but(goals=(), reminders=(), logs=()), user="Xanthippe")
    kept = json.dumps(await store.exporting.export(ana.id))

    assert (tmp_path / "gigi.db-wal").stat().st_size > 0
    assert [word for word in ("Xanthippe", "ukulele", "quetzal", "flugelhorn") if word not in kept] == []
    assert readable(tmp_path, WORDS) == []
    await store.database.scrub()
    assert readable(tmp_path, WORDS) == []


async def test_forgotten_person_leaves_no_row_in_any_table(store: Store, tmp_path: Path) -> None:
    ana, bob = await fill(store), await fill(store, "bob")
    async with store.database.read() as connection:
        wrapped = await connection.scalar(select(tables.users.c.wrapped_key).where(tables.users.c.id == ana.id))

    forgotten = await store.forgetting.forget(ana.id)

    assert forgotten.memory_ids == [f"m_{ana.id}"]
    async with store.database.read() as connection:
        for table in tables.metadata.sorted_tables:
            for row in (await connection.execute(select(table))).all():
                assert ana.id not in tuple(row), table.name
            if table is not tables.vault:
                assert await connection.scalar(select(table)) is not None, f"{table.name} holds nothing of bob"
    assert readable(tmp_path, [ana.id, wrapped, *WORDS]) == []
    assert await store.people.load(bob.id) == bob
    with pytest.raises(UnknownPerson):
        await store.people.load(ana.id)
    with pytest.raises(UnknownPerson):
        await store.people.resolve("console:Xanthippe")


async def test_forgotten_person_who_writes_again_is_a_stranger(store: Store) -> None:
    ana = await fill(store)
    await store.forgetting.forget(ana.id)

    again = await store.inbox.accept(message(user="Xanthippe"))

    assert again.person_id != ana.id
    assert (await store.people.load(again.person_id)).goals == ()


async def test_message_sent_after_the_farewell_is_kept_for_an_answer(store: Store) -> None:
    row, fence, before = await opened(store, "forget me", "ana")
    await store.inbox.accept(message("and now?", user="ana"))
    await store.inbox.commit_turn(row, fence, Turn(before, before, Reply(text="Gone."), is_farewell=True))
    farewell = await store.inbox.next_open(before.id)

    forgotten = await store.forgetting.forget(before.id, farewell.id)

    (anew,) = forgotten.accepted_anew
    assert farewell.is_farewell
    assert anew.person_id != before.id
    assert (await store.inbox.next_open(anew.person_id)).inbound.text == "and now?"
    assert await store.inbox.claim(before.id) is None


async def test_forgetting_a_stranger_does_nothing(store: Store) -> None:
    ana = await fill(store)

    assert await store.forgetting.forget("p_nobody") == ([], [])
    assert await store.people.load(ana.id) == ana


async def test_export_holds_every_word_and_is_json(store: Store) -> None:
    ana = await fill(store)

    exported = json.dumps(await store.exporting.export(ana.id))

    assert [word for word in WORDS if word not in exported] == []


SEALED = [
    (table, column.name)
    for table in tables.metadata.sorted_tables
    for column in table.c
    if isinstance(column.type, LargeBinary)
]


@pytest.mark.parametrize(("table", "column"), SEALED, ids=[f"{t.name}.{c}" for t, c in SEALED])
async def test_ciphertext_exchanged_between_two_people_does_not_open(store: Store, table, column: str) -> None:
    ana, bob = await fill(store), await fill(store, "bob")
    owner = table.c.id if table is tables.users else table.c.person
    async with store.database.write() as connection:
        anas = await connection.scalar(select(table.c[column]).where(owner == ana.id))
        await connection.execute(update(table).where(owner == bob.id).values({column: anas}))

    if table is tables.memories:
        assert await store.memories.memories_of(bob.id) == []
    with pytest.raises(DatabaseDamaged):
        await store.exporting.export(bob.id)


async def test_ciphertext_moved_to_another_row_of_the_same_person_does_not_open(store: Store) -> None:
    one, two = a_goal("one"), a_goal("two")
    ana = await take_turn(store, lambda p: p.with_goal(one).with_goal(two))
    goals = tables.goals
    async with store.database.write() as connection:
        sealed = await connection.scalar(select(goals.c.sealed).where(goals.c.id == one.id))
        await connection.execute(update(goals).where(goals.c.id == two.id).values(sealed=sealed))

    with pytest.raises(DatabaseDamaged):
        await store.people.load(ana.id)


async def test_data_key_exchanged_between_two_people_is_noticed(store: Store) -> None:
    ana, bob = await fill(store), await fill(store, "bob")
    users = tables.users
    async with store.database.write() as connection:
        anas = await connection.scalar(select(users.c.wrapped_key).where(users.c.id == ana.id))
        await connection.execute(update(users).where(users.c.id == bob.id).values(wrapped_key=anas))

    with pytest.raises(DatabaseDamaged):
        await store.people.load(bob.id)


async def test_wrong_key_is_refused_and_the_right_one_still_opens(tmp_path: Path, key: str, clock) -> None:
    async with open_store("", tmp_path, [key], clock) as store:
        ana = await fill(store)

    with pytest.raises(KeyWrong):
        async with open_store("", tmp_path, [generate_key()], clock):
            pass

    async with open_store("", tmp_path, [key], clock) as store:
        assert await store.people.load(ana.id) == ana


async def test_lost_key_file_is_refused_and_no_new_one_is_made(tmp_path: Path, clock) -> None:
    async with open_store("", tmp_path, [], clock) as store:
        assert store.announced == tmp_path / KEY_FILE
        await fill(store)
    (tmp_path / KEY_FILE).unlink()

    with pytest.raises(KeyMissing):
        async with open_store("", tmp_path, [], clock):
            pass

    assert not (tmp_path / KEY_FILE).exists()


async def test_key_lost_before_the_first_person_is_refused_too(tmp_path: Path, clock) -> None:
    async with open_store("", tmp_path, [], clock):
        pass
    (tmp_path / KEY_FILE).unlink()

    with pytest.raises(KeyMissing):
        async with open_store("", tmp_path, [], clock):
            pass


async def test_database_outside_the_data_folder_needs_a_key(tmp_path: Path, clock) -> None:
    with pytest.raises(KeyMissing):
        async with open_store(f"sqlite:///{tmp_path}/elsewhere.db", tmp_path / "data", [], clock):
            pass


async def test_after_a_rotation_the_new_key_alone_opens_everything(tmp_path: Path, key: str, clock) -> None:
    new = generate_key()
    async with open_store("", tmp_path, [key], clock) as store:
        ana = await fill(store)
        seed = await store.people.rotation_seed(ana.id)

    async with open_store("", tmp_path, [new, key], clock) as store:
        assert await rotate_keys(store.database, store.vault) == 1

    async with open_store("", tmp_path, [new], clock) as store:
        assert await store.people.load(ana.id) == ana
        assert await store.people.resolve("console:Xanthippe") == ana.id
        assert await store.people.rotation_seed(ana.id) == seed
    with pytest.raises(KeyWrong):
        async with open_store("", tmp_path, [key], clock):
            pass


async def test_rotation_with_a_person_no_key_opens_changes_nothing(store: Store, key: str) -> None:
    ana, bob = await fill(store), await fill(store, "bob")
    foreign = type(store.vault)([generate_key()]).new_person_key(bob.id)
    async with store.database.write() as connection:
        await connection.execute(update(tables.users).where(tables.users.c.id == bob.id).values(wrapped_key=foreign))

    async with store.database.read() as connection:
        before = (await connection.execute(select(tables.users.c.wrapped_key))).scalars().all()
    with pytest.raises(KeyWrong):
        await rotate_keys(store.database, store.vault)

    async with store.database.read() as connection:
        assert (await connection.execute(select(tables.users.c.wrapped_key))).scalars().all() == before
    await open_vault(store.database, [key])
    assert await store.people.load(ana.id) == ana


async def test_people_list_shows_nothing_that_was_sealed(store: Store) -> None:
    ana = await fill(store)

    (summary,) = await store.people.summaries()

    assert (summary.id, summary.goals, summary.messages) == (ana.id, 1, 1)
    assert summary.platform == Platform.CONSOLE
    assert not [word for word in WORDS if word in str(summary)]
