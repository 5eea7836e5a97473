"""Parts of the day: what "evening" means alone, and what it makes of "8"."""

from datetime import time

from bot.rules.schedule.nodes import Clock, Found, Part
from bot.rules.schedule.words import Signs

# Stated defaults where only a part of the day is said; morning and evening are the person's own settings.
_DEFAULTS = {
    "smallhours": time(4),
    "noon": time(12),
    "afternoon": time(15),
    "night": time(21),
    "bedtime": time(22),
    "midnight": time(0),
}
# Local hours in which a 24-hour time agrees with a part of the day.
_HOURS = {
    "morning": range(4, 12),
    "smallhours": range(7),
    "noon": range(11, 15),
    "afternoon": range(12, 20),
    "evening": range(16, 24),
    "night": (*range(17, 24), *range(5)),
    "tonight": (*range(17, 24), *range(5)),
    "bedtime": (*range(18, 24), *range(3)),
    "midnight": (0,),
}


def default_of(part: str, morning: time, evening: time) -> time:
    """The local time meant by a part of the day alone."""
    return {"morning": morning, "evening": evening, "tonight": evening, **_DEFAULTS}[part]


def in_part(clock: Clock, part: str) -> Clock | None:
    """The time of day once the part of the day is known ("8" and "evening": 20:00); None where they disagree."""
    hour = clock.hour
    if clock.is_fixed or hour > 12:
        return clock if hour % 24 in _HOURS[part] else None
    if part in ("afternoon", "evening", "bedtime") or (part == "noon" and hour < 11):
        hour = hour % 12 + 12 if part != "bedtime" or 6 <= hour < 12 else hour % 12
    elif part in ("night", "tonight"):
        hour = hour + 12 if 5 <= hour < 12 else hour % 12
    elif part in ("morning", "smallhours", "midnight"):
        hour %= 12
    return Clock(hour, clock.minute, is_fixed=True)


def find_part(signs: Signs, place: int) -> Found | None:
    """A part of the day here, however many articles stand before it."""
    sign = signs.at(place)
    if not sign.has("part"):
        return None
    if sign.has("day") and not _is_part_there(signs, place):
        return None
    if signs.at(place + 1).has("and_half"):
        return None  # "midi et demi" is a time of its own
    return Part(sign.get("part"), is_plural=sign.has("plural")), place + 1


def _is_part_there(signs: Signs, place: int) -> bool:
    """Whether "mañana" or "Morgen" is the morning here, and not tomorrow."""
    before = signs.at(place - 1)
    return (
        before.has("every", "weekday", "part") or (before.has("day") and not before.has("part")) or before.has("this")
    )
