"""A chat: its messages, what the bot does in it, and who may do what."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from tests.servers.telegram.messages import WITHIN, Message, What, fits
from tests.servers.telegram.refusals import bad_request
from tests.servers.telegram.texts import Words
from tests.servers.telegram.waiting import Bell

if TYPE_CHECKING:
    from tests.servers.telegram.server import TelegramServer

TYPING_LASTS = timedelta(seconds=5)


class Access(Enum):
    READ = "read"
    EDIT = "edit"
    WRITE = "write"


@dataclass(frozen=True)
class Action:
    """A typing sign or the like: by the loop's clock, and by the server's."""

    at: float
    when: datetime
    action: str
    thread: int | None = None


@dataclass(eq=False)
class Chat(ABC):
    server: TelegramServer
    id: int
    messages: list[Message] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    drafts: list[tuple[int, str]] = field(default_factory=list)  # draft id and text, as sendMessageDraft gave them
    reply_keyboard: dict[str, Any] | None = None
    pinned: list[Message] = field(default_factory=list)
    bell: Bell = field(default_factory=Bell)  # rung when anything changes in this chat
    _heard: int = 0

    kind = "private"

    @property
    @abstractmethod
    def json(self) -> dict[str, Any]: ...

    @property
    @abstractmethod
    def full(self) -> dict[str, Any]:
        """What only getChat tells."""

    @abstractmethod
    def check(self, access: Access) -> None:
        """Raises the Refusal that the bot gets where it may not."""

    @abstractmethod
    def next_id(self) -> int: ...

    def check_thread(self, thread: int) -> int | None:
        """The topic a message goes to. A chat without topics ignores it, save for private chats, which refuse."""
        if thread and self.kind == "private":
            raise bad_request("message thread not found")
        return None

    @property
    def is_private(self) -> bool:
        return self.kind == "private"

    @property
    def from_bot(self) -> list[Message]:
        """What the bot said and did not delete."""
        return [message for message in self.messages if message.from_bot and not message.is_deleted]

    @property
    def last(self) -> Message:
        """The last message of the bot."""
        assert self.from_bot, "the bot has said nothing"
        return self.from_bot[-1]

    @property
    def is_typing(self) -> bool:
        """Whether the typing sign is up: it lasts five seconds, or until the bot's next message."""
        if not self.actions:
            return False
        said = self.from_bot[-1].date if self.from_bot else None
        last = self.actions[-1].when
        return self.server.now() - last <= TYPING_LASTS and (said is None or said < last)

    def add(self, sender: dict[str, Any], words: Words, **more: Any) -> Message:
        """A new message at the end of the chat, whoever sent it."""
        message = Message(self, self.next_id(), self.server.now(), sender, words, **more)
        self.messages.append(message)
        if message.from_bot:
            message.is_for_bot = True
            self.drafts.clear()
            if message.markup is not None and not message.keyboard:
                self.reply_keyboard = message.markup if "keyboard" in message.markup else None
        self.bell.ring()
        return message

    def service(self, sender: dict[str, Any], event: dict[str, Any], **more: Any) -> Message:
        """A line such as "Ana joined the group"."""
        return self.add(sender, Words(), media=event, is_service=True, **more)

    def find(self, message_id: int, said: str) -> Message:
        """`said` names it in the refusal: "message to edit"."""
        for message in reversed(self.messages):
            if message.id == message_id and not message.is_deleted:
                return message
        raise bad_request(f"{said} not found")

    def told(self, kind: str, message: Message) -> None:
        """The bot is told of a message."""
        message.is_for_bot = True
        self.server.updates.add(kind, message.json(), self.id)

    def listens(self) -> None:
        """What was said until now counts as heard."""
        self._heard = len(self.messages)

    async def hears(self, what: What = "", within: float = WITHIN) -> Message:
        """The next message of the bot here that contains the text or fulfils the predicate.

        Looks at what came since the last one heard, and since a person last said or pressed something here.
        """
        found = await self.bell.until(lambda: self._next(what), within)
        unheard = [message.text for message in self.messages[self._heard :] if message.from_bot]
        assert found is not None, f"within {within} s only this was said: {unheard}"
        self._heard = self.messages.index(found) + 1
        return found

    async def hears_all(self, quiet: float = 0.5, within: float = WITHIN) -> list[Message]:
        """At least one message, and whatever follows until the bot was quiet for so long."""
        heard = [await self.hears(within=within)]
        while await self.bell.until(lambda: self._next(""), quiet) is not None:
            heard.append(await self.hears())
        return heard

    async def hears_nothing(self, within: float = 0.3) -> None:
        """Fails when the bot says anything in that time."""
        found = await self.bell.until(lambda: self._next(""), within)
        assert found is None, f"the bot said {found.text!r}"

    def _next(self, what: What) -> Message | None:
        said = (each for each in self.messages[self._heard :] if each.from_bot and not each.is_deleted)
        return next((message for message in said if fits(message, what)), None)

    def transcript(self) -> str:
        """The chat as lines to read: who, what, buttons, reactions."""
        return "\n".join(_line(message) for message in self.messages if not message.is_deleted)


def _line(message: Message) -> str:
    who = message.sender["first_name"]
    kinds = f"<{', '.join(message.media)}> " if message.media else ""
    rows = "".join("\n    " + " ".join(f"[{button['text']}]" for button in row) for row in message.keyboard)
    reactions = "".join(f" ({emoji})" for given in message.reactions.values() for emoji in given)
    edited = " (edited)" if message.edits else ""
    return f"{message.date:%a %d %b %H:%M} {who}: {kinds}{message.text}{edited}{reactions}{rows}"
