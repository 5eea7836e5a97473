"""After a goal is reached: the small habit that keeps it, from its playbook."""

from datetime import datetime

from bot.catalogue import t
from bot.entities import Direction, Frequency, Goal, GoalId, GoalStatus
from bot.rules.plans.playbook import playbook_for
from bot.rules.plans.words import activity_of, title_of

_HOLDING = (Direction.MAINTAIN, Direction.INCREASE, Direction.STOP)


def kept_up(goal: Goal, *, goal_id: GoalId, now: datetime) -> Goal:
    """A drafted habit that holds what `goal` reached; planned by the same playbook wherever that is possible."""
    book = playbook_for(goal)
    directions = book.applies.directions
    direction = next((d for d in _HOLDING if not directions or d in directions), goal.direction)
    return Goal(
        id=goal_id,
        title=t(book.keep.habit, title=activity_of(goal.title) or title_of(goal.title)),
        domain=goal.domain,
        direction=direction,
        frequency=Frequency(times=book.keep.times, per=book.keep.per),
        sport=goal.sport,
        status=GoalStatus.PROPOSED,
        said=goal.said,
        created_at=now,
    )
