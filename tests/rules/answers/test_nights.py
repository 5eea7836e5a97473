"""A clock that is the goal, and whose night it was."""

from datetime import time

import pytest
from checked_goals import ASLEEP, GET_UP, GYM, IN_BED, SLEEP, read

from bot.entities import AnswerStatus
from bot.rules.answers import CheckedGoal, is_rating

DONE, SKIPPED, OTHER, PARTLY = AnswerStatus.DONE, AnswerStatus.SKIPPED, AnswerStatus.OTHER, AnswerStatus.PARTLY


@pytest.mark.parametrize(
    ("text", "goal", "status"),
    [
        ("slept at 1 am lol", ASLEEP, SKIPPED),
        ("in bed by 11 but slept at 1", ASLEEP, SKIPPED),
        ("midnight", ASLEEP, DONE),
        ("asleep by 11:30", ASLEEP, DONE),
        ("fell asleep around 2", ASLEEP, SKIPPED),
        ("last night 1:30", ASLEEP, SKIPPED),
        ("up till 3 again", ASLEEP, SKIPPED),
        ("stayed up until 2am", ASLEEP, SKIPPED),
        ("half past eleven", ASLEEP, DONE),
        ("didn't sleep until 4", ASLEEP, SKIPPED),
        ("in bed 23:40", IN_BED, SKIPPED),
        ("in bed at 10:30pm", IN_BED, DONE),
        ("in bed by 11 but slept at 1", IN_BED, DONE),
        ("lights out 22:50", IN_BED, DONE),
        ("yes, 23:20", IN_BED, PARTLY),
        ("went to bed on time", IN_BED, DONE),
        ("woke up at 7", ASLEEP, OTHER),
        ("slept 6 hours", ASLEEP, OTHER),
        ("woke up at 5:50", GET_UP, DONE),
        ("got up at 7:15", GET_UP, SKIPPED),
        ("slept at 1", GET_UP, OTHER),
        ("eingeschlafen um 1", ASLEEP, SKIPPED),
        ("me dormi a las 23:30", ASLEEP, DONE),
        ("лег в 2", IN_BED, SKIPPED),
        ("yes", ASLEEP, DONE),
        ("no", ASLEEP, SKIPPED),
    ],
)
def test_clock_is_held_against_the_goals(text: str, goal: CheckedGoal, status: AnswerStatus) -> None:
    assert read(text, goal).status is status


@pytest.mark.parametrize(
    ("text", "at", "offset"),
    [
        ("11:30", time(8), -1), ("done", time(7, 30), -1), ("asleep at 1", time(0, 40), -1), ("22:40", time(22, 50), 0),
        ("11:30", time(14), 0), ("last night 1:30", time(20), -1), ("tuesday 11:30", time(8), -1),
    ],
)  # fmt: skip
def test_night_told_in_the_morning_began_the_evening_before(text: str, at: time, offset: int) -> None:
    assert read(text, ASLEEP, at).day_offset == offset


def test_morning_report_of_a_daytime_goal_stays_today() -> None:
    assert read("done", GYM, time(8)).day_offset == 0
    assert read("up at 5:50", GET_UP, time(8)).day_offset == 0


@pytest.mark.parametrize("text", ["4", "4/5", " 3 "])
def test_one_to_five_is_how_rested_and_never_a_skip(text: str) -> None:
    assert read(text, ASLEEP).status is not SKIPPED
    assert is_rating(text, ASLEEP)


@pytest.mark.parametrize("text", ["11", "23:30", "4 am", "yes"])
def test_a_clock_is_no_rating(text: str) -> None:
    assert not is_rating(text, ASLEEP)


@pytest.mark.parametrize(
    ("text", "value"),
    [("slept 6 hours", 6), ("7:30", 7.5), ("bed at 11, up at 7", 8), ("asleep at 12, woke up at 6:30", 6.5)],
)
def test_length_of_sleep_is_read_or_worked_out(text: str, value: float) -> None:
    assert read(text, SLEEP).value == value


@pytest.mark.parametrize("text", ["woke up at 7", "slept at 1 am", "in bed by 11 but slept at 1", "23:15"])
def test_clock_alone_is_no_length_of_sleep(text: str) -> None:
    assert read(text, SLEEP).value is None
