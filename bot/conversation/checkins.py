"""Answers to check-ins: which goal they are about, and what is asked or said in return."""

from datetime import timedelta
from typing import assert_never

from bot.conversation import reminders
from bot.conversation.confirming import is_doubt, read, recorded, settle
from bot.conversation.moment import Moment, Note, Said, awaiting, say, undone
from bot.conversation.picking import open_goals, pick_goal
from bot.conversation.recording import RECORDED
from bot.conversation.reports import corrected, on_several, reported, which_goal
from bot.entities import AnswerReading, AnswerStatus, Goal, Reminder
from bot.rules.answers import CheckedGoal, is_rating
from bot.rules.schedule import read_schedule

OPEN_FOR = timedelta(hours=36)
_NOTHING = "There is no goal to log on yet. Tell me one first, for example: I want to lose 5kg in 8 weeks."


async def log_command(moment: Moment, words: str) -> Said:
    """/log 79.4, /log done reading."""
    if not open_goals(moment.person):
        return say(moment.person, _NOTHING)
    goal = pick_goal(moment.person, words)
    if goal is None:
        return which_goal(moment.spoken(words))
    reading = read(words, goal, moment)
    if reading.status not in RECORDED:
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
    if is_open and question is not None and is_doubt(question):
        return settle(moment, question)
    if (said := on_several(moment)) is not None:
        return said
    if is_open and question is not None:
        goal = moment.person.goal(question.goal_id)
        reminder = next((r for r in moment.person.reminders if r.id == question.reminder_id), None)
        if (said := _answered(moment, goal, reminder)) is not None:
            return said
    return reported(moment) if open_goals(moment.person) else None


def _answered(moment: Moment, goal: Goal | None, reminder: Reminder | None) -> Said | None:
    if goal is not None and (other := pick_goal(moment.person, moment.text, otherwise=goal)) is not None:
        goal = other
    if goal is not None and is_rating(moment.text, CheckedGoal.of(goal)):
        return _rested(moment)
    reading = read(moment.text, goal, moment)
    match reading.status:
        case AnswerStatus.DONE | AnswerStatus.PARTLY | AnswerStatus.SKIPPED | AnswerStatus.VALUE:
            return recorded(moment, goal, reading, reminder)
        case AnswerStatus.SNOOZE | AnswerStatus.RESCHEDULE | AnswerStatus.STOP:
            return None if _is_new_reminder(moment) else _moved(moment, reading, goal, reminder)
        case AnswerStatus.UNDO:
            return corrected(moment, reading)
        case AnswerStatus.OTHER:
            return None
        case _:
            assert_never(reading.status)


def _rested(moment: Moment) -> Said:
    """A 1 to 5 tells how rested one is; the check-in stays open for the clock."""
    rating = next(char for char in moment.text if char.isdigit())
    note = Note(text=f"How rested, 1 to 5: {rating}", kind="fact")
    notes = () if moment.person.profile.is_private else (note,)
    return say(moment.person, f"{rating} of 5 for how rested you are. And when were you asleep?", notes=notes)


def _is_new_reminder(moment: Moment) -> bool:
    """ "remind me every morning at 7 to stretch" names something of its own; "remind me at 9" moves the open nudge."""
    reading = read_schedule(moment.text, now=moment.now, zone=moment.person.profile.zone or "UTC")
    return bool(reading.subject) and reading.recurrence is not None and bool(reading.recurrence.rrules)


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
    reading = read(moment.text, goal, moment)
    return recorded(moment, goal, reading) if reading.status in RECORDED else None
