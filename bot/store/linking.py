"""Linking: one person on several platforms. What two accounts hold becomes one person's, sealed under one key."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import Table, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.entities import InboxId, MemoryId, PersonId, Platform, Session, UserProfile
from bot.ports import Clock
from bot.security.identity import PlatformUser, identity_index
from bot.security.vault import PersonCipher, Vault
from bot.store.database import Database
from bot.store.difference import plan_row
from bot.store.people import cipher_of
from bot.store.records import open_record, seal_record
from bot.store.tables import (
    codes,
    deliveries,
    goals,
    identities,
    inbox,
    logs,
    memories,
    plans,
    reminders,
    sessions,
    users,
)

GOOD_FOR = timedelta(minutes=15)
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are taken for another
_LENGTH = 10  # some 49 bits
_INBOX_COLUMNS = ("sealed_body", "sealed_reply", "sealed_analysis")


CodeUse = Literal["link", "invite"]  # joins two accounts, or lets somebody new in


class Joined(NamedTuple):
    """What is left to do after two people became one: vectors that were rotated by the key that is gone."""

    person_id: PersonId
    memory_ids: Sequence[MemoryId]


class Linking:
    """Codes, and the joining and parting of identities."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database, self._vault, self._clock = database, vault, clock

    async def make_code(self, person_id: PersonId, use: CodeUse = "link") -> str:
        """A new code of this person, good once and for a quarter of an hour; an earlier one is good no more."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        now = self._clock.now()
        async with self._database.write() as connection:
            await connection.execute(delete(codes).where(or_(codes.c.person == person_id, codes.c.expires_at < now)))
            row = {"lookup": self._lookup(code, use), "person": person_id, "expires_at": now + GOOD_FOR}
            await connection.execute(codes.insert().values(row))
        return code

    async def take_code(self, code: str, by: PersonId, use: CodeUse = "link") -> PersonId | None:
        """Whose code that is, used up now; None for a wrong, an old or a used one. The same taker may ask again."""
        taken = (
            update(codes)
            .where(
                codes.c.lookup == self._lookup(code, use), codes.c.expires_at >= self._clock.now(), codes.c.person != by
            )
            .where(or_(codes.c.taken_by.is_(None), codes.c.taken_by == by))
            .values(taken_by=by)
        )
        async with self._database.write() as connection:
            found = await connection.scalar(taken.returning(codes.c.person))
        return None if found is None else PersonId(found)

    async def join(self, person_id: PersonId, into: PersonId, answered: InboxId) -> Joined | None:
        """Everything of `person_id` becomes `into`'s, in one transaction; None when one of them is gone.

        `answered` is the message that asked for it: it is done with this. Whoever is answering for either of them is
        shut out, and begins anew.
        """
        async with self._database.write() as connection:
            fences = update(users).where(users.c.id.in_([person_id, into])).values(fence=users.c.fence + 1)
            if (await connection.execute(fences)).rowcount != 2:
                return None
            move = _Move(
                connection,
                await cipher_of(connection, self._vault, person_id),
                await cipher_of(connection, self._vault, into),
                person_id,
                into,
            )
            ids = await move.everything()
            await _finish(connection, answered, self._clock)
            await connection.execute(delete(codes).where(codes.c.person.in_([person_id, into])))
            await connection.execute(delete(users).where(users.c.id == person_id))
        await self._database.scrub()
        return Joined(into, ids)

    async def part(self, person_id: PersonId, who: PlatformUser, answered: InboxId) -> bool:
        """This identity leaves the person, who stays with the others; False where it is the only one."""
        lookup = identity_index(self._vault, who)
        async with self._database.write() as connection:
            mine = select(identities.c.platform, identities.c.lookup).where(identities.c.person == person_id)
            left = [row.platform for row in await connection.execute(mine) if row.lookup != lookup]
            await _finish(connection, answered, self._clock)
            if not left:
                return False
            await connection.execute(delete(identities).where(identities.c.lookup == lookup))
            stays = update(users).where(users.c.id == person_id, users.c.platform == who.platform)
            await connection.execute(stays.values(platform=left[0], is_platform_chosen=False))
        return True

    async def choose_platform(self, person_id: PersonId, platform: Platform) -> bool:
        """Nudges go to this platform from now on, wherever the person writes; False where they are not there."""
        there = select(identities.c.id).where(identities.c.person == person_id, identities.c.platform == platform)
        chosen = update(users).where(users.c.id == person_id).values(platform=platform, is_platform_chosen=True)
        async with self._database.write() as connection:
            if await connection.scalar(there.limit(1)) is None:
                return False
            await connection.execute(chosen)
        return True

    async def platforms(self, person_id: PersonId) -> list[Platform]:
        """Where this person is known, the oldest identity first."""
        mine = select(identities.c.platform).where(identities.c.person == person_id)
        async with self._database.read() as connection:
            return [Platform(found) for found in (await connection.scalars(mine)).all()]

    def _lookup(self, code: str, use: CodeUse) -> str:
        return self._vault.blind_index(use, "".join(code.upper().split()).replace("-", ""))


async def _finish(connection: AsyncConnection, row: InboxId, clock: Clock) -> None:
    await connection.execute(update(inbox).where(inbox.c.id == row).values(state="done", done_at=clock.now()))


class _Move(NamedTuple):
    """Rows of one person on their way to another: opened with the one key, sealed with the other."""

    connection: AsyncConnection
    old: PersonCipher
    new: PersonCipher
    source: PersonId
    target: PersonId

    async def everything(self) -> list[MemoryId]:
        """All tables; the memories whose vectors have to be made again."""
        theirs = memories.c.person == self.source
        ids = [MemoryId(found) for found in (await self.connection.scalars(select(memories.c.id).where(theirs))).all()]
        await self.connection.execute(update(memories).where(theirs).values(embedded_with=None))
        await self._profile()
        await self._session()
        for table in (identities, goals, logs, reminders, memories):
            await self._table(table, lambda row: str(row.id))
        await self._table(plans, lambda row: plan_row(row.goal, row.version))
        await self._inbox()
        await self.connection.execute(
            update(deliveries).where(deliveries.c.person == self.source).values(person=self.target)
        )
        return ids

    async def _table(self, table: Table, name_of: Any) -> None:
        key = table.primary_key.columns.values()[0]
        for row in (await self.connection.execute(select(table).where(table.c.person == self.source))).all():
            sealed = self._resealed(table.name, "sealed", name_of(row), row.sealed)
            moved = update(table).where(key == row._mapping[key.name]).values(person=self.target, sealed=sealed)
            await self.connection.execute(moved)

    async def _inbox(self) -> None:
        for row in (await self.connection.execute(select(inbox).where(inbox.c.person == self.source))).all():
            sealed = {
                column: self._resealed("inbox", column, row.key, row._mapping[column])
                for column in _INBOX_COLUMNS
                if row._mapping[column] is not None
            }
            moved = update(inbox).where(inbox.c.id == row.id).values(person=self.target, **sealed)
            await self.connection.execute(moved)

    async def _profile(self) -> None:
        """The target's profile counts; what it does not say is taken from the other."""
        rows = {
            row.id: row.sealed
            for row in await self.connection.execute(
                select(users.c.id, users.c.sealed).where(users.c.id.in_([self.source, self.target]))
            )
        }
        theirs = open_record(self.old, "users", self.source, UserProfile, rows[self.source])
        mine = open_record(self.new, "users", self.target, UserProfile, rows[self.target])
        unsaid = {name: value for name, value in theirs if getattr(mine, name) in (None, "", ())}
        careful: dict[str, Any] = {
            name: getattr(mine, name) or getattr(theirs, name) for name in ("is_private", "is_off_weight")
        }
        if False in (mine.consent, theirs.consent):
            careful["consent"] = False  # a no counts more than a yes
        sealed = seal_record(self.new, "users", self.target, mine.but(**unsaid | careful))
        await self.connection.execute(update(users).where(users.c.id == self.target).values(sealed=sealed))

    async def _session(self) -> None:
        """The target's conversation goes on; a crisis of either is a crisis."""
        rows = {
            row.person: row.sealed
            for row in await self.connection.execute(
                select(sessions.c.person, sessions.c.sealed).where(sessions.c.person.in_([self.source, self.target]))
            )
        }
        theirs = open_record(self.old, "sessions", self.source, Session, rows[self.source])
        mine = open_record(self.new, "sessions", self.target, Session, rows[self.target])
        mine = mine.but(crisis=mine.crisis or theirs.crisis, undo=None)
        sealed = seal_record(self.new, "sessions", self.target, mine)
        await self.connection.execute(update(sessions).where(sessions.c.person == self.target).values(sealed=sealed))

    def _resealed(self, table: str, column: str, row: str, sealed: bytes) -> bytes:
        plain = self.old.open(sealed, table=table, column=column, row=row)
        return self.new.seal(plain, table=table, column=column, row=row)
