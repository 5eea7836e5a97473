"""Answers to check-ins: what is recorded, and what is said about it."""

from datetime import timedelta
from typing import assert_never

from bot.conversation import reminders
from bot.conversation.moment import Moment, Note, Said, awaiting, say, undone
from bot.conversation.picking import is_plainly_about, open_goals, pick_goal
from bot.entities import (
    AnswerReading,
    AnswerStatus,
    Goal,
    GoalKind,
    GoalStatus,
    Intent,
    Log,
    LogId,
    LogStatus,
    Person,
    Reminder,
    new_id,
)
from bot.rules.agreement import read_agreement
from bot.rules.answers import CheckedGoal, read_answer
from bot.rules.goals import read_goals
from bot.rules.plans import describe_progress
from bot.rules.saying import describe_goal, describe_log
from bot.rules.schedule import read_schedule

OPEN_FOR = timedelta(hours=36)
SHORT = 5  # words of a report that nobody asked for and that names no goal
SHORT_WITH_VALUE = 14
_RECORDED = {
    AnswerStatus.DONE: LogStatus.DONE,
    AnswerStatus.PARTLY: LogStatus.PARTLY,
    AnswerStatus.SKIPPED: LogStatus.SKIPPED,
    AnswerStatus.VALUE: LogStatus.VALUE,
}
_NOTHING = "There is no goal to log on yet. Tell me one first, for example: I want to lose 5kg in 8 weeks."


async def log_command(moment: Moment, words: str) -> Said:
    """/log 79.4, /log done reading."""
    if not open_goals(moment.person):
        return say(moment.person, _NOTHING)
    goal = pick_goal(moment.person, words)
    if goal is None:
        return _which_goal(moment.spoken(words))
    reading = _read(words, goal, moment)
    if reading.status not in _RECORDED:
        return say(moment.person, "I did not understand that. Try `/log 79.4`, `/log done` or `/log skipped`.")
    return recorded(moment.spoken(words), goal, reading)


async def undo(moment: Moment, words: str) -> Said:
    """/undo: put back what the last change replaced."""
    change = moment.session.undo
    if change is None:
        return say(moment.person, "There is nothing to undo.")
    return say(undone(moment.person, change), f"Undone: {change.what}.")


async def answer_checkin(moment: Moment) -> Said | None:
    """An answer to the open check-in, or words that plainly report on a goal; None for anything else."""
    question = moment.session.awaiting
    is_open = question is not None and question.kind == "checkin" and moment.now - question.asked_at < OPEN_FOR
    if is_open and question is not None:
        goal = moment.person.goal(question.goal_id)
        reminder = next((r for r in moment.person.reminders if r.id == question.reminder_id), None)
        if (said := _answered(moment, goal, reminder)) is not None:
            return said
    return reported(moment) if open_goals(moment.person) else None


def _answered(moment: Moment, goal: Goal | None, reminder: Reminder | None) -> Said | None:
    if goal is not None and (other := pick_goal(moment.person, moment.text, otherwise=goal)) is not None:
        goal = other
    reading = _read(moment.text, goal, moment)
    match reading.status:
        case AnswerStatus.DONE | AnswerStatus.PARTLY | AnswerStatus.SKIPPED | AnswerStatus.VALUE:
            return recorded(moment, goal, reading, reminder)
        case AnswerStatus.SNOOZE | AnswerStatus.RESCHEDULE | AnswerStatus.STOP:
            return None if _is_new_reminder(moment) else _moved(moment, reading, goal, reminder)
        case AnswerStatus.UNDO:
            return _corrected(moment, reading)
        case AnswerStatus.OTHER:
            return None
        case _:
            assert_never(reading.status)


def _is_new_reminder(moment: Moment) -> bool:
    """ "remind me every morning at 7 to stretch" names something of its own; "remind me at 9" moves the open nudge."""
    reading = read_schedule(moment.text, now=moment.now, zone=moment.person.profile.zone or "UTC")
    return bool(reading.subject) and reading.recurrence is not None and bool(reading.recurrence.rrules)


def _corrected(moment: Moment, reading: AnswerReading) -> Said | None:
    """ "oops, I meant 79.4": the last change taken back, and the right value recorded."""
    change = moment.session.undo
    if change is None:
        return None
    person = undone(moment.person, change)
    log = next((log for log in reversed(moment.person.logs) if log.id in change.created), None)
    goal = person.goal(log.goal_id) if log else None
    if reading.value is None or goal is None:
        return say(person, f"Undone: {change.what}.")
    return recorded(moment.given(person), goal, reading.but(status=AnswerStatus.VALUE, mode=log.mode if log else None))


def reported(moment: Moment) -> Said | None:
    """A report nobody asked for: only when it reads like one and not like a new goal, question or reminder."""
    intent = read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone).intent
    if intent not in (Intent.CHECKIN, Intent.CHATTER, Intent.PAST):
        return None
    is_named = is_plainly_about(moment.person, moment.text)
    among = open_goals(moment.person) if is_named else moment.person.active_goals
    if not among or read_agreement(moment.text) is not None:
        return None
    goal = pick_goal(moment.person, moment.text, among=among)
    reading = _read(moment.text, goal or among[0], moment)
    goal = goal or _only_habit(among, reading)
    longest = SHORT if reading.value is None else SHORT_WITH_VALUE
    is_long = intent is not Intent.CHECKIN and len(moment.text.split()) > longest
    if reading.status is AnswerStatus.UNDO:
        return _corrected(moment, reading)
    if reading.status not in _RECORDED or (is_long and not is_named):
        return None
    return _which_goal(moment) if goal is None else recorded(moment, goal, reading)


def _only_habit(goals: tuple[Goal, ...], reading: AnswerReading) -> Goal | None:
    """ "went monday" without a number is about the one goal that is done or not."""
    habits = [goal for goal in goals if goal.kind is GoalKind.HABIT]
    return habits[0] if len(habits) == 1 and reading.value is None else None


def _which_goal(moment: Moment) -> Said:
    goals = open_goals(moment.person)
    listed = "\n".join(f"{n}. {describe_goal(goal)}" for n, goal in enumerate(goals, 1))
    person = awaiting(moment.person, moment.ask("goal_choice", text=moment.text[:500]))
    return say(person, f"Which goal is that for?\n\n{listed}")


def _read(text: str, goal: Goal | None, moment: Moment) -> AnswerReading:
    checked = CheckedGoal.of(goal) if goal else CheckedGoal(title="", unit=None, kind=GoalKind.HABIT)
    return read_answer(text, today=moment.today, goal=checked)


def recorded(moment: Moment, goal: Goal | None, reading: AnswerReading, reminder: Reminder | None = None) -> Said:
    """The answer written down as logs, and echoed with the number."""
    person = moment.person
    is_each = reading.also and all(also.value is None for also in reading.also)  # "went monday and tuesday": 2 in all
    logs = [_log(moment, goal, reading.but(value=None) if is_each else reading, reminder)]
    logs += [
        _log(moment, goal, reading.but(status=also.status, value=also.value, day_offset=also.day_offset), reminder)
        for also in reading.also
    ]
    for log in logs:
        person = person.with_log(log)
    changed = _started(goal, moment)
    for log in reversed(logs):
        changed = _moved_on(changed, log)
    if changed is not None:
        person = person.with_goal(changed)
    person = awaiting(person, None)
    person = person.but(session=person.session.but(focus=goal.id if goal else person.session.focus))
    text = _echo(person, changed, logs[0], moment)
    is_reached = (
        changed is not None
        and changed.status is GoalStatus.DONE
        and goal is not None
        and goal.status is not GoalStatus.DONE
    )
    if is_reached and changed is not None:
        for due in [r for r in person.active_reminders if r.goal_id == changed.id]:
            person = person.with_reminder(reminders.ended(due))
    notes = (Note(text=moment.text[:1000]),) if len(moment.text.split()) >= 4 and not person.profile.is_private else ()
    return say(person, text, undoable=f"the log ({logs[0].status})", notes=notes)


def _log(moment: Moment, goal: Goal | None, reading: AnswerReading, reminder: Reminder | None) -> Log:
    return Log(
        id=LogId(new_id("l")),
        goal_id=goal.id if goal else None,
        reminder_id=reminder.id if reminder else None,
        day=moment.today + timedelta(days=reading.day_offset),
        status=_RECORDED[reading.status],
        value=reading.value,
        unit=(reading.unit or (goal.unit if goal else None)) if reading.value is not None else None,
        mode=reading.mode,
        at=moment.now,
        note=moment.text[:300],
    )


def _started(goal: Goal | None, moment: Moment) -> Goal | None:
    """Reporting on a draft says yes to it."""
    if goal is None or goal.status is not GoalStatus.PROPOSED:
        return goal
    return goal.but(status=GoalStatus.ACTIVE, started_on=moment.today)


def _moved_on(goal: Goal | None, log: Log) -> Goal | None:
    """The goal with its current value brought up to date, and done when the target is reached."""
    if goal is None or log.value is None or goal.kind not in (GoalKind.LEVEL, GoalKind.TOTAL):
        return goal
    adds = log.mode == "add" or (goal.kind is GoalKind.TOTAL and log.mode != "set")
    base = goal.current if goal.current is not None else goal.start
    if adds and base is None and goal.kind is GoalKind.LEVEL:
        return goal  # "down half a kilo" from nobody knows where
    current = round((base or 0) + log.value, 6) if adds else log.value
    goal = goal.but(
        current=current, start=log.value if goal.kind is GoalKind.LEVEL and goal.start is None else goal.start
    )
    return goal.but(status=GoalStatus.DONE) if _is_reached(goal) else goal


def _is_reached(goal: Goal) -> bool:
    target, current, start = goal.target, goal.current, goal.start
    if target is None or current is None:
        return False
    falls = start is not None and start > target and goal.kind is GoalKind.LEVEL
    return current <= target if falls else current >= target and (start is None or start < target)


def _echo(person: Person, goal: Goal | None, log: Log, moment: Moment) -> str:
    said = describe_log(log, goal, today=moment.today)
    if goal is None:
        return said
    if len(person.active_goals) > 1:
        said = f"*{goal.title}*: {said[:1].lower()}{said[1:]}"
    if goal.status is GoalStatus.DONE:
        return (
            f"{said}\n\nThat is your target: **{describe_goal(goal)}** is done. Well earned. What made the difference?"
        )
    return f"{said}\n\n{describe_progress(goal, person.plan_for(goal.id), person.logs_of(goal.id), moment.today)}"


def _moved(moment: Moment, reading: AnswerReading, goal: Goal | None, reminder: Reminder | None) -> Said | None:
    """Snooze, move or stop the nudge that was just answered."""
    if reminder is None:
        return None
    person = awaiting(moment.person, None)
    match reading.status:
        case AnswerStatus.STOP:
            person = person.with_reminder(reminders.ended(reminder))
            return say(
                person,
                "I stopped asking. The goal stays; /remind brings a reminder back.",
                undoable="ending that schedule",
            )
        case AnswerStatus.SNOOZE:
            return reminders.snooze(moment.given(person), reminder, reading.to)
        case _:
            return reminders.move(moment.given(person), reminder, reading.to)


def record_on(moment: Moment, goal: Goal) -> Said | None:
    """The moment's words as a report on this goal; None where they are none."""
    reading = _read(moment.text, goal, moment)
    return recorded(moment, goal, reading) if reading.status in _RECORDED else None
