"""What Discord tells us, as what the core understands. Pure."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

import discord

from adapters.discord.posting import Token
from bot.entities import Address, Inbound, InboundKind, Platform, Recording

_WRITTEN = (discord.MessageType.default, discord.MessageType.reply)


class Ears(NamedTuple):
    """Who we are, and where we listen to every word."""

    me: int
    channels: Collection[int] = ()  # coach channels


def message_of(message: discord.Message, ears: Ears) -> Inbound | None:
    """A message as it was first written; None for one that is not for us."""
    if not _is_for_us(message, ears):
        return None
    text = words(message, ears.me)
    if (recording := _recording(message)) is not None and not text:
        return _inbound(message, InboundKind.VOICE, "").but(recording=recording)
    is_media = bool(message.attachments or message.stickers)
    return _inbound(message, InboundKind.MEDIA if is_media else InboundKind.TEXT, text)


def edit_of(message: discord.Message, ears: Ears) -> Inbound | None:
    """A message written anew; None for one that is not for us, and where only a preview of a link came."""
    text = words(message, ears.me)
    if message.edited_at is None or not text or not _is_for_us(message, ears):
        return None
    digest = hashlib.sha256(message.content.encode("utf-8", "replace")).hexdigest()[:16]
    event = f"{message.id}:{int(message.edited_at.timestamp())}:{digest}"
    edited = _inbound(message, InboundKind.EDIT, text)
    return edited.but(event=event, sent_at=message.edited_at, corrects=str(message.id))


def words(message: discord.Message, me: int) -> str:
    """What was said, without our name where it called us in a room."""
    text = message.content
    if message.guild is None:
        return text
    for name in (f"<@{me}>", f"<@!{me}>"):
        while name in text:
            before, _, after = text.partition(name)
            text = f"{before.rstrip()} {after.lstrip(' ,:;')}"
    return text.strip()


class Asked(NamedTuple):
    """An interaction, as far as it matters to us."""

    user: str
    address: Address
    language: str
    is_alone: bool  # nobody reads along: our direct messages

    def inbound(self, event: str, kind: InboundKind, text: str, at: datetime) -> Inbound:
        return Inbound(event=event, address=self.address, kind=kind, text=text, sent_at=at, language=self.language)


def asked(interaction: discord.Interaction, *, may_speak: bool = True) -> Asked:
    """Who asked where. Where we are no member, or may not speak, it is as if they had asked in private."""
    user, channel = str(interaction.user.id), interaction.channel
    is_alone = interaction.guild_id is None and not interaction.context.private_channel
    token = Token(
        is_press=interaction.type is discord.InteractionType.component,
        is_hidden=not is_alone,
        application=str(interaction.application_id),
        secret=interaction.token,
    )
    place = _place(channel) if is_alone or (may_speak and _is_of_guild(interaction)) else ("", "")
    address = Address(
        platform=Platform.DISCORD,
        user=user,
        chat=place[0],
        thread=place[1],
        is_private=is_alone or not place[0],
        message=str(interaction.message.id) if interaction.message is not None else "",
        interaction=str(token),
    )
    return Asked(user, address, str(interaction.locale).partition("-")[0].lower(), is_alone)


def typed(data: Any) -> str:
    """The words given to a slash command."""
    return " ".join(str(option.get("value", "")) for option in data.get("options", ())).strip()


def filled(data: Any) -> list[str]:
    """What was written into a form, field by field."""
    found: list[str] = []
    for part in data.get("components", ()):
        for field in part.get("components") or [part.get("component") or {}]:
            found.append(str(field.get("value") or "").strip())
    return found


def _is_for_us(message: discord.Message, ears: Ears) -> bool:
    """In private everything of a person; in a room what names us or answers us, in a coach channel all that is said."""
    author = message.author
    if author.bot or author.system or message.webhook_id is not None or message.type not in _WRITTEN:
        return False
    if message.guild is None:
        return True
    if any(user.id == ears.me for user in message.mentions):
        return True
    if not message.content and not message.attachments:  # hidden from us, or nothing
        return False
    said = message.reference.resolved if message.reference is not None else None
    if isinstance(said, discord.Message) and said.author.id == ears.me:
        return True
    chat, thread = _place(message.channel)
    return any(place and int(place) in ears.channels for place in (chat, thread))


def _inbound(message: discord.Message, kind: InboundKind, text: str) -> Inbound:
    chat, thread = _place(message.channel)
    address = Address(
        platform=Platform.DISCORD,
        user=str(message.author.id),
        chat=chat,
        thread=thread,
        is_private=message.guild is None,
        message=str(message.id),
    )
    return Inbound(event=str(message.id), address=address, kind=kind, text=text, sent_at=message.created_at)


def _place(channel: Any) -> tuple[str, str]:
    """The channel, and the thread in it."""
    if isinstance(channel, discord.Thread):
        return str(channel.parent_id), str(channel.id)
    return (str(channel.id), "") if channel is not None else ("", "")


def _is_of_guild(interaction: discord.Interaction) -> bool:
    """Whether we are in that server ourselves, not only with this person."""
    owners = interaction._integration_owners
    return interaction.guild_id is not None and (not owners or 0 in owners)


def _recording(message: discord.Message) -> Recording | None:
    sounds = (file for file in message.attachments if (file.content_type or "").startswith("audio/"))
    sound = message.attachments[0] if message.flags.voice and message.attachments else next(sounds, None)
    if sound is None:
        return None
    media_type = (sound.content_type or "audio/ogg").partition(";")[0]
    return Recording(file=sound.url, media_type=media_type, seconds=int(sound.duration or 0))
