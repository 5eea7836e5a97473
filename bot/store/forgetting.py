"""Forgetting a person: their data key and every row go, and no copy of them stays in the database's log."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, select

from bot.entities import InboxId, MemoryId, PersonId
from bot.security.vault import Vault
from bot.store.acceptance import Acceptance, Accepted
from bot.store.database import Database
from bot.store.messages import InboxRow, opened_row, whole_rows
from bot.store.tables import codes, inbox, memories, quota, users


class Forgotten(NamedTuple):
    """What is left to do: vectors to remove, and people to answer, for what was said after the farewell."""

    memory_ids: Sequence[MemoryId]
    accepted_anew: Sequence[Accepted]


class Forgetting:
    """The right to be forgotten."""

    def __init__(self, database: Database, vault: Vault, acceptance: Acceptance) -> None:
        self._database = database
        self._vault = vault
        self._acceptance = acceptance

    async def forget(self, person_id: PersonId, farewell: InboxId | None = None) -> Forgotten:
        """Removes all of this person, in one transaction; nothing for somebody already gone.

        `farewell` is the message that asked for it. Messages that came after it are accepted as a stranger's, so that
        they are answered too.
        """
        async with self._database.write() as connection:
            mine = select(memories.c.id).where(memories.c.person == person_id)
            ids = [MemoryId(found) for found in (await connection.scalars(mine)).all()]
            later: list[InboxRow] = []
            if farewell is not None:
                unread = whole_rows().where(
                    inbox.c.person == person_id, inbox.c.id > farewell, inbox.c.state == "new", inbox.c.kind != "nudge"
                )
                rows = (await connection.execute(unread.order_by(inbox.c.id))).all()
                later = [opened_row(self._vault, row) for row in rows]
            await connection.execute(delete(codes).where(codes.c.taken_by == person_id))
            await connection.execute(delete(quota).where(quota.c.scope == person_id))
            await connection.execute(delete(users).where(users.c.id == person_id))  # takes all their rows along
            anew = [await self._acceptance.accept_anew(connection, row) for row in later]
        await self._database.scrub()
        return Forgotten(ids, anew)
