"""What is asked of a list of memories, and what is nothing of the kind."""

import pytest

from bot.rules.corrections import Correction, corrected, held_now, read_correction, read_forgetting, takes_back


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("forget 2", (2,)),
        ("Please forget 1 and 3.", (1, 3)),
        ("delete no. 4", (4,)),
        ("borra 2", (2,)),
        ("vergiss 2 und 3", (2, 3)),
        ("забудь 2", (2,)),
        ("forget it", ()),
        ("forget me", ()),
        ("forget 2 things", ()),
        ("I want to forget 2020", ()),
    ],
)
def test_numbers_to_forget(text, numbers):
    assert read_forgetting(text) == numbers


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("2 is wrong: I am vegan", Correction(2, "I am vegan")),
        ("2 is wrong, I'm vegan", Correction(2, "I'm vegan")),
        ("1 is not true, I have two kids", Correction(1, "I have two kids")),
        ("2: I am vegan now", Correction(2, "I am vegan now")),
        ("correct 3 to I live in Porto", Correction(3, "I live in Porto")),
        ("2 should say I live in Lima", Correction(2, "I live in Lima")),
        ("2 ist falsch: ich bin vegan", Correction(2, "ich bin vegan")),
        ("2 is wrong", Correction(2)),
        ("2 is right", None),
        ("2: done", None),
        ("3 - done", None),
        ("2, felt good", None),
        ("79.4, felt fine", None),
        ("2 km", None),
        ("2 pages: chapter one", None),
    ],
)
def test_an_entry_put_right(text, correction):
    assert read_correction(text) == correction


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("actually I'm vegan", True),
        ("no, that's wrong, I have two kids", True),
        ("I don't smoke any more", True),
        ("I'm no longer in Porto", True),
        ("I am happy", False),
        ("what actually helps is sleep", False),
    ],
)
def test_words_that_take_something_back(text, is_one):
    assert takes_back(text) is is_one


def test_a_correction_of_a_correction_names_only_the_last():
    first = corrected("I am vegan", "I eat meat")

    assert held_now(corrected("I eat fish", first)) == "I eat fish"
    assert "I eat meat" not in corrected("I eat fish", first)
