"""One message in, one reply out, and what the coach understood of it."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field

from bot.entities.frozen import Frozen
from bot.entities.goal import GoalDraft
from bot.entities.reading import Intent


class Platform(StrEnum):
    CONSOLE = "console"
    TELEGRAM = "telegram"
    DISCORD = "discord"


class InboundKind(StrEnum):
    TEXT = "text"
    BUTTON = "button"  # `text` is the ticket of the button
    COMMAND = "command"
    EDIT = "edit"  # a message written anew; `corrects` names the event it was
    VOICE = "voice"  # `recording` says where the sound is; `text` is empty
    MEDIA = "media"  # a picture, a file, a sticker; `text` is its caption
    LOCATION = "location"  # `text` is the IANA zone of the place; where exactly it is was not kept
    NUDGE = "nudge"  # written by the sweep, not by a person


class Address(Frozen):
    """Where a reply goes. All but the platform are the platform's ids: stored only encrypted."""

    platform: Platform
    user: str
    chat: str  # empty where the person's private chat is not known (yet)
    thread: str = ""  # a topic or thread inside the chat
    is_private: bool = True  # whether only this person reads the chat
    message: str = ""  # the message that is answered, or whose button was pressed: to reply to, react to, edit
    interaction: str = ""  # what answers an interaction while it is fresh

    @property
    def home(self) -> "Address":
        """Where the person is reached when nothing was asked: their private chat, without any one message."""
        return Address(platform=self.platform, user=self.user, chat=self.chat if self.is_private else "")


class Recording(Frozen):
    """A voice message as the platform keeps it."""

    file: str  # the platform's id of the file
    media_type: str
    seconds: int


class Inbound(Frozen):
    """One event of a platform, translated. `event` is unique on that platform; the inbox key is its HMAC."""

    event: str
    address: Address
    kind: InboundKind
    text: str  # the text, a button's ticket, or a whole command line without its slash
    sent_at: datetime
    language: str = ""  # ISO 639-1, as the person's client says: for somebody new
    corrects: str = ""  # of an edit: the event of the message as it was first written
    recording: Recording | None = None


class Button(Frozen):
    """A choice. `label` is what a person sees or types; `action` what pressing it means to bot.conversation."""

    label: str
    action: str
    ticket: str = ""  # what a platform sends back when it is pressed; made at the send, at most 64 bytes


class Attachment(Frozen):
    """A file for the person; the name holds no word of theirs."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    name: str
    media_type: str
    content: bytes
    alt: str = ""  # what a picture shows, for those who do not see it


class Reply(Frozen):
    """What Gigi says: Markdown, and buttons under it."""

    text: str
    buttons: tuple[Button, ...] = ()
    files: tuple[Attachment, ...] = ()
    asked_at: datetime | None = None  # of the question that the buttons answer
    is_in_place: bool = False  # the answer to a press stands in place of the message that was pressed
    is_public: bool = False  # holds nothing about the person: a room may read it
    aside: str = ""  # what the room is told when the reply itself goes to the person alone
    reaction: str = ""  # an emoji put to the person's message where the platform can
    language: str = "en"  # ISO 639-1, of the words: for what an adapter has to add


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
