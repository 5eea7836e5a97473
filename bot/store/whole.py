"""One person, whole: everything a turn needs to know, by one query."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
)

from bot.entities import Goal, Log, Person, PersonId, Plan, Reminder, ReminderStatus, Session, UserProfile
from bot.errors import UnknownPerson
from bot.security.vault import PersonCipher, Vault
from bot.store.difference import plan_row
from bot.store.records import open_record
from bot.store.tables import Instant, as_instant, goals, logs, plans, reminders, sessions, users

_ZERO = literal_column("0", BigInteger)
_NO_STATUS = cast(null(), Text)


@cache
def whole_person() -> CompoundSelect[Any]:
    """A row for each record of the person `:person` (logs since `:since`).

    Columns: part, seq, row (what it is sealed under), number (an instant or a version), status, sealed.
    """
    newer = plans.alias("newer")
    newest = select(func.max(newer.c.version)).where(newer.c.goal == plans.c.goal).scalar_subquery()
    due = type_coerce(reminders.c.next_due_at, BigInteger)
    return union_all(
        _part(users, "user", row=users.c.wrapped_key),
        _part(sessions, "session", row=sessions.c.person),
        _part(goals, "goal", row=goals.c.id),
        _part(plans, "plan", row=plans.c.goal, number=plans.c.version).where(plans.c.version == newest),
        _part(reminders, "reminder", row=reminders.c.id, number=due, status=reminders.c.status),
        _part(logs, "log", row=logs.c.id).where(logs.c.at >= bindparam("since", type_=Instant)),
    ).order_by("seq")


def _part(table: Table, name: str, *, row: Any, number: Any = _ZERO, status: Any = _NO_STATUS) -> Select[Any]:
    return select(
        literal_column(f"'{name}'").label("part"),
        (table.c.seq if "seq" in table.c else _ZERO).label("seq"),
        row.label("row"),
        number.label("number"),
        status.label("status"),
        table.c.sealed,
    ).where((table.c.id if table is users else table.c.person) == bindparam("person", type_=Text))


def opened_person(vault: Vault, person_id: PersonId, rows: Sequence[Row[Any]]) -> Person:
    """The person in the rows of `whole_person`. Raises UnknownPerson, and DatabaseDamaged."""
    parts: dict[str, list[Row[Any]]] = {"user": [], "session": [], "goal": [], "plan": [], "reminder": [], "log": []}
    for row in rows:
        parts[row.part].append(row)
    if not parts["user"] or not parts["session"]:
        raise UnknownPerson("There is no such person here (any more).")
    user, session = parts["user"][0], parts["session"][0]
    cipher = vault.open(user.row, person_id)
    return Person(
        id=person_id,
        profile=open_record(cipher, "users", person_id, UserProfile, user.sealed),
        session=open_record(cipher, "sessions", person_id, Session, session.sealed),
        goals=tuple(open_record(cipher, "goals", row.row, Goal, row.sealed) for row in parts["goal"]),
        plans=tuple(
            open_record(cipher, "plans", plan_row(row.row, row.number), Plan, row.sealed) for row in parts["plan"]
        ),
        reminders=tuple(
            open_reminder(cipher, row.row, row.sealed, row.status, _instant(row.number)) for row in parts["reminder"]
        ),
        logs=tuple(open_record(cipher, "logs", row.row, Log, row.sealed) for row in parts["log"]),
    )


def open_reminder(cipher: PersonCipher, row: str, sealed: bytes, status: str, due: datetime | None) -> Reminder:
    """A reminder; its columns say when it is next due and whether it is active, for the sweep moves it on there."""
    reminder = open_record(cipher, "reminders", row, Reminder, sealed)
    return reminder.but(status=ReminderStatus(status), next_due_at=due)


def _instant(number: int | None) -> datetime | None:
    return None if number is None else as_instant(number)
