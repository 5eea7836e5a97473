"""Messages from the bot, and its typing sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.servers.telegram.calls import Call
from tests.servers.telegram.chats import Access, Action, Chat
from tests.servers.telegram.files import Stored, photo_sizes
from tests.servers.telegram.keyboards import read_markup
from tests.servers.telegram.markup import width
from tests.servers.telegram.messages import Message
from tests.servers.telegram.methods.table import SENDING, method
from tests.servers.telegram.refusals import bad_request
from tests.servers.telegram.texts import Words, read_words

if TYPE_CHECKING:
    from tests.servers.telegram.server import TelegramServer

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
CAPTION = "caption parse_mode caption_entities show_caption_above_media"
ACTIONS = {
    "cancel", "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "record_audio", "upload_audio", "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
}  # fmt: skip


def read_text(server: TelegramServer, call: Call) -> Words:
    """The text of a message: not empty, and no longer than one may be."""
    if not call.text("text"):
        raise bad_request("message text is empty")
    words = read_words(call.text("text"), call.text("parse_mode"), call.structure("entities", "entities"),
                       server.problems)  # fmt: skip
    if not words.text:
        raise bad_request("text must be non-empty")
    if width(words.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return words


def read_caption(server: TelegramServer, call: Call) -> Words:
    words = read_words(call.text("caption"), call.text("parse_mode"),
                       call.structure("caption_entities", "caption entities"), server.problems)  # fmt: skip
    if width(words.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return words


def post(server: TelegramServer, call: Call, words: Words, stored: Stored | None = None, **media: Any) -> Message:
    """The message, in its chat and topic, as an answer to what it answers."""
    chat = server.find_chat(call.text("chat_id"))
    markup = read_markup(call, private=chat.is_private, problems=server.problems)
    chat.check(Access.WRITE)
    thread = chat.check_thread(call.integer("message_thread_id"))
    reply_to = _reply_to(server, call, chat)
    return chat.add(server.me, words, media=media, markup=markup, reply_to=reply_to, thread=thread, attachment=stored)


def _reply_to(server: TelegramServer, call: Call, chat: Chat) -> Message | None:
    given = call.structure("reply_parameters", "reply parameters") or {}
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    message_id = given.get("message_id", call.integer("reply_to_message_id"))
    if not isinstance(message_id, int):
        raise bad_request('field "message_id" must be of type Number')
    if not message_id:
        return None
    chat = server.find_chat(str(given["chat_id"])) if given.get("chat_id") else chat
    try:
        return chat.find(message_id, "message to be replied")
    except Exception:
        if given.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
            return None
        raise


@method("sendMessage", f"{SENDING} text parse_mode entities link_preview_options disable_web_page_preview",
        is_message=True)  # fmt: skip
async def send_message(server: TelegramServer, call: Call, request: web.Request) -> Any:
    return post(server, call, read_text(server, call)).json()


@method("sendPhoto", f"{SENDING} {CAPTION} photo has_spoiler", is_message=True)
async def send_photo(server: TelegramServer, call: Call, request: web.Request) -> Any:
    stored = server.files.take(call.upload("photo"), "photos", "photo")
    sizes = photo_sizes(stored)
    return post(server, call, read_caption(server, call), stored, photo=sizes).json()


@method("sendDocument", f"{SENDING} {CAPTION} document thumbnail disable_content_type_detection", is_message=True)
async def send_document(server: TelegramServer, call: Call, request: web.Request) -> Any:
    stored = server.files.take(call.upload("document"), "documents", "document")
    named = stored.json | {"file_name": stored.name, "mime_type": stored.mime_type}
    return post(server, call, read_caption(server, call), stored, document=named).json()


@method("sendVoice", f"{SENDING} {CAPTION} voice duration", is_message=True)
async def send_voice(server: TelegramServer, call: Call, request: web.Request) -> Any:
    stored = server.files.take(call.upload("voice"), "voice", "voice")
    voice = stored.json | {"duration": call.integer("duration"), "mime_type": "audio/ogg"}
    return post(server, call, read_caption(server, call), stored, voice=voice).json()


@method("sendChatAction", "business_connection_id chat_id message_thread_id action")
async def send_chat_action(server: TelegramServer, call: Call, request: web.Request) -> Any:
    action = call.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = server.find_chat(call.text("chat_id"))
    chat.check(Access.WRITE)
    chat.actions.append(Action(call.at, call.when, action, call.integer("message_thread_id") or None))
    chat.bell.ring()
    return True


@method("sendMessageDraft", "chat_id message_thread_id draft_id text parse_mode entities")
async def send_message_draft(server: TelegramServer, call: Call, request: web.Request) -> Any:
    words = read_words(call.text("text"), call.text("parse_mode"), call.structure("entities", "entities"),
                       server.problems)  # fmt: skip
    chat = server.find_chat(call.text("chat_id"))
    chat.check(Access.WRITE)
    if not chat.is_private:
        raise bad_request("TEXTDRAFT_PEER_INVALID")
    if not call.integer("draft_id"):
        raise bad_request("RANDOM_ID_INVALID")
    if width(words.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    chat.drafts.append((call.integer("draft_id"), words.text))
    chat.bell.ring()
    return True
