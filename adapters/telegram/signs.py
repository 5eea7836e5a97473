"""The typing sign: shown at once when a message was accepted, and until its answer goes out."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import NamedTuple

from adapters.telegram.line import Line
from adapters.telegram.pacing import Pace
from bot.entities import Address
from bot.errors import StorageError

AGAIN_SECONDS = 4.5  # Telegram shows it for five
LONGEST_SECONDS = 100.0  # a turn takes at most 90
LAST_WAIT_SECONDS = 1.0  # an answer waits so long for the sign before it, which would else be shown after it


class _Sign(NamedTuple):
    task: asyncio.Task[None]
    shown: asyncio.Event


class TypingSigns:
    """One sign for each message that waits for its answer."""

    def __init__(self, line: Line, pace: Pace, tasks: asyncio.TaskGroup) -> None:
        self._line, self._pace, self._tasks = line, pace, tasks
        self._signs: dict[str, _Sign] = {}

    def show(self, key: str, address: Address, is_waiting: Callable[[], Awaitable[bool]]) -> None:
        """Until `stop` is called with that key, or nobody waits any more: another process may have answered."""
        shown = asyncio.Event()
        self._signs[key] = _Sign(self._tasks.create_task(self._keep(key, address, shown, is_waiting)), shown)

    async def stop(self, key: str) -> None:
        """The answer comes now."""
        if (sign := self._signs.pop(key, None)) is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WAIT_SECONDS):
                await sign.shown.wait()
        sign.task.cancel()

    def end(self) -> None:
        """No sign is shown any more."""
        for sign in self._signs.values():
            sign.task.cancel()

    async def _keep(
        self, key: str, address: Address, shown: asyncio.Event, is_waiting: Callable[[], Awaitable[bool]]
    ) -> None:
        from telegram.error import TelegramError

        thread = int(address.thread) if address.thread else None
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                while not self._pace.is_held(address.chat):
                    await self._line.bot.send_chat_action(address.chat, "typing", message_thread_id=thread)
                    shown.set()
                    await asyncio.sleep(AGAIN_SECONDS)
                    if not await is_waiting():
                        return
        except (TelegramError, StorageError, TimeoutError):  # a sign is worth no trouble
            pass
        finally:
            shown.set()
            self._signs.pop(key, None)
