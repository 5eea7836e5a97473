"""A plan: weeks of tasks for one goal, versioned."""

from datetime import date, datetime
from typing import Literal

from bot.entities.frozen import Frozen
from bot.entities.goal import Period
from bot.entities.ids import GoalId, PlanId


class Task(Frozen):
    """One action with its cue: "After CUE, I will ACTION" (an implementation intention)."""

    id: str  # unique within its plan: "w3t1"
    cue: str  # time and place, or after-event: "after breakfast"
    action: str  # "walk briskly"
    minutes: int  # per repetition, 1-600
    times: int = 1  # repetitions per `per`
    per: Period = "week"
    amount: float | None = None  # what one repetition counts for, in the goal's unit
    bct: tuple[str, ...] = ()  # BCT Taxonomy v1 tags, e.g. "1.4"
    swap: str | None = None  # another action that serves as well


class Week(Frozen):
    """One week of a plan; `starts` and `ends` are local days, both included."""

    number: int
    starts: date
    ends: date
    focus: str
    target: float | None = None  # at the week's end, in the goal's unit: a reading, running total or amount each time
    tasks: tuple[Task, ...]
    is_deload: bool = False


class Obstacle(Frozen):
    """What usually gets in the way, and the if-then answer to it."""

    obstacle: str
    answer: str


class Plan(Frozen):
    """A week-by-week plan for one goal; every change is a new version."""

    id: PlanId
    goal_id: GoalId
    version: int
    playbook: str  # the playbook that wrote it, or "gemini"
    weeks: tuple[Week, ...]
    measure: str = ""  # what to record, and how often
    obstacles: tuple[Obstacle, ...] = ()
    skips_per_week: int = 0
    accepted_at: datetime | None = None
    created_at: datetime
    author: Literal["playbook", "gemini"] = "playbook"

    def week_on(self, day: date) -> Week | None:
        """The week that holds this local day, None outside the plan."""
        return next((week for week in self.weeks if week.starts <= day <= week.ends), None)
