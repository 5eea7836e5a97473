"""A bad week is found in the logs, and what is proposed after it is a small difference that keeps every invariant."""

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities import Domain, Frequency, Goal, Log, LogId, LogStatus, Plan, UserProfile
from bot.rules.plans import check_plan, proposal_after, week_kept
from tests.rules.plans.samples import NOBODY, NOW, TODAY, goal, goals, plan_of, profiles, weeks_away
from tests.rules.plans.test_invariants import quick

WALKING = goal("walk", Domain.FITNESS, frequency=Frequency(times=4, per="week"), amount=4, unit="time",
               amount_kind="rate")  # fmt: skip
SAVING = goal("save 800 EUR", Domain.FINANCE, amount=800, unit="EUR", amount_kind="count", deadline=weeks_away(8))
WEIGHT = goal("lose 4 kg", Domain.WEIGHT, direction="decrease", amount=4, unit="kg", amount_kind="delta", start=84,
              deadline=weeks_away(8))  # fmt: skip
_numbers = count(1)


def log(day: int, status: LogStatus, value: float | None = None) -> Log:
    """A log on the how-manieth day of the plan, from 0."""
    return Log(id=LogId(f"l{next(_numbers)}"), goal_id=WALKING.id, day=TODAY + timedelta(days=day), status=status,
               value=value, at=NOW)  # fmt: skip


DONE, PARTLY, SKIPPED, VALUE = LogStatus.DONE, LogStatus.PARTLY, LogStatus.SKIPPED, LogStatus.VALUE


@pytest.mark.parametrize(
    ("wanted", "logs", "kept", "is_bad"),
    [
        (WALKING, [log(0, DONE), log(2, DONE), log(4, DONE)], 3, False),
        (WALKING, [log(0, DONE), log(2, SKIPPED)], 1, True),
        (WALKING, [log(0, DONE), log(2, PARTLY)], 1.5, True),
        (WALKING, [log(0, DONE), log(2, DONE)], 2, False),
        (WALKING, [log(1, DONE), log(1, SKIPPED), log(1, DONE)], 1, True),
        (WALKING, [], 0, False),
        (SAVING, [log(1, VALUE, 40)], 40, True),
        (SAVING, [log(1, VALUE, 60), log(3, VALUE, 45)], 105, False),
        (WEIGHT, [log(4, VALUE, 84.5)], 1, False),
        (WEIGHT, [log(1, SKIPPED), log(3, SKIPPED), log(4, DONE)], 1, True),
    ],
)
def test_week_under_half_done_is_a_bad_one(wanted, logs, kept, is_bad):
    plan = plan_of(wanted)

    found = week_kept(wanted, plan, logs, plan.weeks[0])

    assert (found.kept, found.is_bad) == (kept, is_bad)


def test_days_of_illness_were_not_planned():
    plan = plan_of(WALKING)
    logs = [log(0, DONE), log(1, SKIPPED)]

    assert week_kept(WALKING, plan, logs, plan.weeks[0]).is_bad
    assert not week_kept(WALKING, plan, logs, plan.weeks[0], excused=4).is_bad


def after(wanted: Goal, logs: list[Log], day: date, profile: UserProfile = NOBODY, plan: Plan | None = None):
    return proposal_after(wanted, plan or plan_of(wanted, profile), logs, profile, today=day, now=NOW, plan_id="p2")


def test_after_a_bad_week_only_the_next_week_is_lighter():
    made = after(WALKING, [log(0, DONE), log(2, SKIPPED)], TODAY + timedelta(days=7))

    plan = plan_of(WALKING)
    changed = [new.number for old, new in zip(plan.weeks, made.plan.weeks, strict=True) if old != new]
    assert changed == [2]
    assert made.plan.version == plan.version + 1
    assert made.plan.weeks[1].tasks[0].minutes < plan.weeks[1].tasks[0].minutes
    assert 1 <= len(made.difference.splitlines()) <= 6


def test_after_two_bad_weeks_the_rest_of_the_plan_is_lighter():
    logs = [log(0, DONE), log(2, SKIPPED), log(8, SKIPPED)]

    made = after(WALKING, logs, TODAY + timedelta(days=14))

    changed = [new.number for old, new in zip(plan_of(WALKING).weeks, made.plan.weeks, strict=True) if old != new]
    assert changed[0] == 3
    assert len(changed) > 1


def test_total_that_fell_behind_gets_a_week_more():
    behind = SAVING.but(current=40)

    made = after(behind, [log(1, VALUE, 40)], TODAY + timedelta(days=7), plan=plan_of(SAVING))

    assert made.goal.deadline == weeks_away(9)
    assert made.plan.weeks[-1].target == 800
    assert made.plan.weeks[0].target > 40
    assert "Until" in made.difference


@pytest.mark.parametrize("logs", [[], [log(0, DONE), log(2, DONE), log(3, DONE)]], ids=["silent", "good"])
def test_after_a_good_or_a_silent_week_the_plan_stays(logs):
    assert after(WALKING, logs, TODAY + timedelta(days=7)) is None


@pytest.mark.parametrize(("kind", "is_offered"), [("target", False), ("cap", True)])
def test_leaving_a_substance_is_not_eased_and_a_limit_falls_more_slowly(kind, is_offered):
    wanted = goal("smoke less", Domain.SUBSTANCE, direction="decrease", amount=3, unit="cigarette", amount_kind=kind,
                  start=10)  # fmt: skip

    made = after(wanted, [log(0, SKIPPED), log(1, VALUE, 30)], TODAY + timedelta(days=7))

    assert (made is not None) is is_offered


def test_plan_that_is_over_gets_its_next_stretch():
    over = plan_of(WALKING).weeks[-1].ends + timedelta(days=1)

    made = after(WALKING, [], over)

    assert made.plan.weeks[0].starts == over


def test_deadline_that_went_by_is_moved_by_two_weeks_with_what_is_left():
    over = plan_of(SAVING).weeks[-1].ends + timedelta(days=3)

    made = after(SAVING.but(current=700), [], over, plan=plan_of(SAVING))

    assert made.goal.deadline == over + timedelta(days=14)
    assert made.plan.week_on(over) is not None
    assert made.plan.weeks[0].target > 700
    assert made.plan.weeks[-1].target == 800


@quick
@given(goals(), profiles(), st.lists(st.tuples(st.integers(0, 90), st.sampled_from(list(LogStatus))), max_size=12),
       st.integers(0, 100))  # fmt: skip
def test_whatever_was_recorded_the_proposal_keeps_every_invariant(wanted, profile, answers, day):
    logs = [log(at, status, 3.0 if status is VALUE else None) for at, status in answers]

    made = after(wanted, logs, TODAY + timedelta(days=day), profile)

    assert made is None or check_plan(made.plan, made.goal, profile) == []
