"""Rooms: groups and channels where several people use Gigi side by side, and what they let each other see."""

from typing import Literal

from bot.entities.frozen import Frozen
from bot.entities.ids import PersonId

SharingLevel = Literal["done", "full"]  # whether it was done; also what the goal is called


class Sharing(Frozen):
    """One goal shown in one room. A goal without one is shown nowhere."""

    room: PersonId
    level: SharingLevel


class Membership(Frozen):
    """A person on the weekly board of a room, under the name they chose for it."""

    room: PersonId
    name: str


class Room(Frozen):
    """What makes a person's record the record of a room."""

    members: tuple[PersonId, ...] = ()
    channels: tuple[str, ...] | None = None  # of a server: where Gigi may speak; None for everywhere
