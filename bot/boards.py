"""A room's weekly board: when it is due, and what is posted then."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.entities import (
    Delivery,
    DeliveryState,
    Person,
    Recurrence,
    Reminder,
    ReminderId,
    ReminderKind,
    Reply,
    local_day,
    new_id,
)
from bot.reminding import Nudged
from bot.rules.boards import board
from bot.rules.schedule import next_after

POSTED_AT = time(9)
FRESH = timedelta(hours=12)  # a board later than this is not posted any more
_RULE = f"FREQ=WEEKLY;BYDAY=MO;BYHOUR={POSTED_AT.hour};BYMINUTE=0;BYSECOND=0"


def weekly_board(now: datetime, zone: str | None) -> Reminder:
    """Every Monday morning in that zone."""
    name = zone or "UTC"
    starts = datetime.combine(now.astimezone(ZoneInfo(name)).date(), POSTED_AT)
    recurrence = Recurrence(rrules=(_RULE,), starts=starts, zone=name)
    return Reminder(
        id=ReminderId(new_id("r")),
        kind=ReminderKind.REMINDER,
        recurrence=recurrence,
        next_due_at=next_after(recurrence, now),
        created_at=now,
    )


def posted_board(room: Person, members: Sequence[Person], due_at: datetime, now: datetime) -> Nudged:
    """The board of the week before `due_at`, for everybody in the room; silence where nobody shares anything."""
    reminder = room.reminders[0]
    last_day = local_day(due_at, reminder.recurrence.zone) - timedelta(days=1)
    text = board(room.id, members, last_day) if now - due_at <= FRESH else ""
    reply = Reply(text=text, is_public=True) if text else None
    state, why = (
        (DeliveryState.SENDING, "")
        if reply
        else (DeliveryState.SKIPPED, "stale" if now - due_at > FRESH else "nothing")
    )
    delivery = Delivery(reminder_id=reminder.id, due_at=due_at, state=state, why=why, at=now)
    return Nudged(person=room, reply=reply, delivery=delivery)
