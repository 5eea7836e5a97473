"""The pieces of one request sorted by what they do: which days go with which times, and what holds for all of it."""

from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.catalogue import t
from bot.rules.schedule.nodes import (
    After,
    Clock,
    Coming,
    Count,
    Every,
    Except,
    Lasting,
    MonthDays,
    Node,
    Offset,
    Often,
    OnDate,
    Part,
    Past,
    Starting,
    Until,
    Weekdays,
    Window,
    Wrong,
)
from bot.rules.schedule.recurrence import resolve

Day = Weekdays | MonthDays | OnDate | Offset | Coming | Every
Piece = Clock | Part | Window


class Unclear(Exception):
    """One question has to be answered first; the argument is the question."""


class Impossible(Exception):
    """No such time exists or it is over; the argument is the sentence that says so."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where the request was made. `now` is aware, in the person's zone."""

    now: datetime
    zone: str
    morning: time
    evening: time
    is_dial: bool  # the language counts hours to twelve

    @property
    def local(self) -> datetime:
        return self.now.replace(tzinfo=None, fold=0)

    def is_ahead(self, local: datetime) -> bool:
        """Whether this naive local time is still to come; in a repeated hour its first pass counts."""
        return resolve(local, ZoneInfo(self.zone)) > self.now


@dataclass(slots=True)
class Clause:
    """Days and the times that go with them."""

    days: list[Day] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Request:
    """One request, sorted."""

    clauses: list[Clause]
    intervals: list[Every]  # "every 2 weeks": weeks, months, years
    steps: list[Every]  # "every 2 hours"
    excepts: list[Except]
    oftens: list[Often]
    after: After | None = None
    until: Until | None = None
    starting: Starting | None = None
    lasting: Lasting | None = None
    count: Count | None = None

    @property
    def days(self) -> list[Day]:
        return [day for clause in self.clauses for day in clause.days]

    @property
    def pieces(self) -> list[Piece]:
        return [piece for clause in self.clauses for piece in clause.pieces]

    @property
    def is_repeating(self) -> bool:
        """Whether the words ask for more than once."""
        bounds = (self.until, self.starting, self.lasting, self.count)
        if self.intervals or self.steps or self.oftens or any(bounds):
            return True
        if any(node.weekdays for node in self.excepts):
            return True
        if any(repeats(day) for day in self.days):
            return True
        has_date = any(isinstance(day, Offset | OnDate | MonthDays) for day in self.days)
        return not has_date and any(isinstance(piece, Part) and piece.is_plural for piece in self.pieces)


def repeats(day: Day) -> bool:
    """Whether this day by itself says that it comes again."""
    match day:
        case Every():
            return True
        case Weekdays():
            return bool(day.every or day.nth or (day.is_plural and not day.which))
        case MonthDays():
            return day.is_every or len(day.days) > 1
        case OnDate():
            return day.is_every
        case Offset() | Coming():
            return False


def sort_out(nodes: list[Node]) -> Request:
    """The request that these pieces make, in the order they were said. Raises Impossible."""
    for node in nodes:
        if isinstance(node, Wrong):
            raise Impossible(node.why)
    nodes = _overridden(nodes)
    request = Request([], [], [], [], [])
    runs: list[list[Node]] = []
    for node in nodes:
        if not _take(request, node):
            is_same = runs and isinstance(runs[-1][0], Piece) == isinstance(node, Piece)
            runs[-1].append(node) if is_same else runs.append([node])
    request.clauses = _clauses(runs)
    is_ahead = request.days or request.after or request.intervals or request.steps
    if any(isinstance(node, Past) for node in nodes) and not is_ahead:
        raise Impossible(t("That time is already over. When in the future shall I remind you?"))
    return request


def _overridden(nodes: list[Node]) -> list[Node]:
    """ "every day at 8 but Sundays at 10": an excepted day with a time of its own is a clause of its own."""
    said: list[Node] = []
    for place, node in enumerate(nodes):
        said.append(node)
        following = nodes[place + 1] if place + 1 < len(nodes) else None
        has_time = any(isinstance(earlier, Clock | Part) for earlier in nodes[:place])
        if isinstance(node, Except) and node.weekdays and has_time and isinstance(following, Clock | Part):
            said.append(Weekdays(node.weekdays, every=1, is_override=True))
    return said


def _take(request: Request, node: Node) -> bool:
    """Whether the piece holds for the whole request, and is now stored there."""
    match node:
        case Every(unit=("week" | "month" | "quarter" | "year")):
            request.intervals.append(node)
        case Every(unit=("hour" | "minute" | "second")):
            request.steps.append(node)
        case Except():
            request.excepts.append(node)
        case Often():
            request.oftens.append(node)
        case After():
            request.after = request.after or node
        case Until():
            request.until = node
        case Starting():
            request.starting = node
        case Lasting():
            request.lasting = node
        case Count():
            request.count = node
        case Weekdays() | MonthDays() | OnDate() | Offset() | Coming() | Every() | Clock() | Part() | Window():
            return False
        case _:
            pass
    return True


def _clauses(runs: list[list[Node]]) -> list[Clause]:
    """Days and times alternate: with several of each they pair up in order, else all belong together."""
    days = [[node for node in run if isinstance(node, Day)] for run in runs if isinstance(run[0], Day)]
    times = [[node for node in run if isinstance(node, Piece)] for run in runs if isinstance(run[0], Piece)]
    if len(days) < 2 or len(times) < 2:
        together = Clause([day for run in days for day in run], [piece for run in times for piece in run])
        return [together] if together.days or together.pieces else []
    clauses = [Clause(run, list(times[min(place, len(times) - 1)])) for place, run in enumerate(days)]
    for extra in times[len(days) :]:
        clauses[-1].pieces += extra
    return clauses
