"""Markdown as Telegram takes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.rendering.telegram import LONGEST_TEXT, MOST_ENTITIES, pieces, units


def styled(markdown):
    """The text of the one piece, and which words of it have which style."""
    (piece,) = pieces(markdown)
    raw = piece.text.encode("utf-16-le")
    return piece.text, [
        (e.type, raw[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le")) for e in piece.entities
    ]


@pytest.mark.parametrize(
    ("markdown", "text", "styles"),
    [
        ("**bold** and *italic*", "bold and italic", [("bold", "bold"), ("italic", "italic")]),
        ("💪😀 **bold**", "💪😀 bold", [("bold", "bold")]),
        ("one line\nthe next", "one line\nthe next", []),
        ("- one\n- two", "• one\n• two", []),
        ("say:\n- `/goal TEXT`: set\n- `code`: no", "say:\n• /goal TEXT: set\n• code: no", [("code", "code")]),
        ("`/help` lists them", "/help lists them", []),  # a command can be tapped where it is no code
        ("# Week 1\ntext", "Week 1\ntext", [("underline", "Week 1"), ("bold", "Week 1")]),
        ("> quoted", "quoted", [("blockquote", "quoted")]),
    ],
)
def test_what_gigi_writes_is_styled(markdown, text, styles):
    assert styled(markdown) == (text, styles)


@pytest.mark.parametrize(
    "words",
    [
        "2*3*4 = 24",
        "snake_case_word",
        "save $5 a week until $100",
        "5 < 6 > 4 & more <b>bold</b> &amp;",
        "||not a spoiler|| ~~not struck~~",
        "[GOAL] and [x] done",
        "a title\n---",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "https://example.org/a_b_c?d=e&f=g",
    ],
)
def test_words_of_people_keep_every_letter(words):
    text, styles = styled(words)

    assert text == words
    assert styles == []


def test_where_a_link_leads_stands_in_the_open():
    text, styles = styled("[your bank](https://evil.example) ![a cat](https://evil.example/cat) [me](tg://user?id=5)")

    assert text == "your bank (https://evil.example) a cat (https://evil.example/cat) me (tg://user?id=5)"
    assert styles == []


def test_characters_that_turn_text_around_are_left_out():
    assert pieces("abc\u202edef")[0].text == "abcdef"


def test_nothing_is_said_for_an_empty_text():
    assert pieces("") == pieces(" \n ") == ()


def test_long_text_is_cut_between_paragraphs():
    found = pieces("\n\n".join(f"paragraph {number} " + "word " * 60 for number in range(40)))

    assert len(found) > 1
    assert all(piece.text.startswith("paragraph") for piece in found)


def test_style_over_a_cut_goes_on_in_the_next_piece():
    found = pieces("**" + "word " * 1500 + "end**")

    assert [entity.type for piece in found for entity in piece.entities] == ["bold"] * len(found)
    assert [entity.length for piece in found for entity in piece.entities] == [units(piece.text) for piece in found]


@given(
    st.lists(st.sampled_from(["**b** ", "word ", "😀", "\n", "\n\n", "_i_ ", "`c` ", "long" * 400, "🇵🇹"]), max_size=400)
)
def test_no_piece_is_more_than_telegram_takes(parts):
    for piece in pieces("".join(parts)):
        assert 0 < units(piece.text) <= LONGEST_TEXT
        assert len(piece.entities) <= MOST_ENTITIES
        assert piece.text == piece.text.strip()
        assert all(e.length > 0 and 0 <= e.offset <= units(piece.text) - e.length for e in piece.entities)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=300))
def test_no_words_however_strange_break_it(words):
    said = "".join(piece.text for piece in pieces(words))

    assert bool(said) == bool(words.strip())
