"""Counters that outlive a restart: how much of the model's quota was used in a period, by all and by each person."""

from sqlalchemy import Select, delete, select

from bot.store.database import Database, insert
from bot.store.tables import quota

EVERYBODY = "all"


class Quota:
    """Counts by scope (`EVERYBODY` or a person's internal id) and period (such as a day, "2026-11-22")."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, period: str, *scopes: str, amount: int = 1) -> dict[str, int]:
        """Adds to every scope and answers the new totals."""
        async with self._database.write() as connection:
            added = insert(connection, quota)
            added = added.on_conflict_do_update(
                index_elements=["scope", "period"], set_={"used": quota.c.used + added.excluded.used}
            )
            await connection.execute(added, [{"scope": s, "period": period, "used": amount} for s in scopes])
            found = await connection.execute(_used(period, scopes))
            return {row.scope: row.used for row in found}

    async def used(self, period: str, *scopes: str) -> dict[str, int]:
        """The totals so far; 0 for a scope that was never counted."""
        async with self._database.read() as connection:
            found = await connection.execute(_used(period, scopes))
            return dict.fromkeys(scopes, 0) | {row.scope: row.used for row in found}

    async def drop_before(self, period: str) -> None:
        """Removes the counters of earlier periods (periods sort as text)."""
        async with self._database.write() as connection:
            await connection.execute(delete(quota).where(quota.c.period < period))


def _used(period: str, scopes: tuple[str, ...]) -> Select[tuple[str, int]]:
    return select(quota.c.scope, quota.c.used).where(quota.c.period == period, quota.c.scope.in_(scopes))
