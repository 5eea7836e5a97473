"""Gigi on Telegram: the real adapter and the real core, over sockets, beside the strict server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.telegram import listen, open_sender
from adapters.telegram.pacing import Pace, Unpaced
from adapters.telegram.sender import TelegramSender
from adapters.telegram.tasks import own_tasks
from bot.app import Gigi, open_gigi
from bot.config import Settings
from bot.entities import Person, PersonId, Platform
from bot.ports import Coach
from tests.people import HandClock
from tests.servers.telegram import TelegramServer, serve


@dataclass
class Life:
    """One Gigi, its Telegram, and the clock of both."""

    server: TelegramServer
    gigi: Gigi
    sender: TelegramSender
    clock: HandClock
    readiness: list[bool] = field(default_factory=list)

    async def id_of(self, user: int) -> PersonId:
        found = await self.gigi.find(Platform.TELEGRAM, str(user))
        assert found is not None, f"nobody knows {user}"
        return found

    async def person(self, user: int) -> Person:
        return await self.gigi.store.people.load(await self.id_of(user))

    async def live(self, **span: float) -> None:
        """Lets time pass with the clock running: each nudge comes at its own instant."""
        end = self.clock.at + timedelta(**span)
        while (due := await self.gigi.store.reminders.next_instant()) is not None and due <= end:
            self.clock.at = max(self.clock.at, due)
            await self.sweep()
        self.clock.at = end

    async def live_until(self, instant: datetime) -> None:
        await self.live(seconds=(instant - self.clock.at).total_seconds())

    async def sweep(self) -> None:
        await self.gigi.sweep()
        await self.gigi.engine.idle()


def settings_for(server: TelegramServer, folder: Path, zone: str = "", **sections: Any) -> Settings:
    telegram = {"token": server.token, "base_url": server.url, **sections.pop("telegram", {})}
    return Settings(storage={"data_dir": folder}, coach={"zone": zone}, telegram=telegram, **sections)


@asynccontextmanager
async def living(
    folder: Path,
    *,
    clock: HandClock | None = None,
    model: Coach | None = None,
    pace: Pace | None = None,
    server: TelegramServer | None = None,
    zone: str = "Europe/Lisbon",
    **sections: Any,
) -> AsyncIterator[Life]:
    """Gigi listening on a Telegram of its own (or on the one given), until the end of the block."""
    clock = clock or HandClock()
    if server is None:
        async with (
            serve(now=clock.now) as own,
            living(folder, clock=clock, model=model, pace=pace, server=own, zone=zone, **sections) as life,
        ):
            yield life
        return
    settings = settings_for(server, folder, zone, **sections)
    async with (
        open_sender(settings, pace or Unpaced()) as sender,
        open_gigi(settings, {Platform.TELEGRAM: sender}, clock=clock, model=model) as gigi,
        own_tasks() as tasks,
    ):
        await asyncio.to_thread(gigi.warm_up)
        await gigi.resume()
        life = Life(server, gigi, sender, clock)
        listening = tasks.create_task(listen(gigi, sender, ready=life.readiness.append))
        await server.hears_from_bot()
        yield life
        listening.cancel()


async def soon(what: Any, within: float = 5.0) -> Any:
    """The first true answer of a question asked again and again."""
    async with asyncio.timeout(within):
        while not (found := await _asked(what)):  # noqa: ASYNC110 - what is asked may be a database
            await asyncio.sleep(0.01)
    return found


async def _asked(what: Any) -> Any:
    found = what()
    return await found if asyncio.iscoroutine(found) else found
