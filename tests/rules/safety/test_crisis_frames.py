"""Frames of slots find what fixed phrases miss, in five languages, by a second author's cases."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.rules.safety.crisis import find_crisis
from bot.rules.safety.crisis_frames import DEFAULT_GUARDS, frames
from bot.rules.safety.crisis_lexicon import Vocabulary
from bot.rules.safety.crisis_rules import needed_stems, rules
from bot.rules.safety.crisis_signs import UNSAFE
from bot.rules.safety.screen import screen

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("cases_second.jsonl").read_text(encoding="utf-8").splitlines()
]
CRISES = [case for case in CASES if case["level"]]
LOOKALIKES = [case for case in CASES if not case["level"]]


def found(case: dict[str, Any]) -> bool:
    return find_crisis(case["text"]) is not None


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "ru"])
def test_ninety_nine_in_a_hundred_crises_of_the_second_author_are_found(language: str) -> None:
    spoken = [case for case in CRISES if case["lang"] == language]

    missed = [case["text"] for case in spoken if not found(case)]

    assert len(missed) <= len(spoken) / 100, missed


def test_at_most_one_lookalike_of_the_second_author_in_a_hundred_is_interrupted() -> None:
    interrupted = [case["text"] for case in LOOKALIKES if screen(case["text"]).verdict != "ok"]

    assert len(interrupted) <= len(LOOKALIKES) / 100, interrupted


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("my sister keeps cutting herself with a razor", "third_party"),
        ("I keep cutting myself with a razor", "self_harm"),
        ("my brother wants to die", "third_party"),
        ("my brother died and I want to die", "suicide"),
        ("meine Schwester will nicht mehr leben", "third_party"),
        ("mi madre dice que quiere morir", "third_party"),
    ],
)
def test_whose_danger_it_is_decides_the_category(said: str, category: str) -> None:
    finding = find_crisis(said)

    assert finding is not None
    assert finding.category == category


@pytest.mark.parametrize(
    ("said", "level"),
    [("I hope I never wake up", 2), ("I hope I never wake up lol", 1), ("planning to end my life", 3)],
)
def test_a_joke_lowers_a_passive_level(said: str, level: int) -> None:
    finding = find_crisis(said)

    assert finding is not None
    assert finding.level == level


@pytest.mark.parametrize(
    "harmless",
    [
        "the hero of my novel wants to end his life in chapter 3",
        "I am not planning to end my life",
        "I used to cut my wrists, 6 years clean",
        "never said I want to die",
    ],
)
def test_a_story_a_denial_and_the_past_are_no_crisis(harmless: str) -> None:
    assert find_crisis(harmless) is None


def test_a_word_lengthened_without_end_takes_no_time() -> None:
    assert find_crisis("a" * 100_000) is None


def test_the_listed_word_beginnings_are_those_of_the_patterns() -> None:
    stale = [rule.why for rule in rules() if needed_stems(rule) != (rule.stems or frozenset())]

    assert stale == [], "run python -m tests.rules.safety.index_listing"


def test_every_frame_says_why_and_has_a_level_and_known_guards() -> None:
    for frame in frames().every:
        assert frame.why
        assert frame.level in ((0,) if frame.category.startswith(UNSAFE) else (1, 2, 3, 4))
        assert frame.guards <= set(DEFAULT_GUARDS)


def test_a_slot_is_filled_by_the_words_of_the_slots_it_names() -> None:
    vocabulary = Vocabulary({"close": ("<kin>", "neighbour"), "kin": ("aunt", "grand mother")})

    filled = vocabulary.entries("<close>|old_friend")

    assert filled == {"aunt", "grand mother", "neighbour", "old friend"}


def test_a_frame_may_not_name_an_unknown_slot() -> None:
    with pytest.raises(KeyError):
        Vocabulary({}).number("<nowhere>")
