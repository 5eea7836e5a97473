"""A person's schedule as an iCalendar file (RFC 5545)."""

from datetime import UTC, datetime

from bot.catalogue import t
from bot.entities import Person, Reminder
from bot.rules.saying import describe_goal

_LINE = 75  # octets, RFC 5545 section 3.1


def calendar_file(person: Person, now: datetime) -> str:
    """Every active schedule as events in its own zone; one event for each rule."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Gigi//coach//EN", "CALSCALE:GREGORIAN"]
    for reminder in person.active_reminders:
        for number, rule in enumerate(reminder.recurrence.rrules or ("",)):
            lines += _event(person, reminder, rule, number, now)
    return "\r\n".join(folded for line in [*lines, "END:VCALENDAR"] for folded in _folded(line)) + "\r\n"


def _event(person: Person, reminder: Reminder, rule: str, number: int, now: datetime) -> list[str]:
    goal = person.goal(reminder.goal_id)
    plain = t("Weekly review") if reminder.is_review else reminder.text or t("Reminder")
    summary = t("Check-in: {goal}", goal=describe_goal(goal)) if goal else plain
    recurrence = reminder.recurrence
    event = [
        "BEGIN:VEVENT",
        f"UID:{reminder.id}-{number}@gigi",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={recurrence.zone}:{recurrence.starts:%Y%m%dT%H%M%S}",
        "DURATION:PT15M",
        f"SUMMARY:{_escaped(summary)}",
    ]
    return [*event, *([f"RRULE:{rule}"] if rule else []), "END:VEVENT"]


def _escaped(text: str) -> str:
    plain = "".join(char if char.isprintable() else " " for char in text)
    for char in "\\;,":
        plain = plain.replace(char, f"\\{char}")
    return plain


def _folded(line: str) -> list[str]:
    """Long lines continue on the next after one space, never inside a character."""
    parts, current = [], ""
    for char in line:
        if len((current + char).encode()) > _LINE - 1:
            parts.append(current)
            current = ""
        current += char
    return [part if index == 0 else f" {part}" for index, part in enumerate([*parts, current])]
