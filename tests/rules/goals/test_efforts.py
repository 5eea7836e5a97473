"""One effort to reach, or a running total."""

from datetime import UTC, date, datetime

import pytest

from bot.entities import AmountKind
from bot.rules.goals import read_goals

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def first(text):
    return read_goals(text, now=NOW, zone="Europe/Berlin").goals[0]


@pytest.mark.parametrize(
    "text",
    [
        "run 5k by april", "run a 10k in june", "jog 5 km by the end of may", "run 21 km by october",
        "run 4 km without stopping", "swim 1 km by summer", "do 30 push-ups in a row", "hold a plank for 3 minutes",
        "do 12 pull ups", "do 8 pullups by may", "ride 100 miles in one go", "run 20 minutes non-stop",
    ],
)  # fmt: skip
def test_a_race_a_set_and_one_go_are_levels_to_reach(text):
    assert first(text).amount_kind is AmountKind.TARGET


@pytest.mark.parametrize(
    "text",
    [
        "run 120 km in june", "run 800 miles this year", "walk 30 km in april in total", "run 25 miles in december",
        "do 2000 push-ups in january", "cycle 3000 km next year",
    ],
)  # fmt: skip
def test_what_no_one_does_at_once_is_a_total(text):
    assert first(text).amount_kind is AmountKind.COUNT


@pytest.mark.parametrize("text", ["run 20 km a week", "do 40 push-ups a day", "plank for 2 minutes every day"])
def test_an_amount_each_time_stays_a_rate(text):
    assert first(text).amount_kind is AmountKind.RATE


@pytest.mark.parametrize(
    ("text", "title", "day"),
    [
        ("lose 8 kg by my wedding on july 3", "Lose 8 kg", date(2027, 7, 3)),
        ("read 4 books before my birthday on 9 march", "Read 4 books", date(2027, 3, 8)),
        ("run a 5k on june 6", "Run a 5k", date(2027, 6, 6)),
        ("perder 3 kg en solo 4 semanas", "Perder 3 kg", date(2026, 12, 16)),
        ("in nur 3 Wochen 2 kg abnehmen", "2 kg abnehmen", date(2026, 12, 9)),
        ("perdre 3 kg en seulement 2 semaines", "Perdre 3 kg", date(2026, 12, 2)),
    ],
)
def test_the_date_never_stays_in_the_title(text, title, day):
    assert (first(text).title, first(text).deadline) == (title, day)
