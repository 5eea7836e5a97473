"""Answers to a check-in, over every kind of goal and five languages; the cases are in cases.jsonl."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities import AnswerReading, AnswerStatus, GoalKind
from bot.rules.answers import CheckedGoal, read_answer

TODAY = date(2026, 11, 18)  # a Wednesday
GOALS = {
    "gym": CheckedGoal("Gym 4x a week", "session", GoalKind.HABIT, 0, 4),
    "spanish": CheckedGoal("Portuguese class on weekdays", "lesson", GoalKind.HABIT, 0, 5),
    "guitar": CheckedGoal("Play guitar 3 times a week", "time", GoalKind.HABIT, 0, 3),
    "dry": CheckedGoal("No alcohol in December", "day", GoalKind.HABIT, 0, 31),
    "weight": CheckedGoal("Lose 6 kg", "kg", GoalKind.LEVEL, 85, 79),
    "weightlb": CheckedGoal("Get down to 180 lb", "lb", GoalKind.LEVEL, 205, 180),
    "save": CheckedGoal("Save €2,000 for a trip", "EUR", GoalKind.TOTAL, 300, 2000),
    "savegbp": CheckedGoal("Put £2,500 aside for the roof", "GBP", GoalKind.TOTAL, 450, 2500),
    "run": CheckedGoal("Run 100 km by June", "km", GoalKind.TOTAL, 0, 100),
    "books": CheckedGoal("Read 12 books", "book", GoalKind.TOTAL, 3, 12),
    "pages": CheckedGoal("Read 15 pages a day", "page", GoalKind.DAILY, 0, 15),
    "meditate": CheckedGoal("Meditate 15 min a day", "min", GoalKind.DAILY, 0, 15),
    "steps": CheckedGoal("Walk 10,000 steps a day", "step", GoalKind.DAILY, 0, 10_000),
    "sleep": CheckedGoal("Sleep 8 hours a night", "hour", GoalKind.DAILY, 0, 8),
    "smoke": CheckedGoal("Max 3 cigarettes a day", "cigarette", GoalKind.CAP, 20, 3),
    "social": CheckedGoal("Social media under 45 min a day", "min", GoalKind.CAP, 120, 45),
    "bed": CheckedGoal("In bed by 23:00", "night", GoalKind.HABIT, 0, 5),
}
CASES = [json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_text(encoding="utf-8").splitlines()]


def read(text: str, goal: str = "gym", today: date = TODAY) -> AnswerReading:
    return read_answer(text, today=today, goal=GOALS[goal])


def is_value_right(case: dict[str, Any], reading: AnswerReading) -> bool:
    if case["value"] is None or reading.value is None:
        return case["value"] == reading.value
    return abs(case["value"] - reading.value) <= 0.1


def share(flags: list[bool]) -> float:
    return sum(flags) / len(flags)


def test_status_of_the_cases_is_read() -> None:
    flags = [read(case["text"], case["goal"]).status.value in case["status"] for case in CASES]

    assert share(flags) >= 0.98


def test_value_of_the_cases_is_read() -> None:
    flags = [is_value_right(case, read(case["text"], case["goal"])) for case in CASES]

    assert share(flags) >= 0.98


def test_day_of_the_cases_is_read() -> None:
    flags = [read(case["text"], case["goal"]).day_offset == case["day_offset"] for case in CASES]

    assert share(flags) >= 0.98


@pytest.mark.parametrize("case", [c for c in CASES if "to" in c], ids=lambda c: c["text"])
def test_snooze_and_move_say_where_to(case: dict[str, Any]) -> None:
    assert read(case["text"], case["goal"]).to == case["to"]


@pytest.mark.parametrize("case", [c for c in CASES if "mode" in c], ids=lambda c: c["text"])
def test_mode_says_whether_a_value_adds_or_replaces(case: dict[str, Any]) -> None:
    assert read(case["text"], case["goal"]).mode == case["mode"]


@pytest.mark.parametrize("case", [c for c in CASES if "also" in c], ids=lambda c: c["text"])
def test_further_values_keep_their_days(case: dict[str, Any]) -> None:
    assert [[v.value, v.day_offset] for v in read(case["text"], case["goal"]).also] == case["also"]


def test_skip_of_another_day_is_kept_beside_the_answer() -> None:
    reading = read("missed it on monday but went today")

    assert (reading.status, reading.day_offset) == (AnswerStatus.DONE, 0)
    assert [(v.status, v.day_offset) for v in reading.also] == [(AnswerStatus.SKIPPED, -2)]


def test_two_past_days_count_as_two_occasions() -> None:
    reading = read("went on sunday and monday")

    assert (reading.status, reading.value, reading.day_offset) == (AnswerStatus.DONE, 2, -2)


@pytest.mark.parametrize(
    ("today", "offset"), [(date(2026, 11, 18), -2), (date(2026, 11, 16), 0), (date(2026, 11, 22), -6)]
)
def test_weekday_is_the_latest_past_one(today: date, offset: int) -> None:
    assert read("done on monday", today=today).day_offset == offset


@pytest.mark.parametrize(
    ("today", "to"),
    [(date(2026, 11, 18), "2026-11-23"), (date(2026, 11, 16), "2026-11-23"), (date(2026, 11, 22), "2026-11-23")],
)
def test_move_to_a_weekday_goes_forward(today: date, to: str) -> None:
    assert read("move it to monday", today=today).to == to


@pytest.mark.parametrize(
    ("text", "status"),
    [("22:40", AnswerStatus.DONE), ("lol last night 1:30", AnswerStatus.SKIPPED), ("11", AnswerStatus.DONE)],
)
def test_bedtime_is_compared_with_the_goal_hour(text: str, status: AnswerStatus) -> None:
    assert read(text, "bed").status is status


def test_bedtime_is_read_from_the_words_around_it() -> None:
    goal = CheckedGoal("asleep by 12", "night", GoalKind.HABIT, 0, 5)

    late = read_answer("went to bed at 1am, got 6 hours", today=TODAY, goal=goal)
    early = read_answer("went to sleep at 11:30 last night", today=TODAY, goal=goal)

    assert late.status is AnswerStatus.SKIPPED
    assert (early.status, early.day_offset) == (AnswerStatus.DONE, -1)


@pytest.mark.parametrize(
    ("text", "goal"),
    [("save 200 by june", "save"), ("lose 10 pounds by march", "weight"), ("im in lima", "gym"), ("help", "gym"),
     ("still 7 right?", "gym"), ("I'm so tired of everything", "gym"), ("progress?", "save"), ("what first", "pages")],
)  # fmt: skip
def test_fresh_goals_questions_and_chatter_are_no_answer(text: str, goal: str) -> None:
    assert read(text, goal).status is AnswerStatus.OTHER


def test_correction_carries_the_right_value() -> None:
    reading = read("oops, i meant 80.4 not 84", "weight")

    assert (reading.status, reading.value) == (AnswerStatus.UNDO, 80.4)


@given(st.text(max_size=300), st.sampled_from(sorted(GOALS)))
def test_any_text_gets_a_reading(text: str, goal: str) -> None:
    assert isinstance(read(text, goal), AnswerReading)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00\x07", "مرحبا ١٢", "\u202e5 kg", "💪" * 50_000, "not " * 25_000, "yesterday 5, " * 7_000,
     "a" * 100_000, "3 in total so far that makes " * 70 + "q", "8" + " , " * 600 + "q", "just so far " * 150 + "one q",
     "7 kinda " + "y " * 900, "skip " * 400, "in 5 " * 400, "1/2 " * 400, "not yet " * 250, "at 8 " * 400],
)  # fmt: skip
def test_odd_and_long_texts_are_read_in_time(text: str) -> None:
    started = time.perf_counter()

    read(text)

    assert time.perf_counter() - started < 1
