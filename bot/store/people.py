"""People: found by their identities, loaded whole in one query, saved piece by piece by those outside a turn."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.entities import Address, Goal, Person, PersonId, Platform, Session, UserProfile
from bot.errors import UnknownPerson
from bot.ports import Clock
from bot.security.identity import PlatformUser, identity_index, read_ref
from bot.security.vault import PersonCipher, Vault
from bot.store.database import Database
from bot.store.difference import Writer, write_goals, write_session
from bot.store.records import open_record, seal_record
from bot.store.tables import goals, identities, inbox, users
from bot.store.whole import opened_person, whole_person

LOGS_KEPT_IN_HAND = timedelta(days=400)


class PersonSummary(NamedTuple):
    """What an operator may see of a person without opening anything."""

    id: PersonId
    platform: str
    created_at: datetime
    goals: int
    messages: int
    is_blocked: bool


class PrivateChat(NamedTuple):
    """Where a person is alone with us."""

    address: Address
    since: datetime


class People:
    """The people of this house."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def load(self, person_id: PersonId) -> Person:
        """Everything a turn needs to know, by one query. Raises UnknownPerson."""
        async with self._database.read() as connection:
            since = self._clock.now() - LOGS_KEPT_IN_HAND
            rows = (await connection.execute(whole_person(), {"person": person_id, "since": since})).all()
        return opened_person(self._vault, person_id, rows)

    async def find(self, who: PlatformUser) -> PersonId | None:
        """Who this platform user is, if we know them."""
        lookup = identity_index(self._vault, who)
        async with self._database.read() as connection:
            found = await connection.scalar(select(identities.c.person).where(identities.c.lookup == lookup))
        return None if found is None else PersonId(found)

    async def resolve(self, ref: str) -> PersonId:
        """The person that a REF names: `telegram:ID`, `discord:ID`, `console:NAME` or an internal id.

        Raises UnknownPerson.
        """
        who = read_ref(ref)
        if who is not None:
            found: str | None = await self.find(who)
        else:
            async with self._database.read() as connection:
                found = await connection.scalar(select(users.c.id).where(users.c.id == ref.strip()))
        if found is None:
            raise UnknownPerson("Nobody is stored under that name. It should look like telegram:ID or console:NAME.")
        return PersonId(found)

    async def addresses(self, person_id: PersonId) -> tuple[Address, ...]:
        """Where this person can be reached, the platform they wrote from last first. Raises UnknownPerson."""
        async with self._database.read() as connection:
            cipher = await cipher_of(connection, self._vault, person_id)
            found = await connection.execute(
                select(identities.c.id, identities.c.sealed)
                .join(users, users.c.id == identities.c.person)
                .where(users.c.id == person_id)
                .order_by(identities.c.platform != users.c.platform)
            )
            return tuple(open_record(cipher, "identities", row.id, Address, row.sealed) for row in found)

    async def private_chats(self, platform: Platform) -> list[PrivateChat]:
        """The private chats of everybody on that platform, as far as they are known, and since when we know them."""
        found = []
        async with self._database.read() as connection:
            columns = (identities.c.id, identities.c.sealed, users.c.id.label("person"), users.c.wrapped_key)
            known = select(*columns, users.c.created_at).join(users, users.c.id == identities.c.person)
            for row in await connection.execute(known.where(identities.c.platform == platform)):
                cipher = self._vault.open(row.wrapped_key, PersonId(row.person))
                address = open_record(cipher, "identities", row.id, Address, row.sealed)
                if address.is_private and address.chat:
                    found.append(PrivateChat(address, row.created_at))
        return found

    async def load_goals_for_user(self, person_id: PersonId) -> tuple[Goal, ...]:
        """The goals of this person and of nobody else. Raises UnknownPerson."""
        async with self._database.read() as connection:
            cipher = await cipher_of(connection, self._vault, person_id)
            found = await connection.execute(
                select(goals.c.id, goals.c.sealed).where(goals.c.person == person_id).order_by(goals.c.seq)
            )
            return tuple(open_record(cipher, "goals", row.id, Goal, row.sealed) for row in found)

    async def save_goal_for_user(self, person_id: PersonId, goal: Goal) -> None:
        """The goal sealed and stored, new or changed. Raises UnknownPerson."""
        async with self._database.write() as connection:
            await write_goals(await self._writer(connection, person_id), [goal])

    async def save_session_state(self, person_id: PersonId, session: Session) -> None:
        """The conversation sealed and stored. Raises UnknownPerson."""
        async with self._database.write() as connection:
            await write_session(await self._writer(connection, person_id), session)

    async def save_profile(self, person_id: PersonId, profile: UserProfile) -> None:
        """The profile sealed and stored. Raises UnknownPerson."""
        async with self._database.write() as connection:
            cipher = await cipher_of(connection, self._vault, person_id)
            sealed = seal_record(cipher, "users", person_id, profile)
            await connection.execute(update(users).where(users.c.id == person_id).values(sealed=sealed))

    async def set_blocked(self, person_id: PersonId, is_blocked: bool) -> None:
        """Notes that the platform lets nothing through to this person, or does again."""
        async with self._database.write() as connection:
            await connection.execute(update(users).where(users.c.id == person_id).values(is_blocked=is_blocked))

    async def is_blocked(self, person_id: PersonId) -> bool:
        """Whether the platform lets nothing through to this person."""
        async with self._database.read() as connection:
            return bool(await connection.scalar(select(users.c.is_blocked).where(users.c.id == person_id)))

    async def rotation_seed(self, person_id: PersonId) -> bytes:
        """32 bytes that pick the rotation of this person's vectors. Raises UnknownPerson."""
        async with self._database.read() as connection:
            return self._vault.person_rotation_seed(await _wrapped_key(connection, person_id), person_id)

    async def count(self) -> int:
        """How many people are here."""
        async with self._database.read() as connection:
            return int(await connection.scalar(select(func.count()).select_from(users)) or 0)

    async def summaries(self, limit: int = 1000) -> list[PersonSummary]:
        """Who is here, newest first; nothing that was sealed."""
        async with self._database.read() as connection:
            found = await connection.execute(_summaries().limit(limit))
            return [PersonSummary(*row) for row in found]

    async def _writer(self, connection: AsyncConnection, person_id: PersonId) -> Writer:
        cipher = await cipher_of(connection, self._vault, person_id)
        return Writer(connection, cipher, person_id, self._clock.now())


async def cipher_of(connection: AsyncConnection, vault: Vault, person_id: PersonId) -> PersonCipher:
    """The person's cipher. Raises UnknownPerson."""
    return vault.open(await _wrapped_key(connection, person_id), person_id)


async def _wrapped_key(connection: AsyncConnection, person_id: PersonId) -> str:
    wrapped: str | None = await connection.scalar(select(users.c.wrapped_key).where(users.c.id == person_id))
    if wrapped is None:
        raise UnknownPerson("There is no such person here (any more).")
    return wrapped


def _summaries() -> Select[Any]:
    def count(table: Table) -> Any:
        return select(func.count()).where(table.c.person == users.c.id).scalar_subquery()

    columns = (users.c.id, users.c.platform, users.c.created_at, count(goals), count(inbox), users.c.is_blocked)
    return select(*columns).order_by(users.c.created_at.desc())
