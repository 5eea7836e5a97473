"""What the buttons under a check-in do. One nudge is answered once, whichever button is pressed and however late."""

from datetime import datetime, timedelta

from bot.catalogue import say_amount, t
from bot.conversation import editing, ending, reminders
from bot.conversation.checkins import still_on
from bot.conversation.confirming import recorded
from bot.conversation.echoes import brief
from bot.conversation.following import end_reviews
from bot.conversation.moment import Moment, Said, awaiting, say, undone
from bot.conversation.recording import without_logs
from bot.entities import (
    AnswerReading,
    AnswerStatus,
    Awaiting,
    Button,
    Goal,
    GoalStatus,
    Log,
    Person,
    Reminder,
    ReminderId,
    ReminderStatus,
)
from bot.rules.reviewing import proposed_change
from bot.rules.saying import describe_goal, say_day
from bot.rules.tapping import Tap, answer_buttons, later_buttons, log_of_nudge, read_tap, read_undo, undo_button

_STATUSES = {"done": AnswerStatus.DONE, "partly": AnswerStatus.PARTLY, "skip": AnswerStatus.SKIPPED}
_ENDED = (GoalStatus.DONE, GoalStatus.DROPPED)


def tapped(moment: Moment, action: str) -> Said | None:
    """What a press of a check-in's button, or of an Undo, comes to; None for any other button."""
    if (undone_id := read_undo(action)) is not None:
        return _in_place(_undone(moment, undone_id), moment)
    tap = read_tap(action)
    if tap is None:
        return None
    reminder = next((r for r in moment.person.reminders if r.id == tap.reminder_id), None)
    if reminder is None:
        return say(moment.person, t("That schedule is gone, so nothing was recorded."))
    goal = moment.person.goal(reminder.goal_id)
    if goal is not None and goal.status in _ENDED and tap.what != "drop":
        text = t("*{goal}* has ended, so nothing was recorded.", goal=describe_goal(goal))
        return _in_place(say(moment.person, text), moment)
    return _by_button(moment, tap, reminder, goal)


def _by_button(moment: Moment, tap: Tap, reminder: Reminder, goal: Goal | None) -> Said | None:
    match tap.what:
        case "done" | "partly" | "skip":
            return _in_place(_answered(moment, tap, reminder, goal), moment)
        case "value":
            return _asked_for_value(moment, tap, reminder, goal)
        case "snooze" | "hour" | "tonight" | "tomorrow":
            return _in_place(_later(moment, tap, reminder, goal), moment)
        case "week":
            return _in_place(_not_this_week(moment, reminder, goal), moment)
        case "stay":
            return _in_place(still_on(moment, goal), moment)
        case "drop":
            return None if goal is None else _in_place(ending.drop(moment, goal), moment)
        case "change" | "keep":
            return _in_place(_on_change(moment, tap), moment)
        case "noreview":
            return _in_place(end_reviews(moment), moment)
        case _:
            return None


def _in_place(said: Said, moment: Moment) -> Said:
    """The answer to a real press stands where the check-in was; to a typed label it is a message like any other."""
    return said.but(reply=said.reply.but(is_in_place=moment.pressed is not None))


def _answered(moment: Moment, tap: Tap, reminder: Reminder, goal: Goal | None) -> Said:
    known = log_of_nudge(moment.person, reminder, tap.due_at)
    if known is not None:
        return _known(moment, known, goal)
    day = moment.person.profile.day_of(tap.due_at)
    reading = AnswerReading(status=_STATUSES[tap.what], day_offset=(day - moment.today).days)
    return recorded(_asked_again(moment, tap, reminder).spoken(""), goal, reading, reminder)


def _known(moment: Moment, log: Log, goal: Goal | None) -> Said:
    """What was recorded before, with the way back."""
    day = say_day(log.day, moment.today)
    title = describe_goal(goal) if goal else t("That reminder")
    text = t("*{goal}* is noted already for {day}: {what}.", goal=title, day=day, what=brief(log))
    return say(moment.person, text, undo_button(log.id))


def _asked_again(moment: Moment, tap: Tap, reminder: Reminder) -> Moment:
    """The moment with the check-in that carried the button open again."""
    question = Awaiting(
        kind="checkin", goal_id=reminder.goal_id, reminder_id=reminder.id, due_at=tap.due_at, asked_at=moment.now
    )
    return moment.given(awaiting(moment.person, question))


def _asked_for_value(moment: Moment, tap: Tap, reminder: Reminder, goal: Goal | None) -> Said:
    known = log_of_nudge(moment.person, reminder, tap.due_at)
    if known is not None:
        return _in_place(_known(moment, known, goal), moment)
    unit = say_amount(2, goal.unit).partition(" ")[2] if goal and goal.unit else ""
    text = t("What is the number, in {unit}?", unit=unit) if unit else t("What is the number?")
    return say(_asked_again(moment, tap, reminder).person, text)


def _later(moment: Moment, tap: Tap, reminder: Reminder, goal: Goal | None) -> Said:
    """The check-in put off; "Snooze" alone is an hour, and the other choices stay under the answer."""
    known = log_of_nudge(moment.person, reminder, tap.due_at)
    if known is not None:
        return _known(moment, known, goal)
    until = _until(moment, tap.what)
    waiting = reminder.but(next_due_at=until, postponed_from=tap.due_at, is_snoozed=True, status=ReminderStatus.ACTIVE)
    person = awaiting(moment.person.with_reminder(waiting), None)
    when = reminders.local_time(until, person.profile.zone)
    buttons: tuple[Button, ...] = (undo_button(reminder.id),)
    if tap.what == "snooze":
        buttons = later_buttons(reminder, tap.due_at, has_evening=reminders.evening_left(moment) is not None)
    text = t("I will ask again {when}.", when=when)
    return say(person, text, *buttons, undoable=t("the snooze"))


def _until(moment: Moment, what: str) -> datetime:
    if what == "tonight" and (evening := reminders.evening_left(moment)) is not None:
        return evening
    if what == "tomorrow":
        return reminders.local_instant(moment, moment.today + timedelta(days=1), moment.house.morning)
    return moment.now + timedelta(hours=1)


def _not_this_week(moment: Moment, reminder: Reminder, goal: Goal | None) -> Said:
    """No more check-ins on this goal until the week is over; reminders the person asked for stay."""
    person, after = reminders.without_week(moment, reminder)
    due = next((r.next_due_at for r in person.reminders if r.id == reminder.id), None)
    title = describe_goal(goal) if goal else t("That reminder")
    text = t("*{goal}* rests until {day}.", goal=title, day=say_day(after, moment.today))
    if due is not None:
        when = reminders.local_time(due, person.profile.zone)
        text = f"{text} {t('I will ask again {when}.', when=when)}"
    return say(awaiting(person, None), text, undo_button(reminder.id), undoable=t("the free week"))


def _on_change(moment: Moment, tap: Tap) -> Said:
    """The change that a weekly review proposed, made or left."""
    if tap.what == "keep":
        return say(awaiting(moment.person, None), t("Everything stays as it is."))
    question = moment.session.awaiting
    if question is None or question.kind != "accept_change" or question.due_at != tap.due_at:
        change = proposed_change(moment.person, tap.due_at, moment.now)
        if change is None:
            return say(moment.person, t("That change fits no longer; /plan shows where you are."))
        question = change
    said = editing.answer_change(moment.spoken("yes"), question)
    return said if said is not None else say(moment.person, t("That change fits no longer; /plan shows where you are."))


def _undone(moment: Moment, of: str) -> Said:
    """The log or the change of this id taken back, also after other things were said and done."""
    change, log = moment.session.undo, next((log for log in moment.person.logs if log.id == of), None)
    if change is not None and (of in change.created or any(r.id == of for r in change.reminders)):
        person = undone(moment.person, change)
        return _offered_again(moment.given(person), log, t("Undone: {what}.", what=change.what))
    if log is not None:
        person = without_logs(moment.person, [each.id for each in moment.person.logs if _is_same_answer(each, log)])
        return _offered_again(moment.given(person), log, t("Undone: that is not recorded any more."))
    return say(moment.person, t("That is taken back already, or too much has changed since."))


def _is_same_answer(one: Log, other: Log) -> bool:
    return (one.goal_id, one.at) == (other.goal_id, other.at)


def _offered_again(moment: Moment, log: Log | None, text: str) -> Said:
    """The words, with the buttons of the check-in that the log answered: it waits for an answer again."""
    reminder = next((r for r in moment.person.reminders if log is not None and r.id == log.reminder_id), None)
    if log is None or reminder is None or log.due_at is None:
        return say(moment.person, text)
    tap = Tap("", ReminderId(reminder.id), log.due_at)
    person: Person = _asked_again(moment, tap, reminder).person
    return say(person, text, *answer_buttons(reminder, person.goal(reminder.goal_id), log.due_at))
