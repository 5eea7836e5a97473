"""Free words that ask for something: a command, an end, a rest, a change, where I am. Phrases: `requests.toml`."""

from zoneinfo import ZoneInfo

from bot.catalogue import say_date, say_time, t, tn
from bot.coach.coach import CoachGraph
from bot.conversation import (
    breaks,
    checkins,
    coaching,
    editing,
    ending,
    goals,
    memories,
    offering,
    privacy,
    profile,
    progress,
    reminders,
    showing,
    ticking,
)
from bot.conversation.moment import Moment, Said, say
from bot.conversation.phrases import LONGEST, find_phrase
from bot.conversation.spoken import answer_spoken
from bot.entities import Goal, Intent, Reminder
from bot.rules.goals import read_goals
from bot.rules.plans import core_of
from bot.rules.plans.said import said
from bot.rules.travel import moved
from bot.rules.zones import read_trip, read_zone

PLACE_WORDS = 3
_HANDLERS = {
    "undo": checkins.undo,
    "progress": progress.show_progress,
    "goals": showing.list_goals,
    "plan": showing.show_goal_plan,
    "missed": showing.explain_miss,
    "privacy": privacy.explain,
    "resume": reminders.resume,
}


async def answer_first(moment: Moment) -> Said | None:
    """Requests that hold whatever question is open: commands, endings, rest, changes of a plan."""
    if len(moment.text) > LONGEST:
        return None
    for request in (memories.answer_about, answer_spoken, ending.answer_ending, _rest, editing.answer_edit):
        if (said := await request(moment)) is not None:
            return said
    return None


async def _rest(moment: Moment) -> Said | None:
    """Illness and the like. A report of it on an open check-in is recorded first; the rest is offered with it."""
    question = moment.session.awaiting
    offered = await breaks.answer_break(moment)
    if offered is None or question is None or question.kind != "checkin" or breaks.is_over(moment):
        return offered
    logged = await checkins.answer_checkin(moment)
    if logged is None or not logged.undoable:
        return offered
    both = await breaks.answer_break(moment.given(logged.person))
    if both is None:
        return logged
    text = f"{logged.reply.text.split(chr(10))[0]}\n\n{both.reply.text}"
    return both.but(reply=both.reply.but(text=text), undoable=both.undoable or logged.undoable, notes=logged.notes)


async def answer_request(moment: Moment) -> Said | None:
    """The first request that the words fit; None for talk and goals."""
    if len(moment.text) > LONGEST:
        return None
    for request in (_command_in_words, _about_goals, _schedule_question, _reminder, _memory):
        if (said := await request(moment)) is not None:
            return said
    return None


async def next_goal(moment: Moment, graph: CoachGraph) -> Said | None:
    """The next of several goals named in one message; None where none is left or the words are about something else."""
    heard = moment.session.heard
    if not find_phrase("others", moment.text):
        return None
    if not heard:
        return say(moment.person, t("There are no others that I heard. Tell me the next goal in a few words."))
    person = moment.person.but(session=moment.session.but(heard=heard[1:], awaiting=None))
    return await coaching.coach(moment.given(person), graph, clarified=heard[0])


async def _command_in_words(moment: Moment) -> Said | None:
    for name, handler in _HANDLERS.items():
        if find_phrase(name, moment.text):
            return await handler(moment, "")
    if found := find_phrase("week", moment.text):
        return showing.show_one_week(moment, found["number"])
    if found := find_phrase("pause", moment.text):
        until = next((when for when in found.groupdict().values() if when), "")
        return await reminders.pause(moment, until)
    return None


async def _about_goals(moment: Moment) -> Said | None:
    if find_phrase("step", moment.text):
        return await _first_step(moment)
    goal = _talked_about(moment)
    if goal is not None and find_phrase("easier", moment.text):
        return editing.make_easier(moment, goal)
    return None


def _talked_about(moment: Moment) -> Goal | None:
    person = moment.person
    return person.goal(person.session.focus) or next(iter(person.active_goals or goals.proposed(person)), None)


async def _first_step(moment: Moment) -> Said:
    """One small concrete step, from the plan of the goal talked about."""
    goal = _talked_about(moment)
    plan = moment.person.plan_for(goal.id) if goal else None
    if plan is None:
        return await ticking.show_today(moment, "")
    task = core_of(plan.week_on(moment.today) or plan.weeks[0], moment.today)
    text = tn(
        "One step, {n} minute: **{cue}, {action}.** That is enough for today.",
        "One step, {n} minutes: **{cue}, {action}.** That is enough for today.",
        task.minutes,
        cue=said(task.cue),
        action=said(task.action),
    )
    return say(moment.person, text)


async def _schedule_question(moment: Moment) -> Said | None:
    """ "still 7 right?": the schedule said back from what is stored."""
    if not find_phrase("schedule", moment.text):
        return None
    active = [r for r in moment.person.active_reminders if r.next_due_at is not None]
    if not active:
        return say(moment.person, t("Nothing is scheduled right now."))
    return say(moment.person, "; ".join(_said_back(moment, reminder) for reminder in active) + ".")


def _said_back(moment: Moment, reminder: Reminder) -> str:
    zone = ZoneInfo(moment.person.profile.zone or "UTC")
    due = reminder.next_due_at.astimezone(zone) if reminder.next_due_at else moment.now
    day, time = say_date(due.date(), year=False, weekday=True), say_time(due)
    return t("The next one is {day} at {time} ({zone})", day=day, time=time, zone=zone.key)


async def where_i_am(moment: Moment) -> Said | None:
    """Where the person says they are, or are going; a clock time that fits the journey means they have arrived."""
    if len(moment.text) > LONGEST:
        return None
    profile_now = moment.person.profile
    if (trip := read_trip(moment.text, now=moment.now, zone=profile_now.zone or "UTC")) is not None:
        return profile.on_trip(moment, trip)
    trip_now = profile_now.trip
    likely = (trip_now.zone, trip_now.home) if trip_now else ()
    reading = read_zone(moment.text, now=moment.now, strict=True, likely=likely)
    if reading is None and _asked_where(moment):
        reading = read_zone(moment.text, now=moment.now)
    if reading is None:
        return None
    if reading.provisional and profile_now.zone and _same_offset(moment, profile_now.zone, reading.zone):
        return say(moment.person, f"{profile.zone_echo(moment, profile_now)} {t('Nothing changes.')}")
    person = moved(moment.person, reading.zone, moment.now, provisional=reading.provisional)
    follow = t("Your schedules follow it.") if person.active_reminders else ""
    person, question = offering.propose_missing_checkin(moment.given(person))
    return say(person, " ".join(filter(None, (profile.zone_echo(moment, person.profile), follow, question))))


def _asked_where(moment: Moment) -> bool:
    """Whether Gigi asked for the zone lately and a word or two may still be the answer."""
    if moment.person.profile.zone is not None or len(moment.text.split()) > PLACE_WORDS:
        return False
    lately = [line.text for line in moment.session.history[-12:] if line.who == "gigi"]
    return any(t(reminders.ASK_ZONE) in text for text in lately)


def _same_offset(moment: Moment, zone: str, other: str) -> bool:
    return moment.now.astimezone(ZoneInfo(zone)).utcoffset() == moment.now.astimezone(ZoneInfo(other)).utcoffset()


async def _reminder(moment: Moment) -> Said | None:
    intent = read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone).intent
    return reminders.schedule(moment, moment.text) if intent is Intent.REMINDER else None


async def _memory(moment: Moment) -> Said | None:
    return await memories.show(moment, moment.text) if find_phrase("memory", moment.text) else None
