"""Schedules: reminders asked for in words, snoozes, pauses, and what became of each nudge."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue import N_, say_moment, spoken, t
from bot.conversation import crisis, linking
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.entities import (
    Delivery,
    Outcome,
    Person,
    Recurrence,
    Reminder,
    ReminderId,
    ReminderKind,
    ReminderStatus,
    ScheduleReading,
    new_id,
)
from bot.rules.pacing import explain_delivery
from bot.rules.saying import describe_goal
from bot.rules.schedule import describe, next_after, read_schedule
from bot.rules.schedule.recurrence import resolve
from bot.rules.tapping import EVENING_LEFT
from bot.rules.travel import next_due, zone_at

ASK_ZONE = N_("What time is it for you now, or which city are you in? Then I get the hour right.")
_UNTIL = re.compile(r"^(?:until|till|bis(?: zum)?|hasta(?: el)?|jusqu['’](?:à|a|au)(?: le)?|до) *\b")
_MIDNIGHT = {  # how the start of a day is said to our own reading of schedules
    "en": "on {} at 00:00",
    "de": "am {} um 00:00",
    "es": "el {} a las 00:00",
    "fr": "le {} à 00:00",
    "ru": "{} в 00:00",
}
MOST_REMINDERS = 50
SHOWN = 8


async def remind(moment: Moment, words: str) -> Said:
    """/remind every Monday at 7am to stretch."""
    if not words:
        return say(moment.person, t('Say when and what, like "remind me every Monday at 7am to stretch".'))
    return schedule(moment, words)


def schedule(moment: Moment, words: str) -> Said:
    """A reminder from words; one question where they lack the zone or the time."""
    house, person = moment.house, moment.person
    zone = person.profile.zone
    reading = read_schedule(words, now=moment.now, zone=zone, morning=house.morning, evening=house.evening)
    if reading.outcome is Outcome.SCHEDULE and reading.recurrence is not None:
        if len(person.active_reminders) >= MOST_REMINDERS:
            full = t("You have {n} schedules already; /nudges shows them. End one first.", n=MOST_REMINDERS)
            return say(person, full)
        return _added(moment, reading, reading.recurrence)
    if reading.outcome is Outcome.CLARIFY and zone is None and _would_do(words, moment):
        return say(awaiting(person, moment.ask("zone", text=words)), t(ASK_ZONE))
    if reading.outcome is Outcome.CLARIFY:
        return say(awaiting(person, moment.ask("schedule", text=words)), reading.message)
    return say(awaiting(person, None), reading.message)


def _would_do(words: str, moment: Moment) -> bool:
    """Whether only the zone is missing."""
    return read_schedule(words, now=moment.now, zone="UTC").outcome is Outcome.SCHEDULE


def _added(moment: Moment, reading: ScheduleReading, recurrence: Recurrence) -> Said:
    reminder = Reminder(
        id=ReminderId(new_id("r")),
        kind=ReminderKind.REMINDER,
        text=reading.subject[:300],
        recurrence=recurrence,
        next_due_at=next_after(recurrence, moment.now),
        created_at=moment.now,
    )
    person = awaiting(moment.person.with_reminder(reminder), None)
    text = (
        t('I will remind you to "{text}": {when}', text=reminder.text, when=reading.message)
        if reminder.text
        else t("I will remind you: {when}", when=reading.message)
    )
    return say(person, text, undoable=t("the reminder"))


def lower_first(text: str) -> str:
    """The text as part of a sentence."""
    return text[:1].lower() + text[1:]


def ended(reminder: Reminder) -> Reminder:
    """The reminder with nothing left to come."""
    return reminder.but(status=ReminderStatus.ENDED, next_due_at=None)


def snooze(moment: Moment, reminder: Reminder, to: str | None) -> Said:
    """The same nudge once more, later: `to` is "+60min", a local date-time, or a date; an hour where it is None."""
    until = _instant(moment, to) or moment.now + timedelta(hours=1)
    person = moment.person.with_reminder(
        reminder.but(next_due_at=until, postponed_from=moment.now, is_snoozed=True, status=ReminderStatus.ACTIVE)
    )
    text = t("I will ask again {when}.", when=local_time(until, person.profile.zone))
    return say(person, text, undoable=t("the snooze"))


def move(moment: Moment, reminder: Reminder, to: str | None) -> Said:
    """A new regular time ("daily 08:00"), or only this once on another day or hour."""
    if to is None or not to.startswith("daily "):
        return snooze(moment, reminder, to)
    hour, minute = (int(part) for part in to.removeprefix("daily ").split(":"))
    old = reminder.recurrence
    rules = tuple(_at(rule, hour, minute) for rule in old.rrules)
    starts = datetime.combine(moment.today, time(hour, minute))
    recurrence = old.but(rrules=rules, starts=starts)
    due = next_after(recurrence, moment.now)
    person = moment.person.with_reminder(reminder.but(recurrence=recurrence, next_due_at=due, postponed_from=None))
    text = t("Moved: {when}.", when=lower_first(describe(recurrence)))
    return say(person, text, undoable=t("the new time"))


def _at(rule: str, hour: int, minute: int) -> str:
    kept = [part for part in rule.split(";") if not part.startswith(("BYHOUR", "BYMINUTE"))]
    return ";".join([*kept, f"BYHOUR={hour}", f"BYMINUTE={minute}"])


def _instant(moment: Moment, to: str | None) -> datetime | None:
    if to is None:
        return None
    if to.startswith("+"):
        return moment.now + timedelta(minutes=int(to.strip("+min")))
    zone = ZoneInfo(moment.person.profile.zone or "UTC")
    local = datetime.fromisoformat(to)
    if "T" not in to:
        local = datetime.combine(local.date(), moment.house.morning)
    instant = local.replace(tzinfo=zone).astimezone(UTC)
    return instant if instant > moment.now else None


def evening_left(moment: Moment) -> datetime | None:
    """This evening's check-in time, None where it has passed or is as near as an hour's snooze."""
    evening = local_instant(moment, moment.today, moment.house.evening)
    return evening if evening - moment.now > EVENING_LEFT else None


def local_instant(moment: Moment, day: date, at: time) -> datetime:
    """That time on that day, where the person is."""
    return resolve(datetime.combine(day, at), ZoneInfo(moment.person.profile.zone or "UTC"))


def without_week(moment: Moment, reminder: Reminder) -> tuple[Person, date]:
    """The person with no more check-ins on this goal in the week that runs, and the day they come back."""
    profile = moment.person.profile
    ahead = 7 - (moment.today.weekday() - profile.week_starts) % 7
    back = moment.today + timedelta(days=ahead)
    before = local_instant(moment, back, profile.day_ends) - timedelta(microseconds=1)
    person = moment.person
    for each in person.active_reminders:
        is_same = each.id == reminder.id or (each.goal_id is not None and each.goal_id == reminder.goal_id)
        if is_same and each.recurrence.rrules:
            due = next_due(each.recurrence, profile, before)
            person = person.with_reminder(each.but(next_due_at=due, postponed_from=None))
    return person, back


def local_time(instant: datetime, zone: str | None) -> str:
    """ "Thu 26 Nov 08:00", in that zone."""
    return say_moment(instant.astimezone(ZoneInfo(zone or "UTC")))


async def show_nudges(moment: Moment, words: str) -> Said:
    """/nudges: what was sent, late, skipped and why, failed or unknown, and what comes next. /nudges PLATFORM."""
    if words:
        return await linking.choose_platform(moment, words)
    person, zone = moment.person, moment.person.profile.zone
    coming = [reminder for reminder in person.active_reminders if reminder.next_due_at is not None]
    if not person.reminders:
        return say(person, t('No schedules yet. Try "remind me every morning at 7 to stretch".'))
    lines = [f"**{t('Next')}**"]
    lines += [f"- {_next_line(person, reminder, zone)}" for reminder in coming] or ["- nothing"]
    if past := await moment.deliveries():
        lines += ["", f"**{t('Lately')}**"]
        lines += [f"- {_past_line(person, delivery)}" for delivery in past[:SHOWN]]
    if person.profile.paused_until and person.profile.paused_until > moment.now:
        lines += ["", t("Paused until {day}.", day=local_time(person.profile.paused_until, zone))]
    return say(person, "\n".join(lines))


def _next_line(person: Person, reminder: Reminder, zone: str | None) -> str:
    due = local_time(reminder.next_due_at, zone) if reminder.next_due_at else t("nothing left")
    when = lower_first(describe(reminder.recurrence))
    return t("{schedule}: {when}; next {due}", schedule=_name(person, reminder), when=when, due=due)


def _past_line(person: Person, delivery: Delivery) -> str:
    """One nudge that was due, at the time it was for the person then."""
    reminder = next((r for r in person.reminders if r.id == delivery.reminder_id), None)
    name = _name(person, reminder) if reminder else t("an older schedule")
    when = local_time(delivery.due_at, zone_at(person.profile, delivery.due_at))
    return t("{when} {schedule}. {outcome}", when=when, schedule=name, outcome=explain_delivery(delivery))


def _name(person: Person, reminder: Reminder) -> str:
    if reminder.is_review:
        return t("weekly review")
    goal = person.goal(reminder.goal_id)
    if goal is not None:
        return t("check-in on *{goal}*", goal=describe_goal(goal))
    return f"*{reminder.text}*" if reminder.text else t("reminder")


async def pause(moment: Moment, words: str) -> Said:
    """/pause, /pause friday, /pause until 5 January."""
    person = moment.person
    until, shown = _pause_end(moment, words)
    if until is None:
        return say(
            person,
            t("I did not understand until when. Try `/pause until friday`, or `/pause` alone until /resume."),
        )
    person = person.but(profile=person.profile.but(paused_from=None, paused_until=until))
    text = t("Paused {until}: no check-ins and no reminders. /resume ends it.", until=shown)
    return say(awaiting(person, None), text, undoable=t("the pause"))


def _pause_end(moment: Moment, words: str) -> tuple[datetime | None, str]:
    if not words.strip():
        return moment.now + timedelta(days=3650), t("until you say /resume")
    plain = _UNTIL.sub("", words.lower().strip())
    zone = moment.person.profile.zone or "UTC"
    midnight = _MIDNIGHT.get(spoken(), _MIDNIGHT["en"]).format(plain)
    attempts = (midnight, f"on {plain} at 00:00", f"{plain} at 00:00", plain, f"in {plain.removeprefix('for ')}")
    for attempt in attempts:
        reading = read_schedule(attempt, now=moment.now, zone=zone)
        if reading.outcome is Outcome.SCHEDULE and reading.next:
            return reading.next[0], t("until {day}", day=local_time(reading.next[0], zone))
    return None, ""


async def resume(moment: Moment, words: str) -> Said:
    """/resume: nudges again, also after a crisis pause when the person says so."""
    if crisis.is_open(moment.person):
        return crisis.resume(moment)
    profile, session = moment.person.profile, moment.session
    was_paused = bool(profile.paused_until and profile.paused_until > moment.now) or session.crisis is not None
    person = moment.person.but(
        profile=profile.but(paused_from=None, paused_until=None), session=session.but(crisis=None, awaiting=None)
    )
    on = t("Nudges are on again.") if was_paused else t("Nudges were not paused; they go on as planned.")
    return say(person, on)
