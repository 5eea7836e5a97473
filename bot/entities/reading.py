"""What the rules read out of a person's words: data for the caller to act on, nothing done yet."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.entities.frozen import Frozen
from bot.entities.goal import GoalDraft
from bot.entities.schedule import Recurrence


class Verdict(StrEnum):
    """The first that holds of these three."""

    CRISIS = "crisis"
    UNSAFE_GOAL = "unsafe_goal"
    OK = "ok"


class Screening(Frozen):
    """What the safety screen says of one text. `level` is 1 (passive) to 4 (imminent) for a crisis, else None."""

    verdict: Verdict = Verdict.OK
    category: str | None = None
    level: int | None = None


class Intent(StrEnum):
    GOAL = "goal"
    CHECKIN = "checkin"
    REMINDER = "reminder"
    QUESTION = "question"
    MEMORY = "memory"  # "what did I say about my knee?"
    FEELING = "feeling"
    PLAN = "plan"  # about a plan that exists: ease it, move a day
    JOKE = "joke"
    PAST = "past"
    CHATTER = "chatter"


class GoalReading(Frozen):
    """The goals of one message; `question` is the one worth asking when the first goal is vague."""

    is_goal: bool
    goals: tuple[GoalDraft, ...] = ()
    question: str | None = None
    intent: Intent = Intent.CHATTER


class AnswerStatus(StrEnum):
    DONE = "done"
    PARTLY = "partly"
    SKIPPED = "skipped"
    VALUE = "value"
    SNOOZE = "snooze"
    STOP = "stop"
    RESCHEDULE = "reschedule"
    UNDO = "undo"
    OTHER = "other"


class ValueOnDay(Frozen):
    """A value for another day, such as the 5 of "7 today, 5 yesterday"."""

    value: float | None
    day_offset: int
    status: AnswerStatus = AnswerStatus.VALUE


class AnswerReading(Frozen):
    """An answer to a check-in. `value` is in the goal's unit; `day_offset` 0 is today, -1 yesterday."""

    status: AnswerStatus
    value: float | None = None
    unit: str | None = None
    mode: Literal["add", "set"] | None = None
    day_offset: int = 0
    also: tuple[ValueOnDay, ...] = ()
    to: str | None = None  # where a snooze or move goes: "+60min", "2026-11-18T21:00", "daily 08:00"


class Outcome(StrEnum):
    SCHEDULE = "schedule"
    CLARIFY = "clarify"
    ERROR = "error"


class ScheduleReading(Frozen):
    """A schedule read from words. `message` is the sentence for the person: an echo, one question, or why not."""

    outcome: Outcome
    recurrence: Recurrence | None = None
    next: tuple[datetime, ...] = ()  # up to three aware instants in the person's zone
    message: str = ""
    subject: str = ""  # what it is about, without the words that say when: "stretch"


class ZoneReading(Frozen):
    """A place or a clock time as an IANA zone; provisional when only an offset was given."""

    zone: str
    provisional: bool
    place: str = ""  # how to say it back: "Lima"
