# ruff: noqa: E501 - goals are read best one to a line
"""A plan by Gemini: its words on the rules' days, targets and sizes, and it always passes the checker."""

from typing import Any

import pytest

from bot.coach.gemini.coach import GeminiCoach
from bot.coach.gemini.planned import planned
from bot.coach.gemini.schema import PlanWritten
from bot.entities import AmountKind, Direction, Domain, Frequency, Goal, Plan, PlanId, Task
from bot.rules.plans import check_plan, repair_plan, write_plan
from tests.coach.gemini.samples import a_person, a_view, task, weight_goal, written
from tests.servers.gemini import GeminiServer, filled

VIEW = a_view("I want to lose 5 kg in 8 weeks")
MARK = "Put a fruit bowl on the table"


def skeleton(goal: Goal) -> Plan:
    return write_plan(goal, a_person().profile, today=VIEW.today, plan_id=PlanId("p_1"), now=VIEW.now)


def made(values: Any, goal: Goal | None = None) -> Plan:
    """Gemini's plan as the graph takes it: checked, and repaired where it must be."""
    goal = goal or weight_goal()
    plan = planned(skeleton(goal), PlanWritten.model_validate(values), f"{goal.title} {goal.said}", VIEW.now)
    if check_plan(plan, goal, a_person().profile):
        repaired = repair_plan(plan, goal, a_person().profile)
        assert repaired is not None
        return repaired
    return plan


def tasks_of(plan: Plan) -> list[Task]:
    return [task for week in plan.weeks for task in week.tasks]


def other_goals() -> list[Goal]:
    goal = weight_goal()
    return [
        goal,
        goal.but(title="Run 10 km", domain=Domain.FITNESS, direction=Direction.REACH, amount=10, unit="km",
                 amount_kind=AmountKind.TARGET, start=None, said="run 10 km by January 18", sport="running"),
        goal.but(title="Read 20 pages a day", domain=Domain.LEARNING, direction=Direction.START, amount=20, unit="page",
                 amount_kind=AmountKind.RATE, start=None, said="read 20 pages a day", frequency=Frequency(times=1, per="day")),
        goal.but(title="Save 500 USD", domain=Domain.FINANCE, direction=Direction.INCREASE, amount=500, unit="USD",
                 amount_kind=AmountKind.COUNT, start=None, said="save 500 dollars by January 18"),
        goal.but(title="Be calmer", domain=Domain.WELLBEING, direction=Direction.START, amount=None, unit=None,
                 amount_kind=None, start=None, deadline=None, said="be calmer"),
    ]  # fmt: skip


@pytest.mark.parametrize("goal", other_goals(), ids=lambda goal: goal.title)
def test_good_plan_keeps_geminis_words_and_the_rules_numbers(goal: Goal) -> None:
    rules = skeleton(goal)

    plan = made(written(len(rules.weeks)), goal)

    assert check_plan(plan, goal, a_person().profile) == []
    assert plan.author == "gemini"
    assert sum(task.action == MARK for task in tasks_of(plan)) >= len(rules.weeks) - 1
    assert [(w.starts, w.ends, w.target) for w in plan.weeks] == [(w.starts, w.ends, w.target) for w in rules.weeks]
    assert plan.obstacles[0].obstacle == "Guests"


@pytest.mark.parametrize(
    "action",
    [
        "Eat 500 kcal a day",
        "Fast until the evening for two days",
        "Run 30 km without a break",
        "Take 400 mg of caffeine pills",
        "Invest 2000 dollars in one coin",
        "Lose 3 kg this week",
        "Swallow laxatives after dinner",
    ],
)
def test_unsafe_or_invented_task_is_left_out(action: str) -> None:
    plan = made(written(tasks=[task(action), task()]))

    assert not any(action in (task.action, task.cue) for task in tasks_of(plan))
    assert any(task.action == MARK for task in tasks_of(plan)), "the good one stays"


def test_forty_tasks_a_week_are_a_few() -> None:
    plan = made(written(tasks=[task(f"Taste a new vegetable, {word}") for word in "abcdefghijklmnopqrstuvwxyz"] * 2))

    assert max(len(week.tasks) for week in plan.weeks) <= 6


def test_sizes_are_the_rules() -> None:
    plan = made(written(tasks=[task(minutes=100_000, times_a_week=900)]))

    added = [task for task in tasks_of(plan) if task.action == MARK]
    assert added
    assert max(task.minutes for task in added) <= 60
    assert max(task.times for task in added) <= 7


@pytest.mark.parametrize("weeks", [0, 1, 3, 8, 40])
def test_plan_has_the_rules_weeks_however_many_were_written(weeks: int) -> None:
    plan = made(written(weeks))

    assert len(plan.weeks) == 8
    assert [week.ends for week in plan.weeks] == [week.ends for week in skeleton(weight_goal()).weeks]
    assert len({task.id for task in tasks_of(plan)}) == len(tasks_of(plan))


def test_words_are_plain_and_short() -> None:
    long = task(
        "Walk **briskly** [here](http://evil.example) " + "slowly " * 20_000, "after <b>lunch</b> " + "x" * 100_000
    )

    plan = made(written(tasks=[long], obstacles=[{"obstacle": "@here " * 9000, "answer": "`rm -rf` " * 9000}]))

    text = plan.model_dump_json()
    assert len(text) < 30_000
    assert not any(mark in text for mark in ("**", "http", "<b>", "@here", "`"))


def test_unsafe_focus_and_obstacle_give_way_to_the_rules() -> None:
    values = written(obstacles=[{"obstacle": "Hunger", "answer": "If I am hungry, then I will fast for three days."}])
    for week in values["weeks"]:
        week["focus"] = "Eat 500 kcal and nothing else"

    plan = made(values)

    assert "500" not in plan.model_dump_json()
    assert not any("fast" in obstacle.answer for obstacle in plan.obstacles)


@pytest.mark.parametrize("values", [{}, {"weeks": "none"}, {"weeks": [None, 3, {"tasks": "x"}]}, {"weeks": [[]]}])
def test_shapeless_answer_leaves_the_rules_plan(values: Any) -> None:
    plan = made(values)

    assert [w.tasks for w in plan.weeks] == [w.tasks for w in skeleton(weight_goal()).weeks]


async def test_plan_over_the_wire_is_geminis(server: GeminiServer, coach: GeminiCoach) -> None:
    server.will(filled(written()))

    plan = await coach.write_plan(weight_goal(), VIEW)

    assert plan.author == "gemini"
    assert any(task.action == MARK for task in tasks_of(plan))
