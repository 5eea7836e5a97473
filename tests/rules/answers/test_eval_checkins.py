"""Check-in answers of the evaluation data, when GIGI_EVAL_DATA names its folder."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.entities import AnswerReading, GoalKind
from bot.rules.answers import CheckedGoal, read_answer

FOLDER = os.environ.get("GIGI_EVAL_DATA", "")

pytestmark = pytest.mark.skipif(not FOLDER, reason="GIGI_EVAL_DATA is not set")


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(FOLDER, "checkins.jsonl").read_text(encoding="utf-8").splitlines()]


def read(row: dict[str, Any]) -> AnswerReading:
    goal = row["goal"]
    checked = CheckedGoal(goal["title"], goal["unit"], GoalKind(goal["kind"]), goal["start"], goal["target"])
    return read_answer(row["text"], today=date.fromisoformat(row["today"]), goal=checked)


def is_near(value: float | None, accepted: list[float | None]) -> bool:
    return any(a == value or (a is not None and value is not None and abs(a - value) <= 0.1) for a in accepted)


def test_status_is_right_for_92_of_100() -> None:
    flags = [read(row).status.value in row["accept_status"] for row in rows()]

    assert sum(flags) / len(flags) >= 0.92


def test_value_is_right_for_95_of_100() -> None:
    flags = [is_near(read(row).value, [row["expected"]["value"], *row["value_accept"]]) for row in rows()]

    assert sum(flags) / len(flags) >= 0.95


def test_snooze_and_move_go_where_they_should() -> None:
    assert [read(row).to for row in rows() if row["to"]] == [row["to"] for row in rows() if row["to"]]
