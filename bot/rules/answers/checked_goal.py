"""What a check-in asks about: the little of a goal that an answer is read against."""

import re
from dataclasses import dataclass
from datetime import time

from bot.entities import Direction, Goal, GoalKind
from bot.rules.quantities import find_quantities
from bot.rules.text import fold

_AVOIDS = re.compile(
    r"^(?:no|not|stop|quit|avoid|never|don'?t|cut out|give up|giving up|without|sin|nada de|dejar|deja|kein\w*|keine|"
    r"aufhoren|ohne|nicht|pas d\w*|plus d\w*|arreter|sans|ne pas|не|без|бросить|перестать|никак\w*)(?!\w)"
    r"|(?<!\w)(?:stay(?:ing)? (?:sober|dry|clean)|sober|dry (?:january|month|days?|nights?|week)|"
    r"(?:alcohol|smoke|sugar|junk|meat|soda|screen|phone|drink|nicotine|vape|caffeine)[- ]free|abstain|sobriety)(?!\w)"
)
_BY_HOUR = re.compile(r"(?<!\w)(?:by|before|antes de las|vor|avant|до|к) (\d|1\d|2[0-4])$")
_TIMES = ("night", "day", "morning", "evening", "time")  # "5 nights a week" counts occasions too
# Counts of occasions: any of them can stand for another ("2 workouts" answers "3 sessions a week").
OCCASIONS = frozenset({"session", "workout", "lesson", "time", "class", "visit", "practice"})


@dataclass(frozen=True, slots=True)
class CheckedGoal:
    """A goal as an answer to its check-in is read: `unit` as in CONTRACT, `start` and `target` in that unit."""

    title: str
    unit: str | None
    kind: GoalKind
    start: float | None = None
    target: float | None = None
    avoids: bool = False  # True when not doing something is the success
    clock: time | None = None  # a local hour that is the goal: "asleep by midnight"

    @classmethod
    def of(cls, goal: Goal) -> "CheckedGoal":
        """The check-in's view of a stored goal."""
        start = goal.current if goal.current is not None else goal.start
        return cls(goal.title, goal.unit, goal.kind, start, goal.target, goal.direction is Direction.STOP, goal.clock)

    @property
    def hour(self) -> float | None:
        """The hour of a habit that is about one, from its clock or its title; None for any other goal."""
        is_habit = self.kind is GoalKind.HABIT or (self.kind is GoalKind.DAILY and self.unit in _TIMES)
        if not is_habit:
            return None
        if self.clock is not None:
            return self.clock.hour + self.clock.minute / 60
        found = find_quantities(self.title)
        named = _BY_HOUR.search(fold(self.title))
        return next((q.value for q in found if q.is_clock), float(named.group(1)) if named else None)

    @property
    def is_avoidance(self) -> bool:
        """True for "No alcohol on weekdays" and "quit smoking"."""
        return self.avoids or _AVOIDS.search(fold(self.title)) is not None

    @property
    def is_limit(self) -> bool:
        """True when less is better: a cap or an avoidance goal."""
        return self.kind is GoalKind.CAP or self.is_avoidance
