"""What the engine's tests share: a clock moved by hand, a scripted answer, a platform that remembers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.engine.drain import Drain
from bot.engine.local import LocalEngine
from bot.entities import (
    Address,
    Inbound,
    InboundKind,
    Platform,
    Recurrence,
    Reminder,
    ReminderId,
    ReminderKind,
    Reply,
    new_id,
)
from bot.store.messages import InboxRow
from bot.store.opening import Store
from bot.store.turns import Turn

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
_events = count(1)


class HandClock:
    """Stands still until a test moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


class Listener:
    """A platform: remembers each send; `before` runs inside each of them."""

    def __init__(self, *, dedupes: bool = False) -> None:
        self.dedupes = dedupes
        self.sent: list[tuple[str, str, str]] = []  # user, key, text
        self.before: Callable[[Reply], Awaitable[None]] | None = None

    async def send(self, address: Address, reply: Reply, *, key: str) -> None:
        if self.before is not None:
            await self.before(reply)
        self.sent.append((address.user, key, reply.text))

    def texts(self, user: str = "ana") -> list[str]:
        return [text for sent_to, _, text in self.sent if sent_to == user]


class Script:
    """Answers a message with its own words; a test puts a handler in the way."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[str] = []
        self.handle: Callable[[InboxRow], Awaitable[Reply | None]] | None = None

    async def __call__(self, row: InboxRow) -> Turn:
        self.asked.append(row.inbound.text)
        person = await self.store.people.load(row.person_id)
        reply = await self.handle(row) if self.handle else None
        return Turn(before=person, after=person, reply=reply or Reply(text=f"re: {row.inbound.text}"))


async def never_forget(row: InboxRow) -> None:
    raise AssertionError("nobody asked to be forgotten")


@asynccontextmanager
async def engine_over(
    store: Store, script: Script, listener: Listener, clock: HandClock, *, turn_seconds: float = 30.0
) -> AsyncIterator[LocalEngine]:
    """The engine with waits so short that a test can see them all."""
    senders = dict.fromkeys(Platform, listener)
    drain = Drain(store.inbox, script, never_forget, senders, clock, turn_seconds=turn_seconds)
    async with asyncio.TaskGroup() as tasks:
        engine = LocalEngine(drain, tasks, first_wait=0.001)
        try:
            yield engine
        finally:
            await engine.stop(1.0)


def message(text: str, user: str = "ana", event: str = "") -> Inbound:
    address = Address(platform=Platform.CONSOLE, user=user, chat=user)
    number = event or str(next(_events))
    return Inbound(event=number, address=address, kind=InboundKind.TEXT, text=text, sent_at=NOON)


def daily(due: datetime | None, *, text: str = "stretch", kind: ReminderKind = ReminderKind.REMINDER) -> Reminder:
    """A reminder of every day at noon UTC."""
    rule = "FREQ=DAILY;BYHOUR=12;BYMINUTE=0;BYSECOND=0"
    starts = (due or NOON).replace(tzinfo=None)
    return Reminder(
        id=ReminderId(new_id("r")), kind=kind, text=text, next_due_at=due, created_at=NOON,
        recurrence=Recurrence(rrules=(rule,), starts=starts, zone="UTC"),
    )  # fmt: skip


async def take_turn(store: Store, change: Callable[..., object], user: str = "ana") -> InboxRow:
    """One whole turn that changes the person, past the engine."""
    accepted = await store.inbox.accept(message("setting up", user))
    fence = await store.inbox.claim(accepted.person_id)
    row = await store.inbox.next_open(accepted.person_id)
    assert fence is not None
    assert row is not None
    before = await store.people.load(accepted.person_id)
    after = change(before)
    await store.inbox.begin(row, fence)
    await store.inbox.commit_turn(row, fence, Turn(before, after, Reply(text="set")))
    await store.inbox.finish(row, fence)
    return row
