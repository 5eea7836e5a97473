"""A stay elsewhere from a person's words: which zone, from which day, until when."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.rules.places import is_wish, place_at, said
from bot.rules.schedule.grammar import pieces_of
from bot.rules.schedule.nodes import (
    After,
    Coming,
    Lasting,
    MonthDays,
    Node,
    Offset,
    OnDate,
    Starting,
    Until,
    Weekdays,
)
from bot.rules.schedule.once import after_local, day_of
from bot.rules.schedule.request import Impossible, Moment, Unclear
from bot.rules.schedule.words import languages_of, signs_in
from bot.rules.text import fold
from bot.rules.wordlists import wordlist

MOST_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class TripReading:
    """A stay elsewhere: the zone there, the first local day, and the last one if it was said."""

    zone: str
    place: str
    starts: date
    until: date | None


@cache
def _trip_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = wordlist("cities")["trip"]
    going = re.compile(rf"(?:^|(?<!\w))(?:{'|'.join(words['going'])})\s+")
    back = re.compile(rf"(?:^|(?<!\w))(?:{'|'.join(words['back'])})(?=\W|$)")
    return going, back


def read_trip(text: str, *, now: datetime, zone: str) -> TripReading | None:
    """A stay elsewhere with a day it begins or ends: "flying to Madrid tomorrow, back the 29th". Else None.

    `now` is aware; `zone` is where the person is now, and decides which day is today.
    """
    folded = fold(text[:MOST_CHARACTERS])
    going, back = _trip_words()
    if is_wish(folded):
        return None
    place = next((found for match in going.finditer(folded) if (found := place_at(folded, match.end()))), None)
    if place is None or (place.is_wordy and place.zone == zone):
        return None
    rest = folded[: place.start] + " , " + folded[place.end :]
    split = back.search(rest)
    before, after = (rest[: split.start()], rest[split.end() :]) if split else (rest, "")
    moment = Moment(now.astimezone(ZoneInfo(zone)), zone, time(8), time(19), is_dial=True)
    starts, until = _first_and_last(before, after, moment)
    if starts is None and until is None:
        return None
    starts = starts or moment.local.date()
    return TripReading(place.zone, said(text, folded, place), starts, until if until and until >= starts else None)


def read_stay(text: str, *, now: datetime, zone: str) -> tuple[date | None, date | None]:
    """The first and the last local day of a stretch: "from the 5th to the 15th", "until Sunday", "next week"."""
    folded = fold(text[:MOST_CHARACTERS])
    split = _trip_words()[1].search(folded)
    before, after = (folded[: split.start()], folded[split.end() :]) if split else (folded, "")
    return _first_and_last(before, after, Moment(now.astimezone(ZoneInfo(zone)), zone, time(8), time(19), is_dial=True))


def _first_and_last(before: str, after: str, moment: Moment) -> tuple[date | None, date | None]:
    """The first day and the last, from the words before and after "until" or "back"."""
    nodes = _nodes(before)
    days = [day for node in nodes if (day := _date(node, moment)) is not None]
    starts = days[0] if days else None
    if starts is not None and days and (run := _run_of(nodes)):
        return starts, starts + timedelta(days=run - 1)
    until = next((day for node in _nodes(after) if (day := _date(node, _from(starts, moment))) is not None), None)
    if until is None and len(days) > 1:
        until = days[-1]
    lasting = next((node for node in nodes if isinstance(node, Lasting)), None)
    if until is None and lasting is not None:
        ends = after_local(After(((lasting.count, lasting.unit),)), _from(starts, moment)).date()
        until = ends
    if any(isinstance(node, Coming) for node in nodes) and starts and until is None and len(days) == 1:
        until = starts + timedelta(days=6)
    return starts, until


def _run_of(nodes: list[Node]) -> int:
    """The days of a stay said as a run of weekdays: "from Friday to Sunday" is 3."""
    return next((len(node.days) for node in nodes if isinstance(node, Weekdays) and len(node.days) > 1), 0)


def _from(starts: date | None, moment: Moment) -> Moment:
    if starts is None:
        return moment
    now = datetime.combine(starts, time(12), tzinfo=moment.now.tzinfo)
    return Moment(now, moment.zone, moment.morning, moment.evening, moment.is_dial)


def _nodes(folded: str) -> list[Node]:
    for language in languages_of(folded)[:3]:
        nodes = [_inner(node) for node, _, _ in pieces_of(signs_in(folded, language))]
        if any(isinstance(node, Offset | OnDate | MonthDays | Weekdays | Coming | After | Lasting) for node in nodes):
            return nodes
    return []


def _inner(node: Node) -> Node:
    return node.when if isinstance(node, Until | Starting) else node


def _date(node: Node, moment: Moment) -> date | None:
    try:
        match node:
            case Coming(unit="week"):
                today = moment.local.date()
                return today + timedelta(days=7 - today.weekday())
            case After():
                return after_local(node, moment).date()
            case Weekdays() if len(node.days) > 1:
                first = next((day for day in node.days if (day - 1) % 7 not in node.days), node.days[0])
                return day_of(Weekdays((first,), which=node.which), time(23, 59, 59), moment)
            case Offset() | OnDate() | MonthDays() | Weekdays():
                return day_of(node, time(23, 59, 59), moment)
            case _:
                return None
    except (Unclear, Impossible, ValueError, OverflowError):
        return None
