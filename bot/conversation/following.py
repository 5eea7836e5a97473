"""What follows an answer to a check-in: a way back soon after a first miss, and the weekly review, said once."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue import say_weekday, t
from bot.conversation import reminders
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.recording import Written
from bot.entities import (
    Domain,
    Goal,
    LogStatus,
    Person,
    Recurrence,
    Reminder,
    ReminderId,
    ReminderKind,
    ReminderStatus,
    new_id,
)
from bot.rules.schedule.rules import CODES
from bot.rules.text import fold
from bot.rules.travel import next_due

COMEBACK_WITHIN = timedelta(hours=24)  # bonus for coming back after a miss: the best of 54 arms (Milkman 2021)
_NO_REVIEW = re.compile(
    r"(?:please )?(?:no|stop|end|skip|cancel|without|leave out)(?: more)?(?: the| these| my)?(?: weekly)? reviews?"
    r"(?: please| any ?more)?|kein(?:e|en)? (?:wochen)?ruckblick(?:e)?(?: mehr)?|sin (?:repaso|revision)(?: semanal)?|"
    r"pas de bilan(?: hebdomadaire)?|без (?:еженедельного )?обзора|(?:no mas|plus de) (?:repasos|bilans)"
)
REVIEW_AFTER = 3  # answers: before there are some, there is nothing to look back at
REVIEW_BEFORE_EVENING = timedelta(hours=1)


def after_answer(moment: Moment, written: Written, reminder: Reminder | None) -> tuple[Person, str]:
    """The person with what follows from this answer to a nudge, and how to say it; nothing for an unasked report."""
    goal = written.goal
    if goal is None or reminder is None or reminder.kind is not ReminderKind.CHECKIN:
        return moment.person, ""
    if (due := _comeback(moment, goal, written, reminder)) is not None:
        person = moment.person.with_reminder(reminder.but(next_due_at=due, postponed_from=None))
        when = reminders.local_time(due, person.profile.zone)
        return person, t("I ask once more {when}; half of it is enough then.", when=when)
    return _with_review(moment) if len(moment.person.logs) >= REVIEW_AFTER else (moment.person, "")


def _comeback(moment: Moment, goal: Goal, written: Written, reminder: Reminder) -> datetime | None:
    """A day after a first miss, where the next check-in is further away; never after a slip with a substance."""
    log = written.main
    if log.status is not LogStatus.SKIPPED or goal.domain is Domain.SUBSTANCE or len(written.logs) > 1:
        return None
    before = [other for other in moment.person.logs_of(goal.id) if other.id != log.id]
    is_first = not before or before[-1].status is not LogStatus.SKIPPED
    coming = next_due(reminder.recurrence, moment.person.profile, moment.now)
    if not is_first or log.day != moment.today or coming is None or coming - moment.now <= COMEBACK_WITHIN:
        return None
    asked = (log.due_at or moment.now).astimezone(ZoneInfo(moment.person.profile.zone or "UTC"))
    return reminders.local_instant(moment, moment.today + timedelta(days=1), asked.time().replace(microsecond=0))


def _with_review(moment: Moment) -> tuple[Person, str]:
    """A weekly review on the last evening of the week, said once; *no review* ends it."""
    person = moment.person
    if any(reminder.is_review for reminder in person.reminders):
        return person, ""
    recurrence = _review_times(moment)
    review = Reminder(
        id=ReminderId(new_id("r")),
        kind=ReminderKind.CHECKIN,
        recurrence=recurrence,
        next_due_at=next_due(recurrence, person.profile, moment.now),
        created_at=moment.now,
        is_review=True,
    )
    text = t(
        "Once a week, {day} at {time}, I look back at the week with you; say *no review* to leave that out.",
        day=say_weekday(_last_day(person)),
        time=f"{recurrence.starts:%H:%M}",
    )
    return person.with_reminder(review), text


def _review_times(moment: Moment) -> Recurrence:
    """An hour before the evening check-ins, on the last day of the person's week."""
    person = moment.person
    at = (datetime.combine(moment.today, moment.house.evening) - REVIEW_BEFORE_EVENING).time()
    rule = f"FREQ=WEEKLY;BYDAY={CODES[_last_day(person)]};BYHOUR={at.hour};BYMINUTE={at.minute};BYSECOND=0"
    return Recurrence(rrules=(rule,), starts=datetime.combine(moment.today, at), zone=person.profile.zone or "UTC")


def _last_day(person: Person) -> int:
    return (person.profile.week_starts - 1) % 7


def review_moved(moment: Moment) -> Person:
    """The person with the weekly review on the last day of their week."""
    person = moment.person
    for review in [reminder for reminder in person.active_reminders if reminder.is_review]:
        recurrence = _review_times(moment)
        due = next_due(recurrence, person.profile, moment.now)
        person = person.with_reminder(review.but(recurrence=recurrence, next_due_at=due, postponed_from=None))
    return person


async def answer_no_review(moment: Moment) -> Said | None:
    """ "no review", "stop the weekly reviews"; None for other words, and where there are none."""
    has_some = any(reminder.is_review for reminder in moment.person.active_reminders)
    if not has_some or not _NO_REVIEW.fullmatch(fold(moment.text).strip(" .!")):
        return None
    return end_reviews(moment)


def end_reviews(moment: Moment) -> Said:
    """No more weekly reviews, for good."""
    person = awaiting(without_review(moment.person), None)
    text = t("No more weekly reviews. /progress shows the numbers any time.")
    return say(person, text, undoable=t("ending the review"))


def without_review(person: Person) -> Person:
    """The person without weekly reviews, for good: an ended one is not offered again."""
    for review in [reminder for reminder in person.reminders if reminder.is_review]:
        person = person.with_reminder(review.but(status=ReminderStatus.ENDED, next_due_at=None))
    return person
