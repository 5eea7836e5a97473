"""Waiting for something to come true, without asking again and again."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """Rung whenever anything changed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        event, self._event = self._event, asyncio.Event()
        event.set()

    async def until(self, look: Callable[[], T | None], within: float) -> T | None:
        """What `look` finds, as soon as it finds something; None when the seconds are over."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while (found := look()) is None:
            event = self._event
            try:
                await asyncio.wait_for(event.wait(), end - loop.time())
            except TimeoutError:
                return look()
        return found
