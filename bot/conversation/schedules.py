"""The times of check-ins changed in words, and schedules ended."""

import re
from collections.abc import Iterable
from datetime import datetime, time

from bot.catalogue import t
from bot.conversation import offering, reminders
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.picking import stems
from bot.entities import Goal, Person, Recurrence, Reminder, ReminderKind
from bot.rules.plans import Checkins, OtherDay
from bot.rules.saying import describe_goal
from bot.rules.schedule import describe
from bot.rules.text import fold
from bot.rules.travel import next_due

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPREAD = {1: "SU", 2: "WE,SU", 3: "MO,WE,FR", 4: "MO,WE,FR,SU", 5: "MO,TU,WE,TH,FR", 6: "MO,TU,WE,TH,FR,SA"}
_ALL_DAYS = ",".join(_CODES)


def day_name(day: int) -> str:
    """ "Monday" of 0, as plans are written."""
    return _NAMES[day]


def checkins_of(person: Person, goal: Goal) -> tuple[Reminder, ...]:
    """The goal's check-ins that are on."""
    return tuple(r for r in person.active_reminders if r.goal_id == goal.id and r.kind is ReminderKind.CHECKIN)


def change_checkins(moment: Moment, goal: Goal, edit: Checkins) -> Said:
    """Check-ins on other days, at another hour or as often as said; asked for anew where there were none."""
    known = checkins_of(moment.person, goal)
    at = edit.clock or (_hour_of(known[0]) if known else moment.house.evening)
    words = f"{_days_in_words(edit, known)} at {at:%H:%M}"
    said = offering.add_checkin(moment, goal, words)
    if said is None:
        return say(moment.person, t("Tell me the day and the hour, like: check in on Thursdays at 19:00."))
    if moment.person.profile.zone is not None:
        return said
    text = f"{said.reply.text} {t(reminders.ASK_ZONE)}"  # set in UTC until then: it keeps its hour where they are
    person = awaiting(said.person, moment.ask("zone"))
    return said.but(person=person, reply=said.reply.but(text=text))


def _hour_of(reminder: Reminder) -> time:
    found = {name: re.search(rf"BY{name}=(\d+)", rule) for rule in reminder.recurrence.rrules[:1] for name in _PARTS}
    hour, minute = (int(match[1]) if match else None for match in (found.get("HOUR"), found.get("MINUTE")))
    return reminder.recurrence.starts.time() if hour is None else time(hour, minute or 0)


_PARTS = ("HOUR", "MINUTE")


def _days_in_words(edit: Checkins, known: tuple[Reminder, ...]) -> str:
    if edit.days:
        return "every " + " and ".join(_NAMES[day] for day in edit.days)
    frequency = edit.frequency
    if frequency is None:
        return _days_of(known[0]) if known else "every day"
    if frequency.per == "day" or frequency.times > max(_SPREAD):
        return "every day"
    days = _SPREAD[frequency.times].split(",") if frequency.per == "week" else ["SU"]
    return "every " + " and ".join(_NAMES[_CODES.index(code)] for code in days)


def _days_of(reminder: Reminder) -> str:
    codes = _codes(reminder.recurrence)
    return "every day" if len(codes) == len(_CODES) else "every " + " and ".join(_NAMES[_CODES.index(c)] for c in codes)


def _codes(recurrence: Recurrence) -> list[str]:
    """The weekdays of a schedule; all of them where it names none."""
    found = [re.search(r"BYDAY=([A-Z,]+)", rule) for rule in recurrence.rrules]
    codes = [code for match in found if match for code in match[1].split(",") if code in _CODES]
    if not codes and any("FREQ=WEEKLY" in rule for rule in recurrence.rrules):
        codes = [_CODES[recurrence.starts.weekday()]]
    return codes or list(_CODES)


def exchange_days(moment: Moment, goal: Goal, edit: OtherDay) -> Said | None:
    """Check-ins of one weekday moved to another; None where none is on that day."""
    old, new = _CODES[edit.old], _CODES[edit.new]
    known = [r for r in checkins_of(moment.person, goal) if old in _codes(r.recurrence)]
    if not known:
        return None
    codes = [new if code == old else code for code in _codes(known[0].recurrence)]
    reminder = _on_days(known[0], codes, moment)
    person = moment.person.with_reminder(reminder)
    text = t("Check-ins on *{goal}* from now on: {when}.", goal=describe_goal(goal), when=describe(reminder.recurrence))
    return say(person, text, undoable=t("the check-in day"))


def kept_off(person: Person, goal: Goal, days: tuple[int, ...], moment: Moment) -> Person:
    """The person with the goal's check-ins off on these weekdays."""
    off = {_CODES[day] for day in days}
    for reminder in checkins_of(person, goal):
        left = [code for code in _codes(reminder.recurrence) if code not in off]
        if off and left and len(left) < len(_codes(reminder.recurrence)):
            person = person.with_reminder(_on_days(reminder, left, moment))
    return person


def _on_days(reminder: Reminder, codes: Iterable[str], moment: Moment) -> Reminder:
    days = ",".join(sorted(set(codes), key=_CODES.index))
    old = reminder.recurrence
    rules = tuple(_rule_on(rule, days) for rule in old.rrules)
    starts = datetime.combine(moment.today, _hour_of(reminder))
    recurrence = old.but(rrules=rules, starts=starts)
    due = next_due(recurrence, moment.person.profile, moment.now)
    return reminder.but(recurrence=recurrence, next_due_at=due, postponed_from=None)


def _rule_on(rule: str, days: str) -> str:
    kept = [part for part in rule.split(";") if not part.startswith(("FREQ", "BYDAY"))]
    return ";".join(["FREQ=WEEKLY", f"BYDAY={days}", *kept] if days != _ALL_DAYS else ["FREQ=DAILY", *kept])


def end_named(moment: Moment, words: str) -> Said:
    """End the schedule that the words name: its text, its goal, "that one", the only one, or all of them."""
    active = moment.person.active_reminders
    if not active:
        return say(moment.person, t("There is no schedule to end: nothing is planned."))
    found = _named(moment, fold(words))
    if not found:
        listed = "\n".join(f"- {_name(moment.person, r)}: {describe(r.recurrence)}" for r in active)
        unclear = t("I cannot tell which one you mean. These are on:")
        return say(moment.person, f"{unclear}\n\n{listed}\n\n{t('Say *cancel* and its name.')}")
    person = awaiting(moment.person, None)
    for reminder in found:
        person = person.with_reminder(reminders.ended(reminder))
    names = ", ".join(_name(person, reminder) for reminder in found)
    text = t("Ended: {schedules}. Your goals stay. /undo brings it back.", schedules=names)
    return say(person, text, undoable=t("ending the schedule"))


def _named(moment: Moment, words: str) -> list[Reminder]:
    active = list(moment.person.active_reminders)
    if re.search(r"\b(?:all|every|everything)\b", words):
        kind = ReminderKind.CHECKIN if re.search(r"check-?ins?", words) else None
        return [r for r in active if kind is None or r.kind is kind]
    rest = stems(re.sub(r"\b(?:reminders?|check-?ins?|nudges?|alarms?|weigh-?ins?|remind\w*|schedules?)\b", " ", words))
    scores = [(len(rest & stems(f"{r.text} {_goal_title(moment.person, r)}")), r) for r in active]
    most = max(score for score, _ in scores)
    if most:
        return [r for score, r in scores if score == most][:1]
    if rest - stems("that this the last one my me it please just about anymore more again from now"):
        return []
    question = moment.session.awaiting
    asked = [r for r in active if question is not None and r.id == question.reminder_id]
    kinds = (
        [r for r in active if r.kind is ReminderKind.CHECKIN] if re.search(r"check-?ins?|weigh-?ins?", words) else []
    )
    if re.search(r"\b(?:that|this|last|latest|it)\b", words) and not asked and not kinds:
        return [max(reversed(active), key=lambda r: r.created_at)]
    are_all = re.search(r"\b(?:check-?ins|weigh-?ins)\b", words) is not None
    return asked or (kinds if len(kinds) == 1 or are_all else active if len(active) == 1 else [])


def _goal_title(person: Person, reminder: Reminder) -> str:
    goal = person.goal(reminder.goal_id)
    return goal.title if goal else ""


def _name(person: Person, reminder: Reminder) -> str:
    goal = person.goal(reminder.goal_id)
    if goal is not None:
        return t("check-ins on *{goal}*", goal=describe_goal(goal))
    if reminder.is_review:
        return t("the weekly review")
    return t("the reminder *{text}*", text=reminder.text) if reminder.text else t("the reminder")
