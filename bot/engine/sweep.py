"""The clock: one APScheduler interval job that turns due reminders into inbox rows."""

import asyncio
import heapq
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

from bot.entities import PersonId, Platform, Reminder
from bot.errors import StorageError
from bot.logs import Log
from bot.ports import Clock
from bot.rules.schedule import next_after
from bot.rules.spreading import most_at_once, place_in, span_of
from bot.store.reminders import Due, Reminders

log = Log(__name__)
BATCH = 250
LOOKS_BACK = timedelta(days=7)  # an occurrence missed longer ago than this is not written down any more


class Sweep:
    """Claims what is due and kicks the engine for each person; safe to run in many processes.

    Where more is due than a platform takes at once, the kicks are spread over the next minutes. What still waits when
    the process ends is picked up at the next start like everything else in the inbox.
    """

    def __init__(
        self,
        reminders: Reminders,
        clock: Clock,
        kick: Callable[[PersonId], None],
        warn: Callable[[Platform, int, int], None] | None = None,
    ) -> None:
        self._reminders, self._clock, self._kick, self._warn = reminders, clock, kick, warn or _warn
        self._waiting: list[tuple[datetime, PersonId, Platform]] = []

    async def __call__(
        self, people: Collection[PersonId] | None = None, platforms: Collection[Platform] | None = None
    ) -> int:
        """How many nudges came due. Each missed occurrence gets a row of its own, so that its fate is known."""
        claimed: list[Due] = []
        while True:
            now = self._clock.now()
            dues = await self._reminders.due(now, BATCH, people, platforms)
            if not dues:
                break
            claimed += await self._reminders.claim_due(dues, partial(following, now=now))
        if claimed:
            await asyncio.to_thread(self._line_up, claimed, self._clock.now())
        self._kick_those_due(self._clock.now())
        return len(claimed)

    def _line_up(self, claimed: Iterable[Due], now: datetime) -> None:
        """Everybody's turn, each once."""
        fresh = {due.person_id: due.platform for due in claimed}
        load = Counter(fresh.values()) + Counter(platform for _, _, platform in self._waiting)
        spans = {platform: span_of(platform, count) for platform, count in load.items()}
        for person_id, platform in fresh.items():
            heapq.heappush(self._waiting, (now + place_in(spans[platform], person_id), person_id, platform))
        for platform, count in load.items():
            if (most := most_at_once(platform)) is not None and count > most:
                self._warn(platform, count, most)

    def _kick_those_due(self, now: datetime) -> None:
        while self._waiting and self._waiting[0][0] <= now:
            self._kick(heapq.heappop(self._waiting)[1])


def _warn(platform: Platform, due: int, most: int) -> None:
    log.warning("More nudges are due at once than can be sent in time.", platform=platform, due=due, most=most)


def following(reminder: Reminder, now: datetime) -> datetime | None:
    """The occurrence after the one that is due; a long absence is jumped over."""
    due = reminder.next_due_at or now
    return next_after(reminder.recurrence, max(due, now - LOOKS_BACK))


@asynccontextmanager
async def sweeping(sweep: Callable[[], Awaitable[int]], seconds: float) -> AsyncIterator[None]:
    """Sweeps every so many seconds until the end of the block; one sweep at a time, missed ones are one."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    async def run() -> None:
        try:
            await sweep()
        except StorageError as error:
            log.warning("sweep_failed", error=type(error).__name__)

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(run, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
