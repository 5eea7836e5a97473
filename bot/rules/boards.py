"""The weekly board of a room: how often its members did what they set out to do. Never a weight, a mood or a value."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.catalogue import say_range, t, tn
from bot.entities import Domain, Goal, LogStatus, Person, PersonId, SharingLevel
from bot.rules.plans.progress import aimed
from bot.rules.plans.shape import Measure, measure_of
from bot.rules.saying import describe_goal

WEEK = timedelta(days=7)
_NEVER_NAMED = (Domain.WEIGHT, Domain.WELLBEING, Domain.SUBSTANCE, Domain.SLEEP)
_AS_THEY_COME = (Measure.LEVEL, Measure.TOTAL)  # no number of days was set out
_KEPT = (LogStatus.DONE, LogStatus.PARTLY, LogStatus.VALUE)


class Line(NamedTuple):
    """One shared goal of one member: its title where that is shared, days kept, days planned (0: as they come)."""

    title: str
    kept: int
    planned: int


def level_in(goal: Goal, room: PersonId) -> SharingLevel | None:
    """How much of the goal this room may see; None for nothing."""
    return next((sharing.level for sharing in goal.shared if sharing.room == room), None)


def is_named(goal: Goal, room: PersonId) -> bool:
    """Whether the room may read what the goal is called. What touches body or mind is only counted."""
    return level_in(goal, room) == "full" and goal.domain not in _NEVER_NAMED


def board(room: PersonId, members: Sequence[Person], last_day: date) -> str:
    """The board of the seven days up to `last_day`, members in the order of their names; "" when nobody shares."""
    standing = [(membership, person) for person in members for membership in person.profile.boards]
    named = [(known.name, _lines(person, room, last_day)) for known, person in standing if known.room == room]
    rows = [f"- **{name}**: {'; '.join(_said(line) for line in lines)}" for name, lines in sorted(named) if lines]
    if not rows:
        return ""
    title = t("**The week's board** · {days}", days=say_range(last_day - WEEK + timedelta(days=1), last_day))
    return "\n\n".join([title, "\n".join(rows), t("_Only what each of you shares stands here. /board off leaves it._")])


def _lines(person: Person, room: PersonId, last_day: date) -> list[Line]:
    return [_line(person, goal, room, last_day) for goal in person.active_goals if level_in(goal, room)]


def _line(person: Person, goal: Goal, room: PersonId, last_day: date) -> Line:
    days = {log.day for log in person.logs_of(goal.id, last_day - WEEK + timedelta(days=1))
            if log.status in _KEPT and log.day <= last_day}  # fmt: skip
    plan = person.plan_for(goal.id)
    week = plan.week_on(last_day) if plan else None
    planned = 0 if week is None or measure_of(goal) in _AS_THEY_COME else round(aimed(week, goal))
    return Line(describe_goal(goal) if is_named(goal, room) else "", len(days), planned)


def _said(line: Line) -> str:
    count = (
        t("{kept} of {planned} days", kept=line.kept, planned=line.planned)
        if line.planned
        else tn("{n} day", "{n} days", line.kept)
    )
    return t("{goal}: {count}", goal=line.title, count=count) if line.title else count
