"""The whole store, opened in order: the database, the keys, the vault, and what is kept in it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update

from bot.entities import UserProfile
from bot.errors import DatabaseDamaged
from bot.ports import Clock
from bot.security.keys import load_or_make_keys
from bot.security.vault import Vault
from bot.store import tables
from bot.store.acceptance import Acceptance
from bot.store.database import Database, insert
from bot.store.deliveries import Deliveries
from bot.store.exporting import Exporting
from bot.store.forgetting import Forgetting
from bot.store.inbox import Inbox
from bot.store.linking import Linking
from bot.store.memories import Memories
from bot.store.people import People
from bot.store.quota import Quota
from bot.store.reminders import Reminders
from bot.store.rooms import Rooms

_INDEX_KEY = "index_key"


@dataclass(frozen=True)
class Store:
    """Everything that is kept. `announced` is the key file when a key was made just now."""

    database: Database
    vault: Vault
    announced: Path | None
    people: People
    inbox: Inbox
    reminders: Reminders
    deliveries: Deliveries
    memories: Memories
    quota: Quota
    exporting: Exporting
    forgetting: Forgetting
    linking: Linking
    rooms: Rooms


@asynccontextmanager
async def open_store(
    url: str, data_dir: Path, settings_keys: Sequence[str], clock: Clock, first_profile: UserProfile | None = None
) -> AsyncIterator[Store]:
    """The store at `url` (empty: SQLite in `data_dir`), with its key; closed at the end.

    Raises a StorageError or a ConfigError (KeyMissing, KeyWrong …) that says in one sentence what is wrong.
    """
    async with Database.open(url, data_dir) as database:
        keys, announced = load_or_make_keys(
            settings_keys,
            data_dir,
            database_is_empty=await database.is_empty(),
            is_sqlite_in_data_dir=database.is_in_data_dir,
        )
        vault = await open_vault(database, keys)
        yield assemble(database, vault, clock, first_profile or UserProfile(), announced)


def assemble(
    database: Database, vault: Vault, clock: Clock, first_profile: UserProfile, announced: Path | None = None
) -> Store:
    """The parts of a store over an open database."""
    acceptance = Acceptance(vault, clock, first_profile)
    return Store(
        database=database,
        vault=vault,
        announced=announced,
        people=People(database, vault, clock),
        inbox=Inbox(database, vault, clock, acceptance),
        reminders=Reminders(database, vault, clock),
        deliveries=Deliveries(database),
        memories=Memories(database, vault),
        quota=Quota(database),
        exporting=Exporting(database, vault),
        forgetting=Forgetting(database, vault, acceptance),
        linking=Linking(database, vault, clock),
        rooms=Rooms(database, vault, clock),
    )


async def open_vault(database: Database, keys: Sequence[str]) -> Vault:
    """The vault of this database; its index key is made at the first opening.

    Raises KeyWrong when none of the keys is the one the database was written with.
    """
    kept = select(tables.vault.c.wrapped).where(tables.vault.c.name == _INDEX_KEY)
    async with database.read() as connection:
        wrapped: str | None = await connection.scalar(kept)
    if wrapped is not None:
        return Vault(keys, wrapped)
    if not await database.is_empty():
        raise DatabaseDamaged("The database has people and no index key, so nobody can be recognised: use a backup.")
    async with database.write() as connection:
        new = {"name": _INDEX_KEY, "wrapped": Vault(keys).wrapped_index_key}
        await connection.execute(insert(connection, tables.vault).values(new).on_conflict_do_nothing())
        return Vault(keys, await connection.scalar(kept))  # another process may have been first


async def rotate_keys(database: Database, vault: Vault) -> int:
    """Wraps every key by the first master key, in one transaction; how many people's. Sealed fields stay as they are.

    Raises KeyWrong when a key opens with none of the master keys: nothing is changed then.
    """
    async with database.write() as connection:
        is_index = tables.vault.c.name == _INDEX_KEY
        rewrapped = vault.rewrap(
            (await connection.execute(select(tables.vault.c.wrapped).where(is_index))).scalar_one()
        )
        await connection.execute(update(tables.vault).where(is_index).values(wrapped=rewrapped))
        people = (await connection.execute(select(tables.users.c.id, tables.users.c.wrapped_key))).all()
        for person in people:
            changed = update(tables.users).where(tables.users.c.id == person.id)
            await connection.execute(changed.values(wrapped_key=vault.rewrap(person.wrapped_key)))
    await database.scrub()
    return len(people)
