"""The unsafe screen finds goals nobody should plan, in five languages, and leaves ordinary ones alone."""

import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.safety.unsafe import find_unsafe, find_unsafe_advice, find_unsafe_words
from bot.rules.safety.unsafe_words import rules_by_key, vocabulary, word_rules
from bot.rules.text import fold

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
CASES = tomllib.loads(Path(__file__).with_name("unsafe_cases.toml").read_text(encoding="utf-8"))
UNSAFE = [(text, category) for category, texts in CASES["unsafe"].items() for text in texts]
HARMLESS = CASES["harmless"]["messages"]


def category_of(text: str, now: datetime | None = NOW) -> str | None:
    return find_unsafe(text, fold(text), now)


@pytest.mark.parametrize(("text", "category"), UNSAFE)
def test_unsafe_goal_is_found_with_its_category(text, category):
    assert category_of(text) == category


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_goal_passes(text):
    assert category_of(text) is None


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_goal_passes_without_a_clock(text):
    assert category_of(text, None) is None


def test_date_decides_only_with_a_clock():
    december = datetime(2026, 12, 1, tzinfo=UTC)

    assert category_of("lose 10 kg by Christmas", december) == "weight_rate"
    assert category_of("lose 10 kg by Christmas", datetime(2026, 3, 1, tzinfo=UTC)) is None
    assert category_of("lose 10 kg by Christmas", None) is None


@pytest.mark.parametrize(("kg", "is_unsafe"), [(4, False), (4.1, True), (3, False), (12, True)])
def test_one_kilo_a_week_is_the_limit(kg, is_unsafe):
    assert (category_of(f"lose {kg} kg in 4 weeks") == "weight_rate") is is_unsafe


def test_one_percent_of_a_stated_weight_is_the_limit():
    assert category_of("I weigh 60 kg and want to lose 6 kg in 8 weeks") == "weight_rate"
    assert category_of("I weigh 90 kg and want to lose 6 kg in 8 weeks") is None


def test_lower_end_of_a_range_decides():
    assert category_of("lose 5 to 10 kg in 8 weeks") is None
    assert category_of("lose 10 to 15 kg in 8 weeks") == "weight_rate"


@pytest.mark.parametrize(("kcal", "is_unsafe"), [(500, True), (1199, True), (1200, False), (2000, False)])
def test_1200_calories_a_day_is_the_floor(kcal, is_unsafe):
    assert (category_of(f"eat {kcal} calories a day") == "calories") is is_unsafe


def test_clinician_may_lower_the_floor_to_800():
    assert category_of("1000 calories a day, under medical supervision") is None
    assert category_of("600 calories a day, under medical supervision") == "calories"


def test_word_rules_alone_know_no_numbers():
    assert find_unsafe_words(fold("quit my antidepressants")) == "medication"
    assert find_unsafe_words(fold("lose 20 kg in 2 weeks")) is None


@pytest.mark.parametrize(
    ("line", "category"),
    [
        ("Eat 500 kcal a day this week.", "calories"),
        ("Skip your medication on rest days.", "medication"),
        ("Fast for 3 days, then see how you feel.", "fasting"),
        ("Run 30 km tomorrow.", "training_load"),
        ("Sleep only 4 hours a night.", "sleep"),
        ("Double your insulin before dinner.", "medication"),
        ("Don't eat anything for two days.", "fasting"),
        ("Take two ibuprofen before the run.", "medication"),
        ("Put your savings into crypto to get there.", "finance"),
        ("A walk first.\nThen drink 6 litres of water a day.", "other"),
    ],
)
def test_harmful_advice_is_found(line, category):
    assert find_unsafe_advice(line) == category


@pytest.mark.parametrize(
    "line",
    [
        "Never skip your medication.",
        "Losing 10 kg in 2 weeks isn't safe.",
        "Avoid fasting for more than a day.",
        "Please don't stop your antidepressants on your own.",
        "Talk to your doctor before stopping any medication.",
        "Run 5 km at an easy pace.",
        "Run 30 km this week in total.",
        "Eat a 400 kcal breakfast.",
        "A pace of 0.5 kg a week is healthy.",
        "You have lost 3 kg in 4 weeks, well done!",
        "After breakfast, walk briskly for 20 minutes.",
        "Put 50 euros aside each Friday.",
        "Aim for 7 hours of sleep.",
    ],
)
def test_sound_advice_and_warnings_pass(line):
    assert find_unsafe_advice(line) is None


@given(st.text(max_size=300))
def test_any_text_is_answered(text):
    assert category_of(text) is None or isinstance(category_of(text), str)
    find_unsafe_advice(text)


WORDS = (
    *("lose", "kg", "5", "in", "3", "weeks", "fast", "days", "eat", "calories", "sleep", "hours", "marathon", "my"),
    *("insulin", "stop", "i'm", "15", "cm", "172", "1e9", "0", "'", ".", "-", "похудеть", "½", "99999999999"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_any_order_of_telling_words_is_answered(text):
    category_of(text)
    category_of(text, None)


@pytest.mark.parametrize("unit", ["lose 5 kg in 3 and ", "fast fast for fast ", "stop my insulin forget ", "1 2 3 kg "])
def test_long_text_takes_linear_time(unit):
    text = (unit * 10_000)[:100_000]
    started = time.process_time()

    category_of(text)

    assert time.process_time() - started < 8


def test_unsafe_words_past_the_first_piece_are_seen():
    assert category_of("a calm sentence about my day. " * 100 + "stop my insulin today") == "medication"


def test_every_rule_can_be_reached_by_its_cues():
    reachable = {position for positions in rules_by_key().values() for position in positions}

    assert reachable == set(range(len(word_rules())))


def test_starred_word_is_long_enough_to_be_looked_up():
    words = {word for words in vocabulary().values() for word in words if word.endswith("*") and " " not in word}

    assert [word for word in words if len(word) < 5] == []
