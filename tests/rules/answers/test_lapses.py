"""Lapses are told apart, keep their number, and get words that fit."""

from datetime import UTC, datetime

import pytest
from checked_goals import FEWER, QUIT, read

from bot.entities import AmountKind, AnswerStatus, Direction, Domain, Goal, GoalId
from bot.rules.answers import as_lapse, describe_lapse, is_lapse, names_lapse

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
LEAVING = Goal(id=GoalId("g"), title="quit smoking", domain=Domain.SUBSTANCE, direction=Direction.STOP, created_at=NOW)
LIMIT = Goal(
    id=GoalId("g"), title="Max 3 cigarettes a day", domain=Domain.SUBSTANCE, direction=Direction.DECREASE, amount=3,
    unit="cigarette", amount_kind=AmountKind.CAP, created_at=NOW,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("i relapsed", 0),
        ("i caved last night, had a whole pack", -1),
        ("smoked 4 today", 0),
        ("drank too much last night", -1),
        ("gave in yesterday", -1),
        ("smoked a whole pack", 0),
        ("ayer recai", -1),
    ],
)
def test_lapse_is_not_kept(text: str, day: int) -> None:
    reading = read(text, QUIT)

    assert (reading.status, reading.day_offset) == (AnswerStatus.SKIPPED, day)


@pytest.mark.parametrize("text", ["almost relapsed", "didn't cave", "smoke free today", "resisted", "no cigarettes"])
def test_resisting_is_kept(text: str) -> None:
    assert read(text, QUIT).status is AnswerStatus.DONE


@pytest.mark.parametrize("text", ["had a great day", "had a long meeting", "had a craving"])
def test_having_something_else_is_no_lapse(text: str) -> None:
    assert read(text, QUIT).status not in (AnswerStatus.SKIPPED, AnswerStatus.PARTLY)


def test_lapse_of_a_quit_goal_keeps_its_number_and_is_never_kept_as_done() -> None:
    stored = as_lapse(read("smoked 3 today", QUIT), LEAVING, "smoked 3 today")

    assert (stored.status, stored.value) == (AnswerStatus.SKIPPED, 3)


@pytest.mark.parametrize(("text", "expected"), [("5 today", True), ("2 today", False), ("none", False), ("3", False)])
def test_more_than_the_limit_is_a_lapse(text: str, expected: bool) -> None:
    assert is_lapse(read(text, FEWER), LIMIT) is expected


def test_lapse_of_another_domain_is_a_plain_skip() -> None:
    assert not is_lapse(read("skipped"), LEAVING.but(domain=Domain.FITNESS))


@pytest.mark.parametrize("before", [0, 1, 2, 7])
def test_words_for_a_lapse_are_kind_name_a_step_and_ask_one_thing(before: int) -> None:
    said = describe_lapse("today", 3, "cigarette", before=before)

    assert said.startswith("Noted for today: 3 cigarettes.")
    assert said.count("?") == 1
    assert not any(word in said.lower() for word in ("miss", "part counts", "streak", "fail"))


def test_words_for_a_second_lapse_are_not_those_of_the_first() -> None:
    assert describe_lapse("today", None, None, before=0) != describe_lapse("today", None, None, before=1)


@pytest.mark.parametrize(("text", "expected"), [("i relapsed", True), ("smoked 2", True), ("had a bad day", False)])
def test_lapse_is_named_by_its_own_words(text: str, expected: bool) -> None:
    assert names_lapse(text) is expected
