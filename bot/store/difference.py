"""Writes what a turn changed: the difference between the person before and after it, and nothing else."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Table, and_, delete, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.entities import Frozen, Goal, Log, Person, Plan, Reminder, Session
from bot.security.vault import PersonCipher
from bot.store import tables
from bot.store.database import insert
from bot.store.records import seal_record

Entity = TypeVar("Entity", bound=Frozen)
_Row = dict[str, Any]


class Writer(NamedTuple):
    """Where one person's rows go, and the cipher they are sealed with."""

    connection: AsyncConnection
    cipher: PersonCipher
    person: str
    now: datetime


async def write_difference(writer: Writer, before: Person, after: Person) -> None:
    """Goals, plans, reminders, logs and the session; the profile is written with the fence, in `users`."""
    if after.session != before.session:
        await write_session(writer, after.session)
    await write_goals(writer, _changed(before.goals, after.goals, _id))
    await _remove(writer, tables.goals, _gone(before.goals, after.goals, _id))
    await _write_logs(writer, _changed(before.logs, after.logs, _id))
    await _remove(writer, tables.logs, _gone(before.logs, after.logs, _id))
    await _write_plans(writer, _changed(before.plans, after.plans, _plan_row))
    await _remove_plans(writer, before.plans, after.plans)
    await _write_reminders(writer, before.reminders, after.reminders)
    await _remove(writer, tables.reminders, _gone(before.reminders, after.reminders, _id))


async def write_session(writer: Writer, session: Session) -> None:
    """The session as it is now."""
    table = tables.sessions
    sealed = seal_record(writer.cipher, table.name, writer.person, session)
    row = {"person": writer.person, "sealed": sealed, "updated_at": writer.now}
    await _upsert(writer, table, [row], key=["person"], replaced=["sealed", "updated_at"])


async def write_goals(writer: Writer, goals: Sequence[Goal]) -> None:
    """Goals, new or changed."""
    rows = [_row(writer, tables.goals, goal.id, goal) for goal in goals]
    await _upsert(writer, tables.goals, rows, key=["id"], replaced=["sealed"])


async def write_reminder(writer: Writer, reminder: Reminder) -> None:
    """A new reminder."""
    await _write_reminders(writer, (), (reminder,))


async def _write_logs(writer: Writer, logs: Sequence[Log]) -> None:
    rows = [{**_row(writer, tables.logs, log.id, log), "at": log.at} for log in logs]
    await _upsert(writer, tables.logs, rows, key=["id"], replaced=["sealed", "at"])


async def _write_plans(writer: Writer, plans: Sequence[Plan]) -> None:
    rows = [
        {**_row(writer, tables.plans, _plan_row(plan), plan), "id": plan.id, "goal": plan.goal_id,
         "version": plan.version}
        for plan in plans
    ]  # fmt: skip
    await _upsert(writer, tables.plans, rows, key=["goal", "version"], replaced=["id", "sealed"])


async def _remove_plans(writer: Writer, before: Sequence[Plan], after: Sequence[Plan]) -> None:
    """Older versions stay as history. A plan that was undone goes: the newest one stored is the one that counts."""
    plans = tables.plans
    newest = {plan.goal_id: plan.version for plan in after}
    undone = [
        and_(plans.c.goal == plan.goal_id, plans.c.version > newest.get(plan.goal_id, 0))
        for plan in before
        if newest.get(plan.goal_id, 0) < plan.version
    ]
    if undone:
        await writer.connection.execute(delete(plans).where(plans.c.person == writer.person, or_(*undone)))


async def _write_reminders(writer: Writer, before: Sequence[Reminder], after: Sequence[Reminder]) -> None:
    """The due instant only where the turn moved it: meanwhile the sweep may have moved it on."""
    due_before = {reminder.id: reminder.next_due_at for reminder in before}
    moved: list[_Row] = []
    same: list[_Row] = []
    for reminder in _changed(before, after, _id):
        is_same = reminder.id in due_before and due_before[reminder.id] == reminder.next_due_at
        (same if is_same else moved).append(_reminder_columns(writer, reminder))
    columns = ["sealed", "kind", "status"]
    await _upsert(writer, tables.reminders, moved, key=["id"], replaced=[*columns, "next_due_at"])
    await _upsert(writer, tables.reminders, same, key=["id"], replaced=columns)


def _reminder_columns(writer: Writer, reminder: Reminder) -> _Row:
    return {
        **_row(writer, tables.reminders, reminder.id, reminder),
        "kind": reminder.kind,
        "status": reminder.status,
        "next_due_at": reminder.next_due_at,
    }


def _row(writer: Writer, table: Table, row: str, entity: Frozen) -> _Row:
    sealed = seal_record(writer.cipher, table.name, row, entity)
    return {"id": row, "person": writer.person, "sealed": sealed}


async def _upsert(
    writer: Writer, table: Table, rows: Sequence[_Row], *, key: Sequence[str], replaced: Sequence[str]
) -> None:
    """New rows inserted, known ones replaced; a row of another person is never touched."""
    if not rows:
        return
    statement = insert(writer.connection, table)
    statement = statement.on_conflict_do_update(
        index_elements=key,
        set_={name: statement.excluded[name] for name in replaced},
        where=table.c.person == statement.excluded.person,
    )
    await writer.connection.execute(statement, rows)


async def _remove(writer: Writer, table: Table, ids: Sequence[Hashable]) -> None:
    if ids:
        await writer.connection.execute(
            delete(table).where(table.c.person == writer.person, table.c.id.in_(ids))
        )  # fmt: skip


def _changed(before: Sequence[Entity], after: Sequence[Entity], key: Callable[[Any], Hashable]) -> list[Entity]:
    """What is new or different, in order."""
    known = {key(entity): entity for entity in before}
    return [entity for entity in after if (old := known.get(key(entity))) is not entity and old != entity]


def _gone(before: Sequence[Entity], after: Sequence[Entity], key: Callable[[Any], Hashable]) -> list[Hashable]:
    if before is after:
        return []
    left = {key(entity) for entity in after}
    return [key(entity) for entity in before if key(entity) not in left]


def _id(entity: Any) -> Hashable:
    return str(entity.id)


def _plan_row(plan: Plan) -> str:
    return plan_row(plan.goal_id, plan.version)


def plan_row(goal: str, version: int) -> str:
    """The name a plan is sealed under: ids may repeat between versions, this does not."""
    return f"{goal}.{version}"
