"""The engine of one process: an asyncio task per person with something open."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import structlog

from bot.entities import PersonId
from bot.errors import FenceLost, GigiError, place_of

log = structlog.get_logger(__name__)
LONGEST_WAIT = 300.0
FIRST_WAIT = 0.25


class LocalEngine:
    """Promises that after `kick(person)` their inbox is drained soon, by one task at a time, again after a failure."""

    def __init__(
        self,
        drain: Callable[[PersonId], Awaitable[None]],
        tasks: asyncio.TaskGroup,
        trouble: Callable[[PersonId, GigiError], None] = lambda person_id, error: None,
    ) -> None:
        self._drain, self._tasks, self._trouble = drain, tasks, trouble
        self._running: dict[PersonId, asyncio.Task[None]] = {}
        self._kicked_again: set[PersonId] = set()
        self._is_stopping = False

    def kick(self, person_id: PersonId) -> None:
        """There is something open for this person."""
        if self._is_stopping:
            return
        if person_id in self._running:
            self._kicked_again.add(person_id)
        else:
            self._running[person_id] = self._tasks.create_task(self._run(person_id))

    async def idle(self) -> None:
        """Returns when nobody's inbox is being drained."""
        while self._running:
            await asyncio.wait(self._running.values())

    async def stop(self, seconds: float = 10.0) -> None:
        """Lets running turns end for so long, then cancels them; what they left open is answered at the next start."""
        self._is_stopping = True
        if self._running:
            _, late = await asyncio.wait(self._running.values(), timeout=seconds)
            for task in late:
                task.cancel()

    async def _run(self, person_id: PersonId) -> None:
        failures = 0
        try:
            while True:
                self._kicked_again.discard(person_id)
                try:
                    await self._drain(person_id)
                    failures = 0
                except FenceLost:
                    log.warning("drain_fenced_off")
                except Exception as error:
                    failures += 1
                    self._report(person_id, error)
                    if self._is_stopping:
                        return
                    await asyncio.sleep(min(LONGEST_WAIT, FIRST_WAIT * 2**failures) * random.uniform(0.5, 1))
                    continue
                if person_id not in self._kicked_again:
                    return
        finally:
            del self._running[person_id]

    def _report(self, person_id: PersonId, error: Exception) -> None:
        """A sentence for the log: what kind of error and where, never its text, which may hold a person's words."""
        log.error("turn_failed", error=type(error).__name__, where=place_of(error))
        if isinstance(error, GigiError):
            self._trouble(person_id, error)
