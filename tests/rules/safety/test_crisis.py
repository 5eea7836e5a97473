"""Crises are found in five languages, look-alikes pass, and no string is too long or too odd."""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities import Verdict
from bot.rules.safety import screen
from bot.rules.safety.crisis import find_crisis
from bot.rules.safety.crisis_rules import candidates, rules

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("cases_crisis.jsonl").read_text(encoding="utf-8").splitlines()
]
CRISES = [case for case in CASES if case["expected"] == "crisis"]
LOOKALIKES = [case for case in CASES if case["expected"] == "ok"]


def test_every_active_or_imminent_crisis_is_found() -> None:
    missed = [case["text"] for case in CRISES if case["level"] >= 3 and not find_crisis(case["text"])]

    assert missed == []


def test_nine_in_ten_passive_crises_are_found() -> None:
    passive = [case for case in CRISES if case["level"] <= 2]

    found = sum(find_crisis(case["text"]) is not None for case in passive)

    assert found / len(passive) >= 0.9


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "ru"])
def test_nine_in_ten_crises_are_found_in_each_language(language: str) -> None:
    spoken = [case for case in CRISES if case["lang"] == language]

    found = sum(find_crisis(case["text"]) is not None for case in spoken)

    assert found / len(spoken) >= 0.9


def test_at_most_three_lookalikes_in_a_hundred_are_interrupted() -> None:
    interrupted = [case["text"] for case in LOOKALIKES if find_crisis(case["text"])]

    assert len(interrupted) / len(LOOKALIKES) <= 0.03, interrupted


def test_the_category_is_right_for_nineteen_in_twenty() -> None:
    read = [(case, find_crisis(case["text"])) for case in CRISES]
    wrong = Counter((case["category"], found.category) for case, found in read if found)

    right = sum(count for (expected, found), count in wrong.items() if expected == found)

    assert right / wrong.total() >= 0.95


def test_word_beginnings_never_hide_a_rule_that_would_match(monkeypatch: pytest.MonkeyPatch) -> None:
    with_index = [bool(find_crisis(case["text"])) for case in CASES]
    monkeypatch.setattr("bot.rules.safety.crisis.candidates", lambda words: list(rules()))

    without_index = [bool(find_crisis(case["text"])) for case in CASES]

    assert [c["text"] for c, a, b in zip(CASES, with_index, without_index, strict=True) if a != b] == []


def test_a_plain_goal_tries_few_rules() -> None:
    words = ["i", "want", "to", "read", "20", "pages", "every", "evening"]

    assert len(candidates(words)) < len(rules()) / 8


@pytest.mark.parametrize(
    "disguised",
    [
        "K1LL MYS3LF",
        "k i l l  m y s e l f",
        "k.i.l.l m.y.s.e.l.f",
        "i want to di\u200be",
        "I WANT TO DIEEEEEE",
        "I want to commit suіcide",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "i want\nto\ndie",
        "wannt to kil my self",
        "thinking of su-ic-ide all day, want to commit suicde",
    ],
)
def test_a_disguised_crisis_is_still_a_crisis(disguised: str) -> None:
    assert screen(disguised).verdict is Verdict.CRISIS


@pytest.mark.parametrize(
    "denied",
    [
        "no, I am not suicidal",
        "I don't want to kill myself",
        "Never thought about killing myself",
        "no quiero matarme",
        "ich will mich nicht umbringen",
        "je ne veux pas me tuer",
        "я не хочу убить себя",
    ],
)
def test_a_denial_is_no_crisis(denied: str) -> None:
    assert find_crisis(denied) is None


@pytest.mark.parametrize(
    "disclosed",
    [
        "lol this workout is killing me but honestly I want to die",
        "not gonna lie, I want to kill myself",
        "trying not to kill myself today",
        "No. I want to kill myself.",
        "I recovered from anorexia in 2016 and now I want to end my life",
        "watched a sad movie last night and I want to kill myself",
        "My novel is done. I want to die.",
    ],
)
def test_a_disclosure_wrapped_in_something_harmless_is_still_found(disclosed: str) -> None:
    assert find_crisis(disclosed) is not None


def test_own_danger_is_answered_before_a_friends() -> None:
    found = find_crisis("my friend moved away and I want to kill myself tonight")

    assert found is not None
    assert (found.category, found.level) == ("suicide", 4)


def test_a_time_or_the_means_makes_it_imminent() -> None:
    later, now = find_crisis("I want to kill myself"), find_crisis("I want to kill myself tonight")

    assert later is not None and now is not None
    assert (later.level, now.level) == (3, 4)


def test_a_crisis_comes_before_an_unsafe_goal() -> None:
    assert screen("lose 10 kg in 2 weeks or I will kill myself").verdict is Verdict.CRISIS


def test_a_screening_of_an_ordinary_goal_is_ok_without_level() -> None:
    screening = screen("read 12 books this year")

    assert (screening.verdict, screening.category, screening.level) == (Verdict.OK, None, None)


def test_a_crisis_at_the_end_of_a_very_long_message_is_found_quickly() -> None:
    started = time.process_time()

    found = find_crisis("today was a day like any other. " * 3200 + "i want to kill myself")

    assert found is not None
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "unit", ["kill my ", "i want to die if ", "my friend ", "a", "1", "k1ll ", "\u202e😀", "'", "want to ", "chest "]
)
def test_no_repetition_of_anything_takes_long(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()

    find_crisis(text)

    assert time.process_time() - started < 8


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=400))
def test_any_string_is_screened_without_an_error(text: str) -> None:
    assert screen(text).verdict in Verdict


def test_every_rule_says_why_and_has_a_level_and_known_guards() -> None:
    for rule in rules():
        assert rule.why
        assert 1 <= rule.level <= 4
        known = {*rule.guards, "past", "fiction", "story"}
        assert set(rule.guarded_by) - known <= {"used_to", "accident", "effort", "sport", "topic", "bereaved"}
