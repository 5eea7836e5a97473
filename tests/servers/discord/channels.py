"""Text channels, threads and direct messages: who sees what in them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .errors import unknown_message
from .messages import Message
from .permissions import BITS, Overwrite, bits

if TYPE_CHECKING:
    from .guilds import Guild, Role
    from .people import Person, User
    from .server import DiscordServer

TEXT, DM, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12


@dataclass(eq=False)
class Channel:
    """What all kinds have: an id, messages in order, viewers."""

    server: "DiscordServer"
    id: int
    kind: int
    name: str = ""
    guild: "Guild | None" = None
    messages: dict[int, Message] = field(default_factory=dict)
    typed: list[float] = field(default_factory=list)  # loop seconds at which the bot showed that it is typing

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def is_dm(self) -> bool:
        return self.kind == DM

    @property
    def is_thread(self) -> bool:
        return self.kind in (PUBLIC_THREAD, PRIVATE_THREAD)

    def guild_field(self) -> dict[str, str]:
        return {"guild_id": str(self.guild.id)} if self.guild else {}

    def visible_to(self, user: "User") -> bool:
        return bool(self.permissions_of(user) & BITS["view_channel"])

    def allowed_to(self, user: "User", *names: str) -> bool:
        return all(self.permissions_of(user) & BITS[name] for name in names)

    def permissions_of(self, user: "User") -> int:
        raise NotImplementedError

    def payload(self) -> dict[str, Any]:
        raise NotImplementedError

    def message(self, id: int) -> Message:
        """The message with this id, unless it is gone or shown to one person only."""
        found = self.messages.get(id)
        if found is None or found.deleted or found.ephemeral:
            raise unknown_message()
        return found

    def seen_by(self, viewer: "User") -> list[Message]:
        """What this person sees here now, oldest first."""
        return [one for one in self.messages.values() if not one.deleted and one.visible_to(viewer)]

    @property
    def by_bot(self) -> list[Message]:
        """What the bot wrote here, to whomever."""
        return [one for one in self.messages.values() if one.author is self.server.bot and not one.deleted]

    @property
    def last_id(self) -> str | None:
        return str(max(self.messages)) if self.messages else None


@dataclass(eq=False)
class TextChannel(Channel):
    """A channel of a server, with overwrites."""

    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    topic: str | None = None
    threads: list["Thread"] = field(default_factory=list)

    def permissions_of(self, user: "User") -> int:
        assert self.guild is not None
        return self.guild.permissions_in(self, user)

    def allows(self, who: "User | Role", names: str) -> None:
        self._overwrite(who, allow=bits(names))

    def forbids(self, who: "User | Role", names: str) -> None:
        self._overwrite(who, deny=bits(names))

    def _overwrite(self, who: "User | Role", *, allow: int = 0, deny: int = 0) -> None:
        kind = 1 if who.id in self.server.users else 0
        one = self.overwrites.setdefault(who.id, Overwrite(who.id, kind))
        one.allow = (one.allow | allow) & ~deny
        one.deny = (one.deny | deny) & ~allow
        self.server.tell("CHANNEL_UPDATE", self.payload(), self.guild)

    def payload(self) -> dict[str, Any]:
        assert self.guild is not None
        return {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "topic": self.topic,
            "position": self.guild.channels.index(self) if self in self.guild.channels else 0,
            "permission_overwrites": [one.payload() for one in self.overwrites.values()],
            "parent_id": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "last_message_id": self.last_id,
            "flags": 0,
        }


@dataclass(eq=False)
class Thread(Channel):
    """A thread: private ones are seen by their members and by who manages threads."""

    parent: TextChannel = None  # type: ignore[assignment]  # always given; a default must follow defaults
    owner: "User" = None  # type: ignore[assignment]
    members: dict[int, str] = field(default_factory=dict)  # user id -> joined at
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    auto_archive_minutes: int = 1440
    archive_changed_at: str = ""
    created_at: str = ""

    @property
    def is_private(self) -> bool:
        return self.kind == PRIVATE_THREAD

    def permissions_of(self, user: "User") -> int:
        granted = self.parent.permissions_of(user)
        if self.is_private and user.id not in self.members and not granted & BITS["manage_threads"]:
            return 0
        return granted

    def payload(self) -> dict[str, Any]:
        assert self.guild is not None
        written = sum(not one.deleted and not one.ephemeral for one in self.messages.values())
        return {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild.id),
            "parent_id": str(self.parent.id),
            "owner_id": str(self.owner.id),
            "name": self.name,
            "last_message_id": self.last_id,
            "rate_limit_per_user": 0,
            "message_count": written,
            "member_count": len(self.members),
            "total_message_sent": written,
            "flags": 0,
            "thread_metadata": {
                "archived": self.archived,
                "locked": self.locked,
                "auto_archive_duration": self.auto_archive_minutes,
                "archive_timestamp": self.archive_changed_at,
                "create_timestamp": self.created_at,
                **({"invitable": self.invitable} if self.is_private else {}),
            },
        }

    def payload_for(self, user: "User") -> dict[str, Any]:
        """With the thread member object of `user`, where they are in it."""
        joined = {"member": self.member_payload(user.id)} if user.id in self.members else {}
        return {**self.payload(), **joined}

    def member_payload(self, user: int) -> dict[str, Any]:
        return {"id": str(self.id), "user_id": str(user), "join_timestamp": self.members[user], "flags": 0}


@dataclass(eq=False)
class DirectChannel(Channel):
    """The direct messages between the bot and one person."""

    person: "Person" = None  # type: ignore[assignment]

    def permissions_of(self, user: "User") -> int:
        inside = user.id in (self.person.id, self.server.bot.id)
        named = "view_channel send_messages embed_links attach_files add_reactions read_message_history"
        return bits(f"{named} use_application_commands") if inside else 0

    def payload(self) -> dict[str, Any]:
        others = [self.person.payload()]
        return {"id": str(self.id), "type": DM, "recipients": others, "last_message_id": self.last_id, "flags": 0}
