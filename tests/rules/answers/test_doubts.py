"""Numbers that can hardly be meant are asked about, the others are not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.entities import AmountKind, Direction, Domain, Goal, GoalId, Log, LogId, LogStatus
from bot.rules.answers import doubt_about

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
LOSE = Goal(
    id=GoalId("g"), title="Lose 6 kg", domain=Domain.WEIGHT, direction=Direction.DECREASE, amount=6, unit="kg",
    amount_kind=AmountKind.DELTA, start=84, current=84, created_at=NOW, started_on=TODAY,
)  # fmt: skip
SAVE = Goal(
    id=GoalId("s"), title="Save 1500 eur", domain=Domain.FINANCE, direction=Direction.INCREASE, amount=1500, unit="EUR",
    amount_kind=AmountKind.TARGET, current=200, created_at=NOW,
)  # fmt: skip
PUSHUPS = LOSE.but(title="30 push-ups", domain=Domain.FITNESS, amount=30, unit="push-up", start=10, current=10)
PAGES = SAVE.but(title="15 pages a day", domain=Domain.LEARNING, amount=15, unit="page", amount_kind=AmountKind.RATE)


def reading_of(value: float, days_ago: int) -> Log:
    day = TODAY - timedelta(days=days_ago)
    return Log(id=LogId("l"), goal_id=LOSE.id, day=day, status=LogStatus.VALUE, value=value, mode="set", at=NOW)


@pytest.mark.parametrize(("value", "words"), [(7.8, "78 kg"), (785, "78.5 kg"), (8350, "83.5 kg"), (183, "83 kg")])
def test_slip_of_a_scale_is_suggested_right(value: float, words: str) -> None:
    doubt = doubt_about(LOSE, value, adds=False, logs=(), today=TODAY)

    assert doubt is not None
    assert doubt.words == words
    assert "did you mean" in doubt.question


@pytest.mark.parametrize("value", [70, 95])
def test_jump_of_more_than_a_tenth_in_two_weeks_is_asked(value: float) -> None:
    doubt = doubt_about(LOSE, value, adds=False, logs=(reading_of(84, 10),), today=TODAY)

    assert doubt is not None
    assert doubt.words is None


@pytest.mark.parametrize(("value", "days_ago"), [(76, 10), (92, 3), (70, 60)])
def test_believable_reading_is_not_asked(value: float, days_ago: int) -> None:
    assert doubt_about(LOSE, value, adds=False, logs=(reading_of(84, days_ago),), today=TODAY) is None


def test_last_reading_counts_and_not_the_start() -> None:
    assert doubt_about(LOSE, 70, adds=False, logs=(reading_of(75, 5),), today=TODAY) is None


@pytest.mark.parametrize("value", [12, 15])
def test_skill_may_grow_faster_than_a_body(value: float) -> None:
    assert doubt_about(PUSHUPS, value, adds=False, logs=(), today=TODAY) is None


@pytest.mark.parametrize(
    ("value", "adds", "expected"),
    [(12_000, True, True), (12_000, False, True), (1600, False, False), (1500, True, False), (3100, False, True)],
)
def test_overshoot_by_more_than_the_whole_goal_is_asked(value: float, adds: bool, expected: bool) -> None:
    assert (doubt_about(SAVE, value, adds=adds, logs=(), today=TODAY) is not None) is expected


@pytest.mark.parametrize(("value", "expected"), [(40, False), (1500, True)])
def test_days_amount_twentyfold_is_asked(value: float, expected: bool) -> None:
    assert (doubt_about(PAGES, value, adds=False, logs=(), today=TODAY) is not None) is expected
