"""A whole conversation on a virtual clock: the real coach over a real store in a folder that is thrown away."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import Gigi, open_gigi
from bot.cli.bench import BadLine, Record, zone_of
from bot.config import Settings, Storage
from bot.entities import Address, Goal, GoalStatus, Inbound, InboundKind, Log, PersonId, Platform, Reminder, Reply
from bot.security.identity import PlatformUser

USER = "person"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class VirtualClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Stage:
    """The sender of the bench: remembers what was said, and when."""

    dedupes = True

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self.said: list[tuple[datetime, Reply]] = []

    async def send(self, address: Address, reply: Reply, *, key: str) -> None:
        self.said.append((self._clock.now(), reply))

    def take(self) -> list[tuple[datetime, Reply]]:
        taken, self.said = self.said, []
        return taken


def play(line: Record, *, use_model: bool) -> Record:
    """The turns of one conversation with what was sent before each, the reply, and the state after it."""
    return asyncio.run(_play(line, use_model=use_model))


async def _play(line: Record, *, use_model: bool) -> Record:
    turns = line.get("turns")
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise BadLine("turns should be a list of objects")
    setup = line.get("setup") or {}
    if not isinstance(setup, dict):
        raise BadLine("setup should be an object")
    zone = zone_of(setup)
    with TemporaryDirectory(prefix="gigi-") as folder:
        clock = VirtualClock(_EPOCH)
        stage = Stage(clock)
        async with open_gigi(_settings(Path(folder), zone, use_model), {Platform.CONSOLE: stage}, clock=clock) as gigi:
            return {"turns": [await _turn(turn, gigi, clock, stage) for turn in turns]}


def _settings(folder: Path, zone: str | None, use_model: bool) -> Settings:
    from bot.config import read_settings

    found = read_settings()
    coach = found.coach.model_copy(update={"zone": zone or ""})
    gemini = found.gemini.model_copy(update={"consent": "assumed"}) if use_model else type(found.gemini)()
    storage = Storage(data_dir=folder)
    return found.model_copy(
        update={"storage": storage, "coach": coach, "gemini": gemini, "security": type(found.security)()}
    )


async def _turn(turn: Record, gigi: Gigi, clock: VirtualClock, stage: Stage) -> Record:
    at = _at(turn)
    words = turn.get("user", turn.get("tap"))
    if not isinstance(words, str):
        raise BadLine("a turn should hold user or tap")
    await _pass_time(gigi, clock, at)
    sent = [{"at": when.isoformat(), "text": reply.text} for when, reply in stage.take()]
    address = Address(platform=Platform.CONSOLE, user=USER, chat=USER)
    event = f"{turn.get('turn')}:{at.isoformat()}"
    inbound = Inbound(event=event, address=address, kind=InboundKind.TEXT, text=words, sent_at=at)
    accepted = await gigi.accept(inbound)
    await gigi.engine.idle()
    replies = [reply for _, reply in stage.take()]
    return {
        "turn": turn.get("turn"),
        "sent_before": sent,
        "reply": "\n\n".join(reply.text for reply in replies),
        "buttons": [button.label for reply in replies[-1:] for button in reply.buttons],
        "state": await _state(gigi, accepted.person_id),
    }


def _at(turn: Record) -> datetime:
    try:
        at = datetime.fromisoformat(turn["at"])
    except (KeyError, TypeError, ValueError):
        raise BadLine("a turn should hold at as an ISO 8601 instant") from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


async def _pass_time(gigi: Gigi, clock: VirtualClock, until: datetime) -> None:
    """Lets every nudge on the way come due at its own instant."""
    person = await gigi.store.people.find(PlatformUser(Platform.CONSOLE, USER))
    while person is not None:
        due = await gigi.store.reminders.next_instant([person])
        if due is None or due > until:
            break
        clock.at = max(clock.at, due)
        await gigi.sweep([person])
        await gigi.engine.idle()
        if await gigi.store.reminders.next_instant([person]) == due:
            clock.at += timedelta(seconds=1)  # a nudge that stays put must not hold up the clock
    clock.at = max(clock.at, until)


async def _state(gigi: Gigi, person_id: PersonId) -> Record:
    from bot.errors import UnknownPerson

    try:
        person = await gigi.store.people.load(person_id)
    except UnknownPerson:
        return {"zone": None, "zone_provisional": False, "active_goals": 0, "goals": [], "reminders": [], "logs": [],
                "crisis": None, "awaiting": None}  # fmt: skip
    crisis = person.session.crisis
    return {
        "zone": person.profile.zone,
        "zone_provisional": person.profile.zone_provisional,
        "active_goals": len(person.active_goals),
        "goals": [_goal(goal) for goal in person.goals],
        "reminders": [_reminder(reminder) for reminder in person.reminders],
        "logs": [_log(log) for log in person.logs],
        "crisis": crisis.level if crisis and crisis.is_open else None,
        "awaiting": person.session.awaiting.kind if person.session.awaiting else None,
    }


def _goal(goal: Goal) -> Record:
    return {
        "id": goal.id,
        "title": goal.title,
        "domain": goal.domain,
        "amount": goal.amount,
        "unit": goal.unit,
        "amount_kind": goal.amount_kind,
        "direction": goal.direction,
        "deadline": goal.deadline.isoformat() if goal.deadline else None,
        "frequency": goal.frequency.model_dump() if goal.frequency else None,
        "clock": goal.clock.strftime("%H:%M") if goal.clock else None,
        "start": goal.start,
        "current": goal.current,
        "status": GoalStatus(goal.status),
    }


def _reminder(reminder: Reminder) -> Record:
    return {
        "id": reminder.id,
        "goal": reminder.goal_id,
        "rrules": list(reminder.recurrence.rrules),
        "zone": reminder.recurrence.zone,
        "next": reminder.next_due_at.isoformat() if reminder.next_due_at else None,
        "kind": reminder.kind,
        "status": reminder.status,
    }


def _log(log: Log) -> Record:
    return {"goal": log.goal_id, "day": log.day.isoformat(), "status": log.status, "value": log.value, "unit": log.unit}
