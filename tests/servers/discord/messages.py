"""A message: what it holds, who may see it, how it looks on the wire."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .kinds import Part

if TYPE_CHECKING:
    from .channels import Channel
    from .people import User

SUPPRESS_EMBEDS = 1 << 2
HAS_THREAD = 1 << 5
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SILENT = 1 << 12
COMPONENTS_V2 = 1 << 15


@dataclass(frozen=True)
class Attachment:
    """An uploaded file; `description` is its alt text."""

    id: int
    filename: str
    data: bytes
    content_type: str
    url: str
    description: str | None = None

    def payload(self) -> dict[str, Any]:
        alt = {} if self.description is None else {"description": self.description}
        sizes = {"size": len(self.data), "content_type": self.content_type}
        return {"id": str(self.id), "filename": self.filename, "url": self.url, "proxy_url": self.url, **sizes, **alt}


@dataclass(eq=False)
class Message:
    """One message. It changes in place when it is edited; `versions` keeps every text it ever showed."""

    id: int
    channel: "Channel"
    author: "User"
    sent_at: str
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    kind: int = 0
    nonce: str | int | None = None
    pings: list["User"] = field(default_factory=list)
    pinged_roles: list[int] = field(default_factory=list)
    pings_everyone: bool = False
    reply_to: "Message | None" = None
    shown_only_to: "User | None" = None
    asked_by: dict[str, Any] | None = None  # interaction_metadata
    edited_at: str | None = None
    deleted: bool = False
    pinned: bool = False
    reactions: dict[str, list[int]] = field(default_factory=dict)
    thread: "Channel | None" = None
    versions: list[str] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it still says "is thinking..."."""
        return bool(self.flags & LOADING)

    @property
    def text(self) -> str:
        """The words of its content, embeds and text displays."""
        shown = [self.content, *_embedded(self.embeds)]
        shown += [part["content"] for part in walk(self.components) if part.get("type") == Part.TEXT]
        return "\n".join(line for line in shown if line)

    @property
    def everything(self) -> str:
        """Each word it shows: also buttons, options, file names and alt texts."""
        shown = [self.text]
        for part in walk(self.components):
            shown += [str(part[key]) for key in ("label", "placeholder", "url", "description") if part.get(key)]
            shown += [f"{one['label']} {one.get('description', '')}" for one in part.get("options", [])]
        shown += [f"{file.filename} {file.description or ''}" for file in self.attachments]
        return "\n".join(shown)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [part.get("label", "") for part in walk(self.components) if part.get("type") == Part.BUTTON]

    def component(self, name: str) -> dict[str, Any]:
        """The button or select with this label, placeholder or custom_id."""
        for part in walk(self.components):
            if name in (part.get("label"), part.get("custom_id"), part.get("placeholder")):
                return part
        raise AssertionError(f"no component {name!r} in {self.everything!r}")

    def visible_to(self, viewer: "User") -> bool:
        if self.shown_only_to is not None:
            return viewer.id in (self.shown_only_to.id, self.author.id)
        return self.channel.visible_to(viewer)

    def payload(self, viewer: "User", *, nested: bool = False) -> dict[str, Any]:
        """The message object as `viewer` (the bot) gets it."""
        body: dict[str, Any] = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author.payload(),
            "content": self.content,
            "timestamp": self.sent_at,
            "edited_timestamp": self.edited_at,
            "tts": False,
            "mention_everyone": self.pings_everyone,
            "mentions": [user.payload() for user in self.pings],
            "mention_roles": [str(role) for role in self.pinged_roles],
            "attachments": [file.payload() for file in self.attachments],
            "embeds": copy.deepcopy(self.embeds),
            "components": copy.deepcopy(self.components),
            "pinned": self.pinned,
            "type": self.kind,
            "flags": self.flags,
        }
        if self.reactions:
            body["reactions"] = [reaction_payload(emoji, users, viewer.id) for emoji, users in self.reactions.items()]
        if self.nonce is not None:
            body["nonce"] = self.nonce
        if self.asked_by is not None:
            body |= {"interaction_metadata": self.asked_by, "webhook_id": str(viewer.id)}
            body["application_id"] = str(viewer.id)
        if self.thread is not None:
            body["thread"] = self.thread.payload()
        if self.reply_to is not None:
            body["message_reference"] = {
                "type": 0,
                "message_id": str(self.reply_to.id),
                "channel_id": str(self.reply_to.channel.id),
                **self.channel.guild_field(),
            }
            if not nested:
                gone = self.reply_to.deleted
                body["referenced_message"] = None if gone else self.reply_to.payload(viewer, nested=True)
        return body

    def open_to(self, bot: "User") -> bool:
        """Whether a bot without the Message Content intent may still read it."""
        if self.channel.is_dm or self.author is bot:
            return True
        if f"<@{bot.id}>" in self.content or f"<@!{bot.id}>" in self.content:
            return True
        return bot in self.pings and (self.reply_to is None or self.reply_to.asked_by is None)


def censored(payload: dict[str, Any], message: Message, bot: "User") -> dict[str, Any]:
    """The payload without what needs the Message Content intent, also in the message it answers."""
    if not message.open_to(bot):
        payload = {**payload, "content": "", "embeds": [], "attachments": [], "components": []}
    if payload.get("referenced_message") and message.reply_to is not None:
        inner = censored(payload["referenced_message"], message.reply_to, bot)
        payload = {**payload, "referenced_message": inner}
    return payload


def reaction_payload(emoji: str, users: list[int], viewer: int) -> dict[str, Any]:
    name, _, custom = emoji.partition(":")
    return {
        "emoji": {"id": custom or None, "name": name},
        "count": len(users),
        "count_details": {"normal": len(users), "burst": 0},
        "me": viewer in users,
        "me_burst": False,
        "burst_colors": [],
    }


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component at every depth, in the order a reader meets them."""
    for part in components:
        yield part
        children = list(part.get("components") or [])
        children += [part[key] for key in ("component", "accessory") if isinstance(part.get(key), dict)]
        yield from walk(children)


def _embedded(embeds: list[dict[str, Any]]) -> Iterator[str]:
    for embed in embeds:
        yield str((embed.get("author") or {}).get("name", ""))
        yield embed.get("title") or ""
        yield embed.get("description") or ""
        for one in embed.get("fields") or []:
            yield f"{one['name']}\n{one['value']}"
        yield str((embed.get("footer") or {}).get("text", ""))
