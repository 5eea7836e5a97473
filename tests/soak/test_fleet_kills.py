"""A fleet on one Postgres under kill -9: a gateway, two workers and three clocks; no nudge comes twice."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.security.keys import generate_key
from bot.store.database import Database
from tests.adapters.telegram_scenarios.process import Process
from tests.program import GIGI, environment
from tests.servers.postgres import Postgres
from tests.servers.telegram import TelegramServer, serve

PEOPLE, EACH = 20, 10
KILLED = ["clock"] * 8 + ["worker"] * 2  # what a dead worker held is given back after half a minute
LONGEST = 420.0  # seconds until every nudge has its end
SEED = 7


class Member:
    """One process of the fleet that is killed and started again."""

    def __init__(self, role: str, folder: Path, settings: dict[str, str]) -> None:
        self.role, self._folder, self._settings = role, folder, settings
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with (self._folder / f"{self.role}.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *GIGI, self.role, cwd=self._folder, env=environment(**self._settings), stderr=log
            )

    async def kill(self) -> None:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def fleet(folder: Path, settings: dict[str, str]) -> AsyncIterator[list[Member]]:
    """Everything but the gateway."""
    members = [Member(role, folder, settings) for role in ["worker"] * 2 + ["clock"] * 3]
    for member in members:
        await member.start()
    try:
        yield members
    finally:
        for member in members:
            await member.kill()


def settings_of(server: TelegramServer, postgres: Postgres, folder: Path) -> dict[str, str]:
    """The same configuration for every member."""
    return {
        "GIGI_TELEGRAM__TOKEN": server.token, "GIGI_TELEGRAM__BASE_URL": server.url, "GIGI_SERVER__PORT": "0",
        "GIGI_STORAGE__DATA_DIR": str(folder), "GIGI_STORAGE__DATABASE_URL": postgres.database(),
        "GIGI_STORAGE__CHROMA_URL": "http://127.0.0.1:1", "GIGI_SECURITY__ENCRYPTION_KEYS": f'["{generate_key()}"]',
        "GIGI_COACH__ZONE": "UTC", "GIGI_REMINDERS__SWEEP_SECONDS": "0.5", "GIGI_LIMITS__MESSAGES_PER_MINUTE": "1000",
    }  # fmt: skip


async def ended(url: str) -> Counter[str]:
    """How the nudges ended, by their state, once all of them have or the patience is over."""
    until = asyncio.get_running_loop().time() + LONGEST
    async with Database.open(url, Path()) as database:
        while True:
            async with database.read() as connection:
                found = await connection.execute(text("SELECT state, count(*) FROM deliveries GROUP BY state"))
                states = Counter({row[0]: row[1] for row in found})
            is_over = sum(states.values()) >= PEOPLE * EACH and not states["sending"]
            if is_over or asyncio.get_running_loop().time() > until:
                return states
            await asyncio.sleep(2)


@pytest.mark.soak
async def test_nudges_of_a_fleet_under_kills_are_sent_once(tmp_path, postgres_server):
    chance = random.Random(SEED)
    async with serve() as server:
        settings = settings_of(server, postgres_server, tmp_path)
        gateway = Process(server, tmp_path, "telegram", settings)
        await gateway.starts()
        async with fleet(tmp_path, settings) as members:
            people = [server.person(number) for number in range(1, PEOPLE + 1)]
            for person in people:
                await person.says("hello")
            for number in range(PEOPLE * EACH):
                await people[number % PEOPLE].says(f"remind me in 2 minutes to call number {number:03}")
            for role in chance.sample(KILLED, len(KILLED)):
                await asyncio.sleep(chance.uniform(8, 16))
                member = chance.choice([member for member in members if member.role == role])
                await member.kill()
                await member.start()
            states = await ended(settings["GIGI_STORAGE__DATABASE_URL"])
        await gateway.kill()

        nudges = Counter(
            found[1]
            for person in people
            for message in person.chat.messages
            if message.sender["is_bot"] and (found := re.search(r"^Reminder: call number (\d{3})", message.text))
        )
        print(f"{len(nudges)} of {PEOPLE * EACH} nudges came; ends: {dict(states)}; kills: {len(KILLED)}")
        assert [number for number, times in nudges.items() if times > 1] == []
        assert sum(states.values()) == PEOPLE * EACH
        assert PEOPLE * EACH - len(nudges) <= len(KILLED)
        assert states["unknown"] + states["sent"] + states["late"] == PEOPLE * EACH
