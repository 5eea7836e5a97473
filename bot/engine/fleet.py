"""The engine of several processes on one Postgres: Procrastinate runs one job per person at a time, on any machine.

The inbox stays the truth. A job only says that somebody has something open; it is put down in the transaction that
stores the message, and a watch gives back what a dead process held and whatever has no job.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.entities import PersonId
from bot.errors import FenceLost, place_of
from bot.logs import Log
from bot.store.tables import as_microseconds

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job

    from bot.store.database import Database

log = Log(__name__)
QUEUE, TASK = "turns", "drain"
AT_ONCE = 64
MOST_ATTEMPTS = 8
POLL_SECONDS = 0.5  # a notification may be lost between two looks (ENGINE.md): never wait long
_ONE_AT_A_TIME = 0x67696770  # the advisory lock that keeps two starts apart
BEAT_SECONDS, DEAD_AFTER_SECONDS, WATCH_SECONDS = 5.0, 30.0, 10.0
_ORPHANS = text("""
    SELECT DISTINCT person FROM inbox
    WHERE state IN ('new', 'sending') AND accepted_at < :before AND NOT EXISTS (
        SELECT FROM procrastinate_jobs WHERE lock = inbox.person AND status IN ('todo', 'doing'))
    LIMIT 1000
""")


class FleetEngine:
    """Promises that after `announce` or `kick` a person's inbox is drained soon, somewhere, by one at a time."""

    def __init__(self, url: str) -> None:
        import procrastinate

        self._app: App = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
        self._tasks: asyncio.TaskGroup | None = None

    async def announce(self, connection: AsyncConnection, people: Collection[PersonId]) -> None:
        """Within the transaction that stored something for these people: a job for each, there with the commit."""
        if not people:
            return
        raw = (await connection.get_raw_connection()).driver_connection
        await self._app.job_manager.batch_defer_jobs_async([_job(person) for person in people], connection=raw)

    def kick(self, person_id: PersonId) -> None:
        """The same outside of a transaction."""
        if self._tasks is not None:
            self._tasks.create_task(self._defer([person_id]))

    def holding(self) -> AbstractContextManager[None]:
        """Holds nothing: others may work while this process stores."""
        return nullcontext()

    async def idle(self) -> None:
        """Returns when nobody in the whole fleet has a job waiting or running."""
        while await self._open_jobs():  # noqa: ASYNC110 - other processes work too
            await asyncio.sleep(0.02)

    @asynccontextmanager
    async def open(
        self, database: "Database", drain: Callable[[PersonId], Awaitable[None]], *, works: bool
    ) -> AsyncIterator[None]:
        """Jobs can be put down until the end of the block and, where `works`, are done here."""
        from procrastinate.retry import RetryStrategy

        async def do(person: str) -> None:
            await _drained(drain, PersonId(person))

        retry = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=2)
        self._app.task(name=TASK, queue=QUEUE, retry=retry)(do)
        async with self._app.open_async():
            await self._make_schema(database)
            async with asyncio.TaskGroup() as self._tasks:
                running = [self._tasks.create_task(self._work()), self._tasks.create_task(self._watch(database))]
                if not works:
                    running.pop(0).cancel()
                try:
                    yield
                finally:
                    for task in running:
                        task.cancel()

    async def _work(self) -> None:
        """A worker stops by design when its listener loses the database; it is started again."""
        while True:
            try:
                await self._app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=AT_ONCE,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=POLL_SECONDS,
                    update_heartbeat_interval=BEAT_SECONDS,
                    stalled_worker_timeout=DEAD_AFTER_SECONDS,
                    shutdown_graceful_timeout=10,
                    delete_jobs="successful",
                )
            except Exception as error:
                log.warning("worker_stopped", error=type(error).__name__)
            await asyncio.sleep(1)

    async def _watch(self, database: "Database") -> None:
        """Gives back the jobs of workers that died, and puts down those that are missing."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await self._give_back()
                await self._defer(await self._orphans(database))
            except Exception as error:
                log.warning("watch_failed", error=type(error).__name__)

    async def _give_back(self) -> None:
        manager = self._app.job_manager
        for job in await manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=DEAD_AFTER_SECONDS):
            with suppress(Exception):  # another process may have been first
                await manager.retry_job(job)

    async def _orphans(self, database: "Database") -> list[PersonId]:
        """People with something open for a while and no job: a safety net, empty as long as nothing went wrong."""
        before = as_microseconds(datetime.now(UTC) - timedelta(seconds=WATCH_SECONDS))
        async with database.read() as connection:
            return [PersonId(found) for found in await connection.scalars(_ORPHANS, {"before": before})]

    async def _defer(self, people: Collection[PersonId]) -> None:
        if people:
            await self._app.job_manager.batch_defer_jobs_async([_job(person) for person in people])

    async def _open_jobs(self) -> int:
        waiting = "SELECT count(*) AS open FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        return int((await self._app.connector.execute_query_one_async(waiting))["open"])

    async def _make_schema(self, database: "Database") -> None:
        """Procrastinate's tables, made by whoever comes first."""
        async with database.write() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
            there = await connection.scalar(text("SELECT to_regclass('procrastinate_jobs')"))
            if there is None:
                await self._app.schema_manager.apply_schema_async()


async def _drained(drain: Callable[[PersonId], Awaitable[None]], person_id: PersonId) -> None:
    """One job. What it raises makes Procrastinate try again later."""
    try:
        await drain(person_id)
    except FenceLost:
        log.warning("drain_fenced_off")
    except Exception as error:
        log.error("turn_failed", error=type(error).__name__, where=place_of(error))
        raise


def _job(person: PersonId) -> "Job":
    from procrastinate.jobs import Job

    return Job(queue=QUEUE, lock=person, queueing_lock=None, task_name=TASK, task_kwargs={"person": person})
