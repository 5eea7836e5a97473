"""Messages, history, typing, reactions and pins of a channel."""

import asyncio
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from .. import posting
from ..channels import Channel, Thread
from ..errors import archived_thread, missing_permissions, not_the_author, unknown_emoji
from ..forms import Form
from ..messages import EPHEMERAL, Message, censored
from ..outgoing import Draft, check_may_send, check_not_empty, read
from ..permissions import BITS
from .call import Call, Route

NONCE_SECONDS = 300


def shown(call: Call, message: Message) -> dict[str, Any]:
    """The message as REST gives it to an app with or without the Message Content intent."""
    told = message.payload(call.server.bot)
    return told if "message_content" in call.server.privileged else censored(told, message, call.server.bot)


async def create(call: Call) -> Any:
    server, channel, bot = call.server, call.channel, call.server.bot
    draft = read(server, channel, call.fields, call.uploads)
    check_may_send(server, channel, draft)
    check_not_empty(draft)
    if draft.flags & EPHEMERAL:
        server.problems.append("EPHEMERAL means nothing outside of interactions")
        draft = replace(draft, flags=draft.flags & ~EPHEMERAL)
    _check_reply(channel, draft, call.fields)
    if draft.enforce_nonce:
        known = server.nonces.get(str(draft.nonce))
        if known is not None and (server.now() - known[0]).total_seconds() < NONCE_SECONDS:
            server.repeated.append(known[1])
            return shown(call, known[1])
    message = posting.post(server, posting.compose(server, bot, channel, draft))
    if draft.enforce_nonce:
        server.nonces[str(draft.nonce)] = (server.now(), message)
    return shown(call, message)


def _check_reply(channel: Channel, draft: Draft, body: dict[str, Any]) -> None:
    answered = channel.messages.get(draft.reply_to or 0)
    gone = answered is None or answered.deleted or answered.ephemeral
    if draft.reply_to is not None and gone and body["message_reference"].get("fail_if_not_exists", True):
        form = Form()
        form.wrong(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
        form.refuse()


async def edit(call: Call) -> Any:
    message = call.channel.message(call.id("message_id"))
    _check_active(call.channel)
    if message.author is not call.server.bot:
        raise not_the_author()
    draft = read(call.server, call.channel, call.fields, call.uploads, old=message)
    check_not_empty(draft, message)
    return shown(call, posting.revise(call.server, message, draft))


async def delete(call: Call) -> None:
    message = call.channel.message(call.id("message_id"))
    if message.author is not call.server.bot:
        _need(call.channel, call, "manage_messages")
    posting.remove(call.server, message)


async def get(call: Call) -> Any:
    _need(call.channel, call, "read_message_history")
    return shown(call, call.channel.message(call.id("message_id")))


async def history(call: Call) -> Any:
    """Newest first; nothing without the permission to read history."""
    channel, form = call.channel, Form()
    limit = int(call.query.get("limit", 50))
    form.number(("limit",), limit, 1, 100)
    form.refuse()
    if not channel.allowed_to(call.server.bot, "read_message_history"):
        return []
    there = [one for one in channel.messages.values() if not one.deleted and not one.ephemeral]
    there.sort(key=lambda one: one.id)
    if "after" in call.query:
        chosen = [one for one in there if one.id > int(call.query["after"])][:limit]
    elif "around" in call.query:
        middle, half = int(call.query["around"]), limit // 2
        chosen = [one for one in there if one.id < middle][-half:] if half else []
        chosen += [one for one in there if one.id >= middle][: limit - len(chosen)]
    else:
        before = int(call.query.get("before", 2**63))
        chosen = [one for one in there if one.id < before][-limit:]
    return [shown(call, one) for one in reversed(chosen)]


async def typing(call: Call) -> None:
    person = getattr(call.channel, "person", None)
    if person is None:
        _need(call.channel, call, "send_messages_in_threads" if call.channel.is_thread else "send_messages")
    call.channel.typed.append(asyncio.get_running_loop().time())
    call.server.bell.ring()


async def react(call: Call) -> None:
    message, emoji = _reaction(call)
    _need(call.channel, call, "read_message_history")
    if emoji not in message.reactions:
        _need(call.channel, call, "add_reactions")
    posting.react(call.server, message, call.server.bot, emoji)


async def take_back(call: Call) -> None:
    message, emoji = _reaction(call)
    posting.react(call.server, message, call.server.bot, emoji, add=False)


async def take_away(call: Call) -> None:
    message, emoji = _reaction(call)
    _need(call.channel, call, "manage_messages")
    posting.react(call.server, message, call.server.users[call.id("user_id")], emoji, add=False)


async def reacted(call: Call) -> Any:
    message, emoji = _reaction(call)
    return [call.server.users[id].payload() for id in message.reactions.get(emoji, [])]


def _reaction(call: Call) -> tuple[Message, str]:
    emoji = unquote(call.params["emoji"])
    name, _, custom = emoji.partition(":")
    if not name or (name.isascii() and not custom.isdigit()):
        raise unknown_emoji()
    message = call.channel.message(call.id("message_id"))
    _check_active(call.channel)
    return message, emoji


async def pin(call: Call) -> None:
    _need(call.channel, call, "pin_messages")
    call.channel.message(call.id("message_id")).pinned = True


async def unpin(call: Call) -> None:
    _need(call.channel, call, "pin_messages")
    call.channel.message(call.id("message_id")).pinned = False


async def pins(call: Call) -> Any:
    there = [one for one in call.channel.messages.values() if one.pinned and not one.deleted]
    return {"items": [{"pinned_at": one.sent_at, "message": shown(call, one)} for one in there], "has_more": False}


def _need(channel: Channel, call: Call, *names: str) -> None:
    granted = channel.permissions_of(call.server.bot)
    if any(not granted & BITS[name] for name in names) and not channel.is_dm:
        raise missing_permissions()
    if channel.is_dm and "manage_messages" in names:
        raise missing_permissions()


def _check_active(channel: Channel) -> None:
    if isinstance(channel, Thread) and channel.archived:
        raise archived_thread()


_ONE = "/channels/{channel_id}/messages/{message_id}"
ROUTES: list[Route] = [
    ("POST", "/channels/{channel_id}/messages", create),
    ("GET", "/channels/{channel_id}/messages", history),
    ("GET", "/channels/{channel_id}/messages/pins", pins),
    ("PUT", "/channels/{channel_id}/messages/pins/{message_id}", pin),
    ("DELETE", "/channels/{channel_id}/messages/pins/{message_id}", unpin),
    ("GET", _ONE, get),
    ("PATCH", _ONE, edit),
    ("DELETE", _ONE, delete),
    ("POST", "/channels/{channel_id}/typing", typing),
    ("PUT", f"{_ONE}/reactions/{{emoji}}/@me", react),
    ("DELETE", f"{_ONE}/reactions/{{emoji}}/@me", take_back),
    ("DELETE", f"{_ONE}/reactions/{{emoji}}/{{user_id}}", take_away),
    ("GET", f"{_ONE}/reactions/{{emoji}}", reacted),
]
