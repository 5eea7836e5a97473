"""A year of Gigi's clock, rules and store on a virtual clock: no graph, no platform; the process dies now and then."""

import heapq
import random
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

from bot.engine.drain import Drain
from bot.engine.sweep import Sweep
from bot.entities import (
    Address,
    Crisis,
    Delivery,
    Direction,
    Domain,
    Exchange,
    Goal,
    GoalId,
    GoalStatus,
    Inbound,
    InboundKind,
    Log,
    LogId,
    LogStatus,
    Person,
    PersonId,
    Platform,
    Recurrence,
    Reminder,
    ReminderId,
    ReminderKind,
    Reply,
    Trip,
    UserProfile,
    new_id,
)
from bot.house import House
from bot.reminding import Reminding
from bot.rules.safety import load_lines
from bot.rules.schedule import next_after
from bot.rules.travel import settled, with_trip
from bot.security.keys import generate_key
from bot.store.messages import InboxRow
from bot.store.opening import Store, open_store
from bot.store.turns import Turn
from tests.soak.lives import ANSWERS_AFTER, ENDS, OUTAGE, STARTS, Deed, Life, is_out

GOALS = ("a", "b")


class Killed(BaseException):
    """The process is gone."""


class Clock:
    """Stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Year:
    """Everybody's year. `sent` is what a platform took; `kills` where a process died, before or after a send."""

    def __init__(self, lives: Sequence[Life], folder: Path, *, starts: datetime = STARTS, ends: datetime = ENDS,
                 kill_one_in: int = 400) -> None:  # fmt: skip
        self._lives = {life.name: life for life in lives}
        self._folder, self._starts, self._ends = folder, starts, ends
        self.clock = Clock(starts)
        self._chance, self._kill_one_in = random.Random(7), kill_one_in
        self._events = count(1)
        self._deeds: list[tuple[datetime, int, str, Deed]] = []
        self._people: dict[str, PersonId] = {}
        self._nudges: dict[str, tuple[str, datetime]] = {}  # the key of a send -> which nudge
        self._kicked: list[PersonId] = []
        self.sent: list[tuple[str, datetime, datetime]] = []
        self.kills: dict[tuple[str, datetime], str] = {}

    async def run(self) -> dict[tuple[str, datetime], Delivery]:
        """What became of every nudge."""
        async with open_store("", self._folder, [generate_key()], self.clock, UserProfile()) as store:
            self._store = store
            self._begin()
            for life in self._lives.values():
                await self._say(life.name, Deed(self._starts, "begin"))
                for deed in life.deeds:
                    heapq.heappush(self._deeds, (deed.at, next(self._events), life.name, deed))
            while await self._step():
                pass
            return await self._outcome(store)

    def _begin(self) -> None:
        """A process starts."""
        store = self._store
        self._sweep = Sweep(store.reminders, self.clock, self._kicked.append)
        self._drain = Drain(store.inbox, self._answer, self._forget, {Platform.TELEGRAM: self}, self.clock)
        self._reminding = Reminding(House(lines=load_lines(None)))

    async def _step(self) -> bool:
        """On to whatever happens next."""
        due = await self._store.reminders.next_instant()
        deed = self._deeds[0] if self._deeds else None
        if due is not None and is_out(due):
            due = OUTAGE[1]
        if deed is not None and (due is None or deed[0] <= due):
            if deed[0] >= self._ends:
                return False
            heapq.heappop(self._deeds)
            self.clock.at = deed[0]
            await self._say(deed[2], deed[3])
            return True
        if due is None or due >= self._ends:
            return False
        self.clock.at = max(self.clock.at, due)
        await self._sweep()
        await self._drain_all()
        return True

    async def _drain_all(self) -> None:
        while self._kicked:
            person_id = self._kicked.pop(0)
            try:
                await self._drain(person_id)
            except Killed:
                self._begin()
                self._kicked[:] = dict.fromkeys([person_id, *self._kicked])

    async def _say(self, name: str, deed: Deed) -> None:
        address = Address(platform=Platform.TELEGRAM, user=name, chat=name)
        inbound = Inbound(event=str(next(self._events)), address=address, kind=InboundKind.TEXT, text=deed.what,
                          sent_at=self.clock.at)  # fmt: skip
        self._doing = deed
        accepted = await self._store.inbox.accept(inbound)
        self._people[name] = accepted.person_id
        self._kicked.append(accepted.person_id)
        await self._drain_all()

    async def _answer(self, row: InboxRow) -> Turn:
        person, now = await self._store.people.load(row.person_id), self.clock.at
        if row.reminder_id is None:
            name = row.inbound.address.user
            after = _heard(self._changed(settled(person, now), name, self._doing), now)
            return Turn(person, after, Reply(text="noted"))
        self._nudges[f"g{row.id}"] = (row.reminder_id, row.inbound.sent_at)
        checkins = [reminder.id for reminder in person.reminders if reminder.goal_id is not None]
        recent = await self._store.deliveries.lately(person.id, checkins)
        nudged = self._reminding.nudge(
            person, row.reminder_id, row.inbound.sent_at, recent, now,
            platform=Platform.TELEGRAM, is_blocked=False,
        )  # fmt: skip
        return Turn(person, nudged.person, nudged.reply, deliveries=(nudged.delivery,))

    async def _forget(self, row: InboxRow) -> None:
        raise NotImplementedError

    dedupes = False

    async def send(self, address: Address, reply: Reply, *, key: str) -> None:
        """The platform takes a message, unless the process dies before or right after it."""
        nudge = self._nudges.pop(key, None)
        if nudge is None:
            return
        killed = self._chance.choice(("before", "after")) if self._chance.randrange(self._kill_one_in) == 0 else ""
        if killed:
            self.kills[nudge] = killed
        if killed != "before":
            plan, due = nudge
            self.sent.append((plan, due, self.clock.at))
            self._maybe_answer(address.user, plan, due)
        if killed:
            raise Killed

    def _maybe_answer(self, name: str, plan: str, due: datetime) -> None:
        life, at = self._lives[name], self.clock.at + ANSWERS_AFTER
        goal = next(each.goal for each in life.plans if each.name == plan)
        if not is_out(at) and life.answers(plan, due):
            heapq.heappush(self._deeds, (at, next(self._events), name, Deed(at, f"answer {goal}".strip())))

    def _changed(self, person: Person, name: str, deed: Deed) -> Person:
        """The person after what they did."""
        now, profile = self.clock.at, person.profile
        match deed.what.split():
            case ["begin"]:
                return _begun(person, self._lives[name], now)
            case ["pause"]:
                return person.but(profile=profile.but(paused_from=None, paused_until=deed.until))
            case ["crisis"]:
                crisis = Crisis(category="suicide", level=2, at=now, is_open=False)
                return person.but(session=person.session.but(crisis=crisis))
            case ["trip"]:
                assert deed.days is not None
                trip = Trip(zone=deed.zone, starts=deed.days[0], until=deed.days[1], home=profile.zone or "UTC")
                return with_trip(person, trip, now)
            case ["log"] | ["answer", "a"]:
                return person.with_log(_log(person, "a", now))
            case ["answer", goal]:
                return person.with_log(_log(person, goal, now))
            case _:
                return person

    async def _outcome(self, store: Store) -> dict[tuple[str, datetime], Delivery]:
        found = {}
        for person_id in self._people.values():
            for delivery in await store.deliveries.of(person_id, limit=100_000):
                found[str(delivery.reminder_id), delivery.due_at] = delivery
        return found


def _heard(person: Person, now: datetime) -> Person:
    """The person after they wrote something."""
    lines = (*person.session.history, Exchange(who="person", text="said", at=now))
    return person.but(session=person.session.but(heard_at=now, history=lines[-40:], awaiting=None))


def _log(person: Person, goal: str, now: datetime) -> Log:
    day = person.profile.day_of(now)
    return Log(id=LogId(new_id("l")), goal_id=GoalId(f"{person.id}{goal}"), day=day, status=LogStatus.DONE, at=now)


def _begun(person: Person, life: Life, now: datetime) -> Person:
    person = person.but(profile=person.profile.but(zone=life.zone))
    for goal in GOALS:
        person = person.with_goal(Goal(
            id=GoalId(f"{person.id}{goal}"), title="walk", domain=Domain.FITNESS, direction=Direction.START,
            status=GoalStatus.ACTIVE, created_at=now,
        ))  # fmt: skip
    for plan in life.plans:
        starts = datetime.combine(plan.times.starts, plan.times.at)
        recurrence = Recurrence(rrules=(plan.times.rrule,), starts=starts, zone=life.zone)
        person = person.with_reminder(Reminder(
            id=ReminderId(plan.name), kind=ReminderKind.CHECKIN if plan.is_checkin else ReminderKind.REMINDER,
            goal_id=GoalId(f"{person.id}{plan.goal}") if plan.goal else None, text="" if plan.is_checkin else "stretch",
            recurrence=recurrence, next_due_at=next_after(recurrence, now), created_at=now,
        ))  # fmt: skip
    return person
