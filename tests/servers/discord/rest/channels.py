"""Channels and threads."""

from typing import Any

from .. import posting
from ..channels import PRIVATE_THREAD, PUBLIC_THREAD, Channel, TextChannel, Thread
from ..errors import (
    archived_thread,
    has_a_thread,
    missing_access,
    missing_permissions,
    not_in_a_dm,
    unknown_member,
    unknown_user,
    wrong_kind_of_channel,
)
from ..forms import Form
from ..permissions import BITS
from .call import Call, Route

ARCHIVE_MINUTES = {60, 1440, 4320, 10080}


async def get(call: Call) -> Any:
    channel = call.channel
    return channel.payload_for(call.server.bot) if isinstance(channel, Thread) else channel.payload()


async def modify(call: Call) -> Any:
    channel, bot, body, form = call.channel, call.server.bot, call.fields, Form()
    if "name" in body:
        form.text(("name",), body["name"], 1, 100)
    if "auto_archive_duration" in body:
        form.choice(("auto_archive_duration",), body["auto_archive_duration"], ARCHIVE_MINUTES)
    form.refuse()
    if isinstance(channel, Thread):
        return _modify_thread(call, channel)
    if not isinstance(channel, TextChannel):
        raise not_in_a_dm()
    if not channel.allowed_to(bot, "manage_channels"):
        raise missing_permissions()
    channel.name, channel.topic = body.get("name", channel.name), body.get("topic", channel.topic)
    call.server.tell("CHANNEL_UPDATE", channel.payload(), channel.guild)
    return channel.payload()


def _modify_thread(call: Call, thread: Thread) -> Any:
    body, bot = call.fields, call.server.bot
    manages = thread.allowed_to(bot, "manage_threads")
    owns = thread.owner is bot
    only_reopens = set(body) <= {"archived", "locked"} and body.get("archived") is False and not body.get("locked")
    if only_reopens and not manages and not (bot.id in thread.members and (not thread.locked or owns)):
        raise missing_permissions()
    if not only_reopens and not manages and (not owns or thread.locked or "locked" in body):
        raise missing_permissions()
    if thread.archived and body.get("archived") is not False:
        raise archived_thread()
    thread.name = body.get("name", thread.name)
    thread.locked = body.get("locked", thread.locked)
    thread.invitable = body.get("invitable", thread.invitable)
    thread.auto_archive_minutes = body.get("auto_archive_duration", thread.auto_archive_minutes)
    posting.show_name(call.server, thread, bot)
    call.server.archives(thread, archived=body.get("archived", thread.archived))
    return thread.payload_for(bot)


async def delete(call: Call) -> Any:
    channel, server = call.channel, call.server
    if channel.is_dm:
        return channel.payload()
    needed = "manage_threads" if channel.is_thread else "manage_channels"
    if not channel.allowed_to(server.bot, needed):
        raise missing_permissions()
    if isinstance(channel, Thread):
        channel.parent.threads.remove(channel)
        del server.channels[channel.id]
        about = {"id": str(channel.id), "parent_id": str(channel.parent.id), "type": channel.kind}
        server.tell("THREAD_DELETE", {**about, **channel.guild_field()}, channel.guild)
    elif isinstance(channel, TextChannel) and channel.guild:
        channel.guild.deletes(channel)
    return channel.payload()


async def thread_from_message(call: Call) -> Any:
    channel = _parent(call)
    message = channel.message(call.id("message_id"))
    _check_thread_fields(call)
    _need(channel, call, "create_public_threads")
    if message.thread is not None:
        raise has_a_thread()
    thread = call.server.opens_thread(channel, call.server.bot, call.fields["name"], message=message)
    return _opened(call, thread)


async def thread(call: Call) -> Any:
    channel = _parent(call)
    _check_thread_fields(call)
    private = call.fields.get("type", PRIVATE_THREAD) == PRIVATE_THREAD
    _need(channel, call, "create_private_threads" if private else "create_public_threads")
    opened = call.server.opens_thread(channel, call.server.bot, call.fields["name"], private=private)
    opened.invitable = call.fields.get("invitable", True)
    return _opened(call, opened)


def _opened(call: Call, thread: Thread) -> Any:
    thread.auto_archive_minutes = call.fields.get("auto_archive_duration") or 1440
    return thread.payload_for(call.server.bot)


def _check_thread_fields(call: Call) -> None:
    form = Form()
    form.text(("name",), call.fields.get("name"), 1, 100)
    if call.fields.get("auto_archive_duration") is not None:
        form.choice(("auto_archive_duration",), call.fields["auto_archive_duration"], ARCHIVE_MINUTES)
    if call.fields.get("type") is not None:
        form.choice(("type",), call.fields["type"], {PUBLIC_THREAD, PRIVATE_THREAD})
    form.refuse()


async def join(call: Call) -> None:
    call.server.joins(_active(call), call.server.bot)


async def leave(call: Call) -> None:
    call.server.leaves(_active(call), call.server.bot)


async def add_member(call: Call) -> None:
    thread = _active(call)
    user = call.server.users.get(call.id("user_id"))
    if user is None:
        raise unknown_user()
    if not thread.parent.visible_to(user):
        raise missing_access()
    if not thread.allowed_to(call.server.bot, "send_messages_in_threads"):
        raise missing_permissions()
    call.server.joins(thread, user)


async def remove_member(call: Call) -> None:
    thread, bot = _active(call), call.server.bot
    if not thread.allowed_to(bot, "manage_threads") and not (thread.is_private and thread.owner is bot):
        raise missing_permissions()
    user = call.server.users.get(call.id("user_id"))
    if user is None or user.id not in thread.members:
        raise unknown_member()
    call.server.leaves(thread, user)


async def members(call: Call) -> Any:
    if "members" not in call.server.privileged:
        raise missing_access()
    thread = _thread(call.channel)
    return [thread.member_payload(id) for id in thread.members]


async def member(call: Call) -> Any:
    thread, id = _thread(call.channel), call.id("user_id")
    if id not in thread.members:
        raise unknown_member()
    return thread.member_payload(id)


async def archived_public(call: Call) -> Any:
    return _archived(call, lambda one: not one.is_private)


async def archived_private(call: Call) -> Any:
    _need(_parent(call), call, "manage_threads")
    return _archived(call, lambda one: one.is_private)


async def archived_joined(call: Call) -> Any:
    return _archived(call, lambda one: one.is_private and call.server.bot.id in one.members)


def _archived(call: Call, wanted: Any) -> Any:
    channel, bot = _parent(call), call.server.bot
    _need(channel, call, "read_message_history")
    found = [one for one in channel.threads if one.archived and wanted(one)]
    found.sort(key=lambda one: one.archive_changed_at, reverse=True)
    if before := call.query.get("before"):
        found = [one for one in found if (str(one.id) if before.isdigit() else one.archive_changed_at) < before]
    limit = int(call.query.get("limit", 50))
    joined = [one.member_payload(bot.id) for one in found[:limit] if bot.id in one.members]
    return {"threads": [one.payload() for one in found[:limit]], "members": joined, "has_more": len(found) > limit}


def _parent(call: Call) -> TextChannel:
    channel = call.channel
    if not isinstance(channel, TextChannel):
        raise wrong_kind_of_channel()
    return channel


def _thread(channel: Channel) -> Thread:
    if not isinstance(channel, Thread):
        raise wrong_kind_of_channel()
    return channel


def _active(call: Call) -> Thread:
    thread = _thread(call.channel)
    if thread.archived:
        raise archived_thread()
    return thread


def _need(channel: Channel, call: Call, name: str) -> None:
    if not channel.permissions_of(call.server.bot) & BITS[name]:
        raise missing_permissions()


_THREAD = "/channels/{channel_id}/thread-members"
ROUTES: list[Route] = [
    ("GET", "/channels/{channel_id}", get),
    ("PATCH", "/channels/{channel_id}", modify),
    ("DELETE", "/channels/{channel_id}", delete),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads", thread_from_message),
    ("POST", "/channels/{channel_id}/threads", thread),
    ("GET", _THREAD, members),
    ("PUT", f"{_THREAD}/@me", join),
    ("DELETE", f"{_THREAD}/@me", leave),
    ("GET", f"{_THREAD}/{{user_id}}", member),
    ("PUT", f"{_THREAD}/{{user_id}}", add_member),
    ("DELETE", f"{_THREAD}/{{user_id}}", remove_member),
    ("GET", "/channels/{channel_id}/threads/archived/public", archived_public),
    ("GET", "/channels/{channel_id}/threads/archived/private", archived_private),
    ("GET", "/channels/{channel_id}/users/@me/threads/archived/private", archived_joined),
]
