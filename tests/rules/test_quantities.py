"""Amounts as people write them."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.quantities import Quantity, convert, find_quantities, singular, unit_of


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5kg", 5, "kg"),
        ("5,5 kilos", 5.5, "kg"),
        ("8 lbs.", 8, "lb"),
        ("11 stone 7", 11.5, "stone"),
        ("12st 6lb", 12 + 6 / 14, "stone"),
        ("1,150", 1150, None),
        ("£3,000", 3000, "GBP"),
        ("3.000,50 €", 3000.5, "EUR"),
        ("3 000 ₽", 3000, "RUB"),
        ("40 bucks", 40, "USD"),
        ("save 300 pounds", 300, "GBP"),
        ("lose 30 pounds", 30, "lb"),
        ("$10k", 10_000, "USD"),
        ("1.5k followers", 1500, "follower"),
        ("10k steps", 10_000, "step"),
        ("ran a 5k", 5, "km"),
        ("800 metres", 800, "m"),
        ("90min", 90, "min"),
        ("1h30", 1.5, "hour"),
        ("1:30 h", 1.5, "hour"),
        ("2 hrs and 15 mins", 2.25, "hour"),
        ("half an hour", 0.5, "hour"),
        ("an hour and a half", 1.5, "hour"),
        ("two and a half miles", 2.5, "mile"),
        ("3/4 mile", 0.75, "mile"),
        ("2½ hours", 2.5, "hour"),
        ("5'6\"", 5.5, "foot"),
        ("3x", 3, "time"),
        ("twice", 2, "time"),
        ("four times", 4, "time"),
        ("25 push ups", 25, "push-up"),
        ("30 pushups", 30, "push-up"),
        ("7 good books", 7, "book"),
        ("three burned bridges", 3, "bridge"),
        ("one relaxing vacation", 1, "vacation"),
        ("a dozen eggs", 12, "egg"),
        ("half a dozen eggs", 6, "egg"),
        ("a hundred squats", 100, "squat"),
        ("50%", 50, "%"),
        ("30-day", 30, "day"),
        ("seventy nine point four kilos", 79.4, "kg"),
        ("veinticinco minutos", 25, "min"),
        ("treinta y dos páginas", 32, "page"),
        ("media hora", 0.5, "hour"),
        ("fünfundzwanzig Seiten", 25, "page"),
        ("eine halbe Stunde", 0.5, "hour"),
        ("anderthalb Stunden", 1.5, "hour"),
        ("quatre-vingt-dix-neuf pages", 99, "page"),
        ("une dizaine de pages", 10, "page"),
        ("une heure et demie", 1.5, "hour"),
        ("двадцать пять страниц", 25, "page"),
        ("полтора часа", 1.5, "hour"),
        ("полчаса", 30, "min"),
        ("через час", 1, "hour"),
    ],
)
def test_amount_is_read_with_its_unit(text: str, value: float, unit: str | None) -> None:
    quantity = only(text)

    assert quantity.value == pytest.approx(value, abs=0.001)
    assert quantity.unit == unit
    assert quantity.is_amount


@pytest.mark.parametrize(
    "text",
    [
        "my 117th try", "turned 21st", "#21DayFix", "@user99", "https://a.example/5/6", "half", "a couple of days",
        "no one", "this one", "the 3rd of May", "18.11.2026", "Nov 18", "24/7", "covid19", "see you 2nite", "",
        "number two: nothing",
    ],
)  # fmt: skip
def test_ordinals_tags_dates_and_pronouns_are_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


def test_range_keeps_both_ends() -> None:
    quantity = only("15 to 20 pounds by March")

    assert (quantity.value, quantity.upper, quantity.unit) == (15, 20, "lb")
    assert quantity.approximate


def test_change_from_one_number_to_another_is_no_range() -> None:
    first, second = find_quantities("from 5 to 15 cigarettes")

    assert (first.value, second.value) == (5, 15)


@pytest.mark.parametrize(
    ("text", "whole"), [("2 of 3", 3), ("2/3", 3), ("2 out of 3", 3), ("2 von 3", 3), ("2 из 3", 3)]
)
def test_part_of_a_whole_keeps_the_whole(text: str, whole: float) -> None:
    quantity = only(text)

    assert (quantity.value, quantity.out_of) == (2, whole)


@pytest.mark.parametrize("text", ["15ish", "~15", "about 15", "15-ish", "etwa 15", "около 15"])
def test_rough_number_is_marked_approximate(text: str) -> None:
    quantity = only(text)

    assert quantity.value == 15
    assert quantity.approximate


@pytest.mark.parametrize(
    ("text", "hours"),
    [("5am", 5), ("at 9", 9), ("7:30", 7.5), ("8:15 pm", 20.25), ("17h", 17), ("um 7.30 Uhr", 7.5), ("à 8h", 8),
     ("a las 8", 8), ("в 8 вечера", 8), ("12 am", 0)],
)  # fmt: skip
def test_clock_time_is_flagged_and_no_amount(text: str, hours: float) -> None:
    quantity = only(text)

    assert quantity.is_clock
    assert quantity.value == hours
    assert not quantity.is_amount


@pytest.mark.parametrize("text", ["in 2015", "2031", "my 2015 goals"])
def test_year_is_flagged(text: str) -> None:
    assert only(text).is_year


def test_number_that_looks_like_a_year_counts_before_a_unit() -> None:
    distance, year = find_quantities("run 2,015 miles in 2015")

    assert (distance.value, distance.unit, distance.is_year) == (2015, "mile", False)
    assert year.is_year


@pytest.mark.parametrize("text", ["26 years old", "I'm 34", "aged 40", "turning 30"])
def test_age_is_flagged(text: str) -> None:
    assert only(text).is_age


def test_list_marks_are_left_out() -> None:
    found = find_quantities("1) be under 300LBS 2) read more 3) sleep")

    assert [(q.value, q.unit) for q in found] == [(300, "lb")]


def test_rate_words_are_no_second_amount() -> None:
    assert [q.text for q in find_quantities("20 pages a day, 60 miles an hour")] == ["20 pages", "60 miles"]


def test_span_covers_the_quantity_in_the_original_text() -> None:
    text = "Ich habe «½ Stunde» und £1,200 gespart"

    assert [text[q.start : q.end] for q in find_quantities(text)] == ["½ Stunde", "£1,200"]


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [(1, "mile", "km", 1.609344), (200, "lb", "kg", 90.718474), (10, "stone", "lb", 140), (1.5, "hour", "min", 90),
     (2, "week", "day", 14), (5, "EUR", "EUR", 5), (3, "page", "page", 3)],
)  # fmt: skip
def test_units_of_one_dimension_convert(value: float, source: str, target: str, expected: float) -> None:
    assert convert(value, source, target) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(("source", "target"), [("kg", "km"), ("USD", "EUR"), ("page", "book"), ("month", "day")])
def test_other_units_do_not_convert(source: str, target: str) -> None:
    assert convert(1, source, target) is None


@pytest.mark.parametrize(
    ("plural", "expected"),
    [("pages", "page"), ("boxes", "box"), ("stories", "story"), ("glasses", "glass"), ("lives", "life"),
     ("movies", "movie"),
     ("classes", "class"), ("courses", "course"), ("exercises", "exercise"), ("dishes", "dish"), ("potatoes", "potato"),
     ("bus", "bus"), ("people", "person"), ("prizes", "prize"), ("analysis", "analysis"), ("press", "press")],
)  # fmt: skip
def test_plural_ending_is_taken_off(plural: str, expected: str) -> None:
    assert singular(plural) == expected


def test_unit_spellings_of_other_languages_share_a_code() -> None:
    assert {unit_of(word) for word in ("Seiten", "páginas", "страниц", "pgs")} == {"page"}


@given(st.text(max_size=200))
def test_any_text_is_read_and_its_spans_are_its_own(text: str) -> None:
    found = find_quantities(text)

    assert all(text[q.start : q.end] == q.text for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("text", ["1" * 100_000, "1. 2. 3. " * 11_000, "twenty five " * 9_000, "1,000." * 16_000])
def test_long_text_is_read_in_time(text: str) -> None:
    started = time.perf_counter()

    find_quantities(text)

    assert time.perf_counter() - started < 2
