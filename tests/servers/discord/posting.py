"""Messages come, change and go: kept, told to the gateway, and noted for everyone who saw them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from . import mentions
from .channels import Channel, Thread
from .messages import COMPONENTS_V2, LOADING, Message, reaction_payload, walk
from .outgoing import Draft

if TYPE_CHECKING:
    from .people import User
    from .server import DiscordServer

REPLY, COMMAND, CONTEXT_COMMAND = 19, 20, 23


@dataclass(frozen=True)
class Shown:
    """Words that were on a person's screen."""

    at: datetime
    person: "User"
    where: Channel
    text: str
    by: "User"


def compose(server: "DiscordServer", author: "User", channel: Channel, draft: Draft) -> Message:
    """A message of `author` from the draft, not yet posted."""
    answered = channel.messages.get(draft.reply_to or 0)
    text = draft.content or ""
    pings, roles, everyone = mentions.pinged(channel, author, text, draft.allowed)
    if answered is not None and draft.allowed.replied_user and answered.author not in pings:
        pings.append(answered.author)
    return Message(
        id=server.snowflake(),
        channel=channel,
        author=author,
        sent_at=server.stamp(),
        content=text,
        embeds=draft.embeds or [],
        components=numbered(draft.components or []),
        attachments=draft.attachments or [],
        flags=draft.flags,
        kind=REPLY if answered is not None else 0,
        nonce=draft.nonce,
        pings=pings,
        pinged_roles=roles,
        pings_everyone=everyone,
        reply_to=answered,
    )


def numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Discord numbers components that came without an id."""
    parts = list(walk(components))
    taken = {part["id"] for part in parts if part.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)
    for part in parts:
        if not part.get("id"):
            part["id"] = next(free)
    return components


def post(server: "DiscordServer", message: Message) -> Message:
    """The message is there."""
    channel = message.channel
    channel.messages[message.id] = message
    if isinstance(channel, Thread) and not message.ephemeral:
        if channel.archived:
            server.archives(channel, archived=False)
        if message.author.id not in channel.members and message.kind != COMMAND:
            server.joins(channel, message.author)
        mentions.join_thread(channel, message.pings)
    _note(server, message)
    if not message.ephemeral:
        _tell(server, "MESSAGE_CREATE", message)
    server.bell.ring()
    return message


def revise(server: "DiscordServer", message: Message, draft: Draft) -> Message:
    """The message is edited in place; a loading one is complete with that."""
    if draft.content is not None:
        message.content = draft.content
        pinged = mentions.pinged(message.channel, message.author, draft.content, draft.allowed)
        message.pings, message.pinged_roles, message.pings_everyone = pinged
    if draft.embeds is not None:
        message.embeds = draft.embeds
    if draft.components is not None:
        message.components = numbered(draft.components)
    if draft.attachments is not None:
        message.attachments = draft.attachments
    message.flags |= draft.flags & COMPONENTS_V2
    if not message.loading:
        message.edited_at = server.stamp()
    message.flags &= ~LOADING
    _note(server, message)
    if not message.ephemeral:
        _tell(server, "MESSAGE_UPDATE", message)
    server.bell.ring()
    return message


def remove(server: "DiscordServer", message: Message) -> None:
    message.deleted = True
    channel = message.channel
    gone = {"id": str(message.id), "channel_id": str(channel.id), **channel.guild_field()}
    if not message.ephemeral:
        server.tell("MESSAGE_DELETE", gone, channel)
    server.bell.ring()


def react(server: "DiscordServer", message: Message, user: "User", emoji: str, *, add: bool = True) -> None:
    users = message.reactions.get(emoji, [])
    if add == (user.id in users):
        return
    users = [*users, user.id] if add else [one for one in users if one != user.id]
    message.reactions[emoji] = users
    told = {
        "user_id": str(user.id),
        "channel_id": str(message.channel.id),
        "message_id": str(message.id),
        "message_author_id": str(message.author.id),
        "emoji": reaction_payload(emoji, users, 0)["emoji"],
        "burst": False,
        "type": 0,
        **message.channel.guild_field(),
    }
    if add and message.channel.guild and user.id in message.channel.guild.members:
        told["member"] = message.channel.guild.members[user.id].payload()
    if not users:
        del message.reactions[emoji]
    server.tell("MESSAGE_REACTION_ADD" if add else "MESSAGE_REACTION_REMOVE", told, message.channel)
    server.bell.ring()


def show_name(server: "DiscordServer", thread: Thread, by: "User") -> None:
    """A thread's name is read by everybody who sees its channel, or, of a private one, by its members."""
    for person in server.people:
        if thread.visible_to(person):
            server.shown.append(Shown(server.now(), person, thread, thread.name, by))


def _note(server: "DiscordServer", message: Message) -> None:
    """Remembers this version for each person who can see it now."""
    text = message.everything
    message.versions.append(text)
    for person in server.people:
        if message.visible_to(person):
            server.shown.append(Shown(server.now(), person, message.channel, text, message.author))


def _tell(server: "DiscordServer", event: str, message: Message) -> None:
    channel = message.channel
    told = {**message.payload(server.bot), **channel.guild_field()}
    guild = channel.guild
    if guild is not None and message.author.id in guild.members:
        told["member"] = guild.members[message.author.id].payload(with_user=False)
        for mention in told["mentions"]:
            if int(mention["id"]) in guild.members:
                mention["member"] = guild.members[int(mention["id"])].payload(with_user=False)
    server.tell(event, told, channel, message)
