"""Accepting a message: the person found or made, the message stored once, in one transaction."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.entities import Address, Inbound, InboundKind, InboxId, PersonId, Session, UserProfile, new_id
from bot.errors import DatabaseUnavailable, SomebodyElsesButton
from bot.ports import Clock
from bot.security.identity import PlatformUser, identity_index, inbox_key, press_key
from bot.security.tickets import read_ticket
from bot.security.vault import PersonCipher, Vault
from bot.store.database import insert
from bot.store.messages import InboxRow
from bot.store.records import open_record, seal_record
from bot.store.tables import identities, inbox, sessions, users


class Accepted(NamedTuple):
    """Where a message went; `is_new` is False when the platform delivered it before."""

    person_id: PersonId
    inbox_id: InboxId
    is_new: bool


class _Known(NamedTuple):
    person: PersonId
    cipher: PersonCipher


NEXT: Mapping[str, int] = {}  # the database numbers the row


class Acceptance:
    """Stores what comes in. `first_profile` is what a new person starts with."""

    def __init__(self, vault: Vault, clock: Clock, first_profile: UserProfile) -> None:
        self._vault = vault
        self._clock = clock
        self._first_profile = first_profile

    async def accept(self, connection: AsyncConnection, inbound: Inbound, bot: str = "") -> Accepted:
        """In the caller's transaction. `bot` is our own id on the platform: two bots may see the same event id.

        The buttons under one reply are answered once, whichever is pressed and however often. Raises
        SomebodyElsesButton.
        """
        known = await self._find(connection, inbound.address) or await self._make(connection, inbound.address)
        return await self._store(connection, known, inbound, self._key(known, inbound, bot))

    async def accept_anew(self, connection: AsyncConnection, row: InboxRow) -> Accepted:
        """A message of somebody who was just forgotten, as a stranger's: under its old number, which is waited for."""
        address = row.inbound.address
        known = await self._find(connection, address) or await self._make(connection, address)
        return await self._store(connection, known, row.inbound, row.key, {"id": row.id})

    async def _store(
        self, connection: AsyncConnection, known: _Known, inbound: Inbound, key: str, number: Mapping[str, int] = NEXT
    ) -> Accepted:
        row = {
            **number,
            "key": key,
            "person": known.person,
            "platform": inbound.address.platform,
            "kind": inbound.kind,
            "sealed_body": seal_record(known.cipher, "inbox", key, inbound, column="sealed_body"),
            "accepted_at": self._clock.now(),
        }
        statement = insert(connection, inbox).values(row).on_conflict_do_nothing(index_elements=["key"])
        added = await connection.scalar(statement.returning(inbox.c.id))
        if added is not None:
            return Accepted(known.person, InboxId(added), is_new=True)
        earlier = (await connection.execute(select(inbox.c.id, inbox.c.person).where(inbox.c.key == key))).one()
        return Accepted(PersonId(earlier.person), InboxId(earlier.id), is_new=False)

    async def _find(self, connection: AsyncConnection, address: Address) -> _Known | None:
        known = (users.c.id, users.c.wrapped_key, users.c.platform, users.c.is_platform_chosen, users.c.is_blocked)
        found = await connection.execute(
            select(*known, identities.c.id.label("identity"), identities.c.sealed)
            .join(identities, identities.c.person == users.c.id)
            .where(identities.c.lookup == self._lookup(address))
        )
        if (row := found.one_or_none()) is None:
            return None
        person = PersonId(row.id)
        cipher = self._vault.open(row.wrapped_key, person)
        if not address.is_private:
            return _Known(person, cipher)
        is_known = (
            not address.chat or open_record(cipher, "identities", row.identity, Address, row.sealed) == address.home
        )
        if not is_known:
            sealed = seal_record(cipher, "identities", row.identity, address.home)
            await connection.execute(update(identities).where(identities.c.id == row.identity).values(sealed=sealed))
        moves = row.platform != address.platform and not row.is_platform_chosen
        if moves or row.is_blocked:
            values = {"platform": address.platform if moves else row.platform, "is_blocked": False}
            await connection.execute(update(users).where(users.c.id == person).values(values))
        return _Known(person, cipher)

    async def _make(self, connection: AsyncConnection, address: Address) -> _Known:
        person, identity, now = PersonId(new_id("p")), new_id("i"), self._clock.now()
        wrapped = self._vault.new_person_key(person)
        cipher = self._vault.open(wrapped, person)
        profile = seal_record(cipher, "users", person, self._first_profile)
        await connection.execute(
            users.insert().values(
                id=person, wrapped_key=wrapped, sealed=profile, platform=address.platform, created_at=now
            )
        )
        row = {
            "id": identity,
            "person": person,
            "lookup": self._lookup(address),
            "platform": address.platform,
            "sealed": seal_record(cipher, "identities", identity, address.home),
        }
        statement = insert(connection, identities).values(row).on_conflict_do_nothing(index_elements=["lookup"])
        if await connection.scalar(statement.returning(identities.c.id)) is None:
            return await self._yield_to_other(connection, person, address)
        session = seal_record(cipher, "sessions", person, Session(token=new_id("s"), started_at=now))
        await connection.execute(sessions.insert().values(person=person, sealed=session, updated_at=now))
        return _Known(person, cipher)

    async def _yield_to_other(self, connection: AsyncConnection, mine: PersonId, address: Address) -> _Known:
        """Another process met the same person at the same moment and was first."""
        await connection.execute(delete(users).where(users.c.id == mine))
        if (known := await self._find(connection, address)) is None:
            raise DatabaseUnavailable("Two processes met the same new person at once; the message is to be sent again.")
        return known

    def _lookup(self, address: Address) -> str:
        return identity_index(self._vault, PlatformUser(address.platform, address.user))

    def _key(self, known: _Known, inbound: Inbound, bot: str) -> str:
        if inbound.kind is not InboundKind.BUTTON:
            return inbox_key(self._vault, inbound, bot)
        if (pressed := read_ticket(known.cipher, inbound.text)) is None:
            raise SomebodyElsesButton("A button was pressed that is not of this person.")
        return press_key(self._vault, pressed.inbox_id)
