"""Writing logs and moving goals: what an answer to a check-in leaves behind."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.conversation import reminders
from bot.conversation.moment import Moment
from bot.entities import (
    AnswerReading,
    AnswerStatus,
    Goal,
    GoalKind,
    GoalStatus,
    Log,
    LogId,
    LogStatus,
    Person,
    Reminder,
    ValueOnDay,
    new_id,
)
from bot.rules.answers import as_lapse, is_lapse
from bot.rules.plans.progress import readings, running_total

RECORDED = {
    AnswerStatus.DONE: LogStatus.DONE,
    AnswerStatus.PARTLY: LogStatus.PARTLY,
    AnswerStatus.SKIPPED: LogStatus.SKIPPED,
    AnswerStatus.VALUE: LogStatus.VALUE,
}


@dataclass(frozen=True)
class Written:
    """What was written down. `goal` is the goal after it; `is_lapse`: a step back on leaving a substance."""

    person: Person
    goal: Goal | None
    logs: tuple[Log, ...]
    is_reached: bool = False
    is_lapse: bool = False

    @property
    def main(self) -> Log:
        """The log the answer was about; the others are further days of it."""
        return self.logs[0]


def write(moment: Moment, goal: Goal | None, reading: AnswerReading, reminder: Reminder | None = None) -> Written:
    """The answer as logs, one for each day it speaks of, and the goal brought up to date. A reached goal is done."""
    has_lapsed = goal is not None and is_lapse(reading, goal)
    if goal is not None and has_lapsed:
        reading = as_lapse(reading, goal, moment.text)
    days = _days(moment.person, goal, resulting(reading, goal), moment.today)
    logs = tuple(_log(moment, goal, day, reminder) for day in days)
    person = moment.person
    changed = _started(goal, moment)
    for log in reversed(logs):
        changed = _moved_on(changed, log, person)
    for log in logs:
        person = person.with_log(log)
    if changed is not None:
        person = person.with_goal(changed)
        person = person.but(session=person.session.but(focus=changed.id))
    is_reached = changed is not None and goal is not None and goal.status is not changed.status is GoalStatus.DONE
    if is_reached and changed is not None:
        for due in [r for r in person.active_reminders if r.goal_id == changed.id]:
            person = person.with_reminder(reminders.ended(due))
    return Written(person, changed, logs, is_reached, has_lapsed)


def resulting(reading: AnswerReading, goal: Goal | None) -> AnswerReading:
    """The reading with a change of a level ("down 1 kg") as the value it leads to; unchanged where none is known."""
    base = base_of(goal)
    if goal is None or goal.kind is not GoalKind.LEVEL or reading.mode != "add" or reading.value is None:
        return reading
    return reading if base is None else reading.but(value=round(base + reading.value, 4), mode="set")


def base_of(goal: Goal | None) -> float | None:
    """The last value of a goal, None where none is known."""
    if goal is None:
        return None
    return goal.current if goal.current is not None else goal.start


def _days(person: Person, goal: Goal | None, reading: AnswerReading, today: date) -> list[AnswerReading]:
    """One reading for each day. Days of a gap that are before the goal, or already recorded, are left as they are."""
    also = reading.also
    is_each = bool(also) and all(a.value is None for a in also)  # "went monday and tuesday": 2 in all
    main = reading.but(value=None) if is_each and reading.status is AnswerStatus.DONE else reading
    if goal is not None:
        known = {log.day for log in person.logs_of(goal.id)}
        first = goal.started_on or person.profile.day_of(goal.created_at)
        also = tuple(a for a in also if not _is_filled(a, today, known, first))
    return [main, *(reading.but(status=a.status, value=a.value, day_offset=a.day_offset) for a in also)]


def _is_filled(also: ValueOnDay, today: date, known: set[date], first: date) -> bool:
    day = today + timedelta(days=also.day_offset)
    return also.status is AnswerStatus.SKIPPED and also.value is None and (day in known or day < first)


def _log(moment: Moment, goal: Goal | None, reading: AnswerReading, reminder: Reminder | None) -> Log:
    return Log(
        id=LogId(new_id("l")),
        goal_id=goal.id if goal else None,
        reminder_id=reminder.id if reminder else None,
        due_at=_nudge_answered(moment, reminder),
        day=moment.today + timedelta(days=reading.day_offset),
        status=RECORDED[reading.status],
        value=reading.value,
        unit=(reading.unit or (goal.unit if goal else None)) if reading.value is not None else None,
        mode=reading.mode,
        at=moment.now,
        note=moment.text[:300],
    )


def _nudge_answered(moment: Moment, reminder: Reminder | None) -> datetime | None:
    """When the nudge was due that this answers."""
    question = moment.session.awaiting
    is_asked = reminder is not None and question is not None and question.reminder_id == reminder.id
    return question.due_at if is_asked and question is not None else None


def without_logs(person: Person, ids: Collection[LogId]) -> Person:
    """The person without these logs, their goals where the other logs leave them; a goal they had ended is on again."""
    gone = [log for log in person.logs if log.id in ids]
    person = person.but(logs=tuple(log for log in person.logs if log.id not in ids))
    for goal_id in dict.fromkeys(log.goal_id for log in gone):
        goal = person.goal(goal_id)
        if goal is not None and goal.kind in (GoalKind.LEVEL, GoalKind.TOTAL):
            person = person.with_goal(_recounted(goal, person))
    return person


def _recounted(goal: Goal, person: Person) -> Goal:
    logs = person.logs_of(goal.id)
    if not any(log.value is not None for log in logs):
        goal = goal.but(current=None)
    elif goal.kind is GoalKind.TOTAL:
        goal = goal.but(current=running_total(goal, logs))
    else:
        goal = goal.but(current=readings(logs)[-1][1])
    is_open_again = goal.status is GoalStatus.DONE and not _is_reached(goal)
    return goal.but(status=GoalStatus.ACTIVE) if is_open_again else goal


def _started(goal: Goal | None, moment: Moment) -> Goal | None:
    """Reporting on a draft says yes to it."""
    if goal is None or goal.status is not GoalStatus.PROPOSED:
        return goal
    return goal.but(status=GoalStatus.ACTIVE, started_on=moment.today)


def _moved_on(goal: Goal | None, log: Log, person: Person) -> Goal | None:
    """The goal with its current value brought up to date, and done when the target is reached."""
    if goal is None or log.value is None or goal.kind not in (GoalKind.LEVEL, GoalKind.TOTAL):
        return goal
    if goal.kind is GoalKind.LEVEL and _is_older(log, goal, person):
        return goal  # yesterday's reading after today's
    adds = log.mode == "add" or (goal.kind is GoalKind.TOTAL and log.mode != "set")
    current = round((base_of(goal) or 0) + log.value, 6) if adds else log.value
    start = log.value if goal.kind is GoalKind.LEVEL and goal.start is None else goal.start
    goal = goal.but(current=current, start=start)
    return goal.but(status=GoalStatus.DONE) if _is_reached(goal) else goal


def _is_older(log: Log, goal: Goal, person: Person) -> bool:
    return any(other.day > log.day and other.value is not None for other in person.logs_of(goal.id))


def _is_reached(goal: Goal) -> bool:
    target, current, start = goal.target, goal.current, goal.start
    if target is None or current is None:
        return False
    falls = start is not None and start > target and goal.kind is GoalKind.LEVEL
    return current <= target if falls else current >= target and (start is None or start < target)
