"""The engine of one process: an asyncio task per person with something open."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

from bot.entities import PersonId
from bot.errors import FenceLost, GigiError, place_of
from bot.logs import Log

log = Log(__name__)
LONGEST_WAIT = 300.0
FIRST_WAIT = 0.25


class LocalEngine:
    """Promises that after `kick(person)` their inbox is drained soon, by one task at a time, again after a failure."""

    def __init__(
        self,
        drain: Callable[[PersonId], Awaitable[None]],
        tasks: asyncio.TaskGroup,
        trouble: Callable[[PersonId, GigiError], None] = lambda person_id, error: None,
        *,
        first_wait: float = FIRST_WAIT,
    ) -> None:
        self._drain, self._tasks, self._trouble = drain, tasks, trouble
        self._first_wait = first_wait
        self._running: dict[PersonId, asyncio.Task[None]] = {}
        self._kicked_again: set[PersonId] = set()
        self._stopping = asyncio.Event()
        self._holds = 0
        self._held: list[PersonId] = []

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Nothing new is begun until the end of the block: while many messages come at once, they are stored first."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
            if not self._holds:
                held, self._held = self._held, []
                for person_id in held:
                    self.kick(person_id)

    def kick(self, person_id: PersonId) -> None:
        """There is something open for this person."""
        if self._stopping.is_set():
            return
        if self._holds:
            self._held.append(person_id)
        elif person_id in self._running:
            self._kicked_again.add(person_id)
        else:
            self._running[person_id] = self._tasks.create_task(self._run(person_id))

    async def idle(self) -> None:
        """Returns when nobody's inbox is being drained."""
        while self._running:
            await asyncio.wait(self._running.values())

    async def stop(self, seconds: float = 10.0) -> None:
        """Lets running turns end for so long, then cancels them; what they left open is answered at the next start."""
        self._stopping.set()
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
                    if await self._stops_within(min(LONGEST_WAIT, self._first_wait * 2**failures)):
                        return
                    continue
                if person_id not in self._kicked_again:
                    return
        finally:
            del self._running[person_id]

    async def _stops_within(self, seconds: float) -> bool:
        """Waits up to so many seconds before another try; True as soon as the engine stops."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds * random.uniform(0.5, 1)):
                await self._stopping.wait()
        return self._stopping.is_set()

    def _report(self, person_id: PersonId, error: Exception) -> None:
        """A sentence for the log: what kind of error and where, never its text, which may hold a person's words."""
        log.error("turn_failed", error=type(error).__name__, where=place_of(error))
        if isinstance(error, GigiError):
            self._trouble(person_id, error)
