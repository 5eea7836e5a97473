"""How much all plans together ask of a week."""

from collections.abc import Iterable
from datetime import date

from bot.entities import Plan
from bot.rules.plans.show import is_action


def weekly_load(plans: Iterable[Plan], day: date) -> int:
    """Actions in the week of `day` over all goals. Writing something down is one tap and not counted."""
    weeks = (plan.week_on(day) for plan in plans)
    return sum(1 for week in weeks if week is not None for task in week.tasks if is_action(task))
