"""What the grammar finds in a sentence: pieces of a schedule, not yet put together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as said. `is_fixed`: no part of the day can move it; `is_dial`: could be either half of the day."""

    hour: int
    minute: int = 0
    is_fixed: bool = False
    is_dial: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: "morning"."""

    name: str
    is_plural: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Between two times of day."""

    first: Clock
    last: Clock


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week, 0 is Monday. `every`: 0 not said, 1 every, 2 every other; `nth` of the month, -1 the last."""

    days: tuple[int, ...]
    every: int = 0
    nth: tuple[int, ...] = ()
    which: str = ""  # "next", "this" or "last", as said before a single day
    is_plural: bool = False
    is_set: bool = False  # the nth of them together: "the last working day"
    is_override: bool = False  # excepted elsewhere, with a time of its own


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Days of the month, -1 is the last one."""

    days: tuple[int, ...]
    is_every: bool = False


@dataclass(frozen=True, slots=True)
class OnDate:
    day: int
    month: int
    year: int | None = None
    is_every: bool = False


@dataclass(frozen=True, slots=True)
class Offset:
    """Days from today."""

    days: int


@dataclass(frozen=True, slots=True)
class Coming:
    """Next week, month or year, without a day."""

    unit: str


@dataclass(frozen=True, slots=True)
class Every:
    """Every `count` units."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Often:
    """So many times a unit: "twice a day"."""

    times: int
    unit: str


@dataclass(frozen=True, slots=True)
class After:
    """So long from now: pairs of amount and unit."""

    lengths: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Except:
    weekdays: tuple[int, ...] = ()
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Until:
    when: "Weekdays | MonthDays | OnDate | Offset | Coming | Every"


@dataclass(frozen=True, slots=True)
class Starting:
    when: "Weekdays | MonthDays | OnDate | Offset | Coming | After"


@dataclass(frozen=True, slots=True)
class Lasting:
    """For so long: "for 2 weeks"."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Count:
    """So many times in all."""

    times: int


@dataclass(frozen=True, slots=True)
class Vague:
    """Now and then."""


@dataclass(frozen=True, slots=True)
class Past:
    """A time that is over: "yesterday", "3 hours ago", "last week"."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something no calendar or clock has; `why` is a sentence for the person."""

    why: str


Node = (
    Clock | Part | Window | Weekdays | MonthDays | OnDate | Offset | Coming | Every | Often | After | Except | Until
    | Starting | Lasting | Count | Vague | Past | Wrong
)  # fmt: skip
Found = tuple[Node, int]  # and the place after it
