"""An answer on its way into the logs: a question first where its number can hardly be meant."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.catalogue import t
from bot.conversation.echoes import brief, echo, echo_line
from bot.conversation.following import after_answer
from bot.conversation.moment import Moment, Note, Said, awaiting, say, words_to_remember
from bot.conversation.recording import RECORDED, Written, resulting, write
from bot.entities import AnswerReading, AnswerStatus, Awaiting, Goal, GoalKind, Log, Reminder
from bot.rules.agreement import read_agreement
from bot.rules.answers import CheckedGoal, doubt_about, read_answer
from bot.rules.tapping import undo_button

_DOUBT = "doubt:"  # before the doubted value, in the open question's `field`


def is_doubt(question: Awaiting) -> bool:
    """Whether the open question is about a number in doubt."""
    return question.field.startswith(_DOUBT)


def read(text: str, goal: Goal | None, moment: Moment) -> AnswerReading:
    """What `text` answers to a check-in on `goal`, said now."""
    checked = CheckedGoal.of(goal) if goal else CheckedGoal(title="", unit=None, kind=GoalKind.HABIT)
    at = moment.now.astimezone(ZoneInfo(moment.person.profile.zone or "UTC")).time()
    return read_answer(text, today=moment.today, goal=checked, at=at)


def recorded(moment: Moment, goal: Goal | None, reading: AnswerReading, reminder: Reminder | None = None) -> Said:
    """The answer written down as logs, and echoed with the number; first a question where it can hardly be meant."""
    if goal is not None and (asked := _asked(moment, goal, reading, reminder)) is not None:
        return asked
    return _recorded(moment, goal, reading, reminder)


def _recorded(moment: Moment, goal: Goal | None, reading: AnswerReading, reminder: Reminder | None) -> Said:
    written = write(moment, goal, reading, reminder)
    text = echo(written, moment.today, is_named=moment.pressed is not None)
    goal = written.goal
    question = moment.ask("debrief", goal_id=goal.id) if written.is_reached and goal else None
    person, more = after_answer(moment.given(awaiting(written.person, question)), written, reminder)
    return say(
        person,
        f"{text}\n\n{more}" if more else text,
        undo_button(written.main.id),
        undoable=_what(written.main),
        notes=(*words_to_remember(moment), *_outcome(moment, written)),
    )


def _what(log: Log) -> str:
    """What /undo would take back."""
    return t("the log ({what})", what=brief(log))


def _outcome(moment: Moment, written: Written) -> tuple[Note, ...]:
    """The recorded answer as something to recall, where the words alone would not say what they were about."""
    goal, log = written.goal, written.main
    if moment.person.profile.is_private or goal is None or words_to_remember(moment):
        return ()
    return (Note(text=f"{goal.title}: {brief(log)}, {log.day:%Y-%m-%d}"),)


def _asked(moment: Moment, goal: Goal, reading: AnswerReading, reminder: Reminder | None) -> Said | None:
    """A question about a number that can hardly be meant, or about a change of nobody knows what."""
    if reading.value is None:
        return None
    result = resulting(reading, goal)
    adds = result.mode == "add" or (goal.kind is GoalKind.TOTAL and result.mode != "set")
    open_one = moment.session.awaiting
    due_at = open_one.due_at if open_one is not None and reminder and open_one.reminder_id == reminder.id else None
    question = moment.ask("checkin", goal_id=goal.id, reminder_id=reminder.id if reminder else None, due_at=due_at)
    if goal.kind is GoalKind.LEVEL and adds:
        return say(awaiting(moment.person, question), t("From which value? Tell me what it reads now."))
    logs = moment.person.logs_of(goal.id)
    doubt = doubt_about(goal, result.value or 0.0, adds=adds, logs=logs, today=moment.today)
    if doubt is None:
        return None
    words = doubt.words or moment.text[:500]
    question = question.but(field=f"{_DOUBT}{result.value}", text=words)
    return say(awaiting(moment.person, question), doubt.question)


def settle(moment: Moment, question: Awaiting) -> Said | None:
    """The answer to a doubt: yes records it, another number that one, the same number once more is a yes."""
    goal = moment.person.goal(question.goal_id)
    if goal is None:
        return None
    reminder = next((r for r in moment.person.reminders if r.id == question.reminder_id), None)
    agreed = read_agreement(moment.text)
    if agreed:
        meant = read(question.text, goal, moment)
        passed = moment.today - moment.person.profile.day_of(question.asked_at)
        meant = meant.but(day_offset=meant.day_offset - passed.days)
        return _recorded(moment.spoken(question.text), goal, meant, reminder) if meant.status in RECORDED else None
    if agreed is False:
        person = awaiting(moment.person, question.but(field="", text=""))
        return say(person, t("Nothing is recorded then. What is the right number?"))
    reading = read(moment.text, goal, moment)
    if reading.status is AnswerStatus.UNDO and reading.value is not None:
        reading = reading.but(status=AnswerStatus.VALUE)
    if reading.status not in RECORDED:
        return None
    is_repeated = question.field == f"{_DOUBT}{resulting(reading, goal).value}"
    return (_recorded if is_repeated else recorded)(moment, goal, reading, reminder)


def record_each(moment: Moment, parts: Sequence[tuple[Goal, str, AnswerReading]]) -> Said:
    """One line for each goal; a number in doubt is asked about at the end and not recorded yet."""
    lines, doubted = [], None
    for goal, words, reading in parts:
        asked = _asked(moment.spoken(words), goal, reading, None)
        if asked is not None:
            doubted = doubted or (words, goal, reading)
            continue
        written = write(moment.spoken(words), goal, reading)
        moment = moment.given(awaiting(written.person, None))
        lines.append(echo_line(written, moment.today))
    said = say(
        moment.person, "\n".join(lines), undoable=t("the logs") if lines else "", notes=words_to_remember(moment)
    )
    if doubted is None or (asked := _asked(moment.spoken(doubted[0]), doubted[1], doubted[2], None)) is None:
        return said
    text = "\n\n".join(part for part in (said.reply.text, asked.reply.text) if part)
    return said.but(person=asked.person, reply=said.reply.but(text=text))
