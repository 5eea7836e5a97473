"""A reply as the messages of Telegram."""

from adapters.rendering.telegram import Piece
from adapters.telegram.composing import chosen, compose, rows
from bot.entities import Attachment, Button, Reply

CHART = Attachment(name="weight.png", media_type="image/png", content=b"png", alt="Weight from 84 to 82 kg.")
EXPORT = Attachment(name="gigi-export.json", media_type="application/json", content=b"{}")
YES = Button(label="Yes", action="yes", ticket="1.0.x")


def test_one_picture_with_few_words_is_one_message():
    (message,) = compose(Reply(text="**Going** well.", files=(CHART,), buttons=(YES,)))

    assert message.is_picture
    assert message.piece.text == "Going well."
    assert message.buttons == (YES,)


def test_picture_with_many_words_follows_them_and_says_what_it_shows():
    words, picture = compose(Reply(text="word " * 300, files=(CHART,), buttons=(YES,)))

    assert words.buttons == (YES,)
    assert picture.piece.text == "Weight from 84 to 82 kg."


def test_files_follow_the_words_that_carry_the_buttons():
    words, file = compose(Reply(text="Here it is.", files=(EXPORT,), buttons=(YES,)))

    assert words.buttons == (YES,)
    assert not file.is_picture


def test_buttons_of_a_long_text_stand_under_its_last_piece():
    found = compose(Reply(text="word " * 2000, buttons=(YES,)))

    assert [message.buttons for message in found] == [()] * (len(found) - 1) + [(YES,)]


def test_nothing_but_a_reaction_is_no_message():
    assert compose(Reply(text="", reaction="👍")) == ()


def test_short_labels_stand_side_by_side_and_long_ones_alone():
    labels = ["Done", "Partly", "Skip", "Snooze", "Yes, please, let us start with this plan", "No"]

    found = rows([Button(label=label, action=label) for label in labels])

    assert [[button.label for button in row] for row in found] == [
        ["Done", "Partly", "Skip"], ["Snooze"], ["Yes, please, let us start with this plan"], ["No"],
    ]  # fmt: skip


def test_choice_stands_under_the_message_unless_there_is_no_room():
    assert chosen(Piece("How was it?"), "Done").text == "How was it?\n\n✓ Done"
    assert chosen(Piece("x" * 4095), "Done").text == "x" * 4095
