"""Goals as many people put them, labelled by somebody who had not seen the rules: the shares that are read right.

`plain` holds ordinary messages; `voices` is harder: learners of English, dictated text, terse notes, slang. A length
such as "for 60 days" counts as a deadline and as an amount; a month or a year only as a deadline.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rules.goals import read_goals

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
CASES = Path(__file__).parent / "cases"
NOTHING = {"domain": "other", "amount": None, "unit": None, "deadline_text": None}
MEASURES = ("is_goal", "amount", "not_invented", "domain", "deadline", "count")
LEAST = {
    "plain": {"is_goal": 0.96, "amount": 0.92, "not_invented": 0.98, "domain": 0.94, "deadline": 0.94, "count": 0.95},
    "voices": {"is_goal": 0.88, "amount": 0.82, "not_invented": 0.98, "domain": 0.86, "deadline": 0.82, "count": 0.90},
}


def accepted(label, key):
    return [label[key], *label.get(f"accept_{key}", [])]


def judged(row):
    """Which measures a row takes part in, and whether each holds."""
    reading = read_goals(row["text"], now=NOW)
    goal = next(iter(reading.goals), None)
    label = (row["goals"] or [NOTHING])[0]
    amount, deadline = (getattr(goal, name, None) for name in ("amount", "deadline_text"))
    found = {"count": len(reading.goals) == row["n_goals"]}
    found["not_invented"] = (amount is None or label["amount"] is not None or amount in accepted(label, "amount")) and (
        deadline is None or label["deadline_text"] is not None or deadline in accepted(label, "deadline_text")
    )
    if row["is_goal"] or reading.is_goal:
        found["is_goal"] = row["is_goal"] == reading.is_goal
    if row["is_goal"]:
        found["domain"] = goal is not None and goal.domain in accepted(label, "domain")
    if label["amount"] is not None:
        unit = goal and (goal.unit_text or goal.unit)
        found["amount"] = amount in accepted(label, "amount") and unit in accepted(label, "unit")
    if label["deadline_text"] is not None:
        found["deadline"] = deadline in accepted(label, "deadline_text")
    return found


@pytest.fixture(scope="module")
def shares():
    """For each file and measure the share that is right; `is_goal` leaves out what nobody takes for a goal."""
    files = {}
    for name in LEAST:
        rows = [judged(json.loads(line)) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]
        files[name] = {m: [row[m] for row in rows if m in row] for m in MEASURES}
    return files


@pytest.mark.parametrize(("name", "measure"), [(name, measure) for name in LEAST for measure in MEASURES])
def test_goals_in_many_voices_are_read_as_labelled(shares, name, measure):
    values = shares[name][measure]

    assert sum(values) / len(values) >= LEAST[name][measure], f"{sum(values)} of {len(values)}"
