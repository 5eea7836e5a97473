"""Ideas that meet are signs, whatever their words: cases of five more lists, in five languages."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.safety.crisis import find_crisis, read_signs
from bot.rules.safety.crisis_frames import frames
from bot.rules.safety.crisis_rules import LANGUAGES
from bot.rules.safety.crisis_signs import concepts, signs
from bot.rules.safety.screen import screen

FOLDER = Path(__file__).with_name("cases")


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def share(rows: list[dict[str, Any]]) -> float:
    return sum(screen(row["text"]).verdict == row["expected"] for row in rows) / len(rows)


# The least share found of levels 3-4, of levels 1-2, and the most of look-alikes interrupted. The first scores, before
# the rules saw a list, are in docs/safety.md.
LEAST = {
    "third_author": (1.0, 0.96, 0.02),
    "own_third": (0.95, 0.91, 0.04),
    "own_fourth": (0.86, 0.85, 0.05),
    "own_fifth": (0.96, 0.96, 0.02),
    "held_out_first": (0.97, 0.88, 0.05),
    "held_out_second": (0.94, 0.86, 0.02),
}


@pytest.mark.parametrize("name", LEAST)
def test_active_and_imminent_crises_are_found(name: str) -> None:
    rows = [row for row in cases(name) if row["expected"] == "crisis" and row["level"] >= 3]

    assert share(rows) >= LEAST[name][0]


@pytest.mark.parametrize("name", LEAST)
def test_passive_crises_are_found(name: str) -> None:
    rows = [row for row in cases(name) if row["expected"] == "crisis" and row["level"] <= 2]

    assert share(rows) >= LEAST[name][1]


@pytest.mark.parametrize("name", LEAST)
def test_lookalikes_pass(name: str) -> None:
    rows = [row for row in cases(name) if row["expected"] == "ok"]

    interrupted = [row["text"] for row in rows if screen(row["text"]).verdict != "ok"]

    assert len(interrupted) <= LEAST[name][2] * len(rows), interrupted


def test_unsafe_goals_of_a_third_author_are_found() -> None:
    assert share([row for row in cases("third_author") if row["expected"] == "unsafe_goal"]) >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_in_ten_of_a_third_author_are_found_in_each_language(language: str) -> None:
    rows = [row for row in cases("third_author") if row["expected"] == "crisis" and row["lang"] == language]

    assert share(rows) >= 0.9


def test_every_sign_says_why_and_names_ideas_that_some_language_knows() -> None:
    known = {name for language in LANGUAGES for name in concepts(language)}

    for sign in signs():
        assert sign.why
        assert {name for meeting in sign.meetings for idea in meeting.ideas for name in idea} <= known
        assert set(sign.unless) <= known


def test_order_of_the_ideas_does_not_matter() -> None:
    assert find_crisis("not being here anymore would be a relief")
    assert find_crisis("it would be a relief, not being here anymore")


def test_word_that_says_the_opposite_is_no_idea() -> None:
    assert find_crisis("my resolution is to die")
    assert not find_crisis("my resolution is not to die")


def test_request_for_a_method_is_declined_and_a_wish_of_ones_own_is_a_crisis() -> None:
    assert screen("what is the least painful way to die").category == "method_request"
    assert screen("how do I die without pain, I want to").verdict == "crisis"


@given(st.text(max_size=400))
def test_any_text_is_screened_and_the_same_way_twice(text: str) -> None:
    assert screen(text) == screen(text)


@given(st.lists(st.sampled_from(["i", "want", "die", "not", ".", "pills", "tonight", "he", "hits", "me", "12", '"'])))
def test_any_order_of_telling_words_is_screened(words: list[str]) -> None:
    read_signs(" ".join(words))


def test_nothing_a_person_wrote_stays_in_the_lexicon() -> None:
    lexicon = frames().lexicon
    before = (len(lexicon.words), len(lexicon.stems), len(lexicon.phrases), len(lexicon.lengths))

    screen("my zyxwvutish secret is unheardofness and i want to die in qwertzhausen")

    assert (len(lexicon.words), len(lexicon.stems), len(lexicon.phrases), len(lexicon.lengths)) == before
    assert "zyxwvutish" not in lexicon.words
