"""The clock: one APScheduler interval job that turns due reminders into inbox rows."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

from bot.entities import PersonId, Platform, Reminder
from bot.errors import StorageError
from bot.logs import Log
from bot.ports import Clock
from bot.rules.schedule import next_after
from bot.store.reminders import Reminders

log = Log(__name__)
BATCH = 200
LOOKS_BACK = timedelta(days=7)  # an occurrence missed longer ago than this is not written down any more


class Sweep:
    """Claims what is due and kicks the engine for each person; safe to run in many processes."""

    def __init__(self, reminders: Reminders, clock: Clock, kick: Callable[[PersonId], None]) -> None:
        self._reminders, self._clock, self._kick = reminders, clock, kick

    async def __call__(
        self, people: Collection[PersonId] | None = None, platforms: Collection[Platform] | None = None
    ) -> int:
        """How many nudges came due. Each missed occurrence gets a row of its own, so that its fate is known."""
        claimed = 0
        while True:
            now = self._clock.now()
            dues = await self._reminders.due(now, BATCH, people, platforms)
            if not dues:
                return claimed
            mine = await self._reminders.claim_due(dues, partial(following, now=now))
            claimed += len(mine)
            for person_id in dict.fromkeys(due.person_id for due in mine):
                self._kick(person_id)


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
