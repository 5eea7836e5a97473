"""Waiting for something to become true."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Found = TypeVar("Found")
ELSEWHERE_SECONDS = 0.05


class Bell:
    """Rung whenever anything changes here; whoever waits looks again (and now and then, for what changes elsewhere)."""

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
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._rung.wait(), ELSEWHERE_SECONDS)
                return found
        except TimeoutError:
            return look()
