"""Answers to check-ins: which goal they are about, and what is asked or said in return."""

import re
from datetime import time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.catalogue import N_, t
from bot.conversation import ending, reminders
from bot.conversation.confirming import is_doubt, read, recorded, settle
from bot.conversation.moment import Moment, Note, Said, awaiting, say, undone
from bot.conversation.picking import open_goals, pick_goal
from bot.conversation.recording import RECORDED
from bot.conversation.reports import corrected, is_ahead, on_several, reported, said_ahead, which_goal
from bot.entities import (
    AnswerReading,
    AnswerStatus,
    Awaiting,
    DeliveryState,
    Goal,
    GoalStatus,
    Reminder,
    ReminderKind,
)
from bot.rules.agreement import read_agreement
from bot.rules.answers import CheckedGoal, is_rating
from bot.rules.nudging import FAREWELL
from bot.rules.saying import describe_goal
from bot.rules.schedule import read_schedule
from bot.rules.tapping import log_of_nudge
from bot.rules.text import fold

OPEN_FOR = timedelta(hours=36)
SHORT = 8  # words: what may still answer a check-in after other talk
NIGHT_ENDS = time(4)  # until then an answer is about the evening that asked
ARRIVED = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.LATE, DeliveryState.UNKNOWN)
_ASKS_BACK = re.compile(r"\d ?(?:of |de )?(?:what|was|que|quoi|чего)\W*\?$")  # "1000 what?"
_NOTHING = N_("There is no goal to log on yet. Tell me one first, for example: I want to lose 5kg in 8 weeks.")


async def log_command(moment: Moment, words: str) -> Said:
    """/log 79.4, /log done reading."""
    if not open_goals(moment.person):
        return say(moment.person, t(_NOTHING))
    goal = pick_goal(moment.person, words)
    if goal is None:
        return which_goal(moment.spoken(words))
    reading = read(words, goal, moment)
    if reading.status not in RECORDED:
        return say(moment.person, t("I did not understand that. Try `/log 79.4`, `/log done` or `/log skipped`."))
    return recorded(moment.spoken(words), goal, reading)


async def undo(moment: Moment, words: str) -> Said:
    """/undo: put back what the last change replaced."""
    change = moment.session.undo
    if change is None:
        return say(moment.person, t("There is nothing to undo."))
    return say(undone(moment.person, change), t("Undone: {what}.", what=change.what))


async def answer_checkin(moment: Moment) -> Said | None:
    """An answer to the open check-in, or words that plainly report on a goal; None for anything else."""
    if _ASKS_BACK.search(fold(moment.text).strip()):
        return None
    question = moment.session.awaiting
    is_open = question is not None and question.kind == "checkin" and moment.now - question.asked_at < OPEN_FOR
    if is_open and question is not None and is_doubt(question):
        return settle(moment, question)
    if (said := on_several(moment)) is not None:
        return said
    if question is None or question.kind != "checkin":
        question = await _unanswered(moment)
        is_open = question is not None
    if is_open and question is not None:
        asked = moment.given(awaiting(moment.person, question))
        reminder = next((r for r in moment.person.reminders if r.id == question.reminder_id), None)
        if (said := _answered(asked, moment.person.goal(question.goal_id), reminder)) is not None:
            return said
    return reported(moment) if open_goals(moment.person) else None


async def _unanswered(moment: Moment) -> Awaiting | None:
    """The last check-in that nothing was said to yet, where a few words come after other talk; it is open again."""
    person = moment.person
    checkins = {r.id: r for r in person.reminders if r.kind is ReminderKind.CHECKIN and r.goal_id is not None}
    if not checkins or len(moment.text.split()) > SHORT or "?" in moment.text:
        return None
    for sent in await moment.deliveries():
        reminder = checkins.get(sent.reminder_id)
        if reminder is None or sent.state not in ARRIVED or moment.now - sent.at >= OPEN_FOR:
            continue
        goal = person.goal(reminder.goal_id)
        if goal is None or goal.status is not GoalStatus.ACTIVE or log_of_nudge(person, reminder, sent.due_at):
            continue
        return moment.ask("checkin", goal_id=goal.id, reminder_id=reminder.id, due_at=sent.due_at)
    return None


def _answered(moment: Moment, goal: Goal | None, reminder: Reminder | None) -> Said | None:
    if goal is not None and (said := _to_farewell(moment, goal)) is not None:
        return said
    if goal is not None and (other := pick_goal(moment.person, moment.text, otherwise=goal)) is not None:
        goal = other
    if goal is not None and is_rating(moment.text, CheckedGoal.of(goal)):
        return _rested(moment)
    reading = _of_its_evening(read(moment.text, goal, moment), moment)
    if reading.status is AnswerStatus.SKIPPED and is_ahead(moment.text):
        return said_ahead(moment)
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


def _of_its_evening(reading: AnswerReading, moment: Moment) -> AnswerReading:
    """An answer after midnight to last evening's question is about that evening, unless it names a day."""
    question, profile = moment.session.awaiting, moment.person.profile
    if question is None or question.due_at is None or reading.day_offset or reading.status not in RECORDED:
        return reading
    local = moment.now.astimezone(ZoneInfo(profile.zone or "UTC"))
    passed = (moment.today - profile.day_of(question.due_at)).days
    is_night = local.time() < NIGHT_ENDS and passed == 1
    return reading.but(day_offset=-1) if is_night and "today" not in fold(moment.text) else reading


def _to_farewell(moment: Moment, goal: Goal) -> Said | None:
    """Yes or no to "do you still want this?"."""
    question = moment.session.awaiting
    agreed = read_agreement(moment.text)
    if question is None or question.field != FAREWELL or agreed is None:
        return None
    if not agreed:
        return ending.drop(moment, goal)
    return still_on(moment, goal)


def still_on(moment: Moment, goal: Goal | None) -> Said:
    """The goal stays after long silence."""
    title = describe_goal(goal) if goal else t("That reminder")
    text = t("Good, *{goal}* stays, and I ask again at the usual time. A small step is a fine way back.", goal=title)
    return say(awaiting(moment.person, None), text)


def _rested(moment: Moment) -> Said:
    """A 1 to 5 tells how rested one is; the check-in stays open for the clock."""
    rating = next(char for char in moment.text if char.isdigit())
    note = Note(text=t("How rested, 1 to 5: {rating}", rating=rating), kind="fact")
    notes = () if moment.person.profile.is_private else (note,)
    text = t("{rating} of 5 for how rested you are. And when were you asleep?", rating=rating)
    return say(moment.person, text, notes=notes)


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
                t("I stopped asking. The goal stays; /remind brings a reminder back."),
                undoable=t("ending that schedule"),
            )
        case AnswerStatus.SNOOZE:
            return reminders.snooze(moment.given(person), reminder, reading.to)
        case _:
            return reminders.move(moment.given(person), reminder, reading.to)


def record_on(moment: Moment, goal: Goal) -> Said | None:
    """The moment's words as a report on this goal; None where they are none."""
    reading = read(moment.text, goal, moment)
    return recorded(moment, goal, reading) if reading.status in RECORDED else None
