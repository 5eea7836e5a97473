"""The typing sign in direct messages: shown where an answer takes longer than a moment, until it goes out."""

import asyncio
from collections.abc import Awaitable, Callable

import discord

from adapters.discord.line import Line
from bot.errors import StorageError

FIRST_SECONDS = 0.6  # most answers are there before
AGAIN_SECONDS = 8.0  # Discord shows it for ten
LONGEST_SECONDS = 100.0  # a turn takes at most 90


class TypingSigns:
    """One sign for each message that waits for its answer."""

    def __init__(self, line: Line, tasks: asyncio.TaskGroup) -> None:
        self._line, self._tasks = line, tasks
        self._signs: dict[str, asyncio.Task[None]] = {}

    def show(self, key: str, channel: str, is_waiting: Callable[[], Awaitable[bool]]) -> None:
        """Until `stop` is called with that key, or nobody waits any more: another process may have answered."""
        self._signs[key] = self._tasks.create_task(self._keep(key, channel, is_waiting))

    def stop(self, key: str) -> None:
        """The answer comes now."""
        if (sign := self._signs.pop(key, None)) is not None:
            sign.cancel()

    def end(self) -> None:
        """No sign is shown any more."""
        for sign in self._signs.values():
            sign.cancel()

    async def _keep(self, key: str, channel: str, is_waiting: Callable[[], Awaitable[bool]]) -> None:
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await asyncio.sleep(FIRST_SECONDS)
                while await is_waiting():
                    await self._line.call("POST", "/channels/{channel_id}/typing", patience=0, channel_id=channel)
                    await asyncio.sleep(AGAIN_SECONDS)
        except (discord.DiscordException, OSError, StorageError):  # a sign is worth no trouble
            pass
        finally:
            self._signs.pop(key, None)
