"""Rows of the inbox as values: opened for a turn, or summed up for an operator."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal, NamedTuple

import orjson
from sqlalchemy import Row, Select, and_, select

from bot.entities import Address, Analysis, Inbound, InboundKind, InboxId, PersonId, Platform, ReminderId, Reply
from bot.errors import DatabaseDamaged
from bot.security.vault import PersonCipher, Vault
from bot.store.records import Entity, open_record
from bot.store.tables import identities, inbox, users

InboxState = Literal["new", "sending", "done", "dead"]


class InboxRow(NamedTuple):
    """One message and where it stands. `reply` is there once the turn was committed: it is sent, never made again."""

    id: InboxId
    key: str
    person_id: PersonId
    state: InboxState
    tries: int
    inbound: Inbound  # of a nudge: `text` is the reminder's id, `sent_at` the instant it was due
    reply: Reply | None
    analysis: Analysis | None
    is_farewell: bool  # after the send everything about this person is forgotten
    trace: tuple[tuple[str, float], ...]  # node and milliseconds
    error: str | None
    accepted_at: datetime
    started_at: datetime | None
    done_at: datetime | None
    cipher: PersonCipher

    @property
    def reminder_id(self) -> ReminderId | None:
        """What a nudge is about; None for a message of the person."""
        return ReminderId(self.inbound.text) if self.inbound.kind is InboundKind.NUDGE else None


class InboxSummary(NamedTuple):
    """What an operator may see of a row without opening anything."""

    id: InboxId
    person: PersonId
    platform: str
    kind: str
    state: InboxState
    tries: int
    error: str | None
    accepted_at: datetime
    done_at: datetime | None


def whole_rows() -> Select[Any]:
    """Rows of the inbox with what it takes to open them: the person's key, and for a nudge where they are reached."""
    same_platform = and_(identities.c.person == inbox.c.person, identities.c.platform == inbox.c.platform)
    return (
        select(inbox, users.c.wrapped_key, identities.c.id.label("identity"), identities.c.sealed.label("address"))
        .join(users, users.c.id == inbox.c.person)
        .join(identities, same_platform, isouter=True)
    )


def among(
    rows: Select[Any], people: Collection[PersonId] | None, platforms: Collection[Platform] | None
) -> Select[Any]:
    """Only the rows of these people on these platforms; None for all."""
    if people is not None:
        rows = rows.where(inbox.c.person.in_(people))
    if platforms is not None:
        rows = rows.where(inbox.c.platform.in_(platforms))
    return rows


def summaries() -> Select[Any]:
    """The columns of InboxSummary, newest first."""
    return select(*(inbox.c[name] for name in InboxSummary._fields)).order_by(inbox.c.id.desc())


def opened_row(vault: Vault, row: Row[Any]) -> InboxRow:
    """The message and the answer of a row of `whole_rows`. Raises DatabaseDamaged."""
    cipher = vault.open(row.wrapped_key, PersonId(row.person))
    return InboxRow(
        id=InboxId(row.id),
        key=row.key,
        person_id=PersonId(row.person),
        state=row.state,
        tries=row.tries,
        inbound=_inbound(cipher, row),
        reply=_optional(cipher, row, Reply, "sealed_reply"),
        analysis=_optional(cipher, row, Analysis, "sealed_analysis"),
        is_farewell=row.is_farewell,
        trace=tuple((str(node), float(ms)) for node, ms in orjson.loads(row.trace)),
        error=row.error,
        accepted_at=row.accepted_at,
        started_at=row.started_at,
        done_at=row.done_at,
        cipher=cipher,
    )


def _inbound(cipher: PersonCipher, row: Row[Any]) -> Inbound:
    if row.sealed_body is not None:
        return open_record(cipher, "inbox", row.key, Inbound, row.sealed_body, column="sealed_body")
    if row.identity is None:
        raise DatabaseDamaged("A nudge has nobody to go to: the identity it was meant for is gone.")
    address = open_record(cipher, "identities", row.identity, Address, row.address)
    return Inbound(event=row.key, address=address, kind=InboundKind.NUDGE, text=row.reminder, sent_at=row.due_at)


def _optional(cipher: PersonCipher, row: Row[Any], kind: type[Entity], column: str) -> Entity | None:
    sealed = row._mapping[column]
    return None if sealed is None else open_record(cipher, "inbox", row.key, kind, sealed, column=column)
