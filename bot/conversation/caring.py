"""The way out of a crisis, only where the person wants it: a safety plan kept on the profile, and one follow-up.

Sentences and ways to ask: `caring.toml`.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from bot.catalogue import say_date
from bot.conversation.moment import Moment, Said, say
from bot.entities import (
    Button,
    Care,
    Person,
    Recurrence,
    Reminder,
    ReminderId,
    ReminderKind,
    ReminderStatus,
    SafetyPlan,
    Screening,
    Verdict,
    new_id,
)
from bot.rules.agreement import read_agreement
from bot.rules.pacing import CRISIS_PAUSE
from bot.rules.schedule.recurrence import resolve
from bot.rules.text import fold

PARTS = ("signs", "coping", "people", "places", "professionals", "distance")
FOLLOWED = frozenset({"suicide", "self_harm", "eating_disorder", "psychosis", "withdrawal", "harm_others"})
LONGEST = 600  # characters kept of one part
IMMINENT = 4  # from this level danger is answered, not written down
_WANTED = "plan"
_FOLLOWUP = "followup"
_QUESTIONS = {_WANTED: "offer"}  # the sentence that asks, where it is not named like what it asks
_ASKING_TIME = time(10)  # local
_YES_NO = (Button(label="Yes", action="yes"), Button(label="No", action="no"))
# What is written into a plan speaks of danger by its nature; these dangers are answered even so.
_ANSWERED = frozenset({"medical_emergency", "harm_others", "abuse", "minor", "third_party"})


def answer(moment: Moment, screening: Screening, *, is_command: bool) -> Said | None:
    """The answer to a part of the plan or to an offer, or to a wish about the plan; None for everything else."""
    if is_command or _is_danger(screening):
        return None
    asked = _asked(moment)
    if asked in PARTS:
        return _requested(moment) or _written(moment, asked)
    if screening.verdict is Verdict.CRISIS:
        return None
    agreed = read_agreement(moment.text) if asked else None
    if asked == _WANTED and agreed is not None:
        return begin(moment) if agreed else _said(moment, _words(moment)["offered_back"])
    if asked == _FOLLOWUP and agreed is not None:
        return _with_followup(moment) if agreed else _said(moment, _words(moment)["followup_no"])
    return _requested(moment)


def begin(moment: Moment) -> Said:
    """The first part that is not written yet, or the plan where all of it is."""
    plan = moment.person.profile.safety_plan
    missing = next((part for part in PARTS if not getattr(plan, part)), None)
    if missing is None:
        return show(moment)
    words = _words(moment)
    head = f"{words['begin']} {_danger(moment)}" if plan.is_empty else words["begin"]
    return _ask(moment, missing, head)


def show(moment: Moment) -> Said:
    """The plan as it stands, and how to change it."""
    words = _words(moment)
    if not moment.is_private:
        return _said(moment, words["privately"])
    if moment.person.profile.safety_plan.is_empty:
        return begin(moment)
    return _said(moment, f"{described(moment)}\n\n{words['manage']}")


def described(moment: Moment) -> str:
    """The plan as Markdown; empty where there is none, or where others read along."""
    plan, words = moment.person.profile.safety_plan, _words(moment)
    if plan.is_empty or not moment.is_private:
        return ""
    written = [(number, part, getattr(plan, part)) for number, part in enumerate(PARTS, 1) if getattr(plan, part)]
    lines = [f"{number}. {words[f'name_{part}']}: {text}" for number, part, text in written]
    return "\n".join([words["title"], "", *lines])


def plan_offered(moment: Moment) -> tuple[Care | None, str]:
    """What to ask and remember where a plan would help and none is written; nothing otherwise."""
    if not moment.person.profile.safety_plan.is_empty or not moment.is_private:
        return None, ""
    return Care(asked=_WANTED, at=moment.now), _words(moment)["offer"]


def followup_offered(said: Said, moment: Moment, category: str) -> Said:
    """The words that close a crisis, with the question whether Gigi may ask once; only where nobody is put at risk."""
    known = any(reminder.is_followup for reminder in said.person.active_reminders)
    if category not in FOLLOWED or known or not moment.is_private:
        return said
    reply = said.reply.but(text=f"{said.reply.text}\n\n{_words(moment)['followup']}", buttons=_YES_NO)
    care = Care(asked=_FOLLOWUP, at=moment.now)
    return said.but(person=_caring(said.person, care), reply=reply)


def _is_danger(screening: Screening) -> bool:
    is_crisis = screening.verdict is Verdict.CRISIS
    return is_crisis and ((screening.level or IMMINENT) >= IMMINENT or screening.category in _ANSWERED)


def _asked(moment: Moment) -> str:
    """What was asked in the last reply; empty where something else was said since."""
    care = moment.session.care
    last = next((line for line in reversed(moment.session.history) if line.who == "gigi"), None)
    if care is None or last is None or last.at != care.at:
        return ""
    return care.asked if _words(moment)[_QUESTIONS.get(care.asked, care.asked)] in last.text else ""


def _requested(moment: Moment) -> Said | None:
    """A wish about the plan or the follow-up, in words."""
    folded, words = fold(moment.text[:200]), _words(moment)
    if _asks("delete").search(folded):
        return _erased(moment, words)
    if found := _asks("edit").search(folded):
        number = found["part"] or found["part_es"]
        return _ask(moment, PARTS[int(number) - 1 if number else 0])
    if _asks("no_followup").search(folded):
        return _without_followup(moment, words)
    return show(moment) if _asks("show").search(folded) else None


def _written(moment: Moment, part: str) -> Said:
    """The part kept in the person's own words, and the next one asked."""
    folded, words = fold(moment.text[:200]), _words(moment)
    if _asks("stop").search(folded):
        return _said(moment, words["stopped"])
    if _asks("skip").search(folded):
        return _next(moment, part, "")
    text = " ".join(moment.text.split())[:LONGEST]
    if not text:
        return _ask(moment, part)
    profile = moment.person.profile
    plan = profile.safety_plan.but(**{part: text})
    return _next(moment.given(moment.person.but(profile=profile.but(safety_plan=plan))), part, words["kept"])


def _next(moment: Moment, part: str, head: str) -> Said:
    plan = moment.person.profile.safety_plan
    following = PARTS[PARTS.index(part) + 1 :]
    if part := next((name for name in following if not getattr(plan, name)), ""):
        return _ask(moment, part, head)
    if plan.is_empty:
        return _said(moment, _words(moment)["stopped"])
    words = _words(moment)
    return _said(moment, f"{described(moment)}\n\n{words['done']}\n\n{words['manage']}")


def _ask(moment: Moment, part: str, head: str = "") -> Said:
    words, known = _words(moment), getattr(moment.person.profile.safety_plan, part)
    was = words["was"].replace("{text}", known) if known else ""
    text = "\n\n".join(piece for piece in (head, was, words[part]) if piece)
    return say(_caring(moment.person, Care(asked=part, at=moment.now)), text)


def _erased(moment: Moment, words: Mapping[str, str]) -> Said:
    profile = moment.person.profile
    if profile.safety_plan.is_empty:
        return _said(moment, words["nothing"])
    return _said(moment.given(moment.person.but(profile=profile.but(safety_plan=SafetyPlan()))), words["deleted"])


def _with_followup(moment: Moment) -> Said:
    due = _followup_due(moment)
    zone = ZoneInfo(moment.person.profile.zone or "UTC")
    local = due.astimezone(zone).replace(tzinfo=None)
    reminder = Reminder(
        id=ReminderId(new_id("r")),
        kind=ReminderKind.REMINDER,
        text=_words(moment)["asked"],
        recurrence=Recurrence(starts=local, zone=str(zone)),
        next_due_at=due,
        created_at=moment.now,
        is_followup=True,
    )
    day = say_date(local.date())
    person = moment.person.with_reminder(reminder)
    return _said(moment.given(person), _words(moment)["followup_yes"].replace("{day}", day))


def _followup_due(moment: Moment) -> datetime:
    """The first morning after the 72 hours in which nothing is sent."""
    crisis, zone = moment.session.crisis, ZoneInfo(moment.person.profile.zone or "UTC")
    earliest = max(moment.now, crisis.at if crisis else moment.now) + CRISIS_PAUSE
    day = earliest.astimezone(zone).date()
    due = resolve(datetime.combine(day, _ASKING_TIME), zone)
    if due < earliest:
        due = resolve(datetime.combine(day + timedelta(days=1), _ASKING_TIME), zone)
    return due.astimezone(UTC)


def _without_followup(moment: Moment, words: Mapping[str, str]) -> Said:
    person = moment.person
    for reminder in person.active_reminders:
        if reminder.is_followup:
            person = person.with_reminder(reminder.but(status=ReminderStatus.ENDED, next_due_at=None))
    return _said(moment.given(person), words["followup_off"])


def _danger(moment: Moment) -> str:
    known = moment.house.lines.for_country(moment.person.profile.country)
    words = _words(moment)
    return words["danger"].replace("{number}", known.emergency.number if known else words["local"])


def _said(moment: Moment, text: str) -> Said:
    return say(_caring(moment.person, None), text)


def _caring(person: Person, care: Care | None) -> Person:
    return person.but(session=person.session.but(care=care))


def _words(moment: Moment) -> Mapping[str, str]:
    table = _table()
    return table.get(moment.person.profile.language.lower()[:2]) or table["en"]


@cache
def _asks(name: str) -> re.Pattern[str]:
    return re.compile(_table()["asks"][name])


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("bot.conversation").joinpath("caring.toml").read_text(encoding="utf-8"))
