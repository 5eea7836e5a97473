"""Pictures of progress: what is drawn for which goal, how large, in which letters, and what is said of them."""

import io
import random
from datetime import timedelta

import pytest
from PIL import Image

from bot.catalogue import speaking
from bot.charts.drawing import draw
from bot.charts.look import LOOKS, shown, title_lines
from bot.entities import AmountKind, Direction, Domain, Frequency, GoalId, Log, LogId, LogStatus
from tests.rules.plans.samples import NOW, TODAY, goal, plan_of, weeks_away

DAY = timedelta(days=1)
LOSE = goal(
    "Lose 5 kg", Domain.WEIGHT, amount=5, unit="kg", amount_kind=AmountKind.DELTA, direction=Direction.DECREASE,
    start=84, deadline=weeks_away(10), started_on=TODAY,
)  # fmt: skip
SAVE = goal("Save 1500", Domain.FINANCE, amount=1500, unit="EUR", amount_kind=AmountKind.TARGET,
            deadline=weeks_away(15), started_on=TODAY)  # fmt: skip
GYM = goal("Gym", Domain.FITNESS, frequency=Frequency(times=3, per="week"), deadline=weeks_away(8), started_on=TODAY)
PAGES = goal("Read", Domain.LEARNING, amount=20, unit="page", amount_kind=AmountKind.RATE, started_on=TODAY)
CAP = goal("Less phone", Domain.PRODUCTIVITY, amount=60, unit="min", amount_kind=AmountKind.CAP, started_on=TODAY)


def log(day: int, value: float | None = None, status: LogStatus = LogStatus.VALUE) -> Log:
    return Log(id=LogId(f"l{day}"), goal_id=GoalId("g1"), day=TODAY + day * DAY, status=status, value=value,
               at=NOW + day * DAY)  # fmt: skip


def readings(days, slope=-0.07, start=84.0):
    chance = random.Random(1)
    return [log(day, start + slope * day + chance.gauss(0, 0.3)) for day in days]


DONE, SKIPPED, PARTLY = LogStatus.DONE, LogStatus.SKIPPED, LogStatus.PARTLY
CASES = {
    "one point": (LOSE, [log(3, 83.5)]),
    "two points": (LOSE, [log(0, 84), log(6, 83.5)]),
    "many falling": (LOSE, readings(range(60))),
    "missing weeks": (LOSE, readings([*range(8), *range(40, 50)])),
    "same value": (LOSE, [log(day, 84) for day in range(9)]),
    "target reached": (LOSE, readings([0, 30, 66], slope=-0.08)),
    "total": (SAVE, [log(3, 100), log(9, 300), log(30, 50)]),
    "total of one": (SAVE, [log(0, 10)]),
    "calendar": (
        GYM, [*(log(day, status=DONE) for day in (0, 2, 4, 7, 9)), log(5, status=SKIPPED), log(10, status=PARTLY)],
    ),
    "daily": (PAGES, [log(day, 10 + day % 9) for day in range(70)]),
    "daily without numbers": (PAGES, [log(0, status=DONE), log(1, status=SKIPPED)]),
    "limit": (CAP, [log(day, 90 - day) for day in range(20)]),
}  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", CASES)
def test_every_kind_of_progress_has_a_picture_readable_on_a_phone(name, theme):
    wanted, logs = CASES[name]

    picture = draw(wanted, plan_of(wanted), logs, max(each.day for each in logs), theme)

    assert picture is not None
    image = Image.open(io.BytesIO(picture.content)).convert("RGB")
    assert image.width == 1080
    assert 400 <= image.height <= 1400
    assert f"#{bytes(image.getpixel((2, 2))).hex()}" == LOOKS[theme].paper
    assert len(image.getcolors(1 << 24)) > 4
    assert picture.media_type == "image/png"
    assert picture.alt


def test_nothing_recorded_is_no_picture():
    assert draw(LOSE, plan_of(LOSE), [], TODAY) is None
    assert draw(LOSE, plan_of(LOSE), [log(5, 83)], TODAY) is None


def test_two_readings_have_no_trend_and_say_so():
    picture = draw(LOSE, plan_of(LOSE), CASES["two points"][1], TODAY + 6 * DAY)

    assert picture is not None
    assert "2 readings, too early to judge" in picture.alt
    assert "trend" not in picture.alt


def test_name_and_metadata_of_the_file_hold_no_words_of_the_person():
    picture = draw(LOSE.but(title="my secret wish"), plan_of(LOSE), readings(range(9)), TODAY + 9 * DAY, number=2)

    assert picture is not None
    assert picture.name == "gigi-progress-2.png"
    assert b"secret" not in picture.content


def test_alt_text_says_from_where_to_where():
    picture = draw(LOSE, plan_of(LOSE), [log(0, 84), log(7, 83), log(14, 82.5)], TODAY + 14 * DAY)

    assert picture is not None
    assert picture.alt.startswith("A chart from 84 kg on 18 Nov to 82.5 kg on 2 Dec.")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Lose 5 kg", ["Lose 5 kg"]),
        ("Читать каждый день", ["Читать каждый день"]),
        ("Read 📚 more 🎉", ["Read more"]),
        ("🎉🎉🎉", ["Your goal"]),
        ("", ["Your goal"]),
        ("x" * 50, ["x" * 34, "x" * 16]),
    ],
)
def test_title_shows_only_letters_that_a_font_has(title, lines):
    assert title_lines(title) == lines


def test_long_title_takes_two_lines_and_says_that_it_goes_on():
    lines = title_lines("finally read all of the twelve classic Russian novels that stand on my shelf since university")

    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(len(line) <= 34 for line in lines)


@pytest.mark.parametrize(
    "title", ["每周去健身房三次", "운동하기", "ลดน้ำหนัก", "خسارة الوزن", "לרוץ מרתון", "$x^2$ and \\frac{a}"]
)
def test_other_scripts_and_markup_are_drawn_without_a_fault(title):
    assert draw(GYM.but(title=title), plan_of(GYM), CASES["calendar"][1], TODAY + 12 * DAY) is not None


def test_letters_without_a_font_are_left_out():
    assert shown("a\U0001f389b\U000e0001c") == "abc"


def test_labels_follow_the_language_of_the_turn():
    with speaking("ru"):
        picture = draw(LOSE, plan_of(LOSE), [log(0, 84), log(7, 83)], TODAY + 7 * DAY)

    assert picture is not None
    assert "нояб" in picture.alt
