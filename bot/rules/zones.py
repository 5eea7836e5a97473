"""Where a person is, as a time zone: from a place, a zone's name, an offset, or the clock time they see."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.entities import ZoneReading
from bot.rules.places import Place, is_wish, place_at, places_in, said
from bot.rules.schedule.clock import find_clock
from bot.rules.schedule.nodes import Clock, Part
from bot.rules.schedule.parts import find_part, in_part
from bot.rules.schedule.words import Signs, languages_of, signs_in
from bot.rules.text import fold
from bot.rules.trips import TripReading, read_trip
from bot.rules.wordlists import wordlist

__all__ = ["TripReading", "is_either_half", "read_trip", "read_zone"]

MOST_CHARACTERS = 300
_ANSWER = 8  # words; a longer message is no answer to "where are you?"
_EAST, _WEST = timedelta(hours=13, minutes=45), timedelta(hours=-10)  # the inhabited offsets a clock is read as
_HALF_DAY, _AWAKE_FROM = 12, 6  # hours; nobody is taken to write at a quarter past three in the night
_QUARTER = timedelta(minutes=15)
_OFF_BY = timedelta(minutes=20)  # how wrong a person's clock or reading of it may be
_OFF_BY_HOUR = timedelta(minutes=29)  # "it's 9 pm here" may leave out the minutes
# The common zone of each offset that is no whole hour, best first; which one fits depends on the date.
_PART_HOURS = (
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Asia/Kabul",
    "Asia/Yangon",
    "Australia/Adelaide",
    "Australia/Darwin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Australia/Eucla",
    "Pacific/Marquesas",
)
_OFFSET = re.compile(r"\b(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?(?!\d)")
_BARE_OFFSET = re.compile(r"([+-])\s*(\d{1,2})(?::(\d{2}))?")
_IANA = re.compile(r"\b[a-z]{2,}(?:/[a-z0-9_+-]+){1,2}")
_SAID_TIME = re.compile(
    r"\b(?:it'?s|it is|time is|son|es|es ist|il est|сейчас|clock says|phone says|now)(?: [^\W\d]+)? ?$"
)


def read_zone(text: str, *, now: datetime, strict: bool = False, likely: Iterable[str] = ()) -> ZoneReading | None:
    """The zone that `text` gives away, None where it names none or several.

    `strict` is for free chat: a place counts only after words such as "I'm in", a clock time only with "here".
    `likely` are zones to prefer where a clock time fits one of them (home, the goal of a trip). `now` is aware.
    """
    folded = fold(text[:MOST_CHARACTERS])
    reading = _named_zone(folded) or _offset(folded, now, strict)
    if reading:
        return reading
    place = _place_after_lead(folded) or (None if strict else _only_place(folded))
    if place:
        return ZoneReading(zone=place.zone, provisional=place.is_provisional, place=said(text, folded, place))
    return _clock_here(text[:MOST_CHARACTERS], folded, now, strict, tuple(likely))


def _named_zone(folded: str) -> ZoneReading | None:
    """ "Europe/Madrid"."""
    names = {_iana_names().get(match.group()) for match in _IANA.finditer(folded)} - {None}
    if len(names) != 1:
        return None
    name = str(names.pop())
    return ZoneReading(zone=name, provisional=False, place=name.rsplit("/", 1)[1].replace("_", " "))


@cache
def _iana_names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if "/" in name}


def _offset(folded: str, now: datetime, strict: bool) -> ZoneReading | None:
    """ "UTC+2", "GMT-5"; as a whole answer also "+2"."""
    match = _OFFSET.search(folded) or (None if strict else _BARE_OFFSET.fullmatch(folded))
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    return _zone_of(offset, now)


def _zone_of(offset: timedelta, now: datetime) -> ZoneReading | None:
    """An offset as a zone, provisional: Etc/GMT for whole hours (its sign is the other way round)."""
    if not timedelta(hours=-12) <= offset <= timedelta(hours=14):
        return None
    hours = offset // timedelta(hours=1)
    if offset == timedelta(hours=hours):
        zone = f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"
        return ZoneReading(zone=zone, provisional=True, place=_offset_name(offset))
    fitting = (name for name in _PART_HOURS if now.astimezone(ZoneInfo(name)).utcoffset() == offset)
    zone_name = next(fitting, None)
    return ZoneReading(zone=zone_name, provisional=True, place=_offset_name(offset)) if zone_name else None


def _offset_name(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    return f"UTC{'-' if offset < timedelta(0) else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


@cache
def _leads() -> re.Pattern[str]:
    leads = "|".join(wordlist("cities")["lead"]["now"])
    return re.compile(
        rf"(?:^|[.!?,;:]\s*|\b(?:hi|hey|hello|ok|so|and|but|well|fyi|btw|hola|hallo|bonjour)\s+)(?:{leads})\s+"
    )


@cache
def _afters() -> tuple[str, ...]:
    return tuple(wordlist("cities")["lead"]["after"])


def _place_after_lead(folded: str) -> Place | None:
    """ "I'm in Lima", and the sentence ends there or goes on with "now"."""
    for match in _leads().finditer(folded):
        place = place_at(folded, match.end())
        if place and _is_end(folded[place.end :]):
            return place
    return None


def _is_end(rest: str) -> bool:
    rest = rest.lstrip(" ")
    if not rest or not rest[0].isalnum():
        return True
    return any(rest == word or rest.startswith((f"{word} ", f"{word}.", f"{word},", f"{word}!")) for word in _afters())


def _only_place(folded: str) -> Place | None:
    """The one place in an answer such as "Lisbon, Portugal" or "a village near Munich"; None where several differ."""
    plain = folded.strip(" .!?,")
    whole = place_at(plain, 0) if plain else None
    if whole and whole.end >= len(plain) - 1:
        return whole
    found = [place for place in places_in(folded) if not place.is_wordy]
    zones = {place.zone for place in found}
    is_answer = len(folded.split()) <= _ANSWER and not is_wish(folded)
    return found[0] if len(zones) == 1 and is_answer else None


def _clock_here(text: str, folded: str, now: datetime, strict: bool, likely: tuple[str, ...]) -> ZoneReading | None:
    """ "it's 8:30pm here": the offset at which the clocks show that now, to a quarter of an hour."""
    lead = wordlist("cities")["lead"]
    if any(re.search(rf"\b{word}", folded) for word in lead["not_now"]):
        return None
    clock = _one_clock(text, strict)
    shown = _surely(clock) if clock is not None else None
    return _zone_showing(shown, now.astimezone(UTC), likely) if shown is not None else None


def _surely(clock: Clock) -> time | None:
    """The time on the person's clock. "quarter past 3" is said at a waking hour; "half past 8" could be either."""
    if not clock.is_dial or clock.hour % _HALF_DAY != clock.hour:
        return time(clock.hour % 24, clock.minute)
    return time(clock.hour + _HALF_DAY, clock.minute) if 0 < clock.hour < _AWAKE_FROM else None


def is_either_half(text: str, *, now: datetime) -> bool:
    """Whether `text` is a clock time that lacks only am or pm to tell the zone."""
    if read_zone(text, now=now) is not None or len(text.split()) > _ANSWER:
        return False
    clock = _one_clock(text[:MOST_CHARACTERS], strict=False)
    return clock is not None and clock.is_dial


def _one_clock(text: str, strict: bool) -> Clock | None:
    """The only time of day in the text, in the language that finds one; None where there are several."""
    for language in languages_of(text)[:3]:
        signs = signs_in(text, language)
        clocks = _clocks(signs, is_answer=not strict or bool(_here().search(fold(text))))
        if len(clocks) == 1:
            clock, first, last = clocks[0]
            before, after = fold(text[: signs.at(first).start]), fold(text[signs.at(last - 1).end :])
            if strict and not _is_now_here(before, after, is_told=signs.at(first).has("at")):
                return None
            return clock if language == "en" else Clock(clock.hour, clock.minute, is_fixed=True)
        if clocks:
            return None
    return None


@cache
def _here() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, wordlist('cities')['lead']['here']))})\b")


def _is_now_here(before: str, after: str, *, is_told: bool) -> bool:
    """Whether the words around a clock time make it the time now and here: "it's", "here". `is_told`: "at" 8 pm."""
    if _SAID_TIME.search(before):
        return bool(_here().search(before) or _here().search(after))
    return not is_told and bool(re.match(rf"(?:now |right now )?(?:{_here().pattern})", after))


def _clocks(signs: Signs, is_answer: bool) -> list[tuple[Clock, int, int]]:
    """The times of day in the text, each with the places of its first word and after its last."""
    clocks: list[tuple[Clock, int, int]] = []
    place = 0
    while place < len(signs):
        found = find_clock(signs, place, is_bare_allowed=is_answer and not signs.at(place + 1).has("unit"))
        if found is None:
            place += 1
            continue
        if isinstance(found[0], Clock):
            clock, end = _with_part(found[0], signs, found[1])
            clocks.append((clock, place, end))
        place = found[1]
    return clocks


def _with_part(clock: Clock, signs: Signs, place: int) -> tuple[Clock, int]:
    after = signs.past(place, "filler", "of") if not signs.at(place).has("part") else place
    part = find_part(signs, after)
    if part and isinstance(part[0], Part) and (told := in_part(clock, part[0].name)):
        return told, part[1]
    return clock, place


def _zone_showing(shown: time, now: datetime, likely: tuple[str, ...]) -> ZoneReading | None:
    ahead = timedelta(hours=shown.hour, minutes=shown.minute) - timedelta(hours=now.hour, minutes=now.minute)
    while ahead > _EAST:
        ahead -= timedelta(days=1)
    while ahead < _WEST:
        ahead += timedelta(days=1)
    for name in likely:
        known = now.astimezone(ZoneInfo(name)).utcoffset()
        if known is not None and abs(known - ahead) <= _QUARTER:
            return ZoneReading(zone=name, provisional=False, place=name.rsplit("/", 1)[-1].replace("_", " "))
    rounded = round(ahead / _QUARTER) * _QUARTER
    near = sorted((rounded + n * _QUARTER for n in (-2, -1, 0, 1, 2)), key=lambda offset: abs(offset - ahead))
    off_by = _OFF_BY if shown.minute else _OFF_BY_HOUR
    readings = (_zone_of(offset, now) for offset in near if abs(offset - ahead) <= off_by)
    return next((reading for reading in readings if reading), None)
