"""The numbers to reach on labelled public goals; skipped where GIGI_EVAL_DATA names no folder."""

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rules.goals import read_goals

DATA = Path(os.environ.get("GIGI_EVAL_DATA", ""))
pytestmark = pytest.mark.skipif(not os.environ.get("GIGI_EVAL_DATA"), reason="GIGI_EVAL_DATA is not set")

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
NOTHING = {"amount": None, "unit": None, "deadline_text": None}
UNITS = {"minute": "min", "usd": "USD"}
DOMAINS = {
    "running": "fitness", "reading": "learning", "creative": "creativity", "digital": "productivity",
    "alcohol": "substance", "nicotine": "substance", "health": "wellbeing", "eating_disorder": "wellbeing",
    "habits": "productivity", "education": "learning",
}  # fmt: skip


@pytest.fixture(scope="module")
def read():
    """Every labelled row with its first labelled goal, our reading and our first goal."""
    rows = [json.loads(line) for line in (DATA / "goals.jsonl").read_text("utf-8").splitlines()]
    found = []
    for row in rows:
        reading = read_goals(row["text"], now=NOW)
        found.append((row, (row["goals"] or [NOTHING])[0], reading, next(iter(reading.goals), None)))
    return found


def share(values):
    values = list(values)
    return sum(values) / len(values)


def test_goals_are_told_from_talk(read):
    hits = sum(row["is_goal"] and reading.is_goal for row, _, reading, _ in read)
    wrong = sum(row["is_goal"] != reading.is_goal for row, _, reading, _ in read)

    assert 2 * hits / (2 * hits + wrong) >= 0.90


def has_amount(label, goal):
    accepted = [label["amount"], *(x for x in label.get("accept_amount", []) if isinstance(x, int | float))]
    return goal is not None and goal.amount in accepted and goal.unit == UNITS.get(label["unit"], label["unit"])


def test_the_first_goals_amount_and_unit_are_exact(read):
    assert share(has_amount(label, goal) for _, label, _, goal in read if label["amount"] is not None) >= 0.85


def test_no_amount_or_deadline_is_invented(read):
    def is_invented(label, goal):
        return goal is not None and (
            (label["amount"] is None and goal.amount is not None)
            or (label["deadline_text"] is None and goal.deadline_text is not None)
        )

    assert share(not is_invented(label, goal) for _, label, _, goal in read) >= 0.97


def test_the_domain_is_right(read):
    goals = [(label, goal) for row, label, _, goal in read if row["is_goal"]]

    assert (
        share(
            goal is not None and goal.domain == DOMAINS.get(label["domain"], label["domain"]) for label, goal in goals
        )
        >= 0.80
    )


def test_the_deadline_is_quoted(read):
    goals = [(label, goal) for _, label, _, goal in read if label["deadline_text"] is not None]

    assert share(goal is not None and goal.deadline_text == label["deadline_text"] for label, goal in goals) >= 0.85


def test_goals_are_counted(read):
    assert share(len(reading.goals) == row["n_goals"] for row, _, reading, _ in read) >= 0.80


def test_five_hundred_lines_are_read_in_a_second():
    lines = [json.loads(line)["text"] for line in (DATA / "resolutions.jsonl").read_text("utf-8").splitlines()]
    begun = time.process_time()

    for line in lines:
        read_goals(line, now=NOW, zone="America/New_York")

    assert len(lines) / (time.process_time() - begun) >= 500
