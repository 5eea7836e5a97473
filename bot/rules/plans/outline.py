"""All numbers of a plan before any word is chosen: its weeks, its targets, how often and how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.entities import Goal, UserProfile
from bot.rules.plans.amounts import per_week
from bot.rules.plans.calendar import Span, days_to, spans
from bot.rules.plans.playbook import MOST_WEEKS, Playbook, playbook_for
from bot.rules.plans.shape import Measure, Shape, paced, reach, shape_of
from bot.rules.plans.targets import Targets, weekly_targets
from bot.rules.plans.words import activity_of


@dataclass(frozen=True)
class Outline:
    """All numbers of a plan before any word is chosen."""

    goal: Goal
    playbook: Playbook
    shape: Shape
    asked: Shape  # the shape before limits cut it
    weeks: tuple[Span, ...]
    targets: Targets
    activity: str  # what is done again and again, without its numbers; empty for other goals

    @property
    def last(self) -> int:
        """The number of the last week that is written."""
        return min(len(self.weeks), MOST_WEEKS)


def outline(goal: Goal, profile: UserProfile, today: date) -> Outline:
    """The weeks and numbers of the plan for this goal from `today` on."""
    playbook = playbook_for(goal)
    asked = shape_of(goal, profile, playbook)
    days = days_to(goal, playbook, today, asked.change)
    asked = _with_pace(asked, goal, days)
    shape = paced(reach(asked, playbook, days), goal, days / 7)
    weeks = spans(today, days)
    activity = activity_of(goal.title) if shape.measure in (Measure.HABIT, Measure.RATE) else ""
    return Outline(goal, playbook, shape, asked, weeks, weekly_targets(shape, profile, playbook, weeks), activity)


def _with_pace(shape: Shape, goal: Goal, days: int) -> Shape:
    """ "Lose half a kilo a week": a rate of a level becomes the distance of the whole plan."""
    if shape.measure is not Measure.LEVEL or shape.change is not None or shape.final is not None or not goal.amount:
        return shape
    sign = -1 if goal.direction in ("decrease", "stop") else 1
    change = sign * goal.amount * per_week(1, shape.frequency.per) * days / 7
    final = None if shape.base is None else round(shape.base + change, 1)
    return Shape(shape.measure, shape.unit, shape.frequency, shape.base, final, change)


def days_in(weeks: Sequence[Span]) -> int:
    return sum(span.days for span in weeks)
