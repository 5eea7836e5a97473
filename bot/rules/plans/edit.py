"""What a person can change about a plan: each kind of change as a value."""

from datetime import date, time

from bot.catalogue import N_
from bot.entities import Frequency, Frozen


class NewAmount(Frozen):
    """Another amount, in `unit` where one was said."""

    value: float
    unit: str | None
    is_reading: bool = False  # said as the value to arrive at: "target weight 74"


class NewStart(Frozen):
    """Another starting value."""

    value: float
    unit: str | None


class NewDeadline(Frozen):
    """Another last day; None for no deadline."""

    day: date | None


class MoreDays(Frozen):
    """So many days more."""

    days: int


class NewFrequency(Frozen):
    """Another number of times; without `per` the period stays."""

    frequency: Frequency
    is_per_said: bool = True


class NewClock(Frozen):
    """Another time of day for a goal that is one."""

    clock: time


class NotOn(Frozen):
    """Weekdays (0 is Monday) on which nothing should be."""

    days: tuple[int, ...]


class OtherDay(Frozen):
    """One weekday for another."""

    old: int
    new: int


class Swap(Frozen):
    """Something else in place of a task; `new` is empty where only the dislike was said."""

    old: str
    new: str = ""


class Easier(Frozen):
    """Less of it."""


class LighterWeek(Frozen):
    """Less of it this week only; the plan goes on as it was after that."""


class Anew(Frozen):
    """The way from here planned anew, starting from what is reached by now."""


class Harder(Frozen):
    """More of it."""


class Checkins(Frozen):
    """Another day or hour for the check-ins; `days` are weekdays, None where none was said."""

    days: tuple[int, ...] = ()
    clock: time | None = None
    frequency: Frequency | None = None


class Unclear(Frozen):
    """A change is wanted, and something about it is not said."""

    question: str = N_("What shall I change: the amount, the date, how often, a day, or a task?")


Edit = (
    NewAmount | NewStart | NewDeadline | MoreDays | NewFrequency | NewClock | NotOn | OtherDay | Swap | Easier | Harder
    | LighterWeek | Anew | Checkins | Unclear
)  # fmt: skip
