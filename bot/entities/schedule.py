"""When Gigi speaks first: recurrences, reminders and what became of each nudge."""

from datetime import datetime
from enum import StrEnum

from bot.entities.frozen import Frozen
from bot.entities.ids import GoalId, ReminderId


class Recurrence(Frozen):
    """RFC 5545 RRULEs over naive local time in an IANA zone; no rules means once, at `starts`."""

    rrules: tuple[str, ...] = ()  # e.g. "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=7;BYMINUTE=0;BYSECOND=0"
    starts: datetime  # naive local time: DTSTART of every rule, or the one occurrence
    zone: str  # IANA name


class ReminderKind(StrEnum):
    REMINDER = "reminder"  # a time the person asked for
    CHECKIN = "checkin"  # a question about a goal that Gigi proposed and the person accepted


class ReminderStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class Reminder(Frozen):
    """A schedule with what to say; each sending is a nudge."""

    id: ReminderId
    kind: ReminderKind
    goal_id: GoalId | None = None
    text: str = ""  # what to remind of, in the person's words; empty for a check-in
    recurrence: Recurrence
    next_due_at: datetime | None  # UTC instant; None when nothing is left to come
    postponed_from: datetime | None = None  # the due instant that quiet hours or a snooze moved to next_due_at
    is_snoozed: bool = False  # it was the person who postponed it
    status: ReminderStatus = ReminderStatus.ACTIVE
    created_at: datetime
    is_review: bool = False  # a check-in over the whole week and all goals, beside the daily one
    is_followup: bool = False  # the one question after a crisis that the person agreed to; `text` is all of it
    said: str = ""  # the words of the last nudge: no sentence of them comes twice in a row


class DeliveryState(StrEnum):
    """What became of one nudge. Every due nudge ends in exactly one final state."""

    SENDING = "sending"
    SENT = "sent"
    LATE = "late"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"  # the process died inside the send, and the platform cannot tell


class Delivery(Frozen):
    """One nudge: when it was due, what became of it and why."""

    reminder_id: ReminderId
    due_at: datetime
    state: DeliveryState
    why: str = ""  # a code of rules.pacing, e.g. "paused"; never a person's words
    at: datetime
