"""The rules on real text kept outside the project, where GIGI_EVAL_DATA points to it."""

import json
import os
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from bot.rules.schedule import read_schedule

DATA = os.environ.get("GIGI_EVAL_DATA")
FLOORS = {"en": 0.95}  # the other languages: 0.8


def instants(times):
    return [datetime.fromisoformat(at).timestamp() for at in times or ()]


def is_right(case):
    reading = read_schedule(case["text"], now=datetime.fromisoformat(case["now"]), zone=case["zone"])
    if reading.outcome.value != case["outcome"]:
        return False
    if case["outcome"] != "schedule":
        return True
    return [fire.timestamp() for fire in reading.next] in [instants(case["expected"]), *map(instants, case["accept"])]


@pytest.mark.skipif(not DATA, reason="GIGI_EVAL_DATA is not set")
def test_reminders_are_read_as_labelled():
    right = defaultdict(list)
    for line in (Path(DATA) / "reminders.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        right[case["lang"]].append(is_right(case))

    for language, hits in right.items():
        assert sum(hits) / len(hits) >= FLOORS.get(language, 0.8), language


@pytest.mark.skipif(not DATA, reason="GIGI_EVAL_DATA is not set")
def test_every_case_at_a_clock_change_is_right():
    cases = map(json.loads, (Path(DATA) / "reminders.jsonl").read_text("utf-8").splitlines())

    wrong = [case["id"] for case in cases if case["tag"].startswith("dst") and not is_right(case)]

    assert not wrong
