"""A goal: verb + amount + unit + deadline, or a habit with a frequency; and the logs recorded against it."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal

from bot.entities.frozen import Frozen
from bot.entities.ids import GoalId, LogId, ReminderId
from bot.entities.room import Sharing


class Domain(StrEnum):
    """What part of life a goal belongs to; one playbook each."""

    FITNESS = "fitness"
    WEIGHT = "weight"
    NUTRITION = "nutrition"
    SLEEP = "sleep"
    WELLBEING = "wellbeing"
    LEARNING = "learning"
    CAREER = "career"
    FINANCE = "finance"
    RELATIONSHIPS = "relationships"
    CREATIVITY = "creativity"
    PRODUCTIVITY = "productivity"
    SUBSTANCE = "substance"
    HOME = "home"
    LEISURE = "leisure"
    OTHER = "other"


class AmountKind(StrEnum):
    """What the number of a goal means."""

    TARGET = "target"  # a value to reach: "get down to 180 lbs"
    DELTA = "delta"  # a change from now: "lose 5 kg"
    RATE = "rate"  # an amount per repetition or period: "20 pages a day"
    COUNT = "count"  # a running total: "read 12 books"
    CAP = "cap"  # stay at or under: "at most 60 min of social media"
    DURATION = "duration"  # a length: "a 90 day challenge"


class Direction(StrEnum):
    INCREASE = "increase"
    DECREASE = "decrease"
    REACH = "reach"
    START = "start"
    STOP = "stop"
    MAINTAIN = "maintain"


class GoalStatus(StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    LATER = "later"
    DONE = "done"
    DROPPED = "dropped"


class GoalKind(StrEnum):
    """How a goal is measured at a check-in."""

    LEVEL = "level"  # a reading that moves towards a target: body weight
    TOTAL = "total"  # logs add up to the target: money saved, km run
    DAILY = "daily"  # an amount each day: 20 pages
    HABIT = "habit"  # done or not, some times a period
    CAP = "cap"  # stay at or under an amount each day


Period = Literal["day", "week", "month", "year"]


class Frequency(Frozen):
    """How often: `times` a `per`, such as 3 a week."""

    times: int
    per: Period


class GoalDraft(Frozen):
    """What a person's words say about one goal, before anything is stored. Texts are verbatim substrings."""

    title: str
    domain: Domain = Domain.OTHER
    direction: Direction = Direction.START
    amount: float | None = None
    unit: str | None = None  # spelled as in CONTRACT: kg, lb, km, min, page, USD, time ...
    unit_text: str | None = None  # the same as the person spells it, where that differs: "pushup", "liter"
    amount_kind: AmountKind | None = None
    deadline: date | None = None
    deadline_text: str | None = None
    frequency: Frequency | None = None
    frequency_text: str | None = None
    clock: time | None = None  # a local time of day that is part of the goal: "asleep by 12" is 00:00
    start: float | None = None  # a starting value the person stated, in `unit`
    sport: str | None = None  # a finer topic inside the domain that picks plan templates: "running", "reading"


class Goal(Frozen):
    """One goal of one person."""

    id: GoalId
    title: str
    domain: Domain
    direction: Direction
    amount: float | None = None
    unit: str | None = None
    amount_kind: AmountKind | None = None
    deadline: date | None = None
    frequency: Frequency | None = None
    clock: time | None = None
    sport: str | None = None
    start: float | None = None
    current: float | None = None  # the last reading (level) or the running total, in `unit`
    status: GoalStatus = GoalStatus.PROPOSED
    said: str = ""  # the person's own sentence
    created_at: datetime
    started_on: date | None = None
    shared: tuple[Sharing, ...] = ()  # in which rooms others see of it, and how much
    paused_until: date | None = None  # rests until this local day, e.g. an injury heals

    @property
    def kind(self) -> GoalKind:
        """How a check-in on this goal is read."""
        if self.amount_kind is AmountKind.CAP:
            return GoalKind.CAP
        if self.amount_kind is AmountKind.RATE and self.unit not in (None, "time", "session", "day"):
            return GoalKind.DAILY
        if self.amount_kind is AmountKind.COUNT:
            return GoalKind.TOTAL
        if self.amount_kind in (AmountKind.TARGET, AmountKind.DELTA):
            return GoalKind.TOTAL if self.domain is Domain.FINANCE else GoalKind.LEVEL
        return GoalKind.HABIT

    @property
    def target(self) -> float | None:
        """The value to reach in `unit`: for a delta it needs the starting value, else None."""
        if self.amount_kind is not AmountKind.DELTA or self.kind is GoalKind.TOTAL:
            return self.amount
        if self.start is None or self.amount is None:
            return None
        return self.start - self.amount if self.direction is Direction.DECREASE else self.start + self.amount


class LogStatus(StrEnum):
    DONE = "done"
    PARTLY = "partly"
    SKIPPED = "skipped"
    VALUE = "value"


class Log(Frozen):
    """One recorded value or done/partly/skipped, on a local day of the person."""

    id: LogId
    goal_id: GoalId | None = None
    reminder_id: ReminderId | None = None  # an answer to a reminder that belongs to no goal
    day: date
    status: LogStatus
    value: float | None = None
    unit: str | None = None
    mode: Literal["add", "set"] | None = None
    at: datetime
    note: str = ""
    source: str = ""  # the event of the message that recorded it, so that an edit of that message finds it
    due_at: datetime | None = None  # of the nudge it answers, with `reminder_id`: one nudge is answered once
