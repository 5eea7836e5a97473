"""Updates as the core understands them."""

from datetime import UTC, datetime

import pytest
from telegram import Update

from adapters.telegram.line import Me
from adapters.telegram.translation import Membership, Press, understood
from bot.entities import Inbound, InboundKind

ME = Me(99, "gigi_bot")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANA = {"id": 7, "is_bot": False, "first_name": "Ana", "language_code": "pt-BR"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ana"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Runners"}


@pytest.fixture(autouse=True)
def _timedeltas(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def read(kind="message", **fields):
    chat = fields.pop("chat", PRIVATE)
    message = {"message_id": 5, "date": 1795424400, "chat": chat, "from": ANA, **fields}
    return understood(Update.de_json({"update_id": 1, kind: message}, None), ME, NOW)


def command(text, length=None):
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": length or len(text.split()[0])}]}


def test_text_in_private_is_the_persons():
    found = read(text="I want to read more")

    assert isinstance(found, Inbound)
    assert (found.kind, found.text, found.event, found.language) == (
        InboundKind.TEXT,
        "I want to read more",
        "7:5",
        "pt",
    )
    assert found.address.is_private
    assert (found.address.user, found.address.chat, found.address.message) == ("7", "7", "5")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/log 79.4 weight", "log 79.4 weight"),
        ("/start ABC-def_1", "start ABC-def_1"),
        ("/help@gigi_bot", "help"),
        ("/GOAL\nread more", "goal read more"),
    ],
)
def test_command_comes_without_slash_and_name(text, meant):
    found = read(**command(text))

    assert (found.kind, found.text) == (InboundKind.COMMAND, meant)


def test_slash_that_begins_no_command_is_text():
    assert read(text="/ 2 of it").kind is InboundKind.TEXT


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"text": "@gigi_bot, how am I doing?", "entities": [{"type": "mention", "offset": 0, "length": 9}]},
         "how am I doing?"),
        ({"text": "😀 hey @Gigi_Bot help", "entities": [{"type": "mention", "offset": 7, "length": 9}]}, "😀 hey help"),
        ({"text": "Gigi help", "entities": [{"type": "text_mention", "offset": 0, "length": 4,
                                             "user": {"id": 99, "is_bot": True, "first_name": "Gigi"}}]}, "help"),
    ],
)  # fmt: skip
def test_in_a_group_a_mention_calls_and_is_no_part_of_the_words(fields, text):
    found = read(chat=GROUP, **fields)

    assert (found.kind, found.text) == (InboundKind.TEXT, text)
    assert not found.address.is_private


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "shall we run?"},
        {"text": "@other_bot hi", "entities": [{"type": "mention", "offset": 0, "length": 10}]},
        command("/help@other_bot"),
        command("/ban"),
        {"text": "hello", "from": {"id": 5, "is_bot": True, "first_name": "Bot"}},
        {"text": "hello", "sender_chat": GROUP, "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
        {"new_chat_members": [ANA]},
        {"migrate_to_chat_id": -1002},
    ],
)
def test_in_a_group_everything_else_is_left_alone(fields):
    assert read(chat=GROUP, **fields) is None


def test_our_command_in_a_group_needs_no_name():
    assert read(chat=GROUP, **command("/help")).text == "help"


def test_thread_of_a_reply_is_no_topic():
    topic = read(chat=GROUP, message_thread_id=3, is_topic_message=True, **command("/help"))
    thread = read(chat=GROUP, message_thread_id=3, **command("/help"))

    assert (topic.address.thread, thread.address.thread) == ("3", "")


def test_two_edits_in_one_second_are_two_events_of_one_message():
    found = [read("edited_message", text=text, edit_date=1795424460) for text in ("82.1", "82.2", "82.1")]

    assert {each.corrects for each in found} == {"7:5"}
    assert found[0].event == found[2].event != found[1].event


def test_place_that_moves_is_no_edit():
    assert read("edited_message", location={"latitude": 1, "longitude": 2}, edit_date=1795424460) is None


def test_place_is_only_its_zone():
    found = read(location={"latitude": 38.72, "longitude": -9.14})

    assert (found.kind, found.text) == (InboundKind.LOCATION, "Europe/Lisbon")
    assert "38.72" not in found.model_dump_json()


def test_voice_note_is_where_its_sound_is():
    sound = {"file_id": "F", "file_unique_id": "U", "duration": 3}

    found = read(voice={**sound, "mime_type": "audio/ogg"})

    assert found.kind is InboundKind.VOICE
    assert found.recording.model_dump() == {"file": "F", "media_type": "audio/ogg", "seconds": 3}
    assert read(audio={**sound, "mime_type": "audio/mpeg"}).recording.media_type == "audio/mpeg"


def query(**fields):
    pressed = {
        "message_id": 5, "date": 1795424400, "chat": PRIVATE, "from": {"id": 99, "is_bot": True, "first_name": "Gigi"},
        "text": "How was it?", "reply_markup": {"inline_keyboard": [[{"text": "Done", "callback_data": "1.0.x"}]]},
    }  # fmt: skip
    told = {"id": "q1", "from": ANA, "chat_instance": "1", "data": "1.0.x", "message": pressed, **fields}
    return understood(Update.de_json({"update_id": 1, "callback_query": told}, None), ME, NOW)


def test_press_carries_the_ticket_and_what_was_pressed():
    found = query()

    assert isinstance(found, Press)
    assert (found.inbound.kind, found.inbound.text, found.inbound.address.interaction) == (
        InboundKind.BUTTON,
        "1.0.x",
        "q1",
    )
    assert (found.label, found.piece.text) == ("Done", "How was it?")


def test_press_under_a_message_that_telegram_no_longer_shows_is_one_too():
    found = query(message={"chat": PRIVATE, "message_id": 5, "date": 0})

    assert found.inbound.text == "1.0.x"
    assert found.piece is None


def test_press_without_anything_behind_it_is_still_to_be_answered():
    assert query(data=None, game_short_name="x").query == "q1"


@pytest.mark.parametrize(("status", "is_blocked"), [("kicked", True), ("member", False)])
def test_block_is_noted(status, is_blocked):
    bot = {"id": 99, "is_bot": True, "first_name": "Gigi"}
    until = {"until_date": 0} if status == "kicked" else {}
    change = {
        "chat": PRIVATE, "from": ANA, "date": 1795424400, "old_chat_member": {"user": bot, "status": "left"},
        "new_chat_member": {"user": bot, "status": status, **until},
    }  # fmt: skip

    found = understood(Update.de_json({"update_id": 1, "my_chat_member": change}, None), ME, NOW)

    assert found == Membership("7", is_blocked)


def test_pictures_of_one_album_are_one_event_save_those_with_words():
    photo = {"photo": [{"file_id": "F", "file_unique_id": "U", "width": 1, "height": 1}], "media_group_id": "m"}

    plain = [read(message_id=number, **photo) for number in (5, 6)]
    told = read(message_id=7, caption="my breakfast", **photo)

    assert plain[0].event == plain[1].event != told.event
