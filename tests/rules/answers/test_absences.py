"""A gap of days is skipped days, whatever the goal counts in."""

import pytest
from checked_goals import EVERY_KIND, GYM, MEDITATE, QUIT, RUN, WEIGHT, days_of, read

from bot.entities import AnswerStatus


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("i missed 4 days", 4), ("sick 2 days", 2), ("was ill for three days", 3), ("skipped the last 2 days", 2),
        ("nothing for 5 days, work was mad", 5), ("no training for 10 days", 7), ("did nothing for 3 weeks", 7),
        ("missed a whole week", 1), ("took 2 days off", 2), ("been away 4 days", 4), ("2 days without training", 2),
        ("haven't done anything in 3 days", 3), ("been ill since monday", 3), ("sick all week", 3),
        ("estuve enfermo 3 dias", 3), ("war 3 tage krank", 3), ("malade 3 jours", 3), ("болел 3 дня", 3),
    ],
)  # fmt: skip
@pytest.mark.parametrize("goal", EVERY_KIND, ids=lambda goal: goal.title)
def test_gap_is_skipped_on_each_of_its_days(text: str, days: int, goal: object) -> None:
    reading = read(text, goal)  # type: ignore[arg-type]

    assert (reading.status, reading.value) == (AnswerStatus.SKIPPED, None)
    assert days == 1 or days_of(reading) == list(range(0, -days, -1))


@pytest.mark.parametrize("text", ["only 5 weeks", "2 weeks", "6 months to go", "3 days left"])
@pytest.mark.parametrize("goal", [GYM, MEDITATE, RUN], ids=lambda goal: goal.title)
def test_bare_length_is_no_result(text: str, goal: object) -> None:
    assert read(text, goal).status is AnswerStatus.OTHER  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["missed 3 days but ran 5 km today", "ran 5 km after 3 days off"])
def test_gap_before_todays_result_is_kept_beside_it(text: str) -> None:
    reading = read(text, RUN)

    assert (reading.status, reading.value, reading.day_offset) == (AnswerStatus.VALUE, 5, 0)
    assert [(also.status, also.day_offset) for also in reading.also] == [(AnswerStatus.SKIPPED, -n) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "text", ["i'll be away for 3 days", "skip the next 4 days", "on vacation until monday, 5 days off"]
)
def test_gap_to_come_is_no_result(text: str) -> None:
    assert read(text, GYM).status is not AnswerStatus.SKIPPED


@pytest.mark.parametrize("text", ["3 days without smoking", "4 days clean", "day 4 clean", "no cigarettes for 2 weeks"])
def test_gap_of_what_is_avoided_is_a_success(text: str) -> None:
    assert read(text, QUIT).status is AnswerStatus.DONE


def test_day_named_by_its_distance_is_one_day() -> None:
    assert days_of(read("missed it 2 days ago", GYM)) == [-2]


def test_reading_after_an_illness_is_kept() -> None:
    reading = read("was sick for 3 days. 83.4 today", WEIGHT)

    assert (reading.status, reading.value) == (AnswerStatus.VALUE, 83.4)
