"""Permissions by name, and how roles and a channel's overwrites make them up."""

from collections.abc import Iterable
from dataclasses import dataclass

BITS = {
    name: 1 << bit
    for name, bit in {
        "create_instant_invite": 0,
        "kick_members": 1,
        "ban_members": 2,
        "administrator": 3,
        "manage_channels": 4,
        "manage_guild": 5,
        "add_reactions": 6,
        "view_channel": 10,
        "send_messages": 11,
        "send_tts_messages": 12,
        "manage_messages": 13,
        "embed_links": 14,
        "attach_files": 15,
        "read_message_history": 16,
        "mention_everyone": 17,
        "use_external_emojis": 18,
        "connect": 20,
        "speak": 21,
        "change_nickname": 26,
        "manage_nicknames": 27,
        "manage_roles": 28,
        "manage_webhooks": 29,
        "use_application_commands": 31,
        "manage_threads": 34,
        "create_public_threads": 35,
        "create_private_threads": 36,
        "use_external_stickers": 37,
        "send_messages_in_threads": 38,
        "send_polls": 49,
        "use_external_apps": 50,
        "pin_messages": 51,
    }.items()
}
ALL = sum(BITS.values())
# What @everyone has in a new server, except the right to mention everyone.
ORDINARY = (
    "view_channel send_messages read_message_history add_reactions embed_links attach_files use_external_emojis "
    "create_public_threads create_private_threads send_messages_in_threads use_application_commands "
    "use_external_apps change_nickname connect speak create_instant_invite send_polls"
)


def bits(names: str | Iterable[str] | int) -> int:
    """The bits of names, given as "send_messages embed_links", as a list, or as bits already."""
    if isinstance(names, int):
        return names
    words = names.split() if isinstance(names, str) else names
    return sum(BITS[name] for name in set(words))


@dataclass
class Overwrite:
    """What a channel allows or forbids one role (kind 0) or one member (kind 1)."""

    target: int
    kind: int
    allow: int = 0
    deny: int = 0

    def payload(self) -> dict[str, object]:
        return {"id": str(self.target), "type": self.kind, "allow": str(self.allow), "deny": str(self.deny)}


def in_channel(base: int, guild: int, member: int, roles: set[int], overwrites: dict[int, Overwrite]) -> int:
    """Discord's documented order: @everyone's overwrite, all roles' together, then the member's own."""
    if base & BITS["administrator"]:
        return ALL
    none = Overwrite(0, 0)
    everyone = overwrites.get(guild, none)
    base = base & ~everyone.deny | everyone.allow
    allow = deny = 0
    for role in roles:
        allow |= overwrites.get(role, none).allow
        deny |= overwrites.get(role, none).deny
    base = base & ~deny | allow
    own = overwrites.get(member, none)
    base = base & ~own.deny | own.allow
    if not base & BITS["view_channel"]:
        return 0
    if not base & BITS["send_messages"]:
        base &= ~bits("mention_everyone send_tts_messages attach_files embed_links")
    return base
