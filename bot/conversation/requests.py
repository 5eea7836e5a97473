"""Free words that are really a command: where I am, remind me, how far am I, undo. Phrases: `requests.toml`."""

from zoneinfo import ZoneInfo

from bot.conversation import checkins, goals, memories, profile, reminders
from bot.conversation.moment import Moment, Said, say
from bot.conversation.phrases import LONGEST, find_phrase
from bot.conversation.picking import pick_goal
from bot.entities import Intent, Reminder
from bot.rules.goals import read_goals
from bot.rules.plans import core_of
from bot.rules.travel import moved
from bot.rules.zones import read_trip, read_zone

PLACE_WORDS = 3
_HANDLERS = {
    "undo": checkins.undo,
    "progress": goals.show_progress,
    "goals": goals.list_goals,
    "plan": goals.show_goal_plan,
    "resume": reminders.resume,
}


async def answer_request(moment: Moment) -> Said | None:
    """The first request that the words fit; None for talk and goals."""
    if len(moment.text) > LONGEST:
        return None
    for request in (_command_in_words, _about_goals, _schedule_question, _reminder, _memory):
        if (said := await request(moment)) is not None:
            return said
    return None


async def _command_in_words(moment: Moment) -> Said | None:
    for name, handler in _HANDLERS.items():
        if find_phrase(name, moment.text):
            return await handler(moment, "")
    if found := find_phrase("pause", moment.text):
        until = next((when for when in found.groupdict().values() if when), "")
        return await reminders.pause(moment, until)
    return None


async def _about_goals(moment: Moment) -> Said | None:
    if find_phrase("step", moment.text):
        return await _first_step(moment)
    if moment.person.plans and find_phrase("easier", moment.text):
        return goals.make_easier(moment)
    found = find_phrase("drop", moment.text)
    goal = pick_goal(moment.person, found["what"]) if found else None
    return goals.drop(moment, goal) if goal else None


async def _first_step(moment: Moment) -> Said:
    """One small concrete step, from the plan of the goal talked about."""
    person = moment.person
    goal = person.goal(person.session.focus) or next(iter(person.active_goals or goals.proposed(person)), None)
    plan = person.plan_for(goal.id) if goal else None
    if plan is None:
        return await goals.show_today(moment, "")
    task = core_of(plan.week_on(moment.today) or plan.weeks[0], moment.today)
    return say(person, f"One step, {task.minutes} minutes: **{task.cue}, {task.action}.** That is enough for today.")


async def _schedule_question(moment: Moment) -> Said | None:
    """ "still 7 right?": the schedule said back from what is stored."""
    if not find_phrase("schedule", moment.text):
        return None
    active = [r for r in moment.person.active_reminders if r.next_due_at is not None]
    if not active:
        return say(moment.person, "Nothing is scheduled right now.")
    return say(moment.person, "; ".join(_said_back(moment, reminder) for reminder in active) + ".")


def _said_back(moment: Moment, reminder: Reminder) -> str:
    zone = ZoneInfo(moment.person.profile.zone or "UTC")
    due = reminder.next_due_at.astimezone(zone) if reminder.next_due_at else moment.now
    return f"The next one is {due:%a %d %b} at {due:%H:%M} ({zone.key})"


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
        return say(moment.person, f"{profile.zone_echo(moment, profile_now)} Nothing changes.")
    person = moved(moment.person, reading.zone, moment.now, provisional=reading.provisional)
    follow = " Your schedules follow it." if person.active_reminders else ""
    person, question = reminders.propose_missing_checkin(moment.given(person))
    return say(person, f"{profile.zone_echo(moment, person.profile)}{follow} {question}".strip())


def _asked_where(moment: Moment) -> bool:
    """Whether Gigi asked for the zone lately and a word or two may still be the answer."""
    if moment.person.profile.zone is not None or len(moment.text.split()) > PLACE_WORDS:
        return False
    lately = [line.text for line in moment.session.history[-12:] if line.who == "gigi"]
    return any(reminders.ASK_ZONE in text for text in lately)


def _same_offset(moment: Moment, zone: str, other: str) -> bool:
    return moment.now.astimezone(ZoneInfo(zone)).utcoffset() == moment.now.astimezone(ZoneInfo(other)).utcoffset()


async def _reminder(moment: Moment) -> Said | None:
    intent = read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone).intent
    return reminders.schedule(moment, moment.text) if intent is Intent.REMINDER else None


async def _memory(moment: Moment) -> Said | None:
    return await memories.show(moment, moment.text) if find_phrase("memory", moment.text) else None
