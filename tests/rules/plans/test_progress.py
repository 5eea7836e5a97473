"""Progress is the number first, then a verdict only when there is a trend."""

from datetime import date, timedelta

import pytest

from bot.entities import AmountKind, Direction, Domain, Frequency, GoalId, Log, LogId, LogStatus
from bot.rules.plans import describe_progress, progress_chart, running_total, was_bad_week, weekly_load
from tests.rules.plans.samples import NOW, TODAY, goal, plan_of, weeks_away

SAVE = goal(
    "save 1500", Domain.FINANCE, amount=1500, unit="EUR", amount_kind=AmountKind.TARGET, deadline=weeks_away(15)
)
LOSE = goal(
    "lose 5 kg", Domain.WEIGHT, amount=5, unit="kg", amount_kind=AmountKind.DELTA, direction=Direction.DECREASE,
    start=84, deadline=weeks_away(10),
)  # fmt: skip
GYM = goal("gym", Domain.FITNESS, frequency=Frequency(times=3, per="week"), deadline=weeks_away(8))
PAGES = goal("20 pages", Domain.LEARNING, amount=20, unit="page", amount_kind=AmountKind.RATE)


def log(day: int, value: float | None = None, status: LogStatus = LogStatus.VALUE, mode: str | None = None) -> Log:
    """A log so many days after the start."""
    return Log.model_validate({
        "id": LogId(f"l{day}"), "goal_id": GoalId("g1"), "day": TODAY + timedelta(days=day), "status": status,
        "value": value, "mode": mode, "at": NOW + timedelta(days=day),
    })  # fmt: skip


def on(day: int) -> date:
    return TODAY + timedelta(days=day)


def test_saving_says_what_is_there_and_what_is_left() -> None:
    text = describe_progress(SAVE, plan_of(SAVE), [log(1, 100)], on(1))

    assert text.startswith("100 of 1500 EUR (1400 to go)")


@pytest.mark.parametrize(
    ("saved", "verdict"), [(300, "On track"), (100, "200 EUR behind"), (600, "300 EUR ahead"), (1500, "you are there")]
)
def test_total_is_compared_with_the_plan(saved: float, verdict: str) -> None:
    assert verdict in describe_progress(SAVE, plan_of(SAVE), [log(3, saved)], on(20))


def test_logs_add_up_and_a_whole_replaces_what_was_before() -> None:
    logs = [log(1, 100), log(2, 50, mode="add"), log(3, 400, mode="set"), log(4, 20)]

    assert running_total(SAVE, logs) == 420


def test_logs_of_other_goals_do_not_count() -> None:
    other = log(1, 900).but(goal_id=GoalId("g2"))

    assert describe_progress(SAVE, plan_of(SAVE), [other], on(2)).startswith("0 of 1500 EUR")


def test_two_readings_are_too_few_to_judge() -> None:
    text = describe_progress(LOSE, plan_of(LOSE), [log(0, 84), log(7, 83.8)], on(8))

    assert "2 readings, too early to judge" in text
    assert "83.8 kg" in text
    assert "4.8 to go" in text


def test_one_high_reading_does_not_turn_the_trend() -> None:
    falling = [log(day, 84 - 0.07 * day) for day in range(28)]

    text = describe_progress(LOSE, plan_of(LOSE), [*falling, log(28, 82.9)], on(28))

    assert "down in a week" in text
    assert "On track" in text


def test_standing_still_is_behind_with_the_number() -> None:
    text = describe_progress(LOSE, plan_of(LOSE), [log(day, 84) for day in range(0, 36, 3)], on(35))

    assert "7-day trend: steady" in text
    assert "2.2 kg behind" in text


def test_target_weight_reached_is_said() -> None:
    assert "reached" in describe_progress(LOSE, plan_of(LOSE), [log(0, 84), log(60, 78.9)], on(60))


def test_habit_counts_weeks_on_target_and_never_streaks() -> None:
    done = [log(day, status=LogStatus.DONE) for day in (0, 2, 4, 7, 9, 11, 15)]

    text = describe_progress(GYM, plan_of(GYM), done, on(16))

    assert text == "2 of 2 weeks on target and this week 1 of 3. On track."


def test_skipped_weeks_are_met_without_blame() -> None:
    text = describe_progress(GYM, plan_of(GYM), [log(d, status=LogStatus.SKIPPED) for d in (0, 2, 8)], on(16))

    assert "0 of 2 weeks" in text
    assert "fresh" in text
    assert not any(word in text.lower() for word in ("fail", "lost", "streak", "only", "missed"))


def test_daily_amount_counts_days_at_the_amount_of_that_week() -> None:
    text = describe_progress(PAGES, plan_of(PAGES), [log(0, 13), log(1, 14), log(2, 5), log(3, 20)], on(4))

    assert "3 of 4 recorded days" in text


def test_no_log_yet_is_an_invitation() -> None:
    for wanted in (SAVE, LOSE, GYM, PAGES):
        assert describe_progress(wanted, plan_of(wanted), [], on(1))


def test_chart_of_a_total_is_a_bar_and_of_readings_a_line() -> None:
    assert progress_chart(SAVE, None, [log(1, 450)]) == "███░░░░░░░ 30 %"
    assert progress_chart(LOSE, None, [log(0, 84), log(7, 83), log(14, 82)]) == "84 █▅▁ 82"
    assert progress_chart(LOSE, None, [log(0, 84)]) == ""


def test_week_under_half_is_a_bad_one_and_a_silent_week_is_not() -> None:
    plan = plan_of(GYM)

    assert was_bad_week(GYM, plan, [log(1, status=LogStatus.DONE)], on(8))
    assert not was_bad_week(GYM, plan, [log(1, status=LogStatus.DONE), log(3, status=LogStatus.DONE)], on(8))
    assert not was_bad_week(GYM, plan, [], on(8))


def test_three_goals_stay_within_seven_actions_and_four_do_not() -> None:
    plans = [plan_of(wanted) for wanted in (SAVE, LOSE, GYM)]

    assert weekly_load(plans, TODAY) <= 7
    assert weekly_load([*plans, plan_of(PAGES)], TODAY) > 7
    assert weekly_load(plans, TODAY - timedelta(days=30)) == 0
