"""A person with a phone: what they do, and what they wait for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from secrets import randbits
from typing import TYPE_CHECKING, Any

from tests.servers.telegram.chats import Access, Chat
from tests.servers.telegram.files import Stored
from tests.servers.telegram.messages import WITHIN, Message, What
from tests.servers.telegram.refusals import bad_request, forbidden
from tests.servers.telegram.texts import Words, in_parts, plain

if TYPE_CHECKING:
    from tests.servers.telegram.server import TelegramServer

# The least that a medium holds beside its file.
MEDIA: dict[str, dict[str, Any]] = {
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"},
    "video": {"width": 640, "height": 360, "duration": 3},
    "video_note": {"length": 240, "duration": 3},
    "animation": {"width": 320, "height": 240, "duration": 2},
    "audio": {"duration": 60, "title": "Tune"},
    "document": {"file_name": "notes.pdf", "mime_type": "application/pdf"},
}
OTHER: dict[str, dict[str, Any]] = {
    "contact": {"phone_number": "+15550100", "first_name": "Bo"},
    "dice": {"emoji": "🎲", "value": 4},
    "poll": {
        "id": "1", "question": "Tea?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
        "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
    },
}  # fmt: skip


@dataclass(eq=False)
class Press:
    """A tap on a button, and what the bot answered to it."""

    id: str
    at: float  # seconds of the loop's clock
    message: Message
    button: dict[str, Any]
    server: TelegramServer
    answers: list[dict[str, Any]] = field(default_factory=list)  # text, show_alert, url, at

    async def answered(self, within: float = 5.0) -> dict[str, Any]:
        """The first answer; fails when none comes."""
        answer = await self.message.chat.bell.until(lambda: self.answers[0] if self.answers else None, within)
        assert answer is not None, f"nobody answered the press of {self.button['text']!r}"
        return answer


class PrivateChat(Chat):
    """What a person and the bot say to each other."""

    person: Person

    @property
    def json(self) -> dict[str, Any]:
        named = {name: self.person.user[name] for name in ("last_name", "username") if name in self.person.user}
        return {"id": self.id, "type": "private", "first_name": self.person.user["first_name"]} | named

    @property
    def full(self) -> dict[str, Any]:
        return {}

    def next_id(self) -> int:
        return self.server.next_message_id()

    def check(self, access: Access) -> None:
        if not self.person.is_known:
            raise bad_request("chat not found")
        if access is Access.READ:
            return
        if self.person.is_deactivated:
            raise forbidden("user is deactivated")
        if self.person.has_blocked:
            raise forbidden("bot was blocked by the user")
        if not self.messages:
            raise forbidden("bot can't initiate conversation with a user")


@dataclass(eq=False)
class Person:
    """Everything they do is awaited. What they say in private opens the chat; a bot cannot."""

    server: TelegramServer
    user: dict[str, Any]
    chat: PrivateChat
    is_known: bool = False  # the bot has met them: here, or in a group
    has_blocked: bool = False
    is_deactivated: bool = False

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def language_code(self) -> str:
        return str(self.user.get("language_code", ""))

    async def says(self, text: str, *, reply_to: Message | None = None) -> Message:
        """A text; what is longer than a message can be goes out in several, as clients do. The last one."""
        return [self._tells(plain(part), reply_to=reply_to) for part in in_parts(text)][-1]

    async def replies(self, message: Message, text: str) -> Message:
        return await self.says(text, reply_to=message)

    async def starts(self, payload: str = "") -> Message:
        """Opens the bot by its link or its Start button; also undoes a block."""
        assert re.fullmatch(r"[\w-]{0,64}", payload, re.ASCII), "a deep link takes 64 of A-Z a-z 0-9 _ -"
        if self.has_blocked:
            await self.unblocks_bot()
        return await self.says(f"/start {payload}".strip())

    async def follows(self, message: Message, label: str) -> Message:
        """Taps a button whose link opens the bot: t.me/BOT?start=PAYLOAD."""
        url = message.button(label).get("url", "")
        link = re.fullmatch(r"(?:https?://t\.me/|tg://resolve\?domain=)(\w+)(?:[?&]start=([\w-]*))?", url)
        assert link and link[1].lower() == self.server.me["username"].lower(), f"{url!r} does not open the bot"
        return await self.starts(link[2] or "")

    async def edits(self, message: Message, text: str) -> Message:
        """Changes what they said earlier, in private or in a group."""
        assert message.sender["id"] == self.id, "people edit only what they said"
        message.change(self.server.now(), plain(text), None)
        if message.is_for_bot:
            message.chat.told("edited_message", message)
        return message

    async def deletes(self, message: Message) -> None:
        """Bots are not told."""
        message.is_deleted = True

    async def presses(self, message: Message, label: str, *, old: bool = False) -> Press:
        """A button by its label; with `old`, one that an edit took away but this phone still showed."""
        self._check_able(message.chat)
        button = message.button(label, old=old)
        assert "callback_data" in button, f"{label!r} is no button that tells the bot: {button}"
        press = Press(str(randbits(62)), self.server.loop_time(), message, button, self.server)
        self.server.presses[press.id] = press
        query = {"id": press.id, "from": self.user, "message": message.json(), "chat_instance": str(message.chat.id),
                 "data": button["callback_data"]}  # fmt: skip
        self.is_known = True
        message.chat.listens()
        self.server.updates.add("callback_query", query, message.chat.id)
        return press

    async def shares_location(self, latitude: float, longitude: float) -> Message:
        location = {"latitude": latitude, "longitude": longitude}
        return self._tells(Words(), {"location": location})

    async def sends_voice(self, content: bytes, seconds: int, *, mime_type: str = "audio/ogg") -> Message:
        stored = self.server.files.keep("voice", content, mime_type=mime_type)
        return self._tells(Words(), {"voice": stored.json | {"duration": seconds, "mime_type": mime_type}}, stored)

    async def sends_photo(self, caption: str = "", content: bytes = b"\xff\xd8\xff\xd9") -> Message:
        stored = self.server.files.keep("photos", content, "photo.jpg", "image/jpeg")
        return self._tells(plain(caption), {"photo": [stored.json | {"width": 800, "height": 600}]}, stored)

    async def sends_document(self, content: bytes, name: str, caption: str = "") -> Message:
        stored = self.server.files.keep("documents", content, name)
        return self._tells(plain(caption), {"document": stored.json | {"file_name": name}}, stored)

    async def sends(self, kind: str, content: bytes = b"content") -> Message:
        """Any other medium: sticker, video, video_note, animation, audio, contact, dice, poll."""
        if kind in OTHER:
            return self._tells(Words(), {kind: OTHER[kind]})
        stored = self.server.files.keep(f"{kind}s", content)
        return self._tells(Words(), {kind: stored.json | MEDIA[kind]}, stored)

    async def reacts(self, message: Message, *emoji: str) -> None:
        """Puts these reactions on a message, in the place of their earlier ones."""
        before, message.reactions[self.id] = message.reactions.get(self.id, []), list(emoji)
        told = {"chat": message.chat.json, "message_id": message.id, "user": self.user,
                "date": int(self.server.now().timestamp()), "old_reaction": _reactions(before),
                "new_reaction": _reactions(list(emoji))}  # fmt: skip
        if message.chat.is_private or getattr(message.chat, "bot_status", "") == "administrator":
            self.server.updates.add("message_reaction", told, message.chat.id)

    async def blocks_bot(self) -> None:
        self.has_blocked = True
        self._membership("member", "kicked")

    async def unblocks_bot(self) -> None:
        self.has_blocked = False
        self._membership("kicked", "member")

    async def deletes_account(self) -> None:
        """Telegram tells the bot nothing; its next message is refused."""
        self.is_deactivated = True

    async def asks(self, text: str, what: What = "", within: float = WITHIN) -> Message:
        """Says something; what the bot answers."""
        await self.says(text)
        return await self.hears(what, within)

    async def hears(self, what: What = "", within: float = WITHIN) -> Message:
        """The next message of the bot in the private chat; see `Chat.hears`."""
        return await self.chat.hears(what, within)

    async def hears_all(self, quiet: float = 0.5, within: float = WITHIN) -> list[Message]:
        return await self.chat.hears_all(quiet, within)

    async def hears_nothing(self, within: float = 0.3) -> None:
        await self.chat.hears_nothing(within)

    @property
    def commands(self) -> dict[str, str]:
        """The commands and descriptions that this person's phone offers in the private chat."""
        return self.server.profile.commands_for(self)

    def _check_able(self, chat: Chat) -> None:
        assert not self.is_deactivated, "the account is gone"
        assert not (chat is self.chat and self.has_blocked), "the bot is blocked: `starts` or `unblocks_bot` first"

    def _tells(
        self, words: Words, media: dict[str, Any] | None = None, stored: Stored | None = None, **more: Any
    ) -> Message:
        self._check_able(self.chat)
        self.is_known = True
        message = self.chat.add(self.user, words, media=media or {}, attachment=stored, **more)
        self.chat.listens()
        self.chat.told("message", message)
        return message

    def _membership(self, old: str, new: str) -> None:
        def member(status: str) -> dict[str, Any]:
            return {"user": self.server.me, "status": status} | ({"until_date": 0} if status == "kicked" else {})

        told = {"chat": self.chat.json, "from": self.user, "date": int(self.server.now().timestamp()),
                "old_chat_member": member(old), "new_chat_member": member(new)}  # fmt: skip
        self.server.updates.add("my_chat_member", told, self.chat.id)


def _reactions(emoji: list[str]) -> list[dict[str, str]]:
    return [{"type": "emoji", "emoji": each} for each in emoji]
