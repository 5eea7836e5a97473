"""No plan breaks an invariant, written, changed or mended: domains × amounts × deadlines × frequencies × starts."""

from collections.abc import Callable
from random import Random

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.entities import AmountKind, Direction, Domain, Frequency, Goal, Plan, UserProfile, Week
from bot.rules.plans import check_plan, ease, move_day, repair_plan, shrink_after_bad_week, swap_task, write_plan
from tests.rules.plans.samples import NOBODY, NOW, TODAY, goal, goals, profiles, weeks_away

quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def written(wanted: Goal, profile: UserProfile) -> Plan:
    return write_plan(wanted, profile, today=TODAY, plan_id="p", now=NOW)


@quick
@given(goals(), profiles())
@example(goal("fit", Domain.FITNESS, deadline=weeks_away(53)), NOBODY)  # week 52 would be a lighter one
@example(goal("eat", Domain.NUTRITION, amount=40, unit="kcal", amount_kind=AmountKind.CAP, start=10_000), NOBODY)
@example(
    goal(
        "thin",
        Domain.WEIGHT,
        amount=35,
        unit="stone",
        amount_kind=AmountKind.TARGET,
        direction=Direction.DECREASE,
        start=1e4,
    ),
    NOBODY,
)
@example(
    goal("eat", Domain.NUTRITION, amount=1e4, unit="time", amount_kind="rate", frequency=Frequency(times=1, per="day")),
    NOBODY,
)
def test_every_written_plan_keeps_every_invariant(wanted: Goal, profile: UserProfile) -> None:
    assert check_plan(written(wanted, profile), wanted, profile) == []


CHANGES: list[Callable[[Plan, int], Plan]] = [
    lambda plan, week: ease(plan, from_week=week),
    shrink_after_bad_week,
    lambda plan, week: swap_task(plan, f"w{week}t1"),
    lambda plan, week: move_day(plan, f"w{week}t2", "Tuesday"),
]


@quick
@given(goals(), profiles(), st.integers(1, 52), st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3))
def test_every_changed_plan_keeps_every_invariant(
    wanted: Goal, profile: UserProfile, week: int, changes: list[Callable[[Plan, int], Plan]]
) -> None:
    plan = written(wanted, profile)

    for change in changes:
        plan = change(plan, min(week, len(plan.weeks)))

    assert check_plan(plan, wanted, profile) == []


def damaged(plan: Plan, luck: Random) -> Plan:
    """The plan with some weeks spoiled in the ways a model spoils them."""

    def spoil(week: Week) -> Week:
        spoiled = {
            0: week.but(tasks=week.tasks * 4),
            1: week.but(tasks=tuple(t.but(bct=(), minutes=luck.choice([0, 5, 5000])) for t in week.tasks)),
            2: week.but(tasks=()),
            3: week.but(target=luck.random() * 100, starts=week.ends, number=99, is_deload=True),
            4: week.but(tasks=tuple(t.but(action="eat 500 kcal a day") for t in week.tasks)),
        }
        return spoiled.get(luck.randrange(10), week)

    return plan.but(weeks=tuple(spoil(week) for week in plan.weeks))


@quick
@given(goals(), profiles(), st.integers(0, 10**6))
def test_every_damaged_plan_is_mended_completely_or_refused(wanted: Goal, profile: UserProfile, seed: int) -> None:
    mended = repair_plan(damaged(written(wanted, profile), Random(seed)), wanted, profile)

    assert mended is None or check_plan(mended, wanted, profile) == []
