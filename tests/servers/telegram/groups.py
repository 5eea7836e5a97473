"""A group: members, topics, privacy mode, and what becomes of the bot in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.telegram.chats import Access, Chat
from tests.servers.telegram.messages import Message
from tests.servers.telegram.refusals import Refusal, bad_request, forbidden
from tests.servers.telegram.texts import Words, plain

if TYPE_CHECKING:
    from tests.servers.telegram.people import Person

GENERAL_TOPIC = 1
RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_pin_messages", "can_manage_topics",
)  # fmt: skip


@dataclass(eq=False)
class Topic:
    """A topic of a forum; its id is that of the message that opened it."""

    id: int
    name: str
    is_closed: bool = False
    is_deleted: bool = False


@dataclass(eq=False)
class Group(Chat):
    title: str = "Group"
    kind: str = "supergroup"  # or "group", the small kind that can become a supergroup
    username: str = ""
    is_forum: bool = False
    members: dict[int, dict[str, Any]] = field(default_factory=dict)  # user id -> user
    administrators: set[int] = field(default_factory=set)
    topics: dict[int, Topic] = field(default_factory=dict)
    bot_status: str = "left"  # left, member, administrator, kicked
    is_muted: bool = False  # the bot may not write
    migrated_to: int = 0
    is_other_bot_last: bool = False  # another bot spoke last: a bare command is not for ours
    _ids: int = 0

    @property
    def json(self) -> dict[str, Any]:
        told = {"id": self.id, "type": self.kind, "title": self.title}
        return told | ({"username": self.username} if self.username else {}) | (
            {"is_forum": True} if self.is_forum else {}
        )  # fmt: skip

    @property
    def full(self) -> dict[str, Any]:
        return {"permissions": dict.fromkeys(("can_send_messages", "can_send_photos", "can_send_documents"), True)}

    @property
    def has_bot(self) -> bool:
        return self.bot_status in ("member", "administrator")

    def next_id(self) -> int:
        """A supergroup counts by itself; small groups and private chats share the bot's one count."""
        if self.kind == "group":
            return self.server.next_message_id()
        self._ids += 1
        return self._ids

    def check(self, access: Access) -> None:
        writes, said = access is not Access.READ, f"{self.kind} chat"
        if self.migrated_to and access is Access.WRITE:
            upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, upgraded, {"migrate_to_chat_id": self.migrated_to})
        if self.bot_status == "kicked" and (writes or self.kind == "supergroup"):
            raise forbidden(f"bot was kicked from the {said}")
        if self.bot_status == "left" and (writes or self.kind == "supergroup"):
            raise forbidden(f"bot is not a member of the {said}")
        if self.is_muted and access is Access.WRITE:
            raise bad_request("not enough rights to send text messages to the chat")

    def check_thread(self, thread: int) -> int | None:
        if not self.is_forum or not thread:
            return None
        topic = self.topics.get(thread)
        if topic is None or topic.is_deleted:
            raise bad_request("message thread not found")
        if topic.is_closed:
            raise bad_request("TOPIC_CLOSED")
        return thread

    async def says(
        self,
        person: Person,
        text: str,
        *,
        reply_to: Message | None = None,
        mentions_bot: bool = False,
        topic: Topic | None = None,
    ) -> Message:
        """A member writes; the bot is told of it where privacy mode lets it."""
        words = plain(f"@{self.server.me['username']} {text}" if mentions_bot else text)
        return self._receives(person, words, reply_to=reply_to, topic=topic)

    async def sends_voice(self, person: Person, content: bytes, seconds: int, **more: Any) -> Message:
        stored = self.server.files.keep("voice", content, mime_type="audio/ogg")
        media = {"voice": stored.json | {"duration": seconds, "mime_type": "audio/ogg"}}
        return self._receives(person, Words(), media=media, attachment=stored, **more)

    async def adds(self, *people: Person) -> None:
        """They join; a line says so, and bots are told of every such line."""
        for person in people:
            self.members[person.id] = person.user
            person.is_known |= self.has_bot
            self._service(person.user, {"new_chat_members": [person.user]})

    async def adds_bot(self, by: Person) -> None:
        self.members[by.id] = by.user
        by.is_known = True
        self._changes_bot("member", by)
        self._service(by.user, {"new_chat_members": [self.server.me]})

    async def promotes_bot(self, by: Person) -> None:
        """An administrator sees every message, whatever privacy mode says."""
        self._changes_bot("administrator", by)

    async def removes_bot(self, by: Person) -> None:
        self._changes_bot("kicked", by)

    async def opens_topic(self, name: str, by: Person) -> Topic:
        assert self.is_forum, "only a forum has topics"
        message = self._service(by.user, {"forum_topic_created": {"name": name, "icon_color": 7322096}})
        message.thread = message.id
        topic = self.topics[message.id] = Topic(message.id, name)
        return topic

    async def closes_topic(self, topic: Topic) -> None:
        topic.is_closed = True

    async def deletes_topic(self, topic: Topic) -> None:
        topic.is_deleted = True

    async def migrates(self, by: Person) -> Group:
        """A small group becomes a supergroup: another id, the same people. The new one."""
        assert self.kind == "group", "only a small group migrates"
        new = self.server.group(title=self.title)
        new.members, new.administrators, new.bot_status = dict(self.members), set(self.administrators), self.bot_status
        self._service(by.user, {"migrate_to_chat_id": new.id})
        new._service(by.user, {"migrate_from_chat_id": self.id})
        self.migrated_to = new.id
        return new

    async def other_bot_says(self, text: str) -> None:
        """Bots do not see each other's messages; but after one, a bare command is not for ours."""
        self.add({"id": 777, "is_bot": True, "first_name": "Other", "username": "other_bot"}, plain(text))
        self.is_other_bot_last = True

    def status_of(self, user_id: int) -> str:
        if user_id == self.server.me["id"]:
            return self.bot_status
        if user_id in self.administrators:
            return "administrator"
        return "member" if user_id in self.members else "left"

    def add(self, sender: dict[str, Any], words: Words, **more: Any) -> Message:
        self.is_other_bot_last &= sender["id"] != self.server.me["id"]
        return super().add(sender, words, **more)

    def _receives(self, person: Person, words: Words, *, topic: Topic | None = None, **more: Any) -> Message:
        self.members[person.id] = person.user
        message = self.add(person.user, words, thread=topic.id if topic else None, **more)
        self.listens()
        if self.has_bot and self._reaches_bot(message):
            person.is_known = True
            self.told("message", message)
        return message

    def _reaches_bot(self, message: Message) -> bool:
        """Privacy mode: commands, mentions, replies to the bot or to what was meant for it, and nothing else."""
        if not self.server.privacy or self.bot_status == "administrator":
            return True
        if message.reply_to is not None and message.reply_to.is_for_bot:
            return True
        name = f"@{self.server.me['username']}".lower()
        for entity in message.entities:
            part = message.words.part(entity).lower()
            if part == name or (entity["type"] == "bot_command" and part.endswith(name)):
                return True
            if entity["type"] == "bot_command" and "@" not in part and entity["offset"] == 0:
                return not self.is_other_bot_last
        return False

    def _service(self, sender: dict[str, Any], event: dict[str, Any]) -> Message:
        message = self.service(sender, event)
        if self.has_bot:
            self.told("message", message)
        return message

    def _changes_bot(self, status: str, by: Person) -> None:
        old, self.bot_status = self.member(self.server.me), status
        told = {"chat": self.json, "from": by.user, "date": int(self.server.now().timestamp()),
                "old_chat_member": old, "new_chat_member": self.member(self.server.me)}  # fmt: skip
        self.server.updates.add("my_chat_member", told, self.id)

    def member(self, user: dict[str, Any]) -> dict[str, Any]:
        """A ChatMember."""
        told: dict[str, Any] = {"user": user, "status": self.status_of(user["id"])}
        if told["status"] == "administrator":
            told |= dict.fromkeys(RIGHTS, False)
        return told | ({"until_date": 0} if told["status"] == "kicked" else {})
