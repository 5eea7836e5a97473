"""The inbox: every message accepted once and kept until it is answered, in the order it came."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update

from bot.entities import Delivery, Inbound, InboxId, PersonId, Platform, Reply
from bot.errors import DatabaseDamaged
from bot.ports import Clock
from bot.security.identity import inbox_key
from bot.security.vault import Vault
from bot.store.acceptance import Acceptance, Accepted
from bot.store.database import Database
from bot.store.deliveries import write_deliveries
from bot.store.difference import Writer
from bot.store.messages import InboxRow, InboxState, InboxSummary, among, opened_row, summaries, whole_rows
from bot.store.records import report_damage
from bot.store.tables import OPEN_STATES, inbox, users
from bot.store.turns import Turn, fence_lost, is_mine, write_state, write_turn


class Inbox:
    """The truth about what was accepted, answered and sent."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, acceptance: Acceptance) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._acceptance = acceptance

    async def accept(self, inbound: Inbound, bot: str = "") -> Accepted:
        """Stores the message on disk, once however often it is delivered, and makes the person when they are new.

        `bot` is our own id on the platform: two bots may be told of the same event.
        """
        async with self._database.write() as connection:
            accepted = await self._acceptance.accept(connection, inbound, bot)
            if accepted.is_new:
                await self._database.announce(connection, [accepted.person_id])
            return accepted

    async def knows(self, inbound: Inbound, bot: str = "") -> bool:
        """Whether this message was accepted before."""
        key = inbox_key(self._vault, inbound, bot)
        async with self._database.read() as connection:
            return await connection.scalar(select(inbox.c.id).where(inbox.c.key == key)) is not None

    async def open_people(
        self, people: Collection[PersonId] | None = None, platforms: Collection[Platform] | None = None
    ) -> list[PersonId]:
        """Who has messages waiting, the longest waiting first."""
        waiting = select(inbox.c.person).where(inbox.c.state.in_(OPEN_STATES)).group_by(inbox.c.person)
        waiting = among(waiting, people, platforms).order_by(func.min(inbox.c.id))
        async with self._database.read() as connection:
            return [PersonId(found) for found in (await connection.scalars(waiting)).all()]

    async def claim(self, person_id: PersonId) -> int | None:
        """A new fence number: whoever drained this person before can write no more. None when they are gone."""
        taken = update(users).where(users.c.id == person_id).values(fence=users.c.fence + 1).returning(users.c.fence)
        async with self._database.write() as connection:
            fence: int | None = await connection.scalar(taken)
        return fence

    async def next_open(
        self,
        person_id: PersonId,
        platforms: Collection[Platform] | None = None,
        *,
        excluding: Collection[InboxId] = (),
    ) -> InboxRow | None:
        """The oldest message of this person that is not done; None when all are.

        One that cannot be opened any more is put among the dead, so that it does not hold up the others.
        """
        mine = whole_rows().where(inbox.c.person == person_id, inbox.c.state.in_(OPEN_STATES))
        if excluding:
            mine = mine.where(inbox.c.id.not_in(excluding))
        oldest = among(mine, None, platforms).order_by(inbox.c.id).limit(1)
        while True:
            async with self._database.read() as connection:
                row = (await connection.execute(oldest)).one_or_none()
            if row is None:
                return None
            try:
                return opened_row(self._vault, row)
            except DatabaseDamaged:
                report_damage("A message cannot be opened and is put among the dead.", inbox=row.id)
                await self._give_up(InboxId(row.id))

    async def begin(self, row: InboxRow, fence: int) -> int:
        """Counts this try before it is made, so that a message that kills the process counts; the tries with this one.

        Raises FenceLost.
        """
        started = update(inbox).where(*is_mine(row, fence))
        started = started.values(tries=inbox.c.tries + 1, started_at=self._clock.now(), error=None)
        async with self._database.write() as connection:
            tries: int | None = await connection.scalar(started.returning(inbox.c.tries))
        if tries is None:
            raise fence_lost()
        return tries

    async def commit_turn(self, row: InboxRow, fence: int, turn: Turn) -> None:
        """Effects and reply in one transaction: all of the turn is kept, or nothing. Raises FenceLost."""
        async with self._database.write() as connection:
            await write_turn(Writer(connection, row.cipher, row.person_id, self._clock.now()), row, fence, turn)

    async def finish(self, row: InboxRow, fence: int, deliveries: Sequence[Delivery] = ()) -> None:
        """The reply is out (for a nudge, with what became of it). Raises FenceLost."""
        async with self._database.write() as connection:
            await write_state(connection, row, fence, state="done", done_at=self._clock.now())
            await write_deliveries(connection, row.person_id, deliveries)

    async def bury(self, row: InboxRow, fence: int, error: str, deliveries: Sequence[Delivery] = ()) -> None:
        """Gives up on this message; it stays to be looked at and replayed. Raises FenceLost."""
        async with self._database.write() as connection:
            await write_state(connection, row, fence, state="dead", error=error, done_at=self._clock.now())
            await write_deliveries(connection, row.person_id, deliveries)

    async def fail(self, row: InboxRow, fence: int, error: str) -> None:
        """Notes why this try failed (the name of an error, no words); the row stays open. Raises FenceLost."""
        async with self._database.write() as connection:
            await write_state(connection, row, fence, error=error)

    async def replay(self, inbox_id: InboxId) -> PersonId | None:
        """Opens a dead row again, as if it had just come; whose it is, or None when it is not among the dead."""
        dead = update(inbox).where(inbox.c.id == inbox_id, inbox.c.state == "dead")
        again = dead.values(state="new", tries=0, error=None, sealed_reply=None, is_farewell=False, done_at=None)
        async with self._database.write() as connection:
            found = await connection.scalar(again.returning(inbox.c.person))
        return None if found is None else PersonId(found)

    async def row(self, inbox_id: InboxId) -> InboxRow | None:
        """One row with everything opened, whatever its state. Raises DatabaseDamaged."""
        async with self._database.read() as connection:
            found = (await connection.execute(whole_rows().where(inbox.c.id == inbox_id).limit(1))).one_or_none()
        return None if found is None else opened_row(self._vault, found)

    async def reply_to(self, person_id: PersonId, inbox_id: InboxId) -> Reply | None:
        """What this person was told in that turn, as long as it is kept; None for anybody else's."""
        row = await self.row(inbox_id)
        return None if row is None or row.person_id != person_id else row.reply

    async def rows(
        self, states: Collection[InboxState] | None = None, person_id: PersonId | None = None, limit: int = 100
    ) -> list[InboxSummary]:
        """The newest rows first; nothing that was sealed."""
        found = among(summaries(), None if person_id is None else [person_id], None).limit(limit)
        if states is not None:
            found = found.where(inbox.c.state.in_(states))
        async with self._database.read() as connection:
            return [InboxSummary(*row) for row in await connection.execute(found)]

    async def counts(self) -> dict[str, int]:
        """How many rows stand in each state."""
        async with self._database.read() as connection:
            found = await connection.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))
            return {row[0]: row[1] for row in found}

    async def prune(self, before: datetime) -> int:
        """Removes rows that were done before that instant; how many. (Their events are not recognised again.)"""
        async with self._database.write() as connection:
            old = delete(inbox).where(inbox.c.state == "done", inbox.c.done_at < before)
            return (await connection.execute(old)).rowcount

    async def _give_up(self, inbox_id: InboxId) -> None:
        values = {"state": "dead", "error": DatabaseDamaged.__name__, "done_at": self._clock.now()}
        async with self._database.write() as connection:
            await connection.execute(update(inbox).where(inbox.c.id == inbox_id).values(values))
