"""Changing and deleting messages, reacting to them, and answering buttons."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.servers.telegram.calls import Call
from tests.servers.telegram.chats import Access, Chat
from tests.servers.telegram.files import photo_sizes
from tests.servers.telegram.groups import Group
from tests.servers.telegram.keyboards import Markup, read_inline
from tests.servers.telegram.messages import Message
from tests.servers.telegram.methods.sending import CAPTION, read_caption, read_text
from tests.servers.telegram.methods.table import method
from tests.servers.telegram.refusals import bad_request
from tests.servers.telegram.texts import Words

if TYPE_CHECKING:
    from tests.servers.telegram.server import TelegramServer

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
DELETE_WITHIN = timedelta(hours=48)
EDITING = "business_connection_id chat_id message_id inline_message_id reply_markup"
REACTIONS = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
) | {"❤‍🔥", "👨‍💻", "🤷‍♂", "🤷‍♀"}


def _to_edit(server: TelegramServer, call: Call) -> Message:
    chat = server.find_chat(call.text("chat_id"))
    chat.check(Access.EDIT)
    message = chat.find(call.integer("message_id"), "message to edit")
    if message.sender["id"] != server.me["id"] or (message.markup and not message.keyboard):
        raise bad_request("message can't be edited")
    return message


def _change(server: TelegramServer, message: Message, words: Words, markup: Markup | None) -> dict[str, Any]:
    if (message.words, _spelled(message.markup)) == (words, _spelled(markup)):
        raise bad_request(NOT_MODIFIED)
    message.change(server.now(), words, markup)
    return message.json()


def _spelled(markup: Markup | None) -> str:
    return json.dumps(markup or {}, sort_keys=True)


@method("editMessageText", f"{EDITING} text parse_mode entities link_preview_options disable_web_page_preview",
        is_message=True)  # fmt: skip
async def edit_message_text(server: TelegramServer, call: Call, request: web.Request) -> Any:
    words, markup = read_text(server, call), read_inline(call, server.problems)
    message = _to_edit(server, call)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    return _change(server, message, words, markup)


@method("editMessageCaption", f"{EDITING} {CAPTION}", is_message=True)
async def edit_message_caption(server: TelegramServer, call: Call, request: web.Request) -> Any:
    words, markup = read_caption(server, call), read_inline(call, server.problems)
    message = _to_edit(server, call)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return _change(server, message, words, markup)


@method("editMessageReplyMarkup", EDITING, is_message=True)
async def edit_message_reply_markup(server: TelegramServer, call: Call, request: web.Request) -> Any:
    markup = read_inline(call, server.problems)
    message = _to_edit(server, call)
    return _change(server, message, message.words, markup)


@method("editMessageMedia", f"{EDITING} media", is_message=True)
async def edit_message_media(server: TelegramServer, call: Call, request: web.Request) -> Any:
    given, markup = call.structure("media", "input media"), read_inline(call, server.problems)
    if not isinstance(given, dict) or given.get("type") not in ("photo", "document"):
        raise bad_request("can't parse InputMedia: type is unsupported")
    call.values |= {"media": given.get("media", "")} | _caption_of(given)
    stored = server.files.take(call.upload("media"), f"{given['type']}s", "media")
    words = read_caption(server, call)
    message = _to_edit(server, call)
    if not message.media:
        raise bad_request("there is no media in the message to edit")
    media = photo_sizes(stored) if given["type"] == "photo" else stored.json | {"file_name": stored.name}
    message.media, message.attachment = {given["type"]: media}, stored
    message.change(server.now(), words, markup)
    return message.json()


def _caption_of(given: dict[str, Any]) -> dict[str, str]:
    entities = {"caption_entities": json.dumps(given["caption_entities"])} if given.get("caption_entities") else {}
    return {"caption": given.get("caption", ""), "parse_mode": given.get("parse_mode", "")} | entities


@method("pinChatMessage", "business_connection_id chat_id message_id disable_notification")
async def pin_chat_message(server: TelegramServer, call: Call, request: web.Request) -> Any:
    chat = server.find_chat(call.text("chat_id"))
    chat.check(Access.WRITE)
    message = chat.find(call.integer("message_id"), "message to pin")
    if isinstance(chat, Group) and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned.append(message)
    return True


@method("unpinChatMessage", "business_connection_id chat_id message_id")
async def unpin_chat_message(server: TelegramServer, call: Call, request: web.Request) -> Any:
    chat = server.find_chat(call.text("chat_id"))
    chat.check(Access.WRITE)
    found = [message for message in chat.pinned if call.integer("message_id") in (0, message.id)]
    if not found:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(found[-1])
    return True


@method("deleteMessage", "chat_id message_id")
async def delete_message(server: TelegramServer, call: Call, request: web.Request) -> Any:
    if not call.integer("message_id"):
        raise bad_request("message identifier is not specified")
    chat = server.find_chat(call.text("chat_id"))
    chat.check(Access.WRITE)
    _delete(server, chat, chat.find(call.integer("message_id"), "message to delete"))
    return True


@method("deleteMessages", "chat_id message_ids")
async def delete_messages(server: TelegramServer, call: Call, request: web.Request) -> Any:
    given = call.structure("message_ids", "message_ids")
    if not isinstance(given, list) or not given or not all(isinstance(each, int) for each in given):
        raise bad_request("expected an Array of message identifiers")
    if len(given) > 100:
        raise bad_request("too many message identifiers specified")
    chat = server.find_chat(call.text("chat_id"))
    chat.check(Access.WRITE)
    for message in [each for each in chat.messages if each.id in given and not each.is_deleted]:
        _delete(server, chat, message)
    return True


def _delete(server: TelegramServer, chat: Chat, message: Message) -> None:
    is_own = message.sender["id"] == server.me["id"]
    is_admin = isinstance(chat, Group) and chat.bot_status == "administrator"
    if not (is_own or is_admin or chat.is_private):
        raise bad_request("message can't be deleted")
    if server.now() - message.date > DELETE_WITHIN and not is_admin:
        raise bad_request("message can't be deleted for everyone")
    message.is_deleted = True
    chat.bell.ring()


@method("setMessageReaction", "chat_id message_id reaction is_big")
async def set_message_reaction(server: TelegramServer, call: Call, request: web.Request) -> Any:
    given = call.structure("reaction", "reaction types") or []
    if not isinstance(given, list):
        raise bad_request("expected an Array of ReactionType")
    emoji = [_reaction(each) for each in given]
    chat = server.find_chat(call.text("chat_id"))
    chat.check(Access.EDIT)
    message = chat.find(call.integer("message_id"), "message to react")
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(each not in REACTIONS for each in emoji):
        raise bad_request("REACTION_INVALID")
    message.reactions[server.me["id"]] = emoji
    chat.bell.ring()
    return True


def _reaction(given: Any) -> str:
    if not isinstance(given, dict):
        raise bad_request("can't parse ReactionType: expected an Object")
    if given.get("type") == "custom_emoji":
        raise bad_request("REACTION_INVALID")  # a bot without Telegram Premium
    if given.get("type") != "emoji" or not isinstance(given.get("emoji"), str):
        raise bad_request("can't parse ReactionType: invalid reaction type specified")
    return str(given["emoji"]).replace("\ufe0f", "")


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
async def answer_callback_query(server: TelegramServer, call: Call, request: web.Request) -> Any:
    press = server.presses.get(call.text("callback_query_id"))
    if press is None or press.answers or call.at - press.at > server.callback_lasts:
        raise bad_request(TOO_OLD)
    if len(call.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": call.text("text"), "show_alert": call.flag("show_alert"), "url": call.text("url"), "at": call.at}
    press.answers.append(answer)
    press.message.chat.bell.ring()
    return True
