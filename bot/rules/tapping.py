"""The buttons under a check-in: what each means, for which nudge, and whether that one was answered already."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.catalogue import N_, t
from bot.entities import Button, Goal, GoalKind, Log, Person, Reminder, ReminderId
from bot.entities.ids import LogId

_PREFIX = "checkin"
_UNDO = "undo:"
_ANSWERS = (("done", N_("Done")), ("partly", N_("Partly")), ("skip", N_("Skip")), ("snooze", N_("Snooze")))
_OF_A_GOAL = (("value", N_("Log a value")), ("week", N_("Not this week")))
_OF_A_REMINDER = ("done", "skip", "snooze")
_LATER = (("hour", N_("1 hour")), ("tonight", N_("Tonight")), ("tomorrow", N_("Tomorrow")))
_FAREWELL = (("stay", N_("Yes, still on")), ("drop", N_("No, let it go")))
_REVIEW = (("change", N_("Yes, change it")), ("keep", N_("Keep it as it is")), ("noreview", N_("No more reviews")))
EVENING_LEFT = timedelta(hours=1, minutes=30)  # "tonight" is offered only where it is later than "1 hour"


class Tap(NamedTuple):
    """What was pressed, under which nudge."""

    what: str
    reminder_id: ReminderId
    due_at: datetime


def answer_buttons(reminder: Reminder, goal: Goal | None, due_at: datetime) -> tuple[Button, ...]:
    """Done, Partly, Skip, Snooze, Log a value, Not this week; fewer where there is nothing to measure."""
    if goal is None:
        return _buttons([pair for pair in _ANSWERS if pair[0] in _OF_A_REMINDER], reminder.id, due_at)
    has_value = goal.kind is not GoalKind.HABIT
    return _buttons([*_ANSWERS, *(pair for pair in _OF_A_GOAL if has_value or pair[0] != "value")], reminder.id, due_at)


def later_buttons(reminder: Reminder, due_at: datetime, *, has_evening: bool) -> tuple[Button, ...]:
    """When to ask again instead."""
    offered = [pair for pair in _LATER if has_evening or pair[0] != "tonight"]
    return (*_buttons(offered, reminder.id, due_at), undo_button(reminder.id))


def farewell_buttons(reminder: Reminder, due_at: datetime) -> tuple[Button, ...]:
    """Under "do you still want this?"."""
    return _buttons(_FAREWELL, reminder.id, due_at)


def review_buttons(reminder: Reminder, due_at: datetime, *, has_change: bool) -> tuple[Button, ...]:
    """Under a weekly review."""
    return _buttons(_REVIEW if has_change else _REVIEW[2:], reminder.id, due_at)


def undo_button(of: LogId | ReminderId) -> Button:
    """Takes back the log, or the change of the schedule, of this id."""
    return Button(label=t("Undo"), action=f"{_UNDO}{of}")


def read_tap(action: str) -> Tap | None:
    """The press of a check-in's button; None for any other."""
    prefix, _, rest = action.partition(":")
    what, _, rest = rest.partition(":")
    reminder, _, due = rest.partition(":")
    if prefix != _PREFIX or not due:
        return None
    return Tap(what, ReminderId(reminder), datetime.fromisoformat(due))


def read_undo(action: str) -> str | None:
    """The id that an Undo button is about; None for any other."""
    return action.removeprefix(_UNDO) if action.startswith(_UNDO) else None


def log_of_nudge(person: Person, reminder: Reminder, due_at: datetime) -> Log | None:
    """What was answered to this nudge, or recorded on its goal for its day: it is not recorded twice."""
    exact = next((log for log in person.logs if (log.reminder_id, log.due_at) == (reminder.id, due_at)), None)
    if exact is not None or reminder.goal_id is None:
        return exact
    day = person.profile.day_of(due_at)
    return next((log for log in reversed(person.logs_of(reminder.goal_id)) if log.day == day), None)


def _buttons(pairs: Iterable[tuple[str, str]], of: ReminderId, due_at: datetime) -> tuple[Button, ...]:
    return tuple(Button(label=t(label), action=f"{_PREFIX}:{what}:{of}:{due_at.isoformat()}") for what, label in pairs)
