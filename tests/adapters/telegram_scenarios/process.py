"""Gigi on Telegram as people meet it: a real process, a real socket, the strict server, and persons with phones.

    from tests.adapters.telegram_scenarios.process import running
    from tests.servers.telegram import serve

    async with serve() as server, running(server, tmp_path) as gigi:
        ana = server.person(7, first_name="Ana")
        await ana.starts()
        hello = await ana.hears(lambda message: message.buttons)
        await ana.presses(hello, hello.buttons[0])
        await gigi.kill()                            # kill -9
        await ana.says("done")                       # nobody listens; Telegram keeps it
        await gigi.starts()
        await ana.hears()

`running` takes the command and any setting of the configuration, spelled as in the environment:
`running(server, tmp_path, command="run", GIGI_TELEGRAM__MODE="webhook", ...)`. What it said is in `gigi.errors`.

A month cannot be waited for: a scenario over weeks opens Gigi in the test's own process, with a clock that the test
moves (`tests/people.py`), and lets the server date its messages by the same clock: `serve(now=clock.now)`.

See `tests/servers/telegram` for all that a person, a group and the server can do.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.program import GIGI, PATIENCE, environment
from tests.servers.telegram import TelegramServer


@dataclass(eq=False)
class Process:
    """One Gigi that can be started, killed and started again on the same data."""

    server: TelegramServer
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

    async def starts(self, within: float = 30.0) -> None:
        """Comes back once Gigi asks for updates."""
        with self._log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                *GIGI, self.command, cwd=self.folder, env=environment(**self.settings),
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        try:
            await self.server.hears_from_bot(within)
        except AssertionError:
            raise AssertionError(f"Gigi does not listen; it said: {self.errors[-2000:]}") from None

    async def kill(self) -> None:
        """kill -9, wherever it is."""
        await self._ends(signal.SIGKILL)

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
    server: TelegramServer, folder: Path, *, command: str = "telegram", **settings: str
) -> AsyncIterator[Process]:
    """A Gigi that listens, until the end of the block; its data are in `folder`."""
    given = {
        "GIGI_TELEGRAM__TOKEN": server.token, "GIGI_TELEGRAM__BASE_URL": server.url, "GIGI_SERVER__PORT": "0",
        "GIGI_STORAGE__DATA_DIR": str(folder / "data"),
    }  # fmt: skip
    process = Process(server, folder, command, given | settings)
    try:
        await process.starts()
        yield process
    finally:
        await process.kill()
