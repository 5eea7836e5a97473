"""Journeys under way or planned: called off, landed, home again, the day of the way back; and a place named at last."""

from datetime import timedelta

from bot.catalogue import t
from bot.conversation import profile
from bot.conversation.moment import Moment, Said, awaiting, say
from bot.entities import Person, Trip
from bot.rules.goals import read_goals
from bot.rules.journeys import JourneyReading, read_journey
from bot.rules.saying import say_day
from bot.rules.travel import moved, with_trip, without_trip
from bot.rules.zones import read_trip, read_zone

PLACE_WORDS = 4  # a message this short may be the answer to "which city?"


async def answer_journey(moment: Moment) -> Said | None:
    """News of a journey, or the city after a clock time gave only an offset; None for anything else."""
    known = moment.person.profile
    if known.zone_provisional and (said := _place_at_last(moment)) is not None:
        return said
    zone = known.zone or "UTC"
    if read_trip(moment.text, now=moment.now, zone=zone) is not None:
        return None
    news = read_journey(moment.text, now=moment.now, zone=zone)
    if news is None:
        return None
    if known.trip is not None:
        return _on_known_trip(moment, known.trip, news)
    return _returning_from_somewhere(moment, news)


def _on_known_trip(moment: Moment, trip: Trip, news: JourneyReading) -> Said:
    match news.news:
        case "off" | "home":
            return _settled(moment, without_trip(moment.person, moment.now), t("Your schedule is back there."))
        case "landed" if trip.until is not None and moment.today >= trip.until:
            return _settled(
                moment, without_trip(moment.person, moment.now), t("Welcome back; your schedule is there too.")
            )
        case "landed":
            begun = trip.but(starts=min(trip.starts, moment.today - timedelta(days=1)))
            person = moved(moment.person.but(profile=moment.person.profile.but(trip=begun)), trip.zone, moment.now)
            return _settled(moment, person, t("Your schedules follow it."))
        case _:
            return _back_on(moment, trip, news)


def _back_on(moment: Moment, trip: Trip, news: JourneyReading) -> Said:
    day = news.day or moment.today
    person = with_trip(moment.person, trip.but(until=max(day, trip.starts)), moment.now)
    text = t(
        "Noted: you travel back {day}. Your schedule returns to {zone} the day after; tell me when you are home and "
        "it does so at once.",
        day=say_day(day, moment.today),
        zone=trip.home,
    )
    return say(person, text)


def _returning_from_somewhere(moment: Moment, news: JourneyReading) -> Said | None:
    """The way back of a journey Gigi was never told of."""
    if news.news != "returning" or news.day is None or moment.person.profile.zone is None:
        return None
    if read_goals(moment.text, now=moment.now, zone=moment.person.profile.zone).is_goal:
        return None
    zone = moment.person.profile.zone
    when = say_day(news.day, moment.today)
    text = t(
        "Safe travels {day}. Your schedule is in {zone}: tell me the city once you land, and it follows.",
        day=when,
        zone=zone,
    )
    return say(moment.person, text)


def _settled(moment: Moment, person: Person, follow: str) -> Said:
    question = moment.session.awaiting
    if question is not None and question.kind == "zone":
        person = awaiting(person, None)
    return say(
        person, f"{profile.zone_echo(moment, person.profile)} {follow if person.active_reminders else ''}".strip()
    )


def _place_at_last(moment: Moment) -> Said | None:
    """ "Madrid", said after the zone was only an offset."""
    last = next((line.text for line in reversed(moment.session.history) if line.who == "gigi"), "")
    if t(profile.NAME_CITY) not in last or len(moment.text.split()) > PLACE_WORDS:
        return None
    reading = read_zone(moment.text, now=moment.now)
    if reading is None or reading.provisional:
        return None
    person = moved(moment.person, reading.zone, moment.now)
    follow = t("Your schedules follow it.") if person.active_reminders else ""
    return say(person, f"{profile.zone_echo(moment, person.profile)} {follow}".strip())
