"""Check-ins offered with a plan, and accepted at its time or at another the person names."""

from datetime import datetime, time

from bot.catalogue import N_, t
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.reminders import ASK_ZONE, ended, local_time, lower_first
from bot.entities import Goal, Person, Recurrence, Reminder, ReminderId, ReminderKind, new_id
from bot.rules.plans import default_checkin
from bot.rules.retiming import read_change
from bot.rules.saying import describe_goal
from bot.rules.schedule import describe, read_schedule
from bot.rules.travel import next_due

CHECKIN_SET = N_("the check-in schedule")
_MEASURES = ("min", "hour", "second", "km", "mile", "time")
_PACED = ("running", "cycling", "swimming", "walking", "rowing")


def propose_checkin(moment: Moment, goal: Goal) -> tuple[Person, str]:
    """The check-in the plan proposes, as a question; the zone first where it is unknown."""
    person = moment.person
    plan = person.plan_for(goal.id)
    if plan is None:
        return awaiting(person, None), ""
    rrule, part = default_checkin(goal, plan)
    when = describe(_recurrence(moment, rrule, part, "UTC"))
    if person.profile.zone is None:
        question = moment.ask("zone", goal_id=goal.id, field="checkin")
        return awaiting(person, question), (
            f"{t('I would like to check in {when}.', when=lower_first(when))} {t(ASK_ZONE)}"
        )
    question = moment.ask("accept_checkin", goal_id=goal.id)
    return awaiting(person, question), t(
        "May I check in {when}? Say **yes**, another time, or **no**.", when=lower_first(when)
    )


def propose_missing_checkin(moment: Moment) -> tuple[Person, str]:
    """The check-in of the first active goal that has none, as a question; unchanged where every goal has one."""
    covered = {reminder.goal_id for reminder in moment.person.active_reminders}
    goal = next((goal for goal in moment.person.active_goals if goal.id not in covered), None)
    return propose_checkin(moment, goal) if goal else (moment.person, "")


def propose_next_checkin(moment: Moment) -> tuple[Person, str]:
    """The check-in of another goal that was started today and never had one, as a question with its name."""
    had = {reminder.goal_id for reminder in moment.person.reminders}
    fresh = (goal for goal in moment.person.active_goals if goal.started_on == moment.today)
    goal = next((goal for goal in fresh if goal.id not in had), None)
    if goal is None:
        return moment.person, ""
    person, question = propose_checkin(moment, goal)
    return person, (f"{t('Next, *{goal}*.', goal=describe_goal(goal))} {question}" if question else "")


def add_checkin(moment: Moment, goal: Goal, words: str = "") -> Said | None:
    """Check-ins on a goal as proposed, or with the time or days that `words` name. None where they name neither."""
    recurrence = _proposed(moment, goal)
    if words:
        recurrence = named(moment, goal, words, recurrence)
    return None if recurrence is None else with_checkin(moment, goal, recurrence)


def _proposed(moment: Moment, goal: Goal) -> Recurrence | None:
    plan = moment.person.plan_for(goal.id)
    if plan is None:
        return None
    rrule, part = default_checkin(goal, plan)
    return _recurrence(moment, rrule, part, moment.person.profile.zone or "UTC")


def named(moment: Moment, goal: Goal, words: str, known: Recurrence | None) -> Recurrence | None:
    """`known` changed as the words say; without it only a schedule that says all by itself."""
    house, zone = moment.house, moment.person.profile.zone or "UTC"
    if known is None:
        reading = read_schedule(words, now=moment.now, zone=zone, morning=house.morning, evening=house.evening)
        return reading.recurrence if reading.recurrence is not None and reading.recurrence.rrules else None
    is_measured = goal.unit in _MEASURES or goal.sport in _PACED
    return read_change(
        words, known, now=moment.now, morning=house.morning, evening=house.evening, is_measured=is_measured
    )


def with_checkin(moment: Moment, goal: Goal, recurrence: Recurrence) -> Said:
    """Check-ins on a goal by this schedule, in place of any it had."""
    person = _without_checkins(moment.person, goal)
    due = next_due(recurrence, person.profile, moment.now)
    checkin = Reminder(
        id=ReminderId(new_id("r")),
        kind=ReminderKind.CHECKIN,
        goal_id=goal.id,
        recurrence=recurrence,
        next_due_at=due,
        created_at=moment.now,
    )
    person = awaiting(person.with_reminder(checkin), None)
    text = t("I will check in on *{goal}*: {when}.", goal=describe_goal(goal), when=lower_first(describe(recurrence)))
    first = t("First: {when}.", when=local_time(due, recurrence.zone)) if due else ""
    return say(person, f"{text} {first}".strip(), undoable=t(CHECKIN_SET))


def _recurrence(moment: Moment, rrule: str, part: str, zone: str) -> Recurrence:
    at = moment.house.evening if part == "evening" else moment.house.morning
    rule = f"{rrule};BYHOUR={at.hour};BYMINUTE={at.minute};BYSECOND=0"
    starts = datetime.combine(moment.today, time(at.hour, at.minute))
    return Recurrence(rrules=(rule,), starts=starts, zone=zone)


def _without_checkins(person: Person, goal: Goal) -> Person:
    for reminder in person.active_reminders:
        if reminder.goal_id == goal.id:
            person = person.with_reminder(ended(reminder))
    return person
