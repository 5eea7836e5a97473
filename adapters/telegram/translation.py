"""What Telegram tells us, as what the core understands. Pure, but for the map of time zones."""

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from adapters.rendering.telegram import STYLES, Entity, Piece
from adapters.telegram.line import Me, seconds_in
from bot.conversation.commands import find_command
from bot.entities import Address, Inbound, InboundKind, Platform, Recording

if TYPE_CHECKING:
    from datetime import datetime

    from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")  # of updates that we ask for
_ROOMS = ("group", "supergroup")


class Press(NamedTuple):
    """A button was pressed: `query` is to be answered, whatever comes of it."""

    inbound: Inbound | None  # None where the button carries nothing
    query: str
    label: str
    piece: Piece | None  # the message it stood under, where that has only words


class Membership(NamedTuple):
    """A person's own chat with us was blocked, or opened again."""

    user: str
    is_blocked: bool


def understood(update: "Update", me: Me, now: "datetime") -> Inbound | Press | Membership | None:
    """What an update means; None for what is not for us. Raises whatever a malformed update makes it raise."""
    if update.callback_query is not None:
        return _press(update.callback_query, now)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    if update.message is not None:
        return _message(update.message, me)
    if update.edited_message is not None:
        return _edit(update.edited_message, me)
    return None


def language_of(user: "User | None") -> str:
    """The two letters of the language of a person's client, "" for what has none."""
    code = ((user.language_code if user else None) or "").partition("-")[0].lower()
    return code if len(code) == 2 and code.isalpha() else ""


def _message(message: "Message", me: Me) -> Inbound | None:
    if not _is_for_us(message, me):
        return None
    if message.location is not None:
        return _located(message)
    if (sound := message.voice or message.audio) is not None:
        mime = sound.mime_type or "audio/ogg"
        recording = Recording(file=sound.file_id, media_type=mime, seconds=int(seconds_in(sound.duration)))
        return _inbound(message, InboundKind.VOICE, "").but(recording=recording)
    if message.text is None:
        is_content = message.effective_attachment is not None and not message.successful_payment
        return _media(message, me) if is_content else None
    if (command := _command(message)) is not None:
        return _inbound(message, InboundKind.COMMAND, command)
    return _inbound(message, InboundKind.TEXT, _words(message, me))


def _media(message: "Message", me: Me) -> Inbound:
    """A picture, a file, a sticker. The pictures of an album without words are one event: they get one answer."""
    found = _inbound(message, InboundKind.MEDIA, _words(message, me))
    if not message.media_group_id or found.text:
        return found
    return found.but(event=f"{message.chat.id}:album:{message.media_group_id}")


def _edit(message: "Message", me: Me) -> Inbound | None:
    """An edit of words; a place that moves, and a group's service messages, are none."""
    text = message.text or message.caption
    if not text or message.edit_date is None or not _is_for_us(message, me):
        return None
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]  # two edits within one second are two
    original = _event(message)
    event = f"{original}:{int(message.edit_date.timestamp())}:{digest}"
    edited = _inbound(message, InboundKind.EDIT, _words(message, me))
    return edited.but(event=event, sent_at=message.edit_date, corrects=original)


def _press(query: "CallbackQuery", now: "datetime") -> Press:
    from telegram import Message

    message, user = query.message, query.from_user
    if message is None or query.data is None:
        return Press(None, query.id, "", None)
    seen = message if isinstance(message, Message) else None  # an old one is only named
    inbound = Inbound(
        event=query.id,
        address=_address(message.chat, user, message.message_id, _topic(seen) if seen else None, query.id),
        kind=InboundKind.BUTTON,
        text=query.data,
        sent_at=now,
        language=language_of(user),
    )
    if seen is None:
        return Press(inbound, query.id, "", None)
    return Press(inbound, query.id, _label(seen, query.data), _piece(seen))


def _membership(change: "ChatMemberUpdated") -> Membership | None:
    if change.chat.type != "private":
        return None
    return Membership(str(change.from_user.id), change.new_chat_member.status in ("kicked", "left"))


def _is_for_us(message: "Message", me: Me) -> bool:
    """In private everything of a person; in a room what names us, answers us or is one of our commands."""
    user = message.from_user
    if user is None or user.is_bot or message.is_automatic_forward or message.sender_chat is not None:
        return False
    if message.chat.type == "private":
        return True
    is_ours = _is_our_command(message, me) or _answers_us(message, me) or bool(_mentions(message, me))
    return message.chat.type in _ROOMS and is_ours


def _is_our_command(message: "Message", me: Me) -> bool:
    found = _first_command(message)
    if found is None:
        return False
    name, at, bot = found.removeprefix("/").partition("@")
    if at:
        return bot.lower() == me.username.lower()
    return find_command(name.lower(), Platform.TELEGRAM) is not None


def _answers_us(message: "Message", me: Me) -> bool:
    """A reply to something we said; every message in a topic formally replies to the making of the topic."""
    said = message.reply_to_message
    if said is None or said.from_user is None or said.forum_topic_created:
        return False
    return said.from_user.id == me.id


def _mentions(message: "Message", me: Me) -> list[str]:
    """Where we are named in a message, as written."""
    written = (message.text or message.caption or "").encode("utf-16-le")  # entities count in its units
    named = [
        (written[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "replace"), entity.user)
        for entity in message.entities or message.caption_entities
        if entity.type in ("mention", "text_mention")
    ]
    ours = f"@{me.username}".lower()
    return [name for name, user in named if name.lower() == ours or (user is not None and user.id == me.id)]


def _words(message: "Message", me: Me) -> str:
    """What was said, without our name where it called us in a room."""
    text = message.text or message.caption or ""
    if message.chat.type == "private":
        return text
    for mention in _mentions(message, me):
        before, _, after = text.partition(mention)
        text = f"{before.rstrip()} {after.lstrip(' ,:;')}"
    return text.strip()


def _first_command(message: "Message") -> str | None:
    """The command a message begins with, as written; None for a message that begins otherwise."""
    first = next((e for e in message.entities if e.type == "bot_command" and e.offset == 0), None)
    return message.parse_entity(first) if first is not None and message.text else None


def _command(message: "Message") -> str | None:
    """A whole command line without its slash and without our name."""
    found = _first_command(message)
    if found is None or message.text is None:
        return None
    name = found.removeprefix("/").partition("@")[0].lower()
    return f"{name} {message.text[len(found) :].strip()}".strip()


def _located(message: "Message") -> Inbound | None:
    """Only the zone of a shared place is kept."""
    from tzfpy import get_tz

    place = message.location
    zone = get_tz(place.longitude, place.latitude) if place is not None else ""
    return _inbound(message, InboundKind.LOCATION, zone) if zone else _inbound(message, InboundKind.MEDIA, "")


def _inbound(message: "Message", kind: InboundKind, text: str) -> Inbound:
    user = message.from_user
    if user is None:
        raise ValueError("a message of nobody")
    return Inbound(
        event=_event(message),
        address=_address(message.chat, user, message.message_id, _topic(message)),
        kind=kind,
        text=text,
        sent_at=message.date,
        language=language_of(user),
    )


def _event(message: "Message") -> str:
    return f"{message.chat.id}:{message.message_id}"


def _topic(message: "Message") -> int | None:
    """The topic it stands in. (A reply in a group without topics has a thread too, which takes no messages.)"""
    return message.message_thread_id if message.is_topic_message else None


def _address(chat: "Chat", user: "User", message: int, thread: int | None, interaction: str = "") -> Address:
    return Address(
        platform=Platform.TELEGRAM,
        user=str(user.id),
        chat=str(chat.id),
        thread=str(thread or ""),
        is_private=chat.type == "private",
        message=str(message or ""),
        interaction=interaction,
    )


def _label(message: "Message", ticket: str) -> str:
    keyboard = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return next((button.text for row in keyboard for button in row if button.callback_data == ticket), "")


def _piece(message: "Message") -> Piece | None:
    if message.text is None:
        return None
    entities = tuple(Entity(e.type, e.offset, e.length, e.language) for e in message.entities)
    return Piece(message.text, tuple(entity for entity in entities if entity.type in STYLES))
