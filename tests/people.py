"""People who write to a real Gigi on a clock that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bot.app import Gigi, open_gigi
from bot.config import Settings
from bot.entities import Address, Inbound, InboundKind, Person, PersonId, Platform, Reply
from bot.ports import Coach
from bot.security.identity import PlatformUser

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
_events = count(1)


class HandClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Stage:
    """A platform that remembers what was said to whom, and when."""

    dedupes = False

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self.said: list[tuple[datetime, str, Reply]] = []

    async def send(self, address: Address, reply: Reply, *, key: str) -> None:
        self.said.append((self._clock.now(), address.user, reply))


class Talk:
    """One open Gigi, and everybody who talks to it."""

    def __init__(self, gigi: Gigi, stage: Stage, clock: HandClock) -> None:
        self.gigi, self.stage, self.clock = gigi, stage, clock

    async def ask(self, text: str, user: str = "ana", platform: Platform = Platform.CONSOLE) -> Reply:
        """What is answered to one message."""
        return await self.send(InboundKind.TEXT, text, user, platform)

    async def send(
        self,
        kind: InboundKind,
        text: str,
        user: str = "ana",
        platform: Platform = Platform.CONSOLE,
        *,
        room: str = "",
        **fields: Any,
    ) -> Reply:
        """What is answered to one event of any kind, written in private or in a room."""
        before = len(self.stage.said)
        address = Address(platform=platform, user=user, chat=room or user, is_private=not room)
        event = fields.pop("event", None) or str(next(_events))
        inbound = Inbound(event=event, address=address, kind=kind, text=text, sent_at=self.clock.now(), **fields)
        await self.gigi.accept(inbound)
        await self.gigi.engine.idle()
        (reply,) = [said for _, sent_to, said in self.stage.said[before:] if sent_to == user]
        return reply

    async def press(self, reply: Reply, label: str, user: str = "ana", **where: Any) -> Reply:
        """What is answered to a press of the button with this label under a reply."""
        (button,) = [button for button in reply.buttons if button.label == label]
        return await self.send(InboundKind.BUTTON, button.ticket, user, **where)

    async def told(self, text: str, user: str = "ana", platform: Platform = Platform.CONSOLE) -> str:
        return (await self.ask(text, user, platform)).text

    async def wait(self, **span: float) -> list[str]:
        """Lets time pass in one step, as if no process had run meanwhile; the nudges that come of it."""
        self.clock.at += timedelta(**span)
        return await self.sweep()

    async def live(self, **span: float) -> list[tuple[datetime, str]]:
        """Lets time pass with the clock running: each nudge comes at its own instant."""
        before, end = len(self.stage.said), self.clock.at + timedelta(**span)
        while (due := await self.gigi.store.reminders.next_instant()) is not None and due <= end:
            self.clock.at = max(self.clock.at, due)
            await self.sweep()
        self.clock.at = end
        return [(at, reply.text) for at, _, reply in self.stage.said[before:]]

    async def sweep(self) -> list[str]:
        before = len(self.stage.said)
        await self.gigi.sweep()
        await self.gigi.engine.idle()
        return [reply.text for _, _, reply in self.stage.said[before:]]

    async def person_id(self, user: str = "ana", platform: Platform = Platform.CONSOLE) -> PersonId:
        found = await self.gigi.store.people.find(PlatformUser(platform, user))
        assert found is not None
        return found

    async def person(self, user: str = "ana", platform: Platform = Platform.CONSOLE) -> Person:
        return await self.gigi.store.people.load(await self.person_id(user, platform))


@asynccontextmanager
async def talking(
    folder: Path,
    clock: HandClock | None = None,
    *,
    zone: str = "Europe/Lisbon",
    model: Coach | None = None,
    **sections: Any,
) -> AsyncIterator[Talk]:
    """Gigi open on `folder`, as `gigi chat` opens it."""
    clock = clock or HandClock()
    stage = Stage(clock)
    settings = Settings(storage={"data_dir": folder}, coach={"zone": zone}, **sections)
    async with open_gigi(settings, dict.fromkeys(Platform, stage), clock=clock, model=model) as gigi:
        yield Talk(gigi, stage, clock)
