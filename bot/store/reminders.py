"""Reminders that are due: found through an index, claimed once however many processes sweep."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Row, Select, Text, cast, column, func, select, type_coerce, update, values
from sqlalchemy.sql.dml import ReturningUpdate

from bot.entities import InboundKind, PersonId, Platform, Reminder, ReminderId
from bot.errors import DatabaseDamaged
from bot.ports import Clock
from bot.security.vault import Vault
from bot.store.database import Database, insert
from bot.store.records import report_damage
from bot.store.tables import Instant, as_instant, inbox, reminders, users
from bot.store.whole import open_reminder

NextDue = Callable[[Reminder], datetime | None]  # the instant after this one, None when nothing is left to come


class Due(NamedTuple):
    """A reminder whose time has come; `reminder.next_due_at` is that time."""

    person_id: PersonId
    platform: Platform
    reminder: Reminder


class Reminders:
    """The schedule of every person."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def due(
        self,
        now: datetime,
        limit: int = 200,
        people: Collection[PersonId] | None = None,
        platforms: Collection[Platform] | None = None,
    ) -> list[Due]:
        """Active reminders due at `now`, the longest due first; of these people and platforms only, None for all."""
        async with self._database.read() as connection:
            rows = (await connection.execute(_due(now, limit, people, platforms))).all()
        found = await asyncio.to_thread(lambda: [(row, self._open(row)) for row in rows])
        await self._park([row.id for row, due in found if due is None])
        return [due for _, due in found if due is not None]

    async def claim_due(self, dues: Sequence[Due], next_due: NextDue) -> list[Due]:
        """Puts a nudge for each into the inbox and moves the reminder on, in one transaction; those it was first for.

        A reminder that somebody moved meanwhile is left alone. `next_due` answers the instant that follows.
        """
        if not dues:
            return []
        following = await asyncio.to_thread(lambda: [(due, next_due(due.reminder)) for due in dues])
        async with self._database.write() as connection:
            moved = set(await connection.scalars(_moved_on(following)))
            rows = [self._row(due) for due in dues if due.reminder.id in moved]
            if not rows:
                return []
            added = insert(connection, inbox).on_conflict_do_nothing(index_elements=["key"])
            keys = set(await connection.scalars(added.returning(inbox.c.key), rows))
            claimed = [due for due in dues if nudge_key(due.reminder.id, due.reminder.next_due_at) in keys]
            await self._database.announce(connection, list(dict.fromkeys(due.person_id for due in claimed)))
        return claimed

    async def next_instant(self, people: Collection[PersonId] | None = None) -> datetime | None:
        """When the next nudge is due, None when none is planned."""
        active = select(reminders.c.next_due_at).where(
            reminders.c.status == "active", reminders.c.next_due_at.is_not(None)
        )
        if people is not None:
            active = active.where(reminders.c.person.in_(people))
        async with self._database.read() as connection:
            found: datetime | None = await connection.scalar(active.order_by(reminders.c.next_due_at).limit(1))
        return found

    async def fullest_minutes(self, starts: datetime, ends: datetime) -> list[tuple[Platform, datetime, int]]:
        """For each platform the minute of this time in which most is due, and how much."""
        minute = (type_coerce(reminders.c.next_due_at, BigInteger) // 60_000_000).label("minute")
        count = func.count().label("many")
        among = (reminders.c.status == "active", reminders.c.next_due_at >= starts, reminders.c.next_due_at < ends)
        counted = (
            select(users.c.platform, minute, count)
            .join(users, users.c.id == reminders.c.person)
            .where(*among)
            .group_by(users.c.platform, minute)
            .order_by(count)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(counted)).all()
        fullest = {row.platform: row for row in rows}
        return [(Platform(r.platform), as_instant(r.minute * 60_000_000), r.many) for r in fullest.values()]

    def _row(self, due: Due) -> dict[str, Any]:
        """The inbox row of a nudge."""
        reminder = due.reminder
        return {
            "key": nudge_key(reminder.id, reminder.next_due_at),
            "person": due.person_id,
            "platform": due.platform,
            "kind": InboundKind.NUDGE,
            "reminder": reminder.id,
            "due_at": reminder.next_due_at,
            "accepted_at": self._clock.now(),
        }

    def _open(self, row: Row[Any]) -> Due | None:
        person = PersonId(row.person)
        try:
            cipher = self._vault.open(row.wrapped_key, person)
            reminder = open_reminder(cipher, row.id, row.sealed, row.status, row.next_due_at)
        except DatabaseDamaged:
            report_damage("A reminder cannot be opened and is set aside.", reminder=row.id)
            return None
        return Due(person, Platform(row.platform), reminder)

    async def _park(self, ids: Sequence[ReminderId]) -> None:
        """A reminder that cannot be opened would be due for ever, and in the way of the others."""
        if ids:
            async with self._database.write() as connection:
                await connection.execute(update(reminders).where(reminders.c.id.in_(ids)).values(next_due_at=None))


def nudge_key(reminder: ReminderId, due_at: datetime | None) -> str:
    """What a nudge is known by in the inbox."""
    return f"nudge:{reminder}:{due_at.isoformat() if due_at else ''}"


def _moved_on(following: Sequence[tuple[Due, datetime | None]]) -> ReturningUpdate[Any]:
    """Moves each reminder to its next instant where nobody moved it meanwhile; answers their ids. One statement."""
    names = (column("id", Text), column("due", Instant), column("after", Instant))
    rows = [(due.reminder.id, due.reminder.next_due_at, after) for due, after in following]
    found = values(*names, name="following").data(rows).cte("following")
    free = select(reminders.c.id).where(reminders.c.id.in_(select(found.c.id)), reminders.c.status == "active")
    free = free.order_by(reminders.c.id).with_for_update(
        skip_locked=True
    )  # two sweeps at once do not wait on each other
    return (
        update(reminders)
        .values(next_due_at=cast(found.c.after, BigInteger))  # Postgres takes a column of NULLs for text
        .where(reminders.c.id == found.c.id, reminders.c.next_due_at == found.c.due, reminders.c.id.in_(free))
        .returning(reminders.c.id)
    )


def _due(
    now: datetime, limit: int, people: Collection[PersonId] | None, platforms: Collection[Platform] | None
) -> Select[Any]:
    found = (
        select(reminders.c.id, reminders.c.person, reminders.c.sealed, reminders.c.status,
               reminders.c.next_due_at, users.c.wrapped_key, users.c.platform)
        .join(users, users.c.id == reminders.c.person)
        .where(reminders.c.status == "active", reminders.c.next_due_at <= now)
        .order_by(reminders.c.next_due_at)
        .limit(limit)
    )  # fmt: skip
    if people is not None:
        found = found.where(reminders.c.person.in_(people))
    return found if platforms is None else found.where(users.c.platform.in_(platforms))
