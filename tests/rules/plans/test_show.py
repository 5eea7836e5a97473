"""A plan as text: every week in a draft, this week in if-then form, what the numbers mean."""

from datetime import time, timedelta

import pytest

from bot.entities import AmountKind, Direction, Domain, Frequency, Goal
from bot.rules.plans import explain_numbers, first_step, show_plan, show_week, today_tasks
from bot.rules.plans.words import activity_of
from tests.rules.plans.samples import NOBODY, TODAY, goal, plan_of, weeks_away

LOSE = goal(
    "lose 5 kg", Domain.WEIGHT, amount=5, unit="kg", amount_kind=AmountKind.DELTA, direction=Direction.DECREASE,
    start=84, deadline=weeks_away(8),
)  # fmt: skip


def test_draft_shows_every_week_with_dates_target_and_tasks() -> None:
    plan = plan_of(LOSE)

    text = show_plan(plan, LOSE, today=TODAY)

    for week in plan.weeks:
        assert f"**Week {week.number}**" in text
        assert week.tasks[0].action in text
    assert "18–24 Nov · 83.4 kg" in text
    assert "79 kg" in text


def test_short_form_is_a_line_a_week() -> None:
    text = show_plan(plan_of(LOSE), LOSE, today=TODAY, short=True)

    assert len([line for line in text.splitlines() if line.startswith("**Week")]) == 8
    assert "After dinner" not in text


def test_unknown_start_shows_the_change_to_aim_for() -> None:
    wanted = LOSE.but(start=None)

    assert "18–24 Nov · 0.6 kg down since the start" in show_plan(plan_of(wanted), wanted, today=TODAY)


def test_present_week_is_marked() -> None:
    text = show_plan(plan_of(LOSE), LOSE, today=TODAY + timedelta(days=15))

    assert next(line for line in text.splitlines() if "· now" in line).startswith("**Week 3**")


def test_long_plan_fits_one_message() -> None:
    wanted = goal("save", Domain.FINANCE, amount=5200, unit="EUR", amount_kind="count", deadline=weeks_away(52))

    text = show_plan(plan_of(wanted), wanted, today=TODAY)

    assert len(text) < 4000
    assert "**Weeks 5–8**" in text
    assert "5200 of 5200 EUR" in text


def test_week_is_shown_as_if_then_sentences() -> None:
    plan = plan_of(LOSE)

    text = show_week(plan, LOSE, TODAY + timedelta(days=8))

    assert text.startswith("**Week 2 of 8**")
    assert "- After dinner, I will walk" in text


@pytest.mark.parametrize(("day", "words"), [(-3, "starts on 18 Nov 2026"), (100, "ended on 12 Jan 2027")])
def test_day_outside_the_plan_is_said(day: int, words: str) -> None:
    assert words in show_week(plan_of(LOSE), LOSE, TODAY + timedelta(days=day))


def test_tasks_of_a_day_are_those_of_its_week() -> None:
    plan = plan_of(LOSE)

    assert {task.id for task in today_tasks(plan, TODAY)} == {"w1t1", "w1t2", "w1t3"}
    assert today_tasks(plan, TODAY - timedelta(days=1)) == ()


def test_first_step_is_small_and_can_be_done_tonight() -> None:
    plan = plan_of(goal("asleep by midnight", Domain.SLEEP, clock=time(0, 0)))

    step = first_step(plan, TODAY)

    assert step is not None
    assert step.cue == "tonight"
    assert step.minutes <= 15
    assert first_step(plan, TODAY - timedelta(days=1)) is None


def explained(title: str, domain: Domain, **fields: object) -> str | None:
    return explain_numbers(goal(title, domain, **fields), NOBODY, TODAY)


MONTHLY = Frequency(times=1, per="month")
THRICE = Frequency(times=3, per="week")


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (LOSE, "5 kg in 8 weeks is 0.63 kg a week. 0.5 to 1 kg a week is the usual advice"),
        (
            goal("save", Domain.FINANCE, amount=1500, unit="EUR", amount_kind="target", deadline=weeks_away(30)),
            "50 EUR a week (about 217 a month)",
        ),
        (
            goal("read", Domain.LEARNING, amount=300, unit="page", amount_kind="count", deadline=weeks_away(4)),
            "about 10.7 pages a day",
        ),
        (
            goal("read", Domain.LEARNING, amount=12, unit="book", amount_kind="count", deadline=weeks_away(52)),
            "one about every 4.3 weeks",
        ),
        (
            goal("run", Domain.FITNESS, amount=520, unit="km", amount_kind="count", deadline=weeks_away(26)),
            "20 km a week",
        ),
        (goal("20 pages", Domain.LEARNING, amount=20, unit="page", amount_kind="rate"), "We start at 13."),
        (
            goal("save", Domain.FINANCE, amount=200, unit="EUR", amount_kind="rate", frequency=MONTHLY),
            "46 EUR a week",
        ),
        (goal("gym", Domain.FITNESS, frequency=THRICE, deadline=weeks_away(8)), "24 times"),
        (goal("games", Domain.PRODUCTIVITY, amount=60, unit="min", amount_kind="cap", start=180), "165 in week 1"),
        (goal("asleep by midnight", Domain.SLEEP, clock=time(0, 0), start=3.0), "Week 1 aims at 02:35"),
        (
            goal("75 kg", Domain.WEIGHT, amount=75, unit="kg", amount_kind="target", direction="decrease"),
            "75 kg is the target",
        ),
        (LOSE.but(amount=20.0), "as far as is safe by then: 6.7 kg"),
    ],
)
def test_numbers_are_explained(wanted: Goal, words: str) -> None:
    assert words in (explain_numbers(wanted, NOBODY, TODAY) or "")


def test_goal_without_numbers_needs_no_explanation() -> None:
    assert explained("be kinder", Domain.WELLBEING) is None


@pytest.mark.parametrize(
    ("title", "activity"),
    [
        ("meditate 10 minutes a day", "meditate"),
        ("I want to call my aunt every Sunday", "call my aunt"),
        ("Do yoga three times a week", "Do yoga"),
        ("learn Czech 4 hours per week by June", "learn Czech"),
        ("floss daily", "floss"),
        ("5 nights a week", ""),
        ("write a very long letter to each of the people who helped me", ""),
    ],
)
def test_activity_is_the_title_without_its_quantities(title: str, activity: str) -> None:
    assert activity_of(title) == activity
