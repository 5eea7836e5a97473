"""The clock under load: a million reminders stored, ten thousand due in one minute. Prints one JSON object.

python -m tests.bench.sweeping [REMINDERS] [DUE] [postgres]

On Postgres each nudge's job of the fleet is put down in the same transaction (batched).
"""

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bot.engine.fleet import FleetEngine
from bot.engine.sweep import Sweep
from bot.entities import PersonId, Platform, Recurrence, Reminder, ReminderId, ReminderKind, UserProfile, new_id
from bot.security.keys import generate_key
from bot.store.opening import Store, open_store
from bot.store.records import seal_record
from bot.store.tables import reminders, users
from tests.servers import postgres

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
EACH = 10  # reminders of one person
ZONES = ("UTC", "Europe/Lisbon", "America/New_York", "Asia/Tokyo", "Australia/Sydney")
RULES = (
    "FREQ=DAILY;BYHOUR={h};BYMINUTE={m};BYSECOND=0",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR={h};BYMINUTE={m};BYSECOND=0",
)


class StoppedClock:
    """Stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


async def main(stored: int, due: int, url: str = "") -> None:
    """Fills a store, lets one minute come due, and prints what the sweep cost."""
    with tempfile.TemporaryDirectory(prefix="gigi-bench-") as folder:
        clock = StoppedClock(NINE)
        async with open_store(url, Path(folder), [generate_key()], clock, UserProfile()) as store, _fleet_of(store):
            started = time.perf_counter()
            await fill(store, stored, due)
            filled = time.perf_counter() - started
            memory = _peak_mb()
            kicked: list[str] = []
            sweep = Sweep(store.reminders, clock, kicked.append)
            await sweep([])  # connections opened, statements compiled
            async with _watched() as stalls:
                started = time.perf_counter()
                claimed = await sweep()
                seconds = time.perf_counter() - started
            rows = (await store.inbox.counts()).get("new", 0)
    print(json.dumps({
        "database": "postgres" if url else "sqlite",
        "reminders_stored": stored, "due_in_one_minute": due, "claimed": claimed, "inbox_rows": rows,
        "kicked_at_once": len(kicked), "claim_and_enqueue_s": round(seconds, 3),
        "longest_stall_ms": round(max(stalls) * 1000, 1), "fill_s": round(filled, 1),
        "memory_before_mb": memory, "memory_peak_mb": _peak_mb(),
    }, indent=2))  # fmt: skip


@asynccontextmanager
async def _fleet_of(store: Store) -> AsyncIterator[None]:
    """On Postgres the fleet's jobs are put down too; nobody does them here."""
    if store.database.is_sqlite:
        yield
        return

    async def nobody(person_id: PersonId) -> None:
        raise AssertionError("nobody works here")

    engine = FleetEngine(store.database.conninfo)
    store.database.announce = engine.announce
    async with engine.open(store.database, nobody, works=False):
        yield


@asynccontextmanager
async def _watched() -> AsyncIterator[list[float]]:
    """How much longer than asked for the event loop slept, again and again, inside the block."""
    stalls, ended = [0.0], asyncio.Event()

    async def watch() -> None:
        while not ended.is_set():
            asked = time.perf_counter()
            await asyncio.sleep(0.001)
            stalls.append(time.perf_counter() - asked - 0.001)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(watch())
        try:
            yield stalls
        finally:
            ended.set()


async def fill(store: Store, stored: int, due: int) -> None:
    """People with EACH reminders; the first one of the first `due` people is due within the minute before nine."""
    people = _people(store, stored // EACH, due)
    while batch := list(islice(people, 500)):
        async with store.database.write() as connection:
            await connection.execute(users.insert(), [row for row, _ in batch])
            await connection.execute(reminders.insert(), [row for _, mine in batch for row in mine])


def _people(store: Store, count: int, due: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    vault = store.vault
    for number in range(count):
        person = new_id("p")
        wrapped = vault.new_person_key(person)
        cipher = vault.open(wrapped, person)
        user = {"id": person, "wrapped_key": wrapped, "sealed": b"", "platform": Platform.TELEGRAM, "created_at": NINE}
        rows = []
        for each in range(EACH):
            is_due = each == 0 and number < due
            at = NINE - timedelta(seconds=number % 60) if is_due else NINE + timedelta(minutes=1 + number % 1400)
            reminder = _reminder(number, each, at)
            rows.append({
                "id": reminder.id, "person": person, "kind": reminder.kind, "status": reminder.status,
                "next_due_at": at, "sealed": seal_record(cipher, "reminders", reminder.id, reminder),
            })  # fmt: skip
        yield user, rows


def _reminder(number: int, each: int, at: datetime) -> Reminder:
    zone = ZONES[number % len(ZONES)]
    from zoneinfo import ZoneInfo

    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    rule = RULES[number % len(RULES)].format(h=local.hour, m=local.minute)
    recurrence = Recurrence(rrules=(rule,), starts=datetime(2026, 1, 5, local.hour, local.minute), zone=zone)  # noqa: DTZ001
    return Reminder(
        id=ReminderId(new_id("r")), kind=ReminderKind.CHECKIN if each else ReminderKind.REMINDER, text="stretch",
        recurrence=recurrence, next_due_at=at, created_at=NINE,
    )  # fmt: skip


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]] + [1_000_000, 10_000][len(sys.argv[1:3]) :]
    if "postgres" in sys.argv[3:]:
        with postgres.serve() as server:
            asyncio.run(main(*numbers, server.database()))
    else:
        asyncio.run(main(*numbers))
