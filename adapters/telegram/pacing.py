"""When the next message may go out: Telegram's limits kept on our side, so that it seldom has to refuse."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

MANY_CHATS = 10_000  # from here on, chats that have been silent are let go


class Pace(Protocol):
    """Decides when a message to a chat may go out."""

    async def turn(self, chat: str) -> None:
        """Returns when it may."""

    def hold(self, chat: str, seconds: float) -> None:
        """Telegram wants nothing for this chat for so long."""

    def is_held(self, chat: str) -> bool:
        """Whether it still wants nothing."""


class Window:
    """At most `count` in any stretch of so many seconds, in the order they come."""

    def __init__(self, count: int, seconds: float) -> None:
        self._seconds = seconds
        self._taken: deque[float] = deque(maxlen=count)
        self._line = asyncio.Lock()

    async def turn(self, now: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        """Returns when one more may go; what counts is when it really went, however late a busy machine is."""
        async with self._line:
            if len(self._taken) == self._taken.maxlen and (wait := self._taken[0] + self._seconds - now()) > 0:
                await sleep(wait)
            self._taken.append(now())

    def is_idle_since(self, instant: float) -> bool:
        """Whether nothing went or waits since then."""
        return not self._line.locked() and (not self._taken or self._taken[-1] < instant)


class Pacing:
    """28 messages a second over all chats, one a second in a chat (three at once now and then), 20 a minute in a group.

    A chat that waits, for its turn or because Telegram said so, delays no other.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now, self._sleep = now, sleep
        self._overall = Window(5, 5 / 28)  # evenly, so that no second sees more than 30
        self._chats: dict[str, tuple[Window, ...]] = {}
        self._held: dict[str, float] = {}

    async def turn(self, chat: str) -> None:
        for window in self._windows(chat):
            await window.turn(self._now, self._sleep)
        await self._released(chat)
        await self._overall.turn(self._now, self._sleep)

    def hold(self, chat: str, seconds: float) -> None:
        self._held[chat] = max(self._held.get(chat, 0.0), self._now() + seconds)

    def is_held(self, chat: str) -> bool:
        return self._held.get(chat, 0.0) > self._now()

    def _windows(self, chat: str) -> tuple[Window, ...]:
        if chat not in self._chats:
            self._forget_silent()
            self._chats[chat] = (Window(3, 3.1), Window(20, 61.0)) if chat.startswith("-") else (Window(3, 3.1),)
        return self._chats[chat]

    async def _released(self, chat: str) -> None:
        while (wait := self._held.get(chat, 0.0) - self._now()) > 0:
            await self._sleep(wait)

    def _forget_silent(self) -> None:
        if len(self._chats) < MANY_CHATS:
            return
        long_ago = self._now() - 60
        self._chats = {chat: own for chat, own in self._chats.items() if not own[-1].is_idle_since(long_ago)}
        self._held = {chat: until for chat, until in self._held.items() if until > self._now()}


class Unpaced(Pacing):
    """Only what Telegram itself asks to wait for: to measure with, and for a self-hosted server without limits."""

    async def turn(self, chat: str) -> None:
        await self._released(chat)
