"""The Protocols between the floors: what the core asks of a clock, a coach and a platform."""

from asyncio import Future
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from bot.entities import Address, Analysis, Frozen, Goal, Person, PersonId, Plan, Platform, Reply


class Clock(Protocol):
    """Where `now` comes from: the machine in life, a virtual one on the bench."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""


class TurnView(Frozen):
    """All that a coach may see in one turn: one person's own words, goals and memories, nothing else."""

    message: str
    now: datetime
    person: Person
    memories: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        """The person's local day."""
        return self.person.profile.day_of(self.now)


class Understanding(Frozen):
    """What a coach made of one message. `reply` is empty where the rules compose the answer."""

    analysis: Analysis
    reply: str = ""


class Coach(Protocol):
    """Understands messages and writes plans. Raises ModelUnavailable when it cannot answer now."""

    name: str

    async def understand(self, view: TurnView) -> Understanding:
        """Analysis and, for talk, a reply."""

    async def write_plan(self, goal: Goal, view: TurnView) -> Plan:
        """A week-by-week plan for the goal, not yet checked by the rules."""


class Sender(Protocol):
    """Delivers a reply on one platform. Raises SendFailed when the platform refuses it for good."""

    dedupes: bool  # whether sending again under the same key is safe: the platform shows it once

    async def send(self, address: Address, reply: Reply, *, key: str) -> Future[None] | None:
        """Send once; `key` is the same at every attempt for the same reply, for platforms that dedupe.

        None: it was delivered. A future: it was taken, and is delivered when that is done.
        """


@runtime_checkable
class Fetcher(Protocol):
    """A platform that keeps what people recorded."""

    async def fetch(self, file: str) -> bytes:
        """What is behind a `Recording.file`. Raises SendFailed where the platform has it no longer."""


class Transcriber(Protocol):
    """Puts sound into words."""

    async def transcribe(self, person: Person, sound: bytes, media_type: str) -> str:
        """What was said, "" where no words could be made out. Raises ModelUnavailable."""


class Links(Protocol):
    """One person's accounts on several platforms."""

    async def make_code(self) -> str:
        """A code that links another account to this person: good once, for some minutes."""

    async def take_code(self, code: str) -> PersonId | None:
        """Whose code it is, used up now; None for a wrong, an old or a used one."""

    async def make_invitation(self) -> str:
        """A code that lets one more person in: good once, for some minutes."""

    async def take_invitation(self, code: str) -> bool:
        """Whether the code lets this person in; it is used up now."""

    async def goals_of(self, person_id: PersonId) -> int:
        """How many goals somebody has."""

    async def platforms(self) -> list[Platform]:
        """Where this person is known."""

    async def choose(self, platform: Platform) -> bool:
        """Nudges go to this platform from now on; False where the person is not there."""


class Board(Protocol):
    """The weekly board of the room a message was written in."""

    async def room(self) -> PersonId | None:
        """The room's record; None before anybody is on its board."""

    async def enter(self, zone: str | None) -> PersonId:
        """The person is on the board from now on; the first one's zone says when it is posted."""

    async def leave(self, room: PersonId) -> None:
        """The person is on that board no more."""


class Engine(Protocol):
    """Promises that after `kick` a person's inbox is drained soon, by one at a time, and again after a crash."""

    def kick(self, person_id: PersonId) -> None:
        """There is something open for this person."""

    def holding(self) -> AbstractContextManager[None]:
        """Nothing new is begun until the end of the block, where this process can help it."""

    async def idle(self) -> None:
        """Returns when nobody's inbox is being drained."""
