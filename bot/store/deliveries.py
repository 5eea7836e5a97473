"""What became of each nudge: kept so that the person sees what was sent, late, skipped or failed."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.entities import Delivery, DeliveryState, PersonId, ReminderId
from bot.store.database import Database, insert
from bot.store.tables import deliveries

LATELY = 60  # rows: more check-ins than silence ever lets through


class Deliveries:
    """The nudges of every person, by reminder and the instant they were due."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person_id: PersonId, limit: int = 100) -> list[Delivery]:
        """A person's nudges, the last due first."""
        async with self._database.read() as connection:
            return [_delivery(row) for row in await connection.execute(_last_due(person_id).limit(limit))]

    async def lately(self, person_id: PersonId, checkins: Collection[ReminderId]) -> list[Delivery]:
        """What the next nudge is decided by, the last due first: everything of late, and the last that were sent of
        these check-ins however long ago: silence is remembered across a year of nudges that were not sent."""
        attempted = (deliveries.c.reminder.in_(checkins), deliveries.c.state != DeliveryState.SKIPPED)
        async with self._database.read() as connection:
            rows = (await connection.execute(_last_due(person_id).limit(LATELY))).all()
            if len(rows) == LATELY:
                rows = [*rows, *await connection.execute(_last_due(person_id).where(*attempted).limit(LATELY))]
        found = {(row.reminder, row.due_at): _delivery(row) for row in rows}
        return sorted(found.values(), key=lambda delivery: delivery.due_at, reverse=True)

    async def note(self, person_id: PersonId, noted: Sequence[Delivery]) -> None:
        """Stores what became of nudges, over what was known of them."""
        async with self._database.write() as connection:
            await write_deliveries(connection, person_id, noted)


def _last_due(person_id: PersonId) -> Select[Any]:
    return select(deliveries).where(deliveries.c.person == person_id).order_by(deliveries.c.due_at.desc())


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(reminder_id=row.reminder, due_at=row.due_at, state=row.state, why=row.why, at=row.at)


async def write_deliveries(connection: AsyncConnection, person: str, noted: Sequence[Delivery]) -> None:
    """One row for each nudge, replaced by what is known of it now; in the caller's transaction."""
    if not noted:
        return
    statement = insert(connection, deliveries)
    statement = statement.on_conflict_do_update(
        index_elements=["reminder", "due_at"],
        set_={name: statement.excluded[name] for name in ("state", "why", "at")},
        where=deliveries.c.person == statement.excluded.person,
    )
    await connection.execute(statement, [_row(person, delivery) for delivery in noted])


def _row(person: str, delivery: Delivery) -> dict[str, object]:
    return {
        "reminder": delivery.reminder_id,
        "due_at": delivery.due_at,
        "person": person,
        "state": delivery.state,
        "why": delivery.why,
        "at": delivery.at,
    }
