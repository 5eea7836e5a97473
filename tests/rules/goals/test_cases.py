"""Our own sentences, each with what they say."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.rules.goals import read_goals

NOW = datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("Europe/Berlin"))
CASES = [json.loads(line) for line in (Path(__file__).parent / "cases" / "goals.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_a_sentence_is_read_as_labelled(case):
    reading = read_goals(case["text"], now=NOW, zone="Europe/Berlin")

    assert len(reading.goals) == case["n"]
    assert reading.is_goal == (case["n"] > 0)
    if not reading.goals:
        assert reading.intent == case["intent"]
        return
    goal = reading.goals[0]
    assert goal.domain in case.get("domains", [case["domain"]])
    assert (goal.amount, goal.unit) == (case.get("amount"), case.get("unit"))
    assert goal.deadline_text == case.get("deadline")
    assert goal.frequency_text == case.get("frequency")
    assert goal.start == case.get("start")
    assert (goal.clock and goal.clock.strftime("%H:%M")) == case.get("clock")
    if "kind" in case:
        assert goal.amount_kind == case["kind"]
