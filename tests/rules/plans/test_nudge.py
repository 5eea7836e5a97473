"""A check-in speaks from the stored plan, kindly, briefly and never twice the same way."""

import re
from datetime import timedelta

import pytest

from bot.entities import AmountKind, Direction, Domain, Frequency, Goal, GoalId, Log, LogId, LogStatus
from bot.rules.plans import checkin_words, default_checkin
from tests.rules.plans.samples import NOW, TODAY, goal, plan_of, weeks_away

LOSE = goal(
    "lose 5 kg", Domain.WEIGHT, amount=5, unit="kg", amount_kind=AmountKind.DELTA, direction=Direction.DECREASE,
    deadline=weeks_away(8),
)  # fmt: skip
GOALS = [LOSE, *(goal("do it", domain) for domain in Domain)]


def log(status: LogStatus, value: float | None = None) -> Log:
    return Log(id=LogId("l"), goal_id=GoalId("g1"), day=TODAY, status=status, value=value, unit="kg", at=NOW)


def sentences(text: str) -> set[str]:
    return set(re.split(r"(?<=[.!?]) ", text))


def test_week_task_cue_and_last_value_are_said() -> None:
    plan = plan_of(LOSE)

    text = checkin_words(plan, LOSE, TODAY + timedelta(days=8), log(LogStatus.VALUE, 83.4), None)

    assert "2 of 8" in text
    assert plan.weeks[1].tasks[0].action in text
    assert plan.weeks[1].tasks[0].cue in text.lower()
    assert "83.4 kg" in text


@pytest.mark.parametrize("wanted", GOALS, ids=lambda g: g.domain.value)
@pytest.mark.parametrize("status", [None, *LogStatus])
def test_no_sentence_comes_twice_in_a_row_and_one_question_at_most(wanted: Goal, status: LogStatus | None) -> None:
    plan, previous = plan_of(wanted), ""

    for day in range(40):
        last = None if status is None else log(status, 80 if status is LogStatus.VALUE else None)
        text = checkin_words(plan, wanted, TODAY + timedelta(days=day // 2), last, previous)
        assert not sentences(text) & sentences(previous)
        assert text.count("?") == 1
        assert len(text.split()) <= 60
        previous = text


def test_miss_is_met_with_half_the_size_and_an_if_then_answer() -> None:
    plan = plan_of(LOSE)

    text = checkin_words(plan, LOSE, TODAY + timedelta(days=2), log(LogStatus.SKIPPED), None)

    assert "half" in text.lower() or "small" in text.lower()
    assert any(obstacle.answer in text for obstacle in plan.obstacles)
    assert not any(word in text.lower() for word in ("fail", "should have", "streak", "disappoint"))


def test_answer_fits_what_was_said_about_the_miss() -> None:
    run = goal("run", Domain.FITNESS, sport="running")
    miss = log(LogStatus.SKIPPED).but(note="my knee hurts")

    text = checkin_words(plan_of(run), run, TODAY + timedelta(days=2), miss, None)

    assert "If it hurts while I run" in text


def test_same_arguments_give_the_same_words() -> None:
    plan = plan_of(LOSE)

    assert checkin_words(plan, LOSE, TODAY, None, "x") == checkin_words(plan, LOSE, TODAY, None, "x")


def test_sunday_speaks_of_the_long_run_and_tuesday_of_the_short_one() -> None:
    run = goal(
        "run 10 km", Domain.FITNESS, amount=10, unit="km", amount_kind=AmountKind.TARGET, sport="running",
        deadline=weeks_away(10), frequency=Frequency(times=3, per="week"),
    )  # fmt: skip
    plan = plan_of(run)
    tuesday = TODAY + timedelta(days=6)

    assert "Sunday" in checkin_words(plan, run, TODAY + timedelta(days=4), None, None)
    assert "Sunday" not in checkin_words(plan, run, tuesday, None, None)


def test_outside_the_plan_is_said() -> None:
    plan = plan_of(LOSE)

    assert "18 Nov" in checkin_words(plan, LOSE, TODAY - timedelta(days=3), None, None)
    assert "over" in checkin_words(plan, LOSE, TODAY + timedelta(weeks=9), None, None) or "end" in checkin_words(
        plan, LOSE, TODAY + timedelta(weeks=9), None, None
    )


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (LOSE, ("FREQ=WEEKLY;BYDAY=MO,TH", "morning")),
        (goal("save", Domain.FINANCE), ("FREQ=WEEKLY;BYDAY=FR", "evening")),
        (goal("sleep", Domain.SLEEP), ("FREQ=DAILY", "morning")),
        (
            goal("gym", Domain.FITNESS, frequency=Frequency(times=3, per="week")),
            ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "evening"),
        ),
        (
            goal("call", Domain.RELATIONSHIPS, frequency=Frequency(times=1, per="week")),
            ("FREQ=WEEKLY;BYDAY=SU", "evening"),
        ),
        (goal("floss", Domain.OTHER, frequency=Frequency(times=1, per="day")), ("FREQ=DAILY", "evening")),
    ],
)
def test_proposed_checkin_follows_the_goal(wanted: Goal, expected: tuple[str, str]) -> None:
    assert default_checkin(wanted, plan_of(wanted)) == expected


def test_slip_with_a_substance_is_not_made_small_and_not_halved() -> None:
    quit_smoking = goal("quit smoking", Domain.SUBSTANCE, direction=Direction.STOP)

    text = checkin_words(plan_of(quit_smoking), quit_smoking, TODAY, log(LogStatus.SKIPPED), None)

    assert not re.search(r"half|one miss|happens to everybody|fine\.", text, re.IGNORECASE)
