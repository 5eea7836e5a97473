"""Memories: what can be recalled, each text sealed; the vectors stand elsewhere under the same random ids."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, delete, or_, select, update

from bot.entities import Memory, MemoryId, PersonId, UserProfile
from bot.errors import DatabaseDamaged, UnknownPerson
from bot.security.vault import PersonCipher, Vault
from bot.store.database import Database
from bot.store.difference import Writer
from bot.store.people import cipher_of
from bot.store.records import open_record, report_damage
from bot.store.tables import memories, users


class Memories:
    """The memories of every person, opened only for the one they belong to."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def add(self, person_id: PersonId, added: Sequence[Memory]) -> None:
        """Stores memories. Raises UnknownPerson."""
        async with self._database.write() as connection:
            cipher = await cipher_of(connection, self._vault, person_id)
            if added:
                await connection.execute(memories.insert(), [_row(cipher, person_id, memory) for memory in added])

    async def memories_of(self, person_id: PersonId) -> list[Memory]:
        """All memories of one person, oldest first; none of a person who is gone."""
        mine = _with_keys().where(memories.c.person == person_id)
        async with self._database.read() as connection:
            return self._opened((await connection.execute(mine)).all())

    async def ids(self, person_id: PersonId) -> list[MemoryId]:
        """The ids of a person's memories, oldest first."""
        mine = select(memories.c.id).where(memories.c.person == person_id).order_by(memories.c.seq)
        async with self._database.read() as connection:
            return [MemoryId(found) for found in (await connection.scalars(mine)).all()]

    async def pending_memories(
        self, model: str, limit: int, excluding: Collection[PersonId] = ()
    ) -> list[Memory]:  # fmt: skip
        """Memories without a vector of this model, of anybody but `excluding`, oldest first."""
        waiting = or_(memories.c.embedded_with.is_(None), memories.c.embedded_with != model)
        found = _with_keys().where(waiting, memories.c.person.not_in(excluding)).limit(limit)
        async with self._database.read() as connection:
            return self._opened((await connection.execute(found)).all())

    async def mark_embedded(self, ids: Sequence[MemoryId], model: str) -> None:
        """Notes that these have a vector of this model."""
        await self._mark(ids, model)

    async def mark_pending(self, ids: Sequence[MemoryId] | None) -> None:
        """Notes that these (None: all) have no vector."""
        await self._mark(ids, None)

    async def cipher_of(self, person_id: PersonId) -> PersonCipher | None:
        """The person's cipher, for the rotation of their vectors; None when they are gone."""
        async with self._database.read() as connection:
            try:
                return await cipher_of(connection, self._vault, person_id)
            except UnknownPerson:
                return None

    async def may_leave(self, person_id: PersonId) -> bool:
        """Whether a remote service may read this person's words: they agreed, and are not private just now."""
        async with self._database.read() as connection:
            found = select(users.c.wrapped_key, users.c.sealed).where(users.c.id == person_id)
            if (row := (await connection.execute(found)).one_or_none()) is None:
                return False
        cipher = self._vault.open(row.wrapped_key, person_id)
        profile = open_record(cipher, "users", person_id, UserProfile, row.sealed)
        return profile.consent is True and not profile.is_private

    async def delete(self, person_id: PersonId, ids: Collection[MemoryId]) -> None:
        """Removes those of `ids` that are this person's."""
        async with self._database.write() as connection:
            await connection.execute(
                delete(memories).where(memories.c.person == person_id, memories.c.id.in_(ids))
            )  # fmt: skip

    async def _mark(self, ids: Sequence[MemoryId] | None, model: str | None) -> None:
        marked = update(memories).values(embedded_with=model)
        async with self._database.write() as connection:
            await connection.execute(marked if ids is None else marked.where(memories.c.id.in_(ids)))

    def _opened(self, rows: Sequence[Row[Any]]) -> list[Memory]:
        """The memories that can be opened; one that was damaged is left out, with a line in the log."""
        ciphers: dict[str, PersonCipher] = {}
        opened = []
        for row in rows:
            if row.person not in ciphers:
                ciphers[row.person] = self._vault.open(row.wrapped_key, PersonId(row.person))
            try:
                opened.append(open_memory(ciphers[row.person], row))
            except DatabaseDamaged:
                report_damage("A memory cannot be opened and is left out.", memory=row.id)
        return opened


async def write_memories(writer: Writer, added: Sequence[Memory]) -> None:
    """New memories, in the transaction of a turn."""
    if added:
        rows = [_row(writer.cipher, writer.person, memory) for memory in added]
        await writer.connection.execute(memories.insert(), rows)


async def drop_memories(writer: Writer, ids: Sequence[MemoryId]) -> None:
    """Removes those of `ids` that are the person's, in the transaction of a turn."""
    if ids:
        mine = (memories.c.person == writer.person, memories.c.id.in_(ids))
        await writer.connection.execute(delete(memories).where(*mine))


def _with_keys() -> Select[Any]:
    return select(memories, users.c.wrapped_key).join(users, users.c.id == memories.c.person).order_by(memories.c.seq)


def _row(cipher: PersonCipher, person: str, memory: Memory) -> dict[str, Any]:
    return {
        "id": memory.id,
        "person": person,
        "kind": memory.kind,
        "created_at": memory.created_at,
        "embedded_with": memory.embedded_with,
        "sealed": cipher.seal(memory.text, table="memories", column="sealed", row=memory.id),
    }


def open_memory(cipher: PersonCipher, row: Row[Any]) -> Memory:
    """The memory in a row of the table. Raises DatabaseDamaged."""
    return Memory(
        id=MemoryId(row.id),
        person_id=PersonId(row.person),
        text=cipher.open(row.sealed, table="memories", column="sealed", row=row.id).decode(),
        kind=row.kind,
        created_at=row.created_at,
        embedded_with=row.embedded_with,
    )
