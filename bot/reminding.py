"""One nudge out: whether it is sent now, later or not at all, and its words from the stored plan."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from bot.catalogue import t
from bot.entities import (
    Awaiting,
    Delivery,
    DeliveryState,
    Exchange,
    Frozen,
    Person,
    Platform,
    Reminder,
    ReminderId,
    ReminderStatus,
    Reply,
)
from bot.house import House
from bot.rules.nudging import FAREWELL, facts_of, is_overtaken
from bot.rules.pacing import ON_TIME, Postpone, Send, Skip, decide
from bot.rules.plans import checkin_words
from bot.rules.reviewing import proposed_change, review_words
from bot.rules.saying import describe_goal
from bot.rules.schedule import next_after
from bot.rules.tapping import answer_buttons, farewell_buttons, review_buttons
from bot.rules.travel import is_left_behind, next_due, settled

HISTORY = 40


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
        trip, person = person.profile.trip, settled(person, now)
        reminder = next((r for r in person.reminders if r.id == reminder_id), None)
        if reminder is None or reminder.status is not ReminderStatus.ACTIVE:
            return _skipped(person, reminder_id, due_at, "ended", now)
        if reminder.recurrence.rrules and person.profile.trip is not None:
            reminder = reminder.but(next_due_at=next_due(reminder.recurrence, person.profile, now))
            person = person.with_reminder(reminder)
        if now - due_at > ON_TIME and is_left_behind(trip, reminder, due_at):
            return _skipped(person, reminder_id, due_at, "moved", now)
        if is_overtaken(reminder, due_at, now):
            return _skipped(person, reminder_id, due_at, "overtaken", now)
        facts = facts_of(
            person, reminder, due_at, recent, now, quiet_hours=self._house.quiet, is_blocked=is_blocked,
            nudges_per_day=self._house.nudges_per_day, buzzes=platform is not Platform.CONSOLE,
        )  # fmt: skip
        match decide(facts):
            case Send(code=code):
                return _sent(person, reminder, due_at, now, code)
            case Postpone(until=until, code=code):
                return _postponed(person, reminder, due_at, until, code, now)
            case Skip(code=code):
                return _skipped(person, reminder_id, due_at, code, now)
            case verdict:
                assert_never(verdict)


def _sent(person: Person, reminder: Reminder, due_at: datetime, now: datetime, code: str) -> Nudged:
    reply, question = _words(person, reminder, due_at, now, code)
    session = person.session
    history = (*session.history, Exchange(who="gigi", text=reply.text, at=now))[-HISTORY:]
    person = person.but(session=session.but(awaiting=question, history=history, buttons=reply.buttons))
    person = person.with_reminder(reminder.but(postponed_from=None, is_snoozed=False, said=reply.text))
    why = "" if code == "on_time" else code
    return Nudged(person=person, reply=reply, delivery=_delivery(reminder.id, due_at, DeliveryState.SENDING, why, now))


def _words(
    person: Person, reminder: Reminder, due_at: datetime, now: datetime, code: str
) -> tuple[Reply, Awaiting | None]:
    """What is said, and the question that is open after it."""
    question = Awaiting(kind="checkin", goal_id=reminder.goal_id, reminder_id=reminder.id, due_at=due_at, asked_at=now)
    goal = person.goal(reminder.goal_id)
    if reminder.is_review:
        return _review(person, reminder, due_at, now)
    if reminder.is_followup:
        return Reply(text=reminder.text, asked_at=now), person.session.awaiting
    if goal is not None and code == FAREWELL:
        text = t("It has been quiet for a while. Do you still want *{goal}*? A no is fine.", goal=describe_goal(goal))
        reply = Reply(text=text, buttons=farewell_buttons(reminder, due_at), asked_at=now)
        return reply, question.but(field=FAREWELL)
    plan = person.plan_for(goal.id) if goal else None
    buttons = answer_buttons(reminder, goal, due_at)
    if goal is None or plan is None:
        text = t("Reminder: {text}", text=reminder.text) if reminder.text else t("This is your reminder.")
        return Reply(text=text, buttons=buttons, asked_at=now), _kept(person, question)
    logs = person.logs_of(goal.id)
    day = person.profile.day_of(now)
    text = checkin_words(plan, goal, day, logs[-1] if logs else None, _said_before(person, reminder))
    return Reply(text=text, buttons=buttons, asked_at=now), question


def _review(person: Person, reminder: Reminder, due_at: datetime, now: datetime) -> tuple[Reply, Awaiting | None]:
    """The week that ends today, and the one change proposed: a yes or the first button makes it."""
    change = proposed_change(person, due_at, now)
    text = review_words(person, person.profile.day_of(due_at), change)
    buttons = review_buttons(reminder, due_at, has_change=change is not None)
    return Reply(text=text, buttons=buttons, asked_at=now), change or person.session.awaiting


def _kept(person: Person, question: Awaiting) -> Awaiting:
    """A bare reminder does not push another open question aside."""
    known = person.session.awaiting
    return question if known is None or known.kind == "checkin" else known


def _said_before(person: Person, reminder: Reminder) -> str:
    """What Gigi said last, and in the last nudge of this schedule: no sentence of it comes again."""
    last = next((line.text for line in reversed(person.session.history) if line.who == "gigi"), "")
    return f"{reminder.said}\n{last}"


def _postponed(
    person: Person, reminder: Reminder, due_at: datetime, until: datetime, why: str, now: datetime
) -> Nudged:
    """The same nudge again later, unless the next one comes before."""
    following = next_after(reminder.recurrence, now)
    if following is None or until < following:
        is_snoozed = reminder.is_snoozed and reminder.postponed_from is not None
        held = {"next_due_at": until, "postponed_from": reminder.postponed_from or due_at, "is_snoozed": is_snoozed}
        person = person.with_reminder(reminder.but(**held))
    return Nudged(person=person, reply=None, delivery=_delivery(reminder.id, due_at, DeliveryState.SKIPPED, why, now))


def _skipped(person: Person, reminder_id: ReminderId, due_at: datetime, why: str, now: datetime) -> Nudged:
    """Nothing is sent, and what was put off is not any more: the next time is an ordinary one."""
    reminder = next((r for r in person.reminders if r.id == reminder_id), None)
    if reminder is not None and reminder.postponed_from is not None:
        person = person.with_reminder(reminder.but(postponed_from=None, is_snoozed=False))
    return Nudged(person=person, reply=None, delivery=_delivery(reminder_id, due_at, DeliveryState.SKIPPED, why, now))


def _delivery(reminder_id: ReminderId, due_at: datetime, state: DeliveryState, why: str, now: datetime) -> Delivery:
    return Delivery(reminder_id=reminder_id, due_at=due_at, state=state, why=why, at=now)
