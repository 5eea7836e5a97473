"""The one commit point of a turn: what changed, the reply and the row's new state, together or not at all."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Update, exists, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.entities import Analysis, Delivery, Memory, MemoryId, Person, Reply
from bot.errors import FenceLost
from bot.store.deliveries import write_deliveries
from bot.store.difference import Writer, write_difference
from bot.store.memories import drop_memories, write_memories
from bot.store.messages import InboxRow
from bot.store.records import seal_record
from bot.store.tables import OPEN_STATES, inbox, users


class Turn(NamedTuple):
    """What one turn came to. Without a reply (a nudge that is not to be sent) the row is done at once."""

    before: Person
    after: Person
    reply: Reply | None
    analysis: Analysis | None = None
    deliveries: Sequence[Delivery] = ()
    memories: Sequence[Memory] = ()
    forgotten: Sequence[MemoryId] = ()  # memories to remove
    trace: Sequence[tuple[str, float]] = ()  # node and milliseconds
    is_farewell: bool = False  # after the send everything about this person is forgotten


async def write_turn(writer: Writer, row: InboxRow, fence: int, turn: Turn) -> None:
    """Writes all of it in the caller's transaction. Raises FenceLost, and the caller rolls back."""
    await _write_only(writer.connection, _hold_fence(writer, fence, turn))
    answered = update(inbox).where(inbox.c.id == row.id, inbox.c.state == "new")
    await _write_only(writer.connection, answered.values(_answer(writer, row, turn)))
    await write_difference(writer, turn.before, turn.after)
    await write_deliveries(writer.connection, writer.person, turn.deliveries)
    await write_memories(writer, turn.memories)
    await drop_memories(writer, turn.forgotten)


async def write_state(connection: AsyncConnection, row: InboxRow, fence: int, **values: Any) -> None:
    """New values for an open row. Raises FenceLost."""
    await _write_only(connection, update(inbox).where(*is_mine(row, fence)).values(**values))


def is_mine(row: InboxRow, fence: int) -> Sequence[ColumnElement[bool]]:
    """The row is open, and nobody has taken the person over since `fence` was handed out."""
    is_held = exists().where(users.c.id == inbox.c.person, users.c.fence == fence)
    return inbox.c.id == row.id, inbox.c.state.in_(OPEN_STATES), is_held


def fence_lost() -> FenceLost:
    """Somebody else works for this person now, or the person is gone."""
    return FenceLost("This turn was overtaken: another process answers for this person now.")


def _hold_fence(writer: Writer, fence: int, turn: Turn) -> Update:
    """Writing to the person's row keeps others from taking over before the commit; a changed profile goes with it."""
    values: dict[str, Any] = {"fence": fence}
    if turn.after.profile != turn.before.profile:
        values["sealed"] = seal_record(writer.cipher, "users", writer.person, turn.after.profile)
    return update(users).where(users.c.id == writer.person, users.c.fence == fence).values(values)


def _answer(writer: Writer, row: InboxRow, turn: Turn) -> dict[str, Any]:
    values: dict[str, Any] = {"trace": orjson.dumps(list(turn.trace)).decode(), "is_farewell": turn.is_farewell}
    if turn.analysis is not None:
        sealed = seal_record(writer.cipher, "inbox", row.key, turn.analysis, column="sealed_analysis")
        values["sealed_analysis"] = sealed
    if turn.reply is None:
        return {**values, "state": "done", "done_at": writer.now}
    reply = seal_record(writer.cipher, "inbox", row.key, turn.reply, column="sealed_reply")
    return {**values, "state": "sending", "sealed_reply": reply}


async def _write_only(connection: AsyncConnection, statement: Update) -> None:
    """Runs an UPDATE of exactly one row. Raises FenceLost when there is none."""
    if (await connection.execute(statement)).rowcount != 1:
        raise fence_lost()
