"""Gigi on Discord as people meet it: a real process, a real socket, the strict server.

    async with discord.serve() as server, running(server, tmp_path) as gigi:
        await ana.says(ana.dm, "hello")
        await gigi.kill()                            # kill -9
        await ana.says(ana.dm, "done")               # nobody listens; Discord keeps it
        await gigi.starts()
        await ana.hears()

`running` takes the command and any setting of the configuration, spelled as in the environment. What it said is in
`gigi.errors`.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.program import GIGI, PATIENCE, environment
from tests.servers.discord import DiscordServer


@dataclass(eq=False)
class Process:
    """One Gigi that can be started, killed and started again on the same data."""

    server: DiscordServer
    folder: Path
    command: str
    settings: dict[str, str]
    _running: asyncio.subprocess.Process | None = None

    @property
    def errors(self) -> str:
        """What went to stderr so far, by every start."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    @property
    def _log(self) -> Path:
        return self.folder / "stderr.txt"

    async def starts(self, within: float = 90.0) -> None:
        """Comes back once Gigi is connected."""
        with self._log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                *GIGI, self.command, cwd=self.folder, env=environment(**self.settings),
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        try:
            await self.server.gateway.connected(within=within)
        except AssertionError:
            raise AssertionError(f"Gigi does not listen; it said: {self.errors[-2000:]}") from None

    async def kill(self) -> None:
        """kill -9, wherever it is."""
        await self._ends(signal.SIGKILL)
        await self.server.bell.until(lambda: not list(self.server.gateway.connections), 10)

    async def stops(self) -> int:
        """SIGTERM; the exit status."""
        return await self._ends(signal.SIGTERM)

    async def _ends(self, number: signal.Signals) -> int:
        if self._running is None:
            return 0
        process, self._running = self._running, None
        if process.returncode is None:
            process.send_signal(number)
        return await asyncio.wait_for(process.wait(), PATIENCE)


@asynccontextmanager
async def running(
    server: DiscordServer, folder: Path, *, command: str = "discord", **settings: str
) -> AsyncIterator[Process]:
    """A Gigi that listens, until the end of the block; its data are in `folder`."""
    given = {
        "GIGI_DISCORD__TOKEN": server.token, "GIGI_DISCORD__API_BASE_URL": server.rest_url, "GIGI_SERVER__PORT": "0",
        "GIGI_STORAGE__DATA_DIR": str(folder / "data"),
    }  # fmt: skip
    process = Process(server, folder, command, given | settings)
    try:
        await process.starts()
        yield process
    finally:
        await process.kill()
