"""What is to change, facts about oneself, and a day's starving are no results."""

import pytest
from checked_goals import CALORIES, EVERY_KIND, GYM, PAGES, RUN, SAVE, WATER, WEIGHT, read

from bot.entities import AnswerStatus
from bot.rules.answers import CheckedGoal


@pytest.mark.parametrize(
    "text",
    [
        "not on weekends",
        "not on fridays",
        "only on weekdays please",
        "never on sundays",
        "i can only train on weekends",
        "mondays don't work for me",
        "i only have time on tuesdays",
        "weekly instead of daily please",
        "make it 3 times a week",
        "every other day please",
        "once a week is enough",
        "can we do twice a week instead",
        "ask me weekly",
        "less often please",
        "change it to 20 minutes",
        "change the goal to 12",
        "lower it to 10",
        "can you set it to 5",
        "raise my target to 200",
        "please move my runs to the morning",
        "let's make it easier",
        "back from vacation",
        "i'm back",
        "just back from holiday!",
        "back from my trip",
        "let's do 10 minutes",
        "skip weekends",
        "not before 9",
        "solo los fines de semana",
        "nur am wochenende",
        "seulement le week-end, mieux en semaine",
        "de vuelta de vacaciones",
        "zurück aus dem urlaub",
    ],
)
@pytest.mark.parametrize("goal", EVERY_KIND, ids=lambda goal: goal.title)
def test_instruction_is_no_result(text: str, goal: CheckedGoal) -> None:
    assert read(text, goal).status in (AnswerStatus.OTHER, AnswerStatus.RESCHEDULE)


@pytest.mark.parametrize(
    "text", ["no more check ins please", "no more check-ins", "stop the check ins", "no more checkins"]
)
def test_no_more_checkins_is_stop(text: str) -> None:
    assert read(text, GYM).status is AnswerStatus.STOP


def test_part_of_the_week_without_checkins_does_not_end_them() -> None:
    assert read("stop asking on weekends", GYM).status is AnswerStatus.OTHER


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("back from the gym", AnswerStatus.DONE),
        ("back from vacation, went this morning", AnswerStatus.DONE),
        ("went twice this week", AnswerStatus.DONE),
        ("not today", AnswerStatus.SKIPPED),
        ("did it on friday", AnswerStatus.DONE),
        ("couldn't on friday", AnswerStatus.SKIPPED),
        ("move it to thursday", AnswerStatus.RESCHEDULE),
    ],
)
def test_reports_that_look_like_instructions_stay_reports(text: str, status: AnswerStatus) -> None:
    assert read(text, GYM).status in (status, AnswerStatus.VALUE if status is AnswerStatus.DONE else status)


@pytest.mark.parametrize("text", ["i'm 17 btw", "im 16", "i am 45 years old", "i'm pregnant", "btw i'm 34"])
@pytest.mark.parametrize("goal", [*EVERY_KIND, CALORIES], ids=lambda goal: goal.title)
def test_fact_about_oneself_is_no_value(text: str, goal: CheckedGoal) -> None:
    assert read(text, goal).status is AnswerStatus.OTHER


def test_weight_said_as_i_am_is_a_reading() -> None:
    assert read("i'm 83", WEIGHT).value == 83


@pytest.mark.parametrize("text", ["i ate 600 calories yesterday, proud", "only 450 kcal today", "500 calories, yay"])
@pytest.mark.parametrize("goal", [CALORIES, GYM, WEIGHT], ids=lambda goal: goal.title)
def test_starving_is_never_recorded(text: str, goal: CheckedGoal) -> None:
    assert read(text, goal).status is AnswerStatus.OTHER


@pytest.mark.parametrize(("text", "value"), [("1650 kcal", 1650), ("400 kcal for lunch", 400)])
def test_ordinary_intake_is_a_value(text: str, value: float) -> None:
    assert read(text, CALORIES).value == value


@pytest.mark.parametrize(("text", "litres"), [("6 glasses", 1.5), ("8 cups", 2), ("1,5 l", 1.5), ("2 bottles", 1)])
def test_vessels_are_litres(text: str, litres: float) -> None:
    assert read(text, WATER).value == litres


@pytest.mark.parametrize(
    ("text", "value", "mode"),
    [
        ("12'000", 12000, "add"),
        ("now at 1.200", 1200, "set"),
        ("1 200 saved so far", 1200, "set"),
        ("put aside 50", 50, "add"),
        ("1’150 in total", 1150, "set"),
        ("took out 80", -80, "add"),
    ],
)
def test_money_is_read_in_every_thousands_form(text: str, value: float, mode: str) -> None:
    reading = read(text, SAVE)

    assert (reading.value, reading.mode) == (value, mode)


def test_days_are_no_minutes() -> None:
    assert read("3 days", CheckedGoal("Meditate 15 min a day", "min", PAGES.kind, 0, 15)).value is None


def test_month_of_a_run_is_no_distance() -> None:
    assert read("only 2 months", RUN).value is None
