"""Gigi on Discord: the real adapter and the real core, over sockets, beside the strict server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.discord import listen, open_sender
from adapters.discord.sender import DiscordSender
from adapters.discord.tasks import own_tasks
from bot.app import Gigi, open_gigi
from bot.config import Settings
from bot.entities import Person, PersonId, Platform
from bot.ports import Coach
from tests.people import HandClock
from tests.servers import discord
from tests.servers.discord import DiscordServer, User


@dataclass
class Life:
    """One Gigi, its Discord, and the clock of both."""

    server: DiscordServer
    gigi: Gigi
    sender: DiscordSender
    clock: HandClock
    readiness: list[bool] = field(default_factory=list)

    async def id_of(self, user: User) -> PersonId:
        found = await self.gigi.find(Platform.DISCORD, str(user.id))
        assert found is not None, f"nobody knows {user.name}"
        return found

    async def person(self, user: User) -> Person:
        return await self.gigi.store.people.load(await self.id_of(user))

    async def live(self, **span: float) -> None:
        """Lets time pass with the clock running: each nudge comes at its own instant."""
        end = self.clock.at + timedelta(**span)
        while (due := await self.gigi.store.reminders.next_instant()) is not None and due <= end:
            self.moves_to(max(self.clock.at, due))
            await self.sweep()
        self.moves_to(end)

    def moves_to(self, instant: datetime) -> None:
        self.clock.at = instant
        keep_time(self.server, self.clock)

    async def sweep(self) -> None:
        await self.gigi.sweep()
        await self.gigi.engine.idle()


def keep_time(server: DiscordServer, clock: HandClock) -> None:
    """The server's clock shows the same; it only goes forward, but for the first time."""
    ahead = clock.at - datetime.now(UTC)
    if not server.ahead:
        server.ahead, server._last_id = ahead, 0  # the bot's own id is of today
    server.ahead = max(server.ahead, ahead)


def settings_for(server: DiscordServer, folder: Path, zone: str = "", **sections: Any) -> Settings:
    given = {"token": server.token, "api_base_url": server.rest_url, **sections.pop("discord", {})}
    return Settings(storage={"data_dir": folder}, coach={"zone": zone}, discord=given, **sections)


@asynccontextmanager
async def living(
    folder: Path,
    *,
    clock: HandClock | None = None,
    model: Coach | None = None,
    server: DiscordServer | None = None,
    zone: str = "Europe/Lisbon",
    privileged: tuple[str, ...] = (),
    **sections: Any,
) -> AsyncIterator[Life]:
    """Gigi listening on a Discord of its own (or on the one given), until the end of the block."""
    clock = clock or HandClock()
    if server is None:
        async with (
            discord.serve(privileged=privileged) as own,
            living(folder, clock=clock, model=model, server=own, zone=zone, **sections) as life,
        ):
            yield life
        return
    keep_time(server, clock)
    settings = settings_for(server, folder, zone, **sections)
    async with (
        open_sender(settings) as sender,
        open_gigi(settings, {Platform.DISCORD: sender}, clock=clock, model=model) as gigi,
    ):
        await gigi.resume()
        life = Life(server, gigi, sender, clock)
        server.response_seconds = 10.0  # the three seconds are measured where they are meant
        async with own_tasks() as tasks:
            listening = tasks.create_task(listen(gigi, sender, ready=life.readiness.append))
            await soon(lambda: (life.readiness and life.readiness[-1]) or listening.done(), 30)
            await soon(lambda: server.syncs or listening.done())
            yield life
            listening.cancel()


async def soon(what: Any, within: float = 5.0) -> Any:
    """The first true answer of a question asked again and again."""
    async with asyncio.timeout(within):
        while not (found := await _asked(what)):  # noqa: ASYNC110 - it may ask about anything
            await asyncio.sleep(0.01)
    return found


async def _asked(what: Any) -> Any:
    found = what()
    return await found if asyncio.iscoroutine(found) else found
