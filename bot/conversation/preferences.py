"""What suits a person, set in words and said back: their day, their week, how often, when never, light or dark."""

from datetime import time

from bot.catalogue import say_weekday, t, tn
from bot.conversation.following import review_moved
from bot.conversation.moment import Moment, Said, say
from bot.entities import Person, UserProfile
from bot.house import House
from bot.rules.preferences import read_preference


async def answer_preference(moment: Moment) -> Said | None:
    """The answer to words like "my day ends at 3am" or "at most one check-in a day"; None for any other."""
    found = read_preference(moment.text)
    if found is None:
        return None
    before, person = moment.person.profile, moment.person.but(profile=moment.person.profile.but(**found))
    if person.profile.week_starts != before.week_starts:
        person = review_moved(moment.given(person))
    return say(person, _said_back(person, next(iter(found))))


def _said_back(person: Person, name: str) -> str:
    profile = person.profile
    match name:
        case "day_ends":
            return _day_ends(profile.day_ends)
        case "week_starts":
            return t("Your week starts on {day}.", day=say_weekday(profile.week_starts))
        case "nudges_per_day":
            return _cap(profile.nudges_per_day or 0)
        case "quiet_hours" if profile.quiet_hours is not None:
            starts, ends = (f"{at:%H:%M}" for at in profile.quiet_hours)
            return t("No check-ins between {starts} and {ends}; a reminder still comes when you asked for it.",
                     starts=starts, ends=ends)  # fmt: skip
        case _:
            return t("Pictures are dark now.") if profile.picture_theme == "dark" else t("Pictures are light now.")


def _day_ends(ends: time) -> str:
    if ends == time(0):
        return t("Your day ends at midnight.")
    return t("Your day ends at {time}: what you tell me before that counts for the day before.", time=f"{ends:%H:%M}")


def _cap(most: int) -> str:
    if not most:
        return t("No check-ins from now on; your reminders still come.")
    return tn("At most one check-in a day, over all goals.", "At most {n} check-ins a day, over all goals.", most)


def preference_rows(profile: UserProfile, house: House) -> list[tuple[str, str, str]]:
    """Name, value and how to change it, for /settings."""
    quiet = profile.quiet_hours or house.quiet
    cap = house.nudges_per_day if profile.nudges_per_day is None else profile.nudges_per_day
    theme = t("dark") if profile.picture_theme == "dark" else t("light")
    return [
        (t("Quiet hours"), f"{quiet[0]:%H:%M}-{quiet[1]:%H:%M}", t("*quiet hours 22:00 to 7:00*")),
        (t("Check-ins a day"), t("at most {n}", n=cap), t("*at most 2 check-ins a day*")),
        (t("Your day ends at"), f"{profile.day_ends:%H:%M}", t("*my day ends at 3am*")),
        (t("Your week starts on"), say_weekday(profile.week_starts), t("*my week starts on Sunday*")),
        (t("Pictures"), theme, t("*dark pictures*")),
    ]
