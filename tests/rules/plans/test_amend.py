"""A change is carried out within every limit and invariant, or refused with its reason."""

from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.entities import AmountKind, Direction, Domain, Frequency, Goal, UserProfile
from bot.rules.limits import Blocked, check_goal
from bot.rules.plans import Amended, Refused, Swap, amend, check_plan
from bot.rules.plans.edit import (
    Easier,
    Edit,
    Harder,
    MoreDays,
    NewAmount,
    NewClock,
    NewDeadline,
    NewFrequency,
    NewStart,
    NotOn,
    OtherDay,
)
from tests.rules.plans.samples import NOBODY, NOW, TODAY, frequencies, goal, goals, plan_of, profiles, weeks_away

quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
LOSE = goal(
    "Lose 5kg", Domain.WEIGHT, amount=5, unit="kg", amount_kind=AmountKind.DELTA, direction=Direction.DECREASE,
    deadline=weeks_away(8), start=84, current=84,
)  # fmt: skip
WALK = goal("Walk 4 times a week", Domain.FITNESS, deadline=weeks_away(10), frequency=Frequency(times=4, per="week"))


def changed(wanted: Goal, *edits: Edit, on: date = TODAY) -> Amended | Refused:
    return amend(wanted, plan_of(wanted), edits, NOBODY, today=on, now=NOW, plan_id="p2")


def made(wanted: Goal, *edits: Edit, on: date = TODAY) -> Amended:
    result = changed(wanted, *edits, on=on)
    assert isinstance(result, Amended), result
    return result


def test_another_amount_changes_title_targets_and_version() -> None:
    result = made(LOSE, NewAmount(value=4, unit="kg"))

    assert (result.goal.title, result.goal.amount, result.plan.version) == ("Lose 4kg", 4, 2)
    assert result.plan.weeks[-1].target == 80
    assert "5 kg → 4 kg" in result.difference


def test_an_amount_in_another_unit_is_kept_in_the_goals() -> None:
    assert made(LOSE, NewAmount(value=10, unit="lb")).goal.amount == pytest.approx(4.54)


def test_a_reading_to_reach_turns_a_change_into_a_target() -> None:
    result = made(LOSE, NewAmount(value=80, unit=None, is_reading=True))

    assert (result.goal.amount, result.goal.amount_kind) == (80, AmountKind.TARGET)
    assert result.goal.title == "Go down to 80 kg"


@pytest.mark.parametrize(
    "edit", [NewAmount(value=20, unit="kg"), NewDeadline(day=TODAY + timedelta(days=14)), NewAmount(value=0, unit=None)]
)
def test_a_change_beyond_the_limits_is_refused_with_the_reason(edit: Edit) -> None:
    result = changed(LOSE, edit)

    assert isinstance(result, Refused)
    assert result.reason


def test_half_way_only_what_is_left_counts_against_the_limit() -> None:
    half_way = LOSE.but(current=81.5)

    result = amend(
        half_way, plan_of(LOSE), (NewAmount(value=5.5, unit="kg"),), NOBODY,
        today=TODAY + timedelta(weeks=4), now=NOW, plan_id="p2",
    )  # fmt: skip

    assert isinstance(result, Amended)


def test_days_left_free_appear_in_no_cue() -> None:
    result = made(WALK, NotOn(days=(4, 5, 6)))

    cues = [task.cue for week in result.plan.weeks for task in week.tasks]
    assert not any(cue.startswith(("on Fri", "on Sat", "on Sun")) for cue in cues)
    assert result.goal.frequency == Frequency(times=4, per="week")


def test_an_own_activity_outlives_a_later_change() -> None:
    swapped = made(WALK, Swap(old="walk", new="swimming"))

    result = amend(
        swapped.goal, swapped.plan, (NewFrequency(frequency=Frequency(times=2, per="week")),), NOBODY,
        today=TODAY, now=NOW, plan_id="p3",
    )  # fmt: skip

    assert isinstance(result, Amended)
    assert all(week.tasks[0].action.startswith("swimming") for week in result.plan.weeks)


def test_nothing_unsafe_is_swapped_in() -> None:
    assert isinstance(changed(WALK, Swap(old="walk", new="fasting 48 hours")), Refused)


def test_a_change_that_changes_nothing_says_so() -> None:
    result = changed(LOSE, NewAmount(value=5, unit="kg"))

    assert isinstance(result, Refused)
    assert "already" in result.reason


def edits() -> st.SearchStrategy[Edit]:
    days = st.integers(0, 6)
    return st.one_of(
        st.builds(
            NewAmount, value=st.floats(0, 500), unit=st.sampled_from([None, "kg", "page"]), is_reading=st.booleans()
        ),
        st.builds(NewStart, value=st.floats(0, 500), unit=st.none()),
        st.builds(NewDeadline, day=st.none() | st.integers(-5, 500).map(lambda n: TODAY + timedelta(days=n))),
        st.builds(MoreDays, days=st.integers(1, 90)),
        st.builds(NewFrequency, frequency=frequencies()),
        st.builds(NewClock, clock=st.builds(time, st.integers(0, 23))),
        st.builds(NotOn, days=st.sets(days, min_size=1).map(lambda found: tuple(sorted(found)))),
        st.builds(OtherDay, old=days, new=days),
        st.builds(Swap, old=st.sampled_from(["task 1", "task 2", "it"]), new=st.sampled_from(["", "dancing"])),
        st.just(Easier()),
        st.just(Harder()),
    )  # fmt: skip


@quick
@given(goals(), profiles(), st.lists(edits(), min_size=1, max_size=3), st.integers(0, 60))
def test_every_change_keeps_every_limit_and_invariant_or_is_refused(
    wanted: Goal, profile: UserProfile, asked: list[Edit], days: int
) -> None:
    plan = plan_of(wanted, profile)
    day = min(TODAY + timedelta(days=days), plan.weeks[-1].ends)

    result = amend(wanted, plan, tuple(asked), profile, today=day, now=NOW, plan_id="p2")

    if isinstance(result, Refused):
        assert result.reason
    else:
        assert check_plan(result.plan, result.goal, profile) == []
        assert result.difference
        still = isinstance(check_goal(wanted, profile, day), Blocked)
        assert still or wanted.current is not None or not isinstance(check_goal(result.goal, profile, day), Blocked)
