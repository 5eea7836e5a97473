"""A plan by another author is mended where that keeps its sense, and refused where it does not."""

from datetime import timedelta

from bot.entities import AmountKind, Direction, Domain, Frequency, Plan, PlanId, Task, Week
from bot.rules.plans import check_plan, repair_plan
from tests.rules.plans.samples import NOBODY, NOW, TODAY, goal, plan_of, weeks_away

GOAL = goal("practise the cello", Domain.CREATIVITY, deadline=weeks_away(4), frequency=Frequency(times=3, per="week"))


def foreign(**changes: object) -> Plan:
    """A plan as a model might write it: sound in sense, careless in form."""
    task = Task(id="1", cue="after dinner", action="play scales slowly", minutes=15, times=3, bct=("8.1",))
    weeks = tuple(
        Week(
            number=1,
            starts=TODAY + timedelta(weeks=n),
            ends=TODAY + timedelta(weeks=n, days=6),
            focus=f"Step {n}",
            tasks=(task,),
        )
        for n in range(4)
    )
    plan = Plan(
        id=PlanId("p"), goal_id=GOAL.id, version=1, playbook="gemini", weeks=weeks, created_at=NOW, author="gemini"
    )
    return plan.but(**changes)


def test_careless_plan_is_put_right_and_keeps_its_words() -> None:
    mended = repair_plan(foreign(), GOAL, NOBODY)

    assert mended is not None
    assert check_plan(mended, GOAL, NOBODY) == []
    assert any(task.action == "play scales slowly" for task in mended.weeks[2].tasks)
    assert mended.weeks[2].focus == "Step 2"
    assert mended.author == "gemini"


def test_sound_plan_stays_as_it_is() -> None:
    plan = plan_of(GOAL)

    assert repair_plan(plan, GOAL, NOBODY) == plan


def test_forty_tasks_become_seven_at_most() -> None:
    plan = foreign()
    crowded = plan.but(weeks=tuple(w.but(tasks=w.tasks * 40) for w in plan.weeks))

    mended = repair_plan(crowded, GOAL, NOBODY)

    assert mended is not None
    assert max(len(week.tasks) for week in mended.weeks) <= 7


def test_unsafe_line_goes_and_the_rest_stays() -> None:
    plan = foreign()
    bad = Task(id="2", cue="all day", action="eat 500 kcal", minutes=5, bct=("1.4",))
    hurt = plan.but(weeks=tuple(w.but(tasks=(*w.tasks, bad)) for w in plan.weeks))

    mended = repair_plan(hurt, GOAL, NOBODY)

    assert mended is not None
    assert not any("500" in task.action for week in mended.weeks for task in week.tasks)
    assert any(task.action == "play scales slowly" for task in mended.weeks[0].tasks)


def test_wrong_targets_are_replaced_by_the_line_of_the_rules() -> None:
    lose = goal(
        "lose 4 kg", Domain.WEIGHT, amount=4, unit="kg", amount_kind=AmountKind.DELTA, direction=Direction.DECREASE,
        start=90, deadline=weeks_away(8),
    )  # fmt: skip
    plan = plan_of(lose)
    wild = plan.but(weeks=tuple(w.but(target=90 - 3 * w.number) for w in plan.weeks))

    mended = repair_plan(wild, lose, NOBODY)

    assert mended is not None
    assert mended.weeks[-1].target == 86


def test_plan_of_the_wrong_length_is_refused() -> None:
    plan = foreign()

    assert repair_plan(plan.but(weeks=plan.weeks[:1]), GOAL, NOBODY) is None
    assert repair_plan(plan.but(weeks=()), GOAL, NOBODY) is None
