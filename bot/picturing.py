"""Pictures for an answer, drawn in a thread of their own; without one the words stand alone."""

import asyncio
from collections.abc import Sequence
from datetime import date

from bot.entities import Attachment, GoalId, Person
from bot.errors import place_of
from bot.logs import Log

log = Log(__name__)


async def pictures_of(person: Person, goal_ids: Sequence[GoalId], today: date) -> tuple[Attachment, ...]:
    """A picture for each of these goals that has something to show, in the person's colours and language."""
    drawn = [await asyncio.to_thread(_draw, person, goal_id, today, n) for n, goal_id in enumerate(goal_ids, 1)]
    return tuple(picture for picture in drawn if picture is not None)


def _draw(person: Person, goal_id: GoalId, today: date, number: int) -> Attachment | None:
    from bot.charts.drawing import draw

    goal = person.goal(goal_id)
    if goal is None:
        return None
    plan, logs = person.plan_for(goal_id), person.logs_of(goal_id)
    try:
        return draw(goal, plan, logs, today, person.profile.picture_theme, number=number)
    except Exception as error:  # an odd goal or a broken font must not cost the answer in words
        log.warning("picture_not_drawn", error=type(error).__name__, where=place_of(error))
        return None
