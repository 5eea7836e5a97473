"""What a turn may ask and change beyond its own person: codes that link accounts, and the board of a room."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.entities import Address, PersonId, Platform, Reminder
from bot.store.opening import Store


@dataclass(frozen=True)
class Links:
    """The accounts of one person, as the conversation sees them."""

    store: Store
    person_id: PersonId

    async def make_code(self) -> str:
        return await self.store.linking.make_code(self.person_id)

    async def take_code(self, code: str) -> PersonId | None:
        return await self.store.linking.take_code(code, self.person_id)

    async def make_invitation(self) -> str:
        return await self.store.linking.make_code(self.person_id, "invite")

    async def take_invitation(self, code: str) -> bool:
        return await self.store.linking.take_code(code, self.person_id, "invite") is not None

    async def goals_of(self, person_id: PersonId) -> int:
        return len(await self.store.people.load_goals_for_user(person_id))

    async def platforms(self) -> list[Platform]:
        return await self.store.linking.platforms(self.person_id)

    async def choose(self, platform: Platform) -> bool:
        return await self.store.linking.choose_platform(self.person_id, platform)


@dataclass(frozen=True)
class Board:
    """The board of the room where a message was written, as the conversation sees it."""

    store: Store
    address: Address
    person_id: PersonId
    weekly: Callable[[str | None], Reminder]

    async def room(self) -> PersonId | None:
        return await self.store.rooms.find(self.address)

    async def enter(self, zone: str | None) -> PersonId:
        return await self.store.rooms.enter(self.address, self.person_id, lambda: self.weekly(zone))

    async def leave(self, room: PersonId) -> None:
        await self.store.rooms.leave(room, self.person_id)
