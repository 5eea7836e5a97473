"""Who the person is to Gigi: the introduction, consent, zone, country, language, settings."""

import re
from datetime import timedelta

from bot.catalogue import (
    N_,
    language_named,
    languages,
    name_of,
    say_amount,
    say_date,
    say_list,
    say_time,
    speaking,
    t,
    tn,
)
from bot.conversation import crisis
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.conversation.preferences import preference_rows
from bot.entities import Button, Person, Trip, UserProfile
from bot.rules.agreement import read_agreement
from bot.rules.countries import name_of_country, read_country
from bot.rules.saying import say_day
from bot.rules.text import fold
from bot.rules.travel import moved, with_trip
from bot.rules.zones import TripReading, read_zone

NAME_CITY = N_("Name your city and I get summer time right too.")
AI_REMINDER = timedelta(hours=3)
CONTINUOUS = timedelta(minutes=30)
_ESSENTIALS = N_(
    "_I am Gigi, an AI coach for adults (18+), not a therapist or a doctor. What you write is stored encrypted under "
    "your own key on this machine; /privacy says more, /help lists what I can do._"
)
_STILL_AI = N_("_A reminder, as we have talked for a while: I am an AI. A break is a good idea too._")
_EEA = re.compile(r"\b(eea|eu|europe|european union|uk|britain|england|scotland|wales|switzerland|swiss)\b")


def introduced(said: Said, moment: Moment) -> Said:
    """The answer with the essentials under it the first time, and a reminder of being an AI every three hours."""
    person, now = said.person, moment.now
    if person.profile.introduced_at is None:
        person = person.but(profile=person.profile.but(introduced_at=now))
        return _with_line(said, person, t(_ESSENTIALS), moment)
    session = person.session
    began = session.reminded_is_ai_at or now
    wrote = max((line.at for line in session.history if line.who == "person"), default=began)
    is_continuous = now - wrote < CONTINUOUS
    if not is_continuous:
        return said.but(person=person.but(session=session.but(reminded_is_ai_at=now)))
    return _with_line(said, person, t(_STILL_AI), moment) if now - began >= AI_REMINDER else said


def _with_line(said: Said, person: Person, line: str, moment: Moment) -> Said:
    session = person.session.but(reminded_is_ai_at=moment.now)
    reply = said.reply if line in said.reply.text else said.reply.but(text=f"{said.reply.text}\n\n{line}")
    return said.but(person=person.but(session=session), reply=reply)


async def start(moment: Moment, words: str) -> Said:
    """/start: what Gigi is, in a few lines, and how to begin."""
    goals = len(moment.person.active_goals)
    hello = t(
        "**Hi, I am Gigi.** I turn a goal into a small week-by-week plan, check that it is safe, and come back on "
        "schedule to ask how it went."
    )
    begin = (
        tn(
            "You have {n} active goal: /today shows what is on.",
            "You have {n} active goals: /today shows what is on.",
            goals,
        )
        if goals
        else t('Tell me a goal in your own words, for example "I want to lose 5kg in 8 weeks" or "read more".')
    )
    return say(moment.person, f"{hello}\n\n{begin}\n\n{t(_ESSENTIALS)}")


def may_use_model(moment: Moment) -> bool:
    """Whether this person's words may go to the model now."""
    return moment.house.may_use_model(moment.person)


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
    reply = said.reply.but(text=f"{said.reply.text}\n\n{consent_question(house.model_tier)}", buttons=yes_or_no())
    return said.but(person=person, reply=reply)


def consent_question(tier: str) -> str:
    """The question asked once before any word goes to Google."""
    reads = (
        t(
            "On Gemini's free tier people at Google may read what is sent; if you live in the EEA, the UK or "
            "Switzerland please say no."
        )
        if tier == "free"
        else t("It is sent to Google's paid service, which does not train on it.")
    )
    asks = t("May I use Google's Gemini to understand you better?")
    return f"{asks} {reads} {t('Without it I coach from my own playbooks. (yes/no)')}"


def yes_or_no() -> tuple[Button, Button]:
    """The two buttons of a plain question."""
    return Button(label=t("Yes"), action="yes"), Button(label=t("No"), action="no")


def answer_consent(moment: Moment) -> Said | None:
    """The answer to the consent question; living where the free tier is not allowed is a no."""
    is_elsewhere = moment.house.model_tier == "free" and _EEA.search(fold(moment.text))
    agreed = False if is_elsewhere else read_agreement(moment.text)
    if agreed is None:
        return None
    person = moment.person.but(profile=moment.person.profile.but(consent=agreed))
    text = (
        t("Thank you. Gemini helps from the next message on; `/model off` ends that at any time.")
        if agreed
        else t("Understood: nothing goes to Gemini. I coach from my own playbooks; `/model on` changes that.")
    )
    return say(awaiting(person, None), text)


def zone_echo(moment: Moment, profile: UserProfile) -> str:
    """The zone said back with the local time, so that a mistake shows."""
    at = _local_time(moment, profile)
    echo = t("Your time zone is {zone} (it is {time} there).", zone=profile.zone, time=at)
    return f"{echo} {t(NAME_CITY)}" if profile.zone_provisional else echo


def _local_time(moment: Moment, profile: UserProfile) -> str:
    from zoneinfo import ZoneInfo

    return say_time(moment.now.astimezone(ZoneInfo(profile.zone or "UTC")))


def on_trip(moment: Moment, reading: TripReading) -> Said:
    """A journey, said back: the schedule moves there and back by itself."""
    home = moment.person.profile.zone or "UTC"
    trip = Trip(zone=reading.zone, starts=reading.starts, until=reading.until, home=home)
    person = with_trip(moment.person, trip, moment.now)
    when = (
        t(
            "Have a good trip. Your schedule runs in {zone} from tomorrow on; tell me when you have landed.",
            zone=trip.zone,
        )
        if trip.starts <= moment.today
        else t(
            "Have a good trip. Your schedule runs in {zone} after {day}; tell me when you have landed.",
            zone=trip.zone,
            day=say_day(trip.starts, moment.today),
        )
    )
    back = (
        t("It goes back to {zone} after {day}.", zone=home, day=say_day(trip.until, moment.today))
        if trip.until
        else t("Tell me when you are back.")
    )
    return say(person, f"{when} {back}", undoable="")


async def set_zone(moment: Moment, words: str) -> Said:
    """/timezone Lisbon, /timezone 8:30pm."""
    if not words:
        profile = moment.person.profile
        now = zone_echo(moment, profile) if profile.zone else t("I do not know your zone yet.")
        return say(moment.person, f"{now} {t('Tell me a city or your local time, like `/timezone Lisbon`.')}")
    reading = read_zone(words, now=moment.now)
    if reading is None:
        return say(
            moment.person,
            t("I do not know that place. Name a larger city nearby, or your local time: `/timezone 8:30pm`."),
        )
    trip = moment.person.profile.trip
    person = awaiting(moved(moment.person, reading.zone, moment.now, provisional=reading.provisional), None)
    parts = (zone_echo(moment, person.profile), t("Your schedules follow it."), _of_the_trip(person, trip))
    return say(person, " ".join(filter(None, parts)))


def _of_the_trip(person: Person, trip: Trip | None) -> str:
    """What an explicit zone means for the journey that was known."""
    if trip is None or person.profile.zone == trip.zone:
        return ""
    if person.profile.trip is None:
        return t("The trip to {zone} is off my calendar.", zone=trip.zone)
    return t("The trip to {zone} stays planned; say *the trip is off* if it is not.", zone=trip.zone)


async def set_country(moment: Moment, words: str) -> Said:
    """/country Portugal."""
    code = read_country(words)
    if code is None:
        known = moment.person.profile.country
        shown = name_of_country(known) if known else t("not set")
        how = t("Set it with its English name or code, like `/country Portugal`.")
        return say(moment.person, f"{t('Country: {name}.', name=shown)} {how}")
    if crisis.is_open(moment.person):
        return crisis.locate(moment, code)
    person = moment.person.but(profile=moment.person.profile.but(country=code))
    text = f"{t('Country: {name}.', name=name_of_country(code))} {t('/safety now shows the help lines there.')}"
    return say(awaiting(person, None), text)


async def set_language(moment: Moment, words: str) -> Said:
    """/language Spanish."""
    code = language_named(words)
    if code is None:
        known = say_list(name_of(each) for each in languages())
        return say(moment.person, t("I know {languages}. Choose one like this: `/language Spanish`.", languages=known))
    person = moment.person.but(profile=moment.person.profile.but(language=code, is_language_settled=True))
    with speaking(code):
        return say(person, t("From now on I speak {language} with you.", language=name_of(code)))


async def show_settings(moment: Moment, words: str) -> Said:
    """/settings: everything that shapes what Gigi does for this person."""
    profile, house = moment.person.profile, moment.house
    consent = {None: t("not asked yet"), True: t("on"), False: t("off")}[profile.consent]
    zone = profile.zone or t("not known")
    rows = (
        (t("Time zone"), t("{zone} (provisional)", zone=zone) if profile.zone_provisional else zone, "/timezone"),
        (t("Country"), profile.country or t("not set"), "/country"),
        (t("Language"), name_of(profile.language), "/language"),
        ("Gemini", consent if house.has_model else t("not set up here"), "/model"),
        (t("Private mode"), t("on") if profile.is_private else t("off"), "/private"),
        *preference_rows(profile, house),
        (t("Paused"), _paused(moment), "/pause, /resume"),
        (t("Body data"), _body(profile), ""),
    )
    lines = [f"- {name}: {value}" + (f" ({command})" if command else "") for name, value, command in rows]
    return say(moment.person, f"**{t('Settings')}**\n\n" + "\n".join(lines))


def _paused(moment: Moment) -> str:
    until = moment.person.profile.paused_until
    return t("until {day}", day=say_date(until)) if until and until > moment.now else t("no")


def _body(profile: UserProfile) -> str:
    sex = {None: "", "female": t("female"), "male": t("male")}[profile.sex]
    known = (
        say_amount(profile.weight_kg, "kg") if profile.weight_kg else "",
        say_amount(profile.height_cm, "cm") if profile.height_cm else "",
        t("age {n}", n=profile.age) if profile.age else "",
        sex,
        t("{n} kcal a day", n=profile.calorie_target) if profile.calorie_target else "",
    )
    return ", ".join(filter(None, known)) or t("none given")
