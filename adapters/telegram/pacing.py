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
    """At most `count` in any stretch of so many seconds."""

    def __init__(self, count: int, seconds: float) -> None:
        self._seconds = seconds
        self._taken: deque[float] = deque(maxlen=count)

    def reserve(self, now: float) -> float:
        """The instant of the next free place; it is taken."""
        at = max(now, self.last)
        if len(self._taken) == self._taken.maxlen:
            at = max(at, self._taken[0] + self._seconds)
        self._taken.append(at)
        return at

    @property
    def last(self) -> float:
        return self._taken[-1] if self._taken else 0.0


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
            await self._until(window.reserve(self._now()))
        while (held := self._held.get(chat, 0.0)) > self._now():
            await self._until(held)
        await self._until(self._overall.reserve(self._now()))

    def hold(self, chat: str, seconds: float) -> None:
        self._held[chat] = max(self._held.get(chat, 0.0), self._now() + seconds)

    def is_held(self, chat: str) -> bool:
        return self._held.get(chat, 0.0) > self._now()

    def _windows(self, chat: str) -> tuple[Window, ...]:
        if chat not in self._chats:
            self._forget_silent()
            self._chats[chat] = (Window(3, 3.1), Window(20, 61.0)) if chat.startswith("-") else (Window(3, 3.1),)
        return self._chats[chat]

    def _forget_silent(self) -> None:
        if len(self._chats) < MANY_CHATS:
            return
        long_ago = self._now() - 60
        self._chats = {chat: windows for chat, windows in self._chats.items() if windows[-1].last > long_ago}
        self._held = {chat: until for chat, until in self._held.items() if until > self._now()}

    async def _until(self, instant: float) -> None:
        if (wait := instant - self._now()) > 0:
            await self._sleep(wait)


class Unpaced(Pacing):
    """Only what Telegram itself asks to wait for: to measure with, and for a self-hosted server without limits."""

    async def turn(self, chat: str) -> None:
        while (held := self._held.get(chat, 0.0)) > self._now():
            await self._until(held)
