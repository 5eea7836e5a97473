"""Rooms: kept like people, under a key of their own, so that a board is a reminder and a room can be forgotten."""

from collections.abc import Callable, Collection

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.entities import Address, PersonId, Platform, Reminder, Room, Session, UserProfile, new_id
from bot.ports import Clock
from bot.security.identity import PlatformUser, identity_index
from bot.security.vault import Vault
from bot.store.database import Database, insert
from bot.store.difference import Writer, write_reminder
from bot.store.people import cipher_of
from bot.store.records import open_record, seal_record
from bot.store.tables import identities, sessions, users


class Rooms:
    """Which people are on the board of which group or channel."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database, self._vault, self._clock = database, vault, clock

    async def find(self, address: Address) -> PersonId | None:
        """The record of the room at this address; None before anybody entered it."""
        async with self._database.read() as connection:
            return await self._find(connection, address)

    async def enter(self, address: Address, person_id: PersonId, board: Callable[[], Reminder]) -> PersonId:
        """The person is on the room's board now. The first one makes the room, and `board` its weekly reminder."""
        async with self._database.write() as connection:
            room = await self._find(connection, address)
            if room is None:
                room = await self._make(connection, address, board())
            await self._change(connection, room, lambda members: (*members, person_id))
        return room

    async def leave(self, room: PersonId, person_id: PersonId) -> None:
        """The person is on the room's board no more."""
        async with self._database.write() as connection:
            await self._change(connection, room, lambda members: tuple(m for m in members if m != person_id))

    async def speaks_in(self, platform: Platform, server: str) -> frozenset[str] | None:
        """The channels of a server of rooms where Gigi may speak; None for all of them."""
        async with self._database.read() as connection:
            known = await self._find(connection, _server(platform, server))
            if known is None:
                return None
            channels = (await self._room(connection, known)).channels
        return None if channels is None else frozenset(channels)

    async def let_speak(self, platform: Platform, server: str, channels: Collection[str] | None) -> None:
        """Gigi may speak in these channels of the server from now on; in all of them for None."""
        address = _server(platform, server)
        async with self._database.write() as connection:
            known = await self._find(connection, address) or await self._make(connection, address, None)
            allowed = None if channels is None else tuple(sorted(channels))
            await self._write(connection, known, (await self._room(connection, known)).but(channels=allowed))

    async def _find(self, connection: AsyncConnection, address: Address) -> PersonId | None:
        lookup = self._lookup(address)
        found = await connection.scalar(select(identities.c.person).where(identities.c.lookup == lookup))
        return None if found is None else PersonId(found)

    async def _make(self, connection: AsyncConnection, address: Address, board: Reminder | None) -> PersonId:
        room, identity, now = PersonId(new_id("p")), new_id("i"), self._clock.now()
        wrapped = self._vault.new_person_key(room)
        cipher = self._vault.open(wrapped, room)
        where = Address(platform=address.platform, user=_name(address), chat=address.chat, is_private=False)
        profile = UserProfile(room=Room(), introduced_at=now)
        person = {"id": room, "wrapped_key": wrapped, "sealed": seal_record(cipher, "users", room, profile),
                  "platform": address.platform, "created_at": now}  # fmt: skip
        known_as = {"id": identity, "person": room, "lookup": self._lookup(address), "platform": address.platform,
                    "sealed": seal_record(cipher, "identities", identity, where)}  # fmt: skip
        session = seal_record(cipher, "sessions", room, Session(token=new_id("s"), started_at=now))
        await connection.execute(insert(connection, users).values(person))
        await connection.execute(insert(connection, identities).values(known_as))
        await connection.execute(insert(connection, sessions).values(person=room, sealed=session, updated_at=now))
        if board is not None:
            await write_reminder(Writer(connection, cipher, room, now), board)
        return room

    async def _change(
        self,
        connection: AsyncConnection,
        room: PersonId,
        change: Callable[[tuple[PersonId, ...]], tuple[PersonId, ...]],
    ) -> None:
        found = await self._room(connection, room)
        await self._write(connection, room, found.but(members=tuple(dict.fromkeys(change(found.members)))))

    async def _room(self, connection: AsyncConnection, room: PersonId) -> Room:
        return (await self._profile(connection, room)).room or Room()

    async def _profile(self, connection: AsyncConnection, room: PersonId) -> UserProfile:
        cipher = await cipher_of(connection, self._vault, room)
        sealed = (await connection.execute(select(users.c.sealed).where(users.c.id == room))).scalar_one()
        return open_record(cipher, "users", room, UserProfile, sealed)

    async def _write(self, connection: AsyncConnection, room: PersonId, changed: Room) -> None:
        cipher = await cipher_of(connection, self._vault, room)
        profile = (await self._profile(connection, room)).but(room=changed)
        values = {"sealed": seal_record(cipher, "users", room, profile), "is_blocked": False}
        await connection.execute(update(users).where(users.c.id == room).values(values))

    def _lookup(self, address: Address) -> str:
        return identity_index(self._vault, PlatformUser(address.platform, _name(address)))


def _server(platform: Platform, server: str) -> Address:
    """Where the rooms of a server have a record in common."""
    return Address(platform=platform, user="", chat=f"server:{server}", is_private=False)


def _name(address: Address) -> str:
    """A room's name beside those of users, which hold no colon."""
    return f"room:{address.chat}"
