"""Everything about one person as plain data, for /export and for the operator."""

from typing import Any, TypeVar

from sqlalchemy import Row, Select, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.entities import Address, Frozen, Goal, Log, PersonId, Plan, Session, UserProfile
from bot.security.vault import PersonCipher, Vault
from bot.store.database import Database
from bot.store.difference import plan_row
from bot.store.memories import open_memory
from bot.store.messages import InboxRow, opened_row, whole_rows
from bot.store.people import cipher_of
from bot.store.records import open_record
from bot.store.tables import (
    deliveries,
    goals,
    identities,
    inbox,
    logs,
    memories,
    plans,
    reminders,
    sessions,
    users,
)
from bot.store.whole import open_reminder

Entity = TypeVar("Entity", bound=Frozen)
Plain = dict[str, Any]


class Exporting:
    """A person's right to have what is kept about them."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def export(self, person_id: PersonId) -> Plain:
        """Everything stored about this person as JSON-able data, all versions and all years. Raises UnknownPerson."""
        async with self._database.read() as connection:
            desk = _Desk(connection, await cipher_of(connection, self._vault, person_id), person_id)
            return {
                "id": person_id,
                "profile": (await desk.opened(users, UserProfile))[0],
                "identities": await desk.opened(identities, Address),
                "session": (await desk.opened(sessions, Session))[0],
                "goals": await desk.opened(goals, Goal),
                "plans": await desk.opened(plans, Plan),
                "reminders": await desk.reminders(),
                "logs": await desk.opened(logs, Log),
                "memories": [_plain(open_memory(desk.cipher, row)) for row in await desk.rows(memories)],
                "messages": [_message(opened_row(self._vault, row)) for row in await desk.messages()],
                "nudges": [_nudge(row) for row in await desk.rows(deliveries)],
            }


class _Desk:
    """One person's rows on the table, with the cipher that opens them."""

    def __init__(self, connection: AsyncConnection, cipher: PersonCipher, person: PersonId) -> None:
        self._connection = connection
        self._person = person
        self.cipher = cipher

    async def rows(self, table: Table) -> list[Row[Any]]:
        owner = table.c.id if table is users else table.c.person
        order = table.c.seq if "seq" in table.c else table.primary_key.columns.values()[0]
        return await self._all(select(table).where(owner == self._person).order_by(order))

    async def opened(self, table: Table, kind: type[Entity]) -> list[Plain]:
        rows = await self.rows(table)
        return [_plain(open_record(self.cipher, table.name, _row_name(table, row), kind, row.sealed)) for row in rows]

    async def reminders(self) -> list[Plain]:
        return [
            _plain(open_reminder(self.cipher, row.id, row.sealed, row.status, row.next_due_at))
            for row in await self.rows(reminders)
        ]

    async def messages(self) -> list[Row[Any]]:
        return await self._all(whole_rows().where(inbox.c.person == self._person).order_by(inbox.c.id))

    async def _all(self, query: Select[Any]) -> list[Row[Any]]:
        return list((await self._connection.execute(query)).all())


def _row_name(table: Table, row: Row[Any]) -> str:
    """What the record is sealed under."""
    if table is plans:
        return plan_row(row.goal, row.version)
    name: str = row.person if table is sessions else row.id
    return name


def _message(row: InboxRow) -> Plain:
    return {
        "kind": row.inbound.kind.value,
        "text": row.inbound.text,
        "sent_at": row.inbound.sent_at.isoformat(),
        "state": row.state,
        "reply": row.reply and row.reply.text,
        "understood": row.analysis and _plain(row.analysis),
    }


def _nudge(row: Row[Any]) -> Plain:
    instants = {"due_at": row.due_at.isoformat(), "at": row.at.isoformat()}
    return {"reminder": row.reminder, "state": row.state, "why": row.why, **instants}


def _plain(entity: Frozen) -> Plain:
    return entity.model_dump(mode="json")
