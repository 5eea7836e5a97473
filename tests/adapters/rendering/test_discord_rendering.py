"""Markdown as Discord takes it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.rendering.discord import LONGEST_TEXT, card, pieces, units

PLAN = (
    "That is clear.\n\n**Run by May** · 3 weeks\n\n**Week 1** · 5 km\nOn Monday: run.\n"
    "**Week 2** · 6 km\nOn Monday: run.\n**Week 3** · 7 km\nOn Monday: run.\n\nShall we start?"
)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**bold** and *italic*", "**bold** and *italic*"),
        ("[the page](https://a.example/x)", "the page (<https://a.example/x>)"),
        ("[https://a.example](https://a.example)", "<https://a.example>"),
        ("`[code](x)`", "`[code](x)`"),
        ("a\u202eb\x00c", "abc"),
    ],
)
def test_markdown_is_said_in_discords_own(markdown, text):
    assert pieces(markdown) == (text,)


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_is_no_message(text):
    assert pieces(text) == ()


@given(st.text(max_size=9000))
def test_no_piece_is_too_long_or_empty(text):
    for piece in pieces(text):
        assert 0 < units(piece) <= LONGEST_TEXT
        assert piece.strip()


@given(st.lists(st.integers(min_value=1, max_value=40), min_size=1, max_size=40))
def test_words_are_kept_whole_and_in_order(lengths):
    words = [chr(97 + number % 26) * length for number, length in enumerate(lengths * 10)]

    assert " ".join(pieces(" ".join(words))).split() == words


@given(st.integers(min_value=100, max_value=600), st.sampled_from(["", "python"]))
def test_block_of_code_that_is_cut_is_closed_and_opened_again(lines, language):
    code = "\n".join(f"line {number}" for number in range(lines))
    found = pieces(f"before\n\n```{language}\n{code}\n```\n\nafter")

    assert all(piece.count("```") % 2 == 0 for piece in found)
    assert all(piece.startswith(f"```{language}\n") for piece in found[1:-1])
    kept = [line for piece in found for line in piece.split("\n") if re.fullmatch(r"line \d+", line)]
    assert kept == code.split("\n")


def test_emoji_count_twice_to_be_on_the_safe_side():
    assert [units(piece) <= LONGEST_TEXT for piece in pieces("💪" * 2500)] == [True] * 3


def test_plan_is_a_card_with_what_is_asked_under_it():
    framed = card(PLAN)

    assert framed is not None
    assert framed.before == "That is clear."
    assert framed.title == "Run by May · 3 weeks"
    assert framed.body.startswith("**Week 1**")
    assert framed.body.endswith("Shall we start?")


@pytest.mark.parametrize("text", ["hello", "**one**\n\ntwo", "a\n\n**b** · c\n**d** · e\n\n**f**", PLAN + "x" * 4096])
def test_talk_and_what_is_too_long_is_no_card(text):
    assert card(text) is None
