"""The tables. In the clear: internal ids, states, instants and counters. `sealed…` columns hold everything else."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
OPEN_STATES = ("new", "sending")  # of an inbox row whose turn is not over


def as_microseconds(at: datetime) -> int:
    """An aware instant as microseconds since 1970."""
    return (at - EPOCH) // MICROSECOND


def as_instant(microseconds: int) -> datetime:
    """Microseconds since 1970 as an aware instant in UTC."""
    return EPOCH + microseconds * MICROSECOND


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, kept as microseconds since 1970 so that every database compares it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else as_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else as_instant(value)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)
_Number = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself only for INTEGER


def _number() -> Column[int]:
    """The order of insertion; ids are random and say nothing about it."""
    return Column("seq", _Number, primary_key=True, autoincrement=True)


def _person(*, is_key: bool = False) -> Column[str]:
    return Column(
        "person", Text, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, primary_key=is_key, index=not is_key
    )


vault = Table("vault", metadata, Column("name", Text, primary_key=True), Column("wrapped", Text, nullable=False))

users = Table(
    "users",
    metadata,
    Column("id", Text, primary_key=True),
    Column("wrapped_key", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # UserProfile
    Column("fence", BigInteger, nullable=False, server_default=text("0")),
    Column("platform", Text, nullable=False),  # the platform written from last: its process sends the nudges
    Column("is_blocked", Boolean, nullable=False, server_default=text("false")),  # the platform lets nothing through
    Column("created_at", Instant, nullable=False),
    Column("is_platform_chosen", Boolean, nullable=False, server_default=text("false")),  # wherever they write
)

identities = Table(
    "identities",
    metadata,
    Column("id", Text, primary_key=True),
    _person(),
    Column("lookup", Text, nullable=False, unique=True),  # HMAC of platform and user
    Column("platform", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # Address
)

codes = Table(  # that link another identity to a person; each good once, for some minutes
    "codes",
    metadata,
    Column("lookup", Text, primary_key=True),  # HMAC of the code
    _person(),
    Column("expires_at", Instant, nullable=False),
    Column("taken_by", Text, nullable=True),  # the person who gave it: another one's try fails
)

sessions = Table(
    "sessions",
    metadata,
    _person(is_key=True),
    Column("sealed", LargeBinary, nullable=False),  # Session
    Column("updated_at", Instant, nullable=False),
)

goals = Table(
    "goals",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    _person(),
    Column("sealed", LargeBinary, nullable=False),  # Goal
)

plans = Table(
    "plans",
    metadata,
    _number(),
    Column("id", Text, nullable=False),
    _person(),
    Column("goal", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # Plan
    UniqueConstraint("goal", "version"),
)

logs = Table(
    "logs",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    _person(),
    Column("at", Instant, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # Log
)

reminders = Table(
    "reminders",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    _person(),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("next_due_at", Instant, nullable=True),
    Column("sealed", LargeBinary, nullable=False),  # Reminder; next_due_at and status of the columns count
    Index("ix_reminders_due", "status", "next_due_at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False, unique=True),  # HMAC of the event, or "nudge:<reminder>:<due>"
    _person(),
    Column("platform", Text, nullable=False),  # where the reply goes
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'new'")),  # new, sending, done, dead
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("reminder", Text, nullable=True),  # of a nudge
    Column("due_at", Instant, nullable=True),  # of a nudge
    Column("sealed_body", LargeBinary, nullable=True),  # Inbound; a nudge has none
    Column("sealed_reply", LargeBinary, nullable=True),  # Reply
    Column("sealed_analysis", LargeBinary, nullable=True),  # Analysis
    Column("is_farewell", Boolean, nullable=False, server_default=text("false")),  # after the send, all is forgotten
    Column("trace", Text, nullable=False, server_default=text("'[]'")),  # JSON [[node, ms], …]
    Column("error", Text, nullable=True),  # the class of the last error
    Column("accepted_at", Instant, nullable=False),
    Column("started_at", Instant, nullable=True),
    Column("done_at", Instant, nullable=True),
    Index("ix_inbox_open", "state", "person", "id"),
    sqlite_autoincrement=True,  # an id is never given twice: platforms dedupe sends by it
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("reminder", Text, primary_key=True),
    Column("due_at", Instant, primary_key=True),
    _person(),
    Column("state", Text, nullable=False),
    Column("why", Text, nullable=False),  # a code
    Column("at", Instant, nullable=False),
)

memories = Table(
    "memories",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    _person(),
    Column("kind", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("embedded_with", Text, nullable=True, index=True),
    Column("sealed", LargeBinary, nullable=False),  # the text
)

quota = Table(
    "quota",
    metadata,
    Column("scope", Text, primary_key=True),  # "all", or a person's internal id
    Column("period", Text, primary_key=True),  # such as "2026-11-22"
    Column("used", Integer, nullable=False),
)
