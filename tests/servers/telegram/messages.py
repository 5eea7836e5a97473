"""One message in a chat: what is shown now, what was shown before, and what was done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.servers.telegram.files import Stored
from tests.servers.telegram.keyboards import Button, Markup
from tests.servers.telegram.texts import Words

if TYPE_CHECKING:
    from tests.servers.telegram.chats import Chat

What = str | Callable[["Message"], object]  # a text it contains, or a predicate
WITHIN = 5.0  # seconds a person waits


@dataclass(frozen=True)
class Shown:
    """What a message showed at an instant of the server's clock."""

    at: datetime
    words: Words
    markup: Markup | None


@dataclass(eq=False)
class Message:
    """`text` is the caption where the message has a picture or a file; `media` is that part of its JSON."""

    chat: Chat
    id: int
    date: datetime
    sender: dict[str, Any]
    words: Words = field(default_factory=Words)
    media: dict[str, Any] = field(default_factory=dict)
    markup: Markup | None = None
    reply_to: Message | None = None
    thread: int | None = None
    attachment: Stored | None = None
    is_service: bool = False
    is_for_bot: bool = False  # the bot was told of it, or said it
    is_deleted: bool = False
    shown: list[Shown] = field(default_factory=list)  # every state it was in, the present one last
    reactions: dict[int, list[str]] = field(default_factory=dict)  # by user id

    def __post_init__(self) -> None:
        self.shown.append(Shown(self.date, self.words, self.markup))

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def entities(self) -> tuple[dict[str, Any], ...]:
        return self.words.entities

    @property
    def from_bot(self) -> bool:
        return bool(self.sender["id"] == self.chat.server.me["id"])

    @property
    def edits(self) -> list[Shown]:
        """What it showed after each edit."""
        return self.shown[1:]

    @property
    def keyboard(self) -> list[list[Button]]:
        """The rows of its inline keyboard."""
        rows: list[list[Button]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[str]:
        """The labels of its inline keyboard."""
        return [button["text"] for row in self.keyboard for button in row]

    @property
    def bot_reactions(self) -> list[str]:
        """The emoji the bot put on it."""
        return self.reactions.get(self.chat.server.me["id"], [])

    def button(self, label: str, *, old: bool = False) -> Button:
        """The button of that label; with `old`, also one that an edit took away since."""
        keyboards = [shown.markup for shown in reversed(self.shown)] if old else [self.markup]
        for markup in keyboards:
            rows: list[list[Button]] = (markup or {}).get("inline_keyboard", [])
            if found := [button for row in rows for button in row if button["text"] == label]:
                return found[0]
        raise AssertionError(f"no button {label!r}; the message has {self.buttons}")

    def change(self, at: datetime, words: Words, markup: Markup | None) -> None:
        self.words, self.markup = words, markup
        self.shown.append(Shown(at, words, markup))
        self.chat.bell.ring()

    async def becomes(self, what: What, within: float = WITHIN) -> Message:
        """Itself, once it contains the text or fulfils the predicate."""
        found = await self.chat.bell.until(lambda: self if fits(self, what) else None, within)
        assert found is not None, f"the message still shows {self.text!r} with {self.buttons}"
        return self

    def json(self, *, with_reply: bool = True) -> dict[str, Any]:
        """The message as the Bot API tells it."""
        if self.is_deleted:
            return {"chat": self.chat.json, "message_id": self.id, "date": 0}
        told: dict[str, Any] = {
            "message_id": self.id, "from": self.sender, "chat": self.chat.json, "date": int(self.date.timestamp()),
        }  # fmt: skip
        if self.thread is not None:
            told |= {"message_thread_id": self.thread, "is_topic_message": True}
        if len(self.shown) > 1 and self.shown[-1].words != self.shown[0].words:
            told["edit_date"] = int(self.shown[-1].at.timestamp())
        if self.reply_to is not None and with_reply:
            told["reply_to_message"] = self.reply_to.json(with_reply=False)
        told |= self.media
        if self.text:
            told |= {"caption" if self.media else "text": self.text}
        if self.entities:
            told |= {"caption_entities" if self.media else "entities": list(self.entities)}
        return told | ({"reply_markup": self.markup} if self.keyboard else {})


def fits(message: Message, what: What) -> bool:
    """Whether a message contains the text, or the predicate says so."""
    return what in message.text if isinstance(what, str) else bool(what(message))
