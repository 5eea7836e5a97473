"""Waiting for something to become true, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Bell:
    """Rung whenever anything changes; whoever waits looks again."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()
        self._rung = asyncio.Event()

    async def until(self, look: Callable[[], Found | None], within: float) -> Found | None:
        """The first truthy answer of `look`, or its last answer when the seconds are over."""
        try:
            async with asyncio.timeout(within):
                while not (found := look()):
                    await self._rung.wait()
                return found
        except TimeoutError:
            return look()
