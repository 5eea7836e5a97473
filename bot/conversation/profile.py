"""Who the person is to Gigi: the introduction, consent, zone, country, language, settings."""

import re
from datetime import timedelta

from bot.conversation import crisis
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.entities import Button, Person, Trip, UserProfile
from bot.rules.agreement import read_agreement
from bot.rules.countries import name_of_country, read_country
from bot.rules.languages import read_language
from bot.rules.saying import say_day
from bot.rules.text import fold
from bot.rules.travel import moved, with_trip
from bot.rules.zones import TripReading, read_zone

NAME_CITY = "Name your city and I get summer time right too."
AI_REMINDER = timedelta(hours=3)
CONTINUOUS = timedelta(minutes=30)
_ESSENTIALS = (
    "_I am Gigi, an AI coach for adults (18+), not a therapist or a doctor. What you write is stored encrypted under "
    "your own key on this machine; /privacy says more, /help lists what I can do._"
)
_STILL_AI = "_A reminder, as we have talked for a while: I am an AI. A break is a good idea too._"
_EEA = re.compile(r"\b(eea|eu|europe|european union|uk|britain|england|scotland|wales|switzerland|swiss)\b")
_YES_NO = (Button(label="Yes", action="yes"), Button(label="No", action="no"))


def introduced(said: Said, moment: Moment) -> Said:
    """The answer with the essentials under it the first time, and a reminder of being an AI every three hours."""
    person, now = said.person, moment.now
    if person.profile.introduced_at is None:
        person = person.but(profile=person.profile.but(introduced_at=now))
        return _with_line(said, person, _ESSENTIALS, moment)
    session = person.session
    began = session.reminded_is_ai_at or now
    wrote = max((line.at for line in session.history if line.who == "person"), default=began)
    is_continuous = now - wrote < CONTINUOUS
    if not is_continuous:
        return said.but(person=person.but(session=session.but(reminded_is_ai_at=now)))
    return _with_line(said, person, _STILL_AI, moment) if now - began >= AI_REMINDER else said


def _with_line(said: Said, person: Person, line: str, moment: Moment) -> Said:
    session = person.session.but(reminded_is_ai_at=moment.now)
    reply = said.reply if line in said.reply.text else said.reply.but(text=f"{said.reply.text}\n\n{line}")
    return said.but(person=person.but(session=session), reply=reply)


async def start(moment: Moment, words: str) -> Said:
    """/start: what Gigi is, in a few lines, and how to begin."""
    goals = len(moment.person.active_goals)
    begin = (
        f"You have {goals} active goal(s): /today shows what is on."
        if goals
        else 'Tell me a goal in your own words, for example "I want to lose 5kg in 8 weeks" or "read more".'
    )
    text = (
        "**Hi, I am Gigi.** I turn a goal into a small week-by-week plan, check that it is safe, and come back on "
        f"schedule to ask how it went.\n\n{begin}\n\n{_ESSENTIALS}"
    )
    return say(moment.person, text)


def may_use_model(moment: Moment) -> bool:
    """Whether this person's words may go to the model now."""
    profile = moment.person.profile
    has_consent = profile.consent is True or (profile.consent is None and not moment.house.asks_consent)
    return moment.house.has_model and has_consent and not profile.is_private


def asking_consent(said: Said, moment: Moment) -> Said:
    """The answer with the consent question added, when the model would help and nothing else is being asked."""
    person, house = said.person, moment.house
    is_due = house.has_model and house.asks_consent and person.profile.consent is None and not person.profile.is_private
    if not is_due or person.session.awaiting is not None or person.profile.consent_asked_at is not None:
        return said
    if said.reply.text.rstrip("*_ \n").endswith("?"):
        return said  # one question a reply
    person = person.but(profile=person.profile.but(consent_asked_at=moment.now))
    person = awaiting(person, moment.ask("consent"))
    reply = said.reply.but(text=f"{said.reply.text}\n\n{consent_question(house.model_tier)}", buttons=_YES_NO)
    return said.but(person=person, reply=reply)


def consent_question(tier: str) -> str:
    """The question asked once before any word goes to Google."""
    reads = (
        "On Gemini's free tier people at Google may read what is sent; if you live in the EEA, the UK or Switzerland "
        "please say no."
        if tier == "free"
        else "It is sent to Google's paid service, which does not train on it."
    )
    asks = "May I use Google's Gemini to understand you better?"
    return f"{asks} {reads} Without it I coach from my own playbooks. (yes/no)"


def answer_consent(moment: Moment) -> Said | None:
    """The answer to the consent question; living where the free tier is not allowed is a no."""
    is_elsewhere = moment.house.model_tier == "free" and _EEA.search(fold(moment.text))
    agreed = False if is_elsewhere else read_agreement(moment.text)
    if agreed is None:
        return None
    person = moment.person.but(profile=moment.person.profile.but(consent=agreed))
    text = (
        "Thank you. Gemini helps from the next message on; `/model off` ends that at any time."
        if agreed
        else "Understood: nothing goes to Gemini. I coach from my own playbooks; `/model on` changes that."
    )
    return say(awaiting(person, None), text)


def zone_echo(moment: Moment, profile: UserProfile) -> str:
    """The zone said back with the local time, so that a mistake shows."""
    echo = f"Your time zone is {profile.zone} (it is {_local_time(moment, profile)} there)."
    return f"{echo} {NAME_CITY}" if profile.zone_provisional else echo


def _local_time(moment: Moment, profile: UserProfile) -> str:
    from zoneinfo import ZoneInfo

    return moment.now.astimezone(ZoneInfo(profile.zone or "UTC")).strftime("%H:%M")


def on_trip(moment: Moment, reading: TripReading) -> Said:
    """A journey, said back: the schedule moves there and back by itself."""
    home = moment.person.profile.zone or "UTC"
    trip = Trip(zone=reading.zone, starts=reading.starts, until=reading.until, home=home)
    person = with_trip(moment.person, trip, moment.now)
    back = f", and back to {home} after {say_day(trip.until, moment.today)}" if trip.until else ""
    when = "from tomorrow on" if trip.starts <= moment.today else f"after {say_day(trip.starts, moment.today)}"
    open_end = "" if trip.until else " Tell me when you are back."
    text = f"Have a good trip. Your schedule runs in {trip.zone} {when}{back}; tell me when you have landed.{open_end}"
    return say(person, text, undoable="")


async def set_zone(moment: Moment, words: str) -> Said:
    """/timezone Lisbon, /timezone 8:30pm."""
    if not words:
        now = zone_echo(moment, moment.person.profile) if moment.person.profile.zone else "I do not know your zone yet."
        return say(moment.person, f"{now} Tell me a city or your local time, like `/timezone Lisbon`.")
    reading = read_zone(words, now=moment.now)
    if reading is None:
        return say(
            moment.person,
            "I do not know that place. Name a larger city nearby, or your local time: `/timezone 8:30pm`.",
        )
    trip = moment.person.profile.trip
    person = awaiting(moved(moment.person, reading.zone, moment.now, provisional=reading.provisional), None)
    return say(person, f"{zone_echo(moment, person.profile)} Your schedules follow it.{_of_the_trip(person, trip)}")


def _of_the_trip(person: Person, trip: Trip | None) -> str:
    """What an explicit zone means for the journey that was known."""
    if trip is None or person.profile.zone == trip.zone:
        return ""
    if person.profile.trip is None:
        return f" The trip to {trip.zone} is off my calendar."
    return f" The trip to {trip.zone} stays planned; say *the trip is off* if it is not."


async def set_country(moment: Moment, words: str) -> Said:
    """/country Portugal."""
    code = read_country(words)
    if code is None:
        shown = name_of_country(moment.person.profile.country) if moment.person.profile.country else "not set"
        return say(moment.person, f"Country: {shown}. Set it with its English name or code, like `/country Portugal`.")
    if crisis.is_open(moment.person):
        return crisis.locate(moment, code)
    person = moment.person.but(profile=moment.person.profile.but(country=code))
    return say(awaiting(person, None), f"Country: {name_of_country(code)}. /safety now shows the help lines there.")


async def set_language(moment: Moment, words: str) -> Said:
    """/language Spanish."""
    code = read_language(words)
    if code is None:
        return say(moment.person, "I know English, Spanish, German, French and Russian: `/language Spanish`.")
    person = moment.person.but(profile=moment.person.profile.but(language=code))
    return say(person, f"Language: {code}. Check-in answers work in it; my own texts are still in English for now.")


async def show_settings(moment: Moment, words: str) -> Said:
    """/settings: everything that shapes what Gigi does for this person."""
    profile, house = moment.person.profile, moment.house
    quiet = f"{house.quiet[0]:%H:%M}-{house.quiet[1]:%H:%M}"
    consent = {None: "not asked yet", True: "on", False: "off"}[profile.consent]
    rows = (
        (
            "Time zone",
            f"{profile.zone or 'not known'}{' (provisional)' if profile.zone_provisional else ''}",
            "/timezone",
        ),
        ("Country", profile.country or "not set", "/country"),
        ("Language", profile.language, "/language"),
        ("Gemini", consent if house.has_model else "not set up here", "/model"),
        ("Private mode", "on" if profile.is_private else "off", "/private"),
        ("Quiet hours", quiet, ""),
        ("Check-ins a day", f"at most {house.nudges_per_day}", ""),
        ("Paused", _paused(moment), "/pause, /resume"),
        ("Body data", _body(profile), ""),
    )
    lines = [f"- {name}: {value}" + (f" ({command})" if command else "") for name, value, command in rows]
    return say(moment.person, "**Settings**\n\n" + "\n".join(lines))


def _paused(moment: Moment) -> str:
    until = moment.person.profile.paused_until
    return f"until {until:%Y-%m-%d}" if until and until > moment.now else "no"


def _body(profile: UserProfile) -> str:
    facts = (
        ("", profile.weight_kg, " kg"),
        ("", profile.height_cm, " cm"),
        ("age ", profile.age, ""),
        ("", profile.sex, ""),
        ("", profile.calorie_target, " kcal a day"),
    )
    known = [
        f"{before}{value:g}{after}" if isinstance(value, float | int) else str(value)
        for before, value, after in facts
        if value
    ]
    return ", ".join(known) or "none given"
