"""Whom a message pings: its mentions, as far as allowed_mentions lets them."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .channels import Channel, Thread
from .forms import Form
from .permissions import BITS

if TYPE_CHECKING:
    from .people import User

USER, ROLE, EVERYONE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>"), re.compile(r"@(everyone|here)\b")
KINDS = {"users", "roles", "everyone"}


@dataclass(frozen=True)
class Allowed:
    """The resolved allowed_mentions; without any, everything is allowed."""

    parse: set[str] = field(default_factory=lambda: set(KINDS))
    users: set[int] = field(default_factory=set)
    roles: set[int] = field(default_factory=set)
    replied_user: bool = True


def read(form: Form, body: Any) -> Allowed:
    """The body's allowed_mentions, with its mistakes noted."""
    if body is None:
        return Allowed()
    path = ("allowed_mentions",)
    if not isinstance(body, dict):
        form.wrong(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return Allowed()
    parse = body.get("parse") or []
    for index, kind in enumerate(parse):
        form.choice((*path, "parse", index), kind, KINDS)
    listed = {kind: {int(one) for one in body.get(kind) or []} for kind in ("users", "roles")}
    for kind, ids in listed.items():
        if len(ids) > 100:
            form.wrong((*path, kind), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        if ids and kind in parse:
            code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
            form.wrong(path, code, f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.')
    return Allowed(set(parse), listed["users"], listed["roles"], bool(body.get("replied_user", False)))


def pinged(channel: Channel, author: "User", text: str, allowed: Allowed) -> tuple[list["User"], list[int], bool]:
    """Users, role ids and whether everyone is pinged by this text."""
    people = channel.server.users
    named = dict.fromkeys(int(one) for one in USER.findall(text))
    users = [people[one] for one in named if one in people and ("users" in allowed.parse or one in allowed.users)]
    if channel.guild is None:
        return users, [], False
    known = [int(one) for one in ROLE.findall(text) if int(one) in channel.guild.roles]
    roles = [one for one in dict.fromkeys(known) if "roles" in allowed.parse or one in allowed.roles]
    may = channel.permissions_of(author) & BITS["mention_everyone"]
    return users, roles, bool(may and "everyone" in allowed.parse and EVERYONE.search(text))


def join_thread(channel: Channel, users: list["User"]) -> None:
    """A mention in a private thread brings those in who see its channel."""
    if isinstance(channel, Thread) and channel.is_private:
        for user in users:
            if user.id not in channel.members and channel.parent.visible_to(user):
                channel.server.joins(channel, user)
