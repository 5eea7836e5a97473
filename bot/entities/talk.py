"""One message in, one reply out, and what the coach understood of it."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from bot.entities.frozen import Frozen
from bot.entities.goal import GoalDraft
from bot.entities.reading import Intent


class Platform(StrEnum):
    CONSOLE = "console"
    TELEGRAM = "telegram"
    DISCORD = "discord"


class InboundKind(StrEnum):
    TEXT = "text"
    BUTTON = "button"
    COMMAND = "command"
    NUDGE = "nudge"  # written by the sweep, not by a person


class Address(Frozen):
    """Where a reply goes. `user` and `chat` are the platform's ids: stored only encrypted."""

    platform: Platform
    user: str
    chat: str


class Inbound(Frozen):
    """One event of a platform, translated. `event` is unique on that platform; the inbox key is its HMAC."""

    event: str
    address: Address
    kind: InboundKind
    text: str  # the text, a button's payload, or a whole command line without its slash
    sent_at: datetime


class Button(Frozen):
    """A choice. `label` is what a person sees or types; `action` what pressing it means to bot.conversation."""

    label: str
    action: str


class Attachment(Frozen):
    """A file for the person; the name holds no word of theirs."""

    name: str
    media_type: str
    content: str


class Reply(Frozen):
    """What Gigi says: Markdown, and buttons under it."""

    text: str
    buttons: tuple[Button, ...] = ()
    files: tuple[Attachment, ...] = ()


class Analysis(Frozen):
    """What the coach understood of one message; shown by `gigi inspect`, used by the reply."""

    intent: Intent = Intent.CHATTER
    mood: Literal["good", "neutral", "low", "stressed", "tired"] = "neutral"
    motivation: Literal["low", "medium", "high"] = "medium"
    needs: tuple[str, ...] = ()  # e.g. "a measure", "a deadline", "encouragement"
    language: str = "en"  # ISO 639-1
    confidence: float = Field(default=0.5, ge=0, le=1)
    summary: str = ""  # one sentence back to the person
    goals: tuple[GoalDraft, ...] = ()
    facts: tuple[str, ...] = ()  # worth remembering about the person
    author: Literal["rules", "gemini"] = "rules"
