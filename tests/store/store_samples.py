"""Samples of what is stored, and the steps of a turn, for the tests of the store."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from bot.entities import (
    Address,
    Direction,
    Domain,
    Exchange,
    Goal,
    GoalId,
    Inbound,
    InboundKind,
    Log,
    LogId,
    LogStatus,
    Person,
    Plan,
    PlanId,
    Platform,
    Recurrence,
    Reminder,
    ReminderId,
    ReminderKind,
    Reply,
    Task,
    Week,
    new_id,
)
from bot.store.messages import InboxRow
from bot.store.opening import Store
from bot.store.turns import Turn

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
_events = count(1)


class StoppedClock:
    """Stands at noon until a test moves it."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at


def message(text: str = "hello", user: str = "ana", event: str = "", platform: Platform = Platform.CONSOLE) -> Inbound:
    address = Address(platform=platform, user=user, chat=f"chat-of-{user}")
    number = event or str(next(_events))
    return Inbound(event=number, address=address, kind=InboundKind.TEXT, text=text, sent_at=NOON)


def a_goal(title: str = "Run 10 km") -> Goal:
    return Goal(
        id=GoalId(new_id("g")), title=title, domain=Domain.FITNESS, direction=Direction.REACH, said=title,
        created_at=NOON,
    )  # fmt: skip


def a_plan(goal: Goal, version: int = 1, action: str = "walk briskly") -> Plan:
    task = Task(id="w1t1", cue="after breakfast", action=action, minutes=20)
    week = Week(number=1, starts=date(2026, 11, 23), ends=date(2026, 11, 29), focus="begin", tasks=(task,))
    return Plan(
        id=PlanId(new_id("l")), goal_id=goal.id, version=version, playbook="running", weeks=(week,), created_at=NOON
    )


def a_log(goal: Goal, value: float = 79.4, at: datetime = NOON, note: str = "") -> Log:
    return Log(
        id=LogId(new_id("o")), goal_id=goal.id, day=at.date(), status=LogStatus.VALUE, value=value, at=at, note=note
    )


def a_reminder(text: str = "stretch", due: datetime | None = NOON) -> Reminder:
    recurrence = Recurrence(rrules=("FREQ=DAILY",), starts=datetime(2026, 11, 22, 12), zone="UTC")  # noqa: DTZ001
    return Reminder(
        id=ReminderId(new_id("r")), kind=ReminderKind.REMINDER, text=text, recurrence=recurrence, next_due_at=due,
        created_at=NOON,
    )  # fmt: skip


def said(person: Person, text: str) -> Person:
    """The person with one more line of conversation."""
    line = Exchange(who="person", text=text, at=NOON)
    return person.but(session=person.session.but(history=(*person.session.history, line)))


async def opened(store: Store, text: str = "hello", user: str = "ana") -> tuple[InboxRow, int, Person]:
    """A message accepted and claimed: its row, the fence, and who wrote it."""
    person_id = (await store.inbox.accept(message(text, user))).person_id
    fence = await store.inbox.claim(person_id)
    row = await store.inbox.next_open(person_id)
    assert fence is not None
    assert row is not None
    return row, fence, await store.people.load(person_id)


async def take_turn(store: Store, change: Callable[[Person], Person], user: str = "ana", **turn: Any) -> Person:
    """One whole turn: accepted, answered, committed, done. The person as it is loaded afterwards."""
    row, fence, before = await opened(store, "a turn", user)
    await store.inbox.begin(row, fence)
    await store.inbox.commit_turn(row, fence, Turn(before, change(before), Reply(text="answer"), **turn))
    await store.inbox.finish(row, fence)
    return await store.people.load(before.id)


def later(minutes: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)
