"""Illness, holidays, injuries and giving up: rest is offered, an easier plan, or an end without guilt."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue import N_, say_date, t
from bot.conversation import editing, ending, returning
from bot.conversation.moment import Moment, Said, awaiting, say, words_to_remember
from bot.conversation.picking import named_goal
from bot.entities import Awaiting, Button, Domain, Goal
from bot.rules.agreement import read_agreement
from bot.rules.breaks import Break, BreakKind, read_break, read_days
from bot.rules.saying import describe_goal, say_day
from bot.rules.text import fold
from bot.rules.travel import next_due

ILL_DAYS, HURT_DAYS = 7, 14
_OPEN_END = timedelta(days=3650)
_PAUSE = Button(label=N_("Pause"), action="pause")
_EASIER = Button(label=N_("Easier"), action="easier")
_KEEP = Button(label=N_("No"), action="no")
_DROP = Button(label=N_("Drop"), action="drop")
_MOVING = (Domain.FITNESS, Domain.WEIGHT)
_PLEASANT = re.compile(r"\b(?:vacation|holidays?|trip|honeymoon|urlaub|vacaciones|vacances|retreat)\b")
_CARE = N_("If it is strong, swollen or stays for more than a few days, let a doctor look at it before you go on.")


async def answer_break(moment: Moment) -> Said | None:
    """The answer to words about being ill, away, hurt, back or about to give up; None for anything else."""
    answer = _answered(moment)
    return answer.but(notes=words_to_remember(moment)) if answer is not None and not answer.notes else answer


def is_over(moment: Moment) -> bool:
    """Whether the words are about a week that is over, and so no answer to what is asked today."""
    found = read_break(moment.text, now=moment.now, zone=moment.person.profile.zone or "UTC")
    return found is not None and found.kind is BreakKind.HARD


def _answered(moment: Moment) -> Said | None:
    zone = moment.person.profile.zone or "UTC"
    found = read_break(moment.text, now=moment.now, zone=zone)
    if found is None or not (moment.person.goals or moment.person.reminders):
        return None
    match found.kind:
        case BreakKind.BACK:
            return returning.come_back(moment)
        case BreakKind.QUIT:
            return _giving_up(moment)
        case BreakKind.HURT:
            return _hurt(moment, found)
        case BreakKind.HARD:
            return returning.after_hard_week(moment)
        case BreakKind.ILL:
            return _ill(moment, found)
        case BreakKind.AWAY:
            return _away(moment, found)


def _ill(moment: Moment, found: Break) -> Said:
    if found.until is not None:
        return _paused(moment, None, found.until, t("Get well."))
    until = moment.today + timedelta(days=ILL_DAYS - 1)
    text = t(
        "I am sorry you are unwell. Rest comes first; nothing is lost by it. Shall I pause check-ins and reminders "
        "through {day}? Say **yes**, another day, **easier** for a lighter week, or **no**.",
        day=say_day(until, moment.today),
    )
    return _offered(moment, text, until, field="ill")


def _away(moment: Moment, found: Break) -> Said:
    if found.until is not None:
        lead = t("Enjoy it.") if _PLEASANT.search(fold(moment.text)) else ""
        return _paused(moment, found.starts, found.until, lead)
    if "vacation" in fold(moment.text) or "holiday" in fold(moment.text):
        profile = moment.person.profile.but(paused_from=None, paused_until=moment.now + _OPEN_END)
        person = awaiting(moment.person.but(profile=profile), None)
        text = t("Enjoy it. Everything is paused until you say *I'm back* (or /resume).")
        return say(person, text, undoable=t("the pause"))
    until = moment.today + timedelta(days=ILL_DAYS - 1)
    text = t(
        "A break is part of a long run. Shall I pause check-ins and reminders through {day}? "
        "Say **yes**, another day, **easier** for a lighter week, or **no**.",
        day=say_day(until, moment.today),
    )
    return _offered(moment, text, until, field="away")


def _hurt(moment: Moment, found: Break) -> Said | None:
    goal = _affected(moment)
    if goal is None:
        return None
    until = found.until or moment.today + timedelta(days=HURT_DAYS - 1)
    lead = _sorry(found)
    if found.is_forbidden:
        doctor = t("Please do what your doctor says; I will not push *{goal}* against it.", goal=goal.title)
        lead = f"{lead} {doctor}"
        if found.until is not None:
            return _rested(moment, goal, until, lead)
    else:
        lead = f"{lead} {t('No training through pain.')} {t(_CARE)}"
    text = t(
        "Shall *{goal}* rest through {day}? Say **yes**, another day, **easier** for a lighter plan, or **no**.",
        goal=describe_goal(goal), day=say_day(until, moment.today),
    )  # fmt: skip
    return _offered(moment, f"{lead}\n\n{text}", until, field="hurt", goal=goal)


def _sorry(found: Break) -> str:
    return t("I am sorry about your {part}.", part=found.part) if found.part else t("I am sorry.")


def _affected(moment: Moment) -> Goal | None:
    """The goal named, else the one that asks for movement."""
    active = moment.person.active_goals
    moving = [goal for goal in active if goal.domain in _MOVING]
    by_domain = sorted(moving, key=lambda goal: goal.domain is not Domain.FITNESS)
    named = named_goal(moment.person, moment.text, among=tuple(moving))
    return named or next(iter(by_domain), None)


def _giving_up(moment: Moment) -> Said | None:
    person = moment.person
    goal = person.goal(person.session.focus) or next(iter(person.active_goals), None)
    if goal is None or goal not in person.active_goals:
        return None
    text = t(
        "That sounds tiring, and wanting out is allowed. Before you decide about *{goal}*: would an **easier** plan "
        "help, a **pause** of a week, or is it time to **drop** it, without guilt?",
        goal=describe_goal(goal),
    )
    until = moment.today + timedelta(days=ILL_DAYS - 1)
    return _offered(moment, text, until, field="quit", goal=goal)


def _offered(moment: Moment, text: str, until: date, *, field: str, goal: Goal | None = None) -> Said:
    question = moment.ask("rest", goal_id=goal.id if goal else None, text=until.isoformat(), field=field)
    buttons = (_EASIER, _PAUSE, _DROP) if field == "quit" else (_PAUSE, _EASIER, _KEEP)
    return say(awaiting(moment.person, question), text, *buttons)


def answer_rest(moment: Moment, question: Awaiting) -> Said | None:
    """The answer to an offered rest; None where the words are about something else."""
    words = fold(moment.text).strip(" .!")
    goal = moment.person.goal(question.goal_id)
    agreed = read_agreement(moment.text)
    until = date.fromisoformat(question.text)
    if words.startswith(("easier", "lighter", "smaller")) or words == "an easier plan":
        return _easier(moment, goal)
    if question.field == "quit" and goal is not None and words.split()[:1] in (["drop"], ["quit"], ["end"]):
        return ending.drop(moment, goal)
    is_pause = words.startswith(("pause", "rest")) or (agreed is True and question.field != "quit")
    _, day = read_days(words, now=moment.now, zone=moment.person.profile.zone or "UTC")
    if is_pause or (day is not None and len(words.split()) <= 6):
        return _rested(moment, goal, day or until) if question.field == "hurt" and goal else _paused(
            moment, None, day or until
        )  # fmt: skip
    if agreed is False:
        text = t("All right, everything stays on. Small steps count, and so does rest.")
        return say(awaiting(moment.person, None), text)
    return None


def _easier(moment: Moment, goal: Goal | None) -> Said:
    person = moment.person
    goal = goal or person.goal(person.session.focus) or next(iter(person.active_goals), None)
    if goal is None or person.plan_for(goal.id) is None:
        text = t("There is no plan to make lighter; rest, and tell me when you are back.")
        return say(awaiting(person, None), text)
    return editing.make_easier(moment.given(awaiting(person, None)), goal)


def _paused(moment: Moment, starts: date | None, until: date, lead: str = "") -> Said:
    """Everything paused from `starts` through `until`, and said back."""
    profile = moment.person.profile
    begins = _midnight(starts, profile.zone) if starts and starts > moment.today else None
    back = until + timedelta(days=1)
    profile = profile.but(paused_from=begins, paused_until=_midnight(back, profile.zone))
    values = {"until": _day(until, moment), "back": _day(back, moment)}
    if begins and starts:
        text = t(
            "Paused from {starts} through {until}: no check-ins and no reminders. They come back on {back}; *I'm back* "
            "or /resume ends it sooner.",
            starts=say_day(starts, moment.today), **values,
        )  # fmt: skip
    else:
        text = t(
            "Paused through {until}: no check-ins and no reminders. They come back on {back}; *I'm back* or /resume "
            "ends it sooner.",
            **values,
        )
    person = awaiting(moment.person.but(profile=profile), None)
    return say(person, f"{lead} {text}".strip(), undoable=t("the pause"))


def _day(day: date, moment: Moment) -> str:
    return say_day(day, moment.today) if day.year == moment.today.year else say_date(day, weekday=True)


def _midnight(day: date, zone: str | None) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone or "UTC")).astimezone(UTC)


def _rested(moment: Moment, goal: Goal, until: date, lead: str = "") -> Said:
    """One goal at rest: no check-in on it through that day; everything else goes on."""
    profile = moment.person.profile
    back = until + timedelta(days=1)
    person = moment.person.with_goal(goal.but(paused_until=back))
    for reminder in person.active_reminders:
        if reminder.goal_id == goal.id:
            due = next_due(reminder.recurrence, profile, _midnight(back, profile.zone))
            person = person.with_reminder(reminder.but(next_due_at=due, postponed_from=None))
    text = t(
        "*{goal}* rests through {until}: I will not ask about it before {back}. Everything else goes on. "
        "Say *I'm back* when it is better.",
        goal=describe_goal(goal), until=_day(until, moment), back=_day(back, moment),
    )  # fmt: skip
    return say(awaiting(person, None), f"{lead}\n\n{text}".strip(), undoable=t("the rest"))
