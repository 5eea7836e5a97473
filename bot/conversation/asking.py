"""What is asked of schedules in free words while something else is open: a reminder of its own, another time."""

import re

from bot.conversation.moment import Moment, Said, awaiting
from bot.conversation.offering import named, with_checkin
from bot.conversation.picking import is_plainly_about
from bot.conversation.reminders import schedule
from bot.entities import Outcome
from bot.rules.schedule import read_schedule
from bot.rules.text import fold

_BARE_TIME = re.compile(
    r"\W*(?:(?:at|um|a las?|в|gegen|vers|around|about|ok|better|lieber|mejor|plutot) )*\d{1,2}(?:[:.h]\d\d)?"
    r" ?(?:am|pm|a\.m\.?|p\.m\.?|h|uhr|heures?|o'?clock|утра|вечера|de la (?:manana|tarde|noche)|du (?:matin|soir))\W*"
)  # a time and nothing else; a bare number is a report
MOST_ASKED = 400  # characters of a request in free words
_ASKS = re.compile(
    r"\b(?:remind(?:er)?|nudge me|ping me|recu[eé]rdame|avisame|erinner\w*|rappelle|напомни\w*)\b"
)  # the words that ask for a reminder, folded
_POINTERS = re.compile(
    r"\b(?:it|this|that|again|me|later|about|please|pls|then|instead|of|the|to|for|check ?in|ok(?:ay)?|yes|no|sure|"
    r"and|can|could|you|just|maybe|not now|busy|now|do|ask|remind\w*)\b"
)  # what is left of "remind me about it later, please"
_CHANGES = re.compile(
    r"\b(?:make|move|change|shift|switch|set|put)\b.*\b(?:it|that|this|them|check ?-?ins?|time)\b|\binstead\b|"
    r"\bbetter\b|\bworks? (?:best|better)\b|\brather\b|\bactually\b"
)


async def change_checkin(moment: Moment) -> Said | None:
    """ "can you make that 7:30am", said right after a check-in was agreed; None for other words."""
    undo = moment.session.undo
    if moment.session.awaiting is not None or undo is None:
        return None
    if not _CHANGES.search(fold(moment.text)) and not _BARE_TIME.fullmatch(fold(moment.text)):
        return None
    fresh = next((r for r in moment.person.active_reminders if r.id in undo.created), None)
    goal = moment.person.goal(fresh.goal_id) if fresh else None
    if fresh is None or goal is None:
        return None
    recurrence = named(moment, goal, moment.text, fresh.recurrence)
    return None if recurrence is None else with_checkin(moment, goal, recurrence)


async def answer_request(moment: Moment) -> Said | None:
    """A reminder with a subject or a far day of its own, whatever question is open; that question stays open.

    A bare "remind me at 9" or "in an hour" moves the nudge that was just sent, and is not for here.
    """
    question = moment.session.awaiting
    if question is None or len(moment.text) > MOST_ASKED or not _ASKS.search(fold(moment.text)):
        return None
    if not _is_of_its_own(moment):
        return None
    said = schedule(moment, moment.text)
    is_kept = said.undoable and question.kind in ("checkin", "accept_checkin", "accept_plan")
    return said.but(person=awaiting(said.person, question)) if is_kept else said


def is_whole(moment: Moment) -> bool:
    """Whether the words are a complete request by themselves: when, and what of."""
    reading = read_schedule(moment.text, now=moment.now, zone=moment.person.profile.zone or "UTC")
    subject = _POINTERS.sub(" ", fold(reading.subject)).strip(" .,!?")
    return reading.outcome is Outcome.SCHEDULE and bool(subject) and bool(_ASKS.search(fold(moment.text)))


def _is_of_its_own(moment: Moment) -> bool:
    """Whether the request has something of its own to say, or a day further off than a nudge is ever put off to."""
    zone = moment.person.profile.zone or "UTC"
    reading = read_schedule(moment.text, now=moment.now, zone=zone)
    subject = _POINTERS.sub(" ", fold(reading.subject)).strip(" .,!?")
    recurrence = reading.recurrence
    if recurrence is not None and recurrence.rrules:
        return bool(subject)
    if recurrence is not None and (recurrence.starts.date() - moment.today).days > 1:
        return True
    question = moment.session.awaiting
    is_nudge = question is not None and question.kind == "checkin"
    return bool(subject) and not (is_nudge and is_plainly_about(moment.person, subject))
