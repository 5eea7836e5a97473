"""All that decides about one due nudge, gathered from the person and what was sent lately."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.entities import Crisis, Delivery, DeliveryState, Goal, Person, Reminder, ReminderId, ReminderKind
from bot.rules.pacing import ON_TIME, NudgeFacts, is_quiet
from bot.rules.reviewing import has_review
from bot.rules.schedule import next_after
from bot.rules.schedule.recurrence import resolve

FAREWELL = "still_want_this"
_SENT = (DeliveryState.SENT, DeliveryState.LATE)
_PERHAPS_ARRIVED = (*_SENT, DeliveryState.UNKNOWN)
_NEVER_QUIET = (time(0), time(0))
_ANY_TIME = timedelta(days=3650)
_TICK = timedelta(microseconds=1)


def facts_of(
    person: Person,
    reminder: Reminder,
    due_at: datetime,
    recent: Sequence[Delivery],
    now: datetime,
    *,
    quiet_hours: tuple[time, time],
    nudges_per_day: int,
    is_blocked: bool,
    buzzes: bool,
) -> NudgeFacts:
    """The facts of one nudge. `recent` are the person's deliveries, the last due first.

    The quiet hours and the cap are the house's: the person's own go before them. What does not buzz (the terminal
    shows only what the person opened it for) has no quiet hours, and nothing in it is too late.
    """
    profile, goal = person.profile, person.goal(reminder.goal_id)
    today = profile.day_of(now)
    checkins = {r.id for r in person.reminders if r.kind is ReminderKind.CHECKIN and not r.is_review}
    arrived = [d for d in recent if d.reminder_id in checkins and d.state in _PERHAPS_ARRIVED]
    silent = _unanswered(person, [delivery for delivery in arrived if delivery.state in _SENT])
    asked = {today, profile.day_of(reminder.postponed_from or due_at)}
    quiet = (profile.quiet_hours or quiet_hours) if buzzes else _NEVER_QUIET
    since = due_at if now - due_at <= ON_TIME else now
    return NudgeFacts(
        kind=reminder.kind,
        due_at=due_at,
        now=now,
        zone=profile.zone or "UTC",
        quiet_hours=quiet,
        sent_today=sum(profile.day_of(d.at) == today for d in arrived),
        nudges_per_day=nudges_per_day if profile.nudges_per_day is None else profile.nudges_per_day,
        other_waits=_other_waits(person, reminder, since, today, recent, quiet),
        already_logged_today=any(log.day in asked for log in person.logs_of(goal.id)) if goal else False,
        paused_until=profile.pause_at(due_at),
        rests_until=_rest_of(goal, profile.zone),
        crisis_at=_pauses_since(person.session.crisis, now),
        unanswered=len(silent),
        silent_since=silent[-1].at if silent else None,
        asked_to_go_on=any(d.why == FAREWELL for d in silent),
        last_sent_at=_last_sent(reminder.id, recent),
        is_blocked=is_blocked,
        is_snooze=reminder.is_snoozed and reminder.postponed_from is not None,
        is_weekly_review=reminder.is_review,
        has_review=reminder.is_review and has_review(person, today),
        window=None if buzzes else _ANY_TIME,
    )


def is_overtaken(reminder: Reminder, due_at: datetime, now: datetime) -> bool:
    """Whether a later occurrence is due as well, swept already or not."""
    following = next_after(reminder.recurrence, due_at)
    return any(later is not None and due_at < later <= now for later in (reminder.next_due_at, following))


def _unanswered(person: Person, sent: Sequence[Delivery]) -> list[Delivery]:
    """Check-ins since the person last wrote anything, the newest first."""
    heard = (line.at for line in person.session.history if line.who == "person")
    last = person.session.heard_at or max(heard, default=None)
    return [delivery for delivery in sent if last is None or delivery.at > last]


def _other_waits(
    person: Person,
    reminder: Reminder,
    since: datetime,
    today: date,
    recent: Sequence[Delivery],
    quiet: tuple[time, time],
) -> bool:
    """Whether a goal that was asked about longer ago has its time later today: goals at one hour take turns."""
    decided = {(delivery.reminder_id, delivery.due_at) for delivery in recent}
    mine = _last_sent(reminder.id, recent)
    zone = ZoneInfo(person.profile.zone or "UTC")
    for other in person.active_reminders:
        goal = person.goal(other.goal_id)
        if other.kind is not ReminderKind.CHECKIN or other.id == reminder.id or goal is None or goal.paused_until:
            continue
        theirs = _last_sent(other.id, recent)
        coming = next_after(other.recurrence, since - _TICK)
        if coming is None or (other.id, coming) in decided or person.profile.day_of(coming) != today:
            continue
        is_older = mine is not None and (theirs is None or theirs < mine)
        is_told = any(log.day == today for log in person.logs_of(goal.id))
        if is_older and not is_told and not is_quiet(coming.astimezone(zone).time(), quiet):
            return True
    return False


def _last_sent(reminder_id: ReminderId, recent: Sequence[Delivery]) -> datetime | None:
    return next((d.at for d in recent if d.reminder_id == reminder_id and d.state in _SENT), None)


def _rest_of(goal: Goal | None, zone: str | None) -> datetime | None:
    """The instant at which a goal that rests goes on."""
    if goal is None or goal.paused_until is None:
        return None
    return resolve(datetime.combine(goal.paused_until, time()), ZoneInfo(zone or "UTC"))


def _pauses_since(crisis: Crisis | None, now: datetime) -> datetime | None:
    """When the silence after a crisis began; it has not yet while the crisis is open."""
    if crisis is None:
        return None
    return now if crisis.is_open else crisis.at
