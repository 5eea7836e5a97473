"""The server: its state, and what a test does with it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any

from . import guilds, posting
from .bell import Bell
from .channels import DM, PRIVATE_THREAD, PUBLIC_THREAD, Channel, DirectChannel, TextChannel, Thread
from .errors import Refusal
from .faults import Faults
from .gateway import Gateway
from .guilds import Guild, Member
from .interactions import Interaction
from .limits import Limits
from .messages import HAS_THREAD, Attachment, Message
from .people import Person, User
from .posting import Shown
from .rest.call import Heard

TOKEN = "test-token"  # noqa: S105 - of nothing but this server
EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class DiscordServer:
    """One Discord with one bot. `problems` lists what a real Discord would have put up with, but should not see."""

    def __init__(self, *, token: str = TOKEN, bot_name: str = "Gigi", privileged: tuple[str, ...] = ()) -> None:
        self.token = token
        self.privileged = set(privileged)  # approved in the portal: "message_content", "members", "presences"
        self.url = ""
        self.response_seconds = 3.0  # for the first response to an interaction
        self.ahead = timedelta(0)
        self._last_id = 0
        self.bell = Bell()
        self.gateway = Gateway(self)
        self.faults = Faults()
        self.limits = Limits()
        self.bot = User(self, self.snowflake(), bot_name, is_bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.commands: dict[int, list[dict[str, Any]]] = {}  # by server; 0 are the global ones
        self.syncs = 0  # how often commands were written
        self.created: Counter[int] = Counter()  # new commands, by server; 200 a day are allowed
        self.interactions: dict[str, Interaction] = {}
        self.late: list[Interaction] = []  # answered after the 3 seconds
        self.nonces: dict[str, tuple[datetime, Message]] = {}
        self.repeated: list[Message] = []  # given again because of their nonce
        self.files: dict[int, Attachment] = {}
        self.shown: list[Shown] = []
        self.heard: list[Heard] = []
        self.refusals: list[Refusal] = []
        self.problems: list[str] = []

    # Time and ids.

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def stamp(self) -> str:
        return self.now().isoformat()

    def passes(self, **span: float) -> None:
        """The server's clock goes ahead: `passes(minutes=15)` ends each interaction's token."""
        self.ahead += timedelta(**span)

    def snowflake(self) -> int:
        """A new id, later than each before."""
        passed = int((self.now() - EPOCH) / timedelta(milliseconds=1)) << 22
        self._last_id = max(passed, self._last_id + 1)
        return self._last_id

    # The world of a test.

    @property
    def people(self) -> list[Person]:
        return [user for user in self.users.values() if isinstance(user, Person)]

    def person(self, name: str, id: int | None = None, *, locale: str = "en-US", is_bot: bool = False) -> Person:
        """Somebody new, or another bot, who does what a person does."""
        person = Person(self, id or self.snowflake(), name, is_bot, locale=locale)
        self.users[person.id] = person
        return person

    def guild(
        self,
        name: str = "a server",
        *,
        owner: Person | None = None,
        bot_permissions: str = "",
        with_bot: bool = True,
        id: int | None = None,
    ) -> Guild:
        """A new server with the bot in it, who has what @everyone has and `bot_permissions`."""
        owner = owner or self.person(f"owner of {name}")
        guild = guilds.found(self, name, id or self.snowflake(), bot_permissions, owner.id)
        if not with_bot:
            del guild.members[self.bot.id]
        guild.members[owner.id] = Member(owner, self.stamp())
        self.guilds[guild.id] = guild
        if with_bot:
            self.tell("GUILD_CREATE", guild.arrival(is_new=True), guild)
        return guild

    def dm_with(self, person: Person) -> DirectChannel:
        for channel in self.channels.values():
            if isinstance(channel, DirectChannel) and channel.person is person:
                return channel
        opened = DirectChannel(self, self.snowflake(), DM, f"DM of {person.name}", person=person)
        self.channels[opened.id] = opened
        return opened

    def stored(self, where: Channel, name: str, data: bytes) -> Attachment:
        """A file a person uploads."""
        id = self.snowflake()
        url = f"{self.url}/attachments/{where.id}/{id}/{name}"
        self.files[id] = Attachment(id, name, data, "application/octet-stream", url)
        return self.files[id]

    def opens_thread(
        self, parent: TextChannel, owner: User, name: str, *, private: bool = False, message: Message | None = None
    ) -> Thread:
        """A new thread with its owner in it; one on a message has the message's id."""
        id = message.id if message else self.snowflake()
        kind, now = PRIVATE_THREAD if private else PUBLIC_THREAD, self.stamp()
        thread = Thread(self, id, kind, name, parent.guild, parent=parent, owner=owner, members={owner.id: now})
        thread.archive_changed_at = thread.created_at = now
        parent.threads.append(thread)
        self.channels[id] = thread
        posting.show_name(self, thread, owner)
        self.tell("THREAD_CREATE", {**thread.payload_for(self.bot), "newly_created": True}, thread)
        if message is not None:
            message.thread = thread
            message.flags |= HAS_THREAD
        self.bell.ring()
        return thread

    def archives(self, thread: Thread, *, archived: bool) -> None:
        """The thread is archived or reopened."""
        reopened = thread.archived and not archived
        thread.archived = archived
        thread.archive_changed_at = self.stamp()
        self.tell("THREAD_UPDATE", thread.payload_for(self.bot), thread)
        if reopened and self.bot.id in thread.members:
            member = thread.member_payload(self.bot.id)
            self.tell("THREAD_MEMBER_UPDATE", {**member, **thread.guild_field()}, thread)
        self.bell.ring()

    def joins(self, thread: Channel, user: User) -> None:
        """`user` is in the thread; to a bot that could not see it before, the thread is new."""
        assert isinstance(thread, Thread)
        if user.id not in thread.members:
            was_hidden = not thread.visible_to(self.bot)
            thread.members[user.id] = self.stamp()
            if was_hidden and user is self.bot:
                self.tell("THREAD_CREATE", thread.payload_for(self.bot), thread)
            self._tell_members(thread, added=[thread.member_payload(user.id)], removed=[])

    def leaves(self, thread: Thread, user: User) -> None:
        if thread.members.pop(user.id, None):
            self._tell_members(thread, added=[], removed=[str(user.id)])

    def _tell_members(self, thread: Thread, added: list[Any], removed: list[str]) -> None:
        about = {"id": str(thread.id), **thread.guild_field(), "member_count": len(thread.members)}
        self.tell("THREAD_MEMBERS_UPDATE", {**about, "added_members": added, "removed_member_ids": removed}, thread)

    def announces(self, where: Channel, about: User, kind: int = 7) -> Message:
        """A system message about somebody: 7 joined the server, 6 pinned something, 8 boosted."""
        return posting.post(self, Message(self.snowflake(), where, about, self.stamp(), kind=kind))

    def revokes_token(self, new: str = "another-token") -> None:
        """The bot's token is worth nothing any more: 401, and 4004 on the gateway."""
        self.token = new
        self.gateway.forgets_sessions()
        self.gateway.cut(4004)

    # What the bot is told, and what it did.

    def tell(self, event: str, payload: Any, where: Guild | Channel | None, message: Message | None = None) -> None:
        """An event on the gateway, if the bot may see where it happens."""
        guild = where.guild if isinstance(where, Channel) else where
        if guild is not None and self.bot.id not in guild.members:
            return
        if isinstance(where, Channel) and not where.visible_to(self.bot):
            return
        self.gateway.dispatch(event, payload, guild.id if guild else None, message)

    def commands_in(self, guild: Guild | None) -> list[dict[str, Any]]:
        """Those of the server, then the global ones it does not replace."""
        own = self.commands.get(guild.id, []) if guild else []
        names = {(one["type"], one["name"]) for one in own}
        return [*own, *(one for one in self.commands.get(0, []) if (one["type"], one["name"]) not in names)]

    def calls(self, method: str = "*", path: str = "*") -> list[Heard]:
        """The REST calls heard so far: `calls("POST", "/channels/*/messages")`."""
        return [one for one in self.heard if method in ("*", one.method) and fnmatchcase(one.path, path)]

    @property
    def codes(self) -> list[int]:
        """The JSON error codes the bot was answered with."""
        return [refusal.code for refusal in self.refusals]

    @property
    def application_flags(self) -> int:
        """GATEWAY_PRESENCE, GATEWAY_GUILD_MEMBERS and GATEWAY_MESSAGE_CONTENT, as approved."""
        bits = {"presences": 1 << 12, "members": 1 << 14, "message_content": 1 << 18}
        return sum(bits[name] for name in self.privileged)

    @property
    def rest_url(self) -> str:
        return f"{self.url}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"{self.url.replace('http', 'ws', 1)}/gateway"

    @contextmanager
    def wired(self) -> Iterator[None]:
        """Until the end of the block discord.py takes this server for Discord."""
        import discord
        import yarl
        from discord.gateway import DiscordWebSocket

        before = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        discord.http.Route.BASE = self.rest_url
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.gateway_url)
        try:
            yield
        finally:
            discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
