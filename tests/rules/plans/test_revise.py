"""A change is a new version: smaller, moved, swapped, redated, and shown as a small difference."""

from datetime import timedelta

import pytest

from bot.entities import AmountKind, Direction, Domain, Frequency
from bot.rules.plans import check_plan, diff_plans, ease, move_day, shrink_after_bad_week, swap_task, with_deadline
from bot.rules.plans.check import load
from tests.rules.plans.samples import NOBODY, NOW, TODAY, goal, plan_of, weeks_away

WALK = goal("walk", Domain.FITNESS, deadline=weeks_away(10), frequency=Frequency(times=4, per="week"))


def test_easier_plan_is_lighter_now_and_whole_at_the_end() -> None:
    plan = plan_of(WALK)

    eased = ease(plan, from_week=3)

    assert eased.version == 2
    assert eased.weeks[:2] == plan.weeks[:2]
    assert load(eased.weeks[2]) < load(plan.weeks[2])
    assert eased.weeks[-1] == plan.weeks[-1]
    assert check_plan(eased, WALK, NOBODY) == []


def test_easier_plan_says_the_smaller_number_in_its_words() -> None:
    plan = plan_of(WALK)

    task = ease(plan).weeks[0].tasks[0]

    assert f"{task.minutes} minutes" in task.action
    assert task.minutes < plan.weeks[0].tasks[0].minutes


def test_last_week_can_be_eased_too() -> None:
    plan = plan_of(WALK)

    eased = ease(plan, from_week=10)

    assert load(eased.weeks[-1]) < load(plan.weeks[-1])


def test_easier_cap_falls_a_week_later() -> None:
    cap = goal(
        "60 min of games",
        Domain.PRODUCTIVITY,
        amount=60,
        unit="min",
        amount_kind="cap",
        start=180,
        direction="decrease",
    )
    plan = plan_of(cap)

    eased = ease(plan, from_week=2)

    assert eased.weeks[1].target == plan.weeks[0].target
    assert eased.weeks[-1].target == 60
    assert check_plan(eased, cap, NOBODY) == []


def test_week_after_a_bad_one_is_thirty_percent_smaller() -> None:
    plan = plan_of(WALK)

    shrunk = shrink_after_bad_week(plan, 5)

    assert load(shrunk.weeks[5]) == pytest.approx(0.7 * load(plan.weeks[5]), rel=0.05)
    assert shrunk.weeks[6:] == plan.weeks[6:]
    assert check_plan(shrunk, WALK, NOBODY) == []


def test_no_week_after_the_last_to_shrink() -> None:
    plan = plan_of(WALK)

    assert shrink_after_bad_week(plan, 10) is plan


def test_new_deadline_starts_from_where_the_goal_stands() -> None:
    lose = goal(
        "lose 5 kg", Domain.WEIGHT, amount=5, unit="kg", amount_kind=AmountKind.DELTA, direction=Direction.DECREASE,
        start=84, current=82, deadline=weeks_away(8),
    )  # fmt: skip
    day = TODAY + timedelta(weeks=3)

    moved = with_deadline(plan_of(lose), lose, NOBODY, weeks_away(13), today=day, plan_id="p2", now=NOW)

    assert (moved.version, moved.id) == (2, "p2")
    assert moved.weeks[0].starts == day
    assert len(moved.weeks) == 10
    assert moved.weeks[0].target == 81.7
    assert moved.weeks[-1].target == 79


def test_swapped_task_is_done_the_other_way_from_then_on() -> None:
    plan = plan_of(WALK)
    task = plan.weeks[3].tasks[0]

    swapped = swap_task(plan, task.id)

    assert swapped.weeks[3].tasks[0].action == task.swap
    assert swapped.weeks[4].tasks[0].action == task.swap
    assert swapped.weeks[2] == plan.weeks[2]


def test_swapping_back_gives_the_first_action_again() -> None:
    plan = plan_of(WALK)
    task = plan.weeks[9].tasks[0]

    assert swap_task(swap_task(plan, task.id), task.id).weeks[9].tasks[0].action == task.action


def test_moved_day_replaces_the_day_in_the_cue() -> None:
    plan = plan_of(WALK)
    task = next(t for w in plan.weeks for t in w.tasks if "Saturday" in t.cue)

    moved = move_day(plan, task.id, "tuesday")

    assert any("Tuesday" in t.cue for w in moved.weeks for t in w.tasks if t.id == task.id)


def test_cue_without_a_day_gets_one() -> None:
    plan = plan_of(WALK)

    moved = move_day(plan, "w1t1", "Fridays")

    assert moved.weeks[0].tasks[0].cue.startswith("on Friday, ")


@pytest.mark.parametrize("day", ["Caturday", "", "mon"])
def test_unknown_day_is_an_error(day: str) -> None:
    with pytest.raises(ValueError, match="day of the week"):
        move_day(plan_of(WALK), "w1t1", day)


def test_unknown_task_is_an_error() -> None:
    with pytest.raises(ValueError, match="no task"):
        swap_task(plan_of(WALK), "w99t1")


def test_difference_is_small_and_groups_weeks() -> None:
    plan = plan_of(WALK)

    text = diff_plans(plan, move_day(plan, "w1t1", "monday"), WALK)

    assert text == "- Weeks 1–10: after lunch, or right after work → on Monday, after lunch, or right after work"


def test_difference_of_equal_plans_is_nothing() -> None:
    plan = plan_of(WALK)

    assert diff_plans(plan, plan, WALK) == "No changes."


def test_difference_says_the_old_size_beside_the_new() -> None:
    plan = plan_of(WALK)

    lines = diff_plans(plan, shrink_after_bad_week(plan, 5), WALK).splitlines()

    assert len(lines) == 1
    assert lines[0].startswith("- Week 6: walk ")
    assert lines[0].endswith(f"(was {plan.weeks[5].tasks[0].minutes})")


def test_difference_of_a_swap_is_one_line() -> None:
    plan = plan_of(WALK)

    text = diff_plans(plan, swap_task(plan, "w3t1"), WALK)

    assert text == f"- Weeks 3–10: {plan.weeks[2].tasks[0].cue}: {plan.weeks[2].tasks[0].swap}"


def test_difference_names_a_new_length() -> None:
    plan = plan_of(WALK)

    longer = with_deadline(plan, WALK, NOBODY, weeks_away(20), today=TODAY, plan_id="p2", now=NOW)

    assert "10 weeks" in diff_plans(plan, longer, WALK).splitlines()[0]
    assert "20 weeks" in diff_plans(plan, longer, WALK).splitlines()[0]
