"""One nudge out: whether it is sent now, later or not at all, and its words from the stored plan."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import assert_never

from bot.entities import (
    Awaiting,
    Button,
    Crisis,
    Delivery,
    DeliveryState,
    Exchange,
    Frozen,
    Person,
    Platform,
    Reminder,
    ReminderId,
    ReminderKind,
    ReminderStatus,
    Reply,
    local_day,
)
from bot.house import House
from bot.rules.pacing import NudgeFacts, Postpone, Send, Skip, decide
from bot.rules.plans import checkin_words
from bot.rules.saying import describe_goal
from bot.rules.schedule import next_after
from bot.rules.travel import next_due, settled

HISTORY = 40
_NEVER_QUIET = (time(0), time(0))
_ANY_TIME = timedelta(days=3650)
_ANSWERS = ("Done", "Partly", "Skip", "Snooze")


class Nudged(Frozen):
    """What becomes of one due nudge. Without a reply nothing is sent."""

    person: Person
    reply: Reply | None
    delivery: Delivery


class Reminding:
    """Decides and words nudges; zero model calls."""

    def __init__(self, house: House) -> None:
        self._house = house

    def nudge(
        self,
        person: Person,
        reminder_id: ReminderId,
        due_at: datetime,
        recent: Sequence[Delivery],
        now: datetime,
        *,
        platform: Platform,
        is_blocked: bool,
    ) -> Nudged:
        """The verdict on one due nudge and, where it is sent, its words."""
        person = settled(person, now)
        reminder = next((r for r in person.reminders if r.id == reminder_id), None)
        if reminder is None or reminder.status is not ReminderStatus.ACTIVE:
            return _skipped(person, reminder_id, due_at, "ended", now)
        if reminder.recurrence.rrules and person.profile.trip is not None:
            reminder = reminder.but(next_due_at=next_due(reminder.recurrence, person.profile, now))
            person = person.with_reminder(reminder)
        if _is_overtaken(reminder, due_at, now):
            return _skipped(person, reminder_id, due_at, "overtaken", now)
        facts = self._facts(person, reminder, due_at, recent, now, platform, is_blocked=is_blocked)
        match decide(facts):
            case Send(code=code):
                return _sent(person, reminder, due_at, now, code)
            case Postpone(until=until, code=code):
                return _postponed(person, reminder, due_at, until, code, now)
            case Skip(code=code):
                return _skipped(person, reminder_id, due_at, code, now)
            case verdict:
                assert_never(verdict)

    def _facts(
        self,
        person: Person,
        reminder: Reminder,
        due_at: datetime,
        recent: Sequence[Delivery],
        now: datetime,
        platform: Platform,
        *,
        is_blocked: bool,
    ) -> NudgeFacts:
        zone = person.profile.zone or "UTC"
        today = local_day(now, zone)
        checkins = {r.id for r in person.reminders if r.kind is ReminderKind.CHECKIN}
        sent = [d for d in recent if d.reminder_id in checkins and d.state in (DeliveryState.SENT, DeliveryState.LATE)]
        silent = _unanswered(person, sent)
        buzzes = platform is not Platform.CONSOLE  # a terminal shows only what the person opened it for
        return NudgeFacts(
            kind=reminder.kind,
            due_at=due_at,
            now=now,
            zone=zone,
            quiet_hours=self._house.quiet if buzzes else _NEVER_QUIET,
            sent_today=sum(local_day(d.at, zone) == today for d in sent),
            nudges_per_day=self._house.nudges_per_day,
            already_logged_today=any(
                log.day == today and log.goal_id == reminder.goal_id for log in person.logs if log.goal_id
            ),
            paused_until=person.profile.pause_at(due_at),
            crisis_at=_pauses_since(person.session.crisis, now),
            unanswered=len(silent),
            silent_since=silent[-1].at if silent else None,
            asked_to_go_on=any(d.why == "still_want_this" for d in silent),
            last_sent_at=next((d.at for d in sent if d.reminder_id == reminder.id), None),
            is_blocked=is_blocked,
            is_snooze=reminder.postponed_from is not None,
            window=None if buzzes else _ANY_TIME,
        )


def _pauses_since(crisis: Crisis | None, now: datetime) -> datetime | None:
    """When the silence after a crisis began; it has not yet while the crisis is open."""
    if crisis is None:
        return None
    return now if crisis.is_open else crisis.at


def _is_overtaken(reminder: Reminder, due_at: datetime, now: datetime) -> bool:
    """Whether a later occurrence is due as well, swept already or not."""
    following = next_after(reminder.recurrence, due_at)
    return any(later is not None and due_at < later <= now for later in (reminder.next_due_at, following))


def _sent(person: Person, reminder: Reminder, due_at: datetime, now: datetime, code: str) -> Nudged:
    reply = _words(person, reminder, now, code)
    question = Awaiting(kind="checkin", goal_id=reminder.goal_id, reminder_id=reminder.id, asked_at=now)
    session = person.session
    history = (*session.history, Exchange(who="gigi", text=reply.text, at=now))[-HISTORY:]
    person = person.but(session=session.but(awaiting=question, history=history, buttons=reply.buttons))
    if reminder.postponed_from is not None:
        person = person.with_reminder(reminder.but(postponed_from=None))
    why = "" if code == "on_time" else code
    return Nudged(person=person, reply=reply, delivery=_delivery(reminder.id, due_at, DeliveryState.SENDING, why, now))


def _words(person: Person, reminder: Reminder, now: datetime, code: str) -> Reply:
    buttons = tuple(Button(label=label, action=label.lower()) for label in _ANSWERS)
    goal = person.goal(reminder.goal_id)
    if goal is not None and code == "still_want_this":
        return Reply(text=f"It has been quiet for a while. Do you still want *{describe_goal(goal)}*? A no is fine.")
    plan = person.plan_for(goal.id) if goal else None
    if goal is None or plan is None:
        return Reply(text=f"Reminder: {reminder.text}" if reminder.text else "This is your reminder.", buttons=buttons)
    logs = person.logs_of(goal.id)
    said = next((line.text for line in reversed(person.session.history) if line.who == "gigi"), None)
    day = local_day(now, person.profile.zone)
    return Reply(text=checkin_words(plan, goal, day, logs[-1] if logs else None, said), buttons=buttons)


def _unanswered(person: Person, sent: Sequence[Delivery]) -> list[Delivery]:
    """Check-ins since the person last wrote anything, the newest first."""
    last = max((line.at for line in person.session.history if line.who == "person"), default=None)
    return [delivery for delivery in sent if last is None or delivery.at > last]


def _postponed(
    person: Person, reminder: Reminder, due_at: datetime, until: datetime, why: str, now: datetime
) -> Nudged:
    """The same nudge again later, unless the next one comes before."""
    following = next_after(reminder.recurrence, now)
    if following is None or until < following:
        person = person.with_reminder(reminder.but(next_due_at=until, postponed_from=reminder.postponed_from or due_at))
    return Nudged(person=person, reply=None, delivery=_delivery(reminder.id, due_at, DeliveryState.SKIPPED, why, now))


def _skipped(person: Person, reminder_id: ReminderId, due_at: datetime, why: str, now: datetime) -> Nudged:
    return Nudged(person=person, reply=None, delivery=_delivery(reminder_id, due_at, DeliveryState.SKIPPED, why, now))


def _delivery(reminder_id: ReminderId, due_at: datetime, state: DeliveryState, why: str, now: datetime) -> Delivery:
    return Delivery(reminder_id=reminder_id, due_at=due_at, state=state, why=why, at=now)
