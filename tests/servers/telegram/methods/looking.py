"""Looking things up: the bot itself, chats, members, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.servers.telegram.calls import Call
from tests.servers.telegram.chats import Access
from tests.servers.telegram.files import MOST_TO_DOWNLOAD
from tests.servers.telegram.groups import Group
from tests.servers.telegram.methods.table import method
from tests.servers.telegram.refusals import bad_request

if TYPE_CHECKING:
    from tests.servers.telegram.server import TelegramServer

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("getMe")
async def get_me(server: TelegramServer, call: Call, request: web.Request) -> Any:
    able = {
        "can_join_groups": True, "can_read_all_group_messages": not server.privacy, "supports_inline_queries": False,
        "can_connect_to_business": False, "has_main_web_app": False, "has_topics_enabled": False,
        "allows_users_to_create_topics": False, "can_manage_bots": False,
    }  # fmt: skip
    return server.me | able


@method("getChat", "chat_id")
async def get_chat(server: TelegramServer, call: Call, request: web.Request) -> Any:
    chat = server.find_chat(call.text("chat_id"))
    chat.check(Access.READ)
    common = {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(GIFTS, False)}
    return chat.json | common | chat.full


def _group(server: TelegramServer, call: Call) -> Group:
    chat = server.find_chat(call.text("chat_id"))
    chat.check(Access.READ)
    if not isinstance(chat, Group):
        raise bad_request("there are no administrators in the private chat")
    return chat


@method("getChatMember", "chat_id user_id")
async def get_chat_member(server: TelegramServer, call: Call, request: web.Request) -> Any:
    user_id = call.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    group = _group(server, call)
    user = server.me if user_id == server.me["id"] else group.members.get(user_id)
    if user is None and user_id in server.people:
        user = server.people[user_id].user
    if user is None:
        raise bad_request("member not found")
    return group.member(user)


@method("getChatMemberCount", "chat_id")
async def get_chat_member_count(server: TelegramServer, call: Call, request: web.Request) -> Any:
    group = _group(server, call)
    return len(group.members) + group.has_bot


@method("getChatAdministrators", "chat_id")
async def get_chat_administrators(server: TelegramServer, call: Call, request: web.Request) -> Any:
    group = _group(server, call)
    found = [group.member(group.members[user_id]) for user_id in sorted(group.administrators)]
    return found + ([group.member(server.me)] if group.bot_status == "administrator" else [])


@method("leaveChat", "chat_id")
async def leave_chat(server: TelegramServer, call: Call, request: web.Request) -> Any:
    group = server.find_chat(call.text("chat_id"))
    group.check(Access.READ)
    if not isinstance(group, Group):
        raise bad_request("chat member status can't be changed in private chats")
    group.bot_status = "left"
    return True


@method("getFile", "file_id")
async def get_file(server: TelegramServer, call: Call, request: web.Request) -> Any:
    if not call.text("file_id"):
        raise bad_request("file_id not specified")
    stored = server.files.find(call.text("file_id"))
    if len(stored.content) > MOST_TO_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.json | {"file_path": stored.path}
