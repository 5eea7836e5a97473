"""The people of a test, and what they do and see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import acts, posting
from .answers import Answer, Choice, Modal
from .channels import Channel, DirectChannel, TextChannel, Thread
from .mentions import Allowed
from .messages import Message
from .outgoing import Draft

if TYPE_CHECKING:
    from .guilds import Guild
    from .server import DiscordServer


@dataclass(eq=False)
class User:
    """Anybody with an account: a person or the bot."""

    server: "DiscordServer"
    id: int
    name: str
    is_bot: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def payload(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0001" if self.is_bot else "0",
            "global_name": None if self.is_bot else self.name,
            "avatar": None,
            "bot": self.is_bot,
            "public_flags": 0,
        }


@dataclass(eq=False)
class Person(User):
    """Somebody who talks with the bot."""

    locale: str = "en-US"
    refuses_messages: bool = False
    has_installed: bool = False
    heard: set[tuple[int, int]] = field(default_factory=set)  # (message id, version) that `hears` gave already

    # What they do.

    async def says(
        self,
        where: Channel,
        text: str,
        *,
        mentions: User | Sequence[User] = (),
        reply_to: Message | None = None,
        ping: bool = True,
        files: dict[str, bytes] | None = None,
        embeds: Sequence[dict[str, Any]] = (),
    ) -> Message:
        """Writes a message; those in `mentions` are put in front where the text does not name them.

        `embeds` are previews of links (or, from another bot, anything).
        """
        self._must(where, "send_messages_in_threads" if where.is_thread else "send_messages")
        named = [mentions] if isinstance(mentions, User) else list(mentions)
        before = [user.mention for user in named if user.mention not in text]
        content = " ".join([*before, text]).strip()
        assert 0 < len(content) <= 2000 or files, "Discord lets nobody send this"
        allowed = Allowed(replied_user=ping)
        uploads = [self.server.stored(where, name, data) for name, data in (files or {}).items()]
        answered = reply_to.id if reply_to else None
        draft = Draft(content, list(embeds), [], uploads, 0, allowed, answered, None, False)
        return posting.post(self.server, posting.compose(self.server, self, where, draft))

    async def edits(self, message: Message, text: str) -> Message:
        assert message.author is self, "nobody edits another's message"
        return posting.revise(self.server, message, Draft(text, None, None, None, 0, Allowed(), None, None, False))

    async def deletes(self, message: Message) -> None:
        assert message.author is self or message.channel.allowed_to(self, "manage_messages")
        posting.remove(self.server, message)

    async def reacts(self, message: Message, emoji: str, *, add: bool = True) -> None:
        posting.react(self.server, message, self, emoji, add=add)

    async def uses(self, where: Channel, command: str, *, within: float = 5, **options: Any) -> Answer:
        """A slash command, as `uses(channel, "/goal add", text="run")`, and what this person sees of the answer."""
        return await acts.command(self, where, command, options).answered(within)

    async def autocompletes(self, where: Channel, command: str, **options: Any) -> list[Choice]:
        """What is offered while the last of the options is typed."""
        return await acts.autocomplete(self, where, command, options).offered()

    async def context_menu(self, target: "Message | User", name: str, where: Channel | None = None) -> Answer:
        """A command of a message's (or, with `where`, of a user's) context menu."""
        return await acts.context_command(self, target, name, where).answered(5)

    async def presses(self, message: Message, button: str, *, within: float = 5) -> Answer:
        """A button by its label or custom_id."""
        return await acts.press(self, message, button).answered(within)

    async def selects(self, message: Message, menu: str, *values: str, within: float = 5) -> Answer:
        """Options, by label or value, of the select with this placeholder or custom_id."""
        return await acts.choose(self, message, menu, values).answered(within)

    async def submits(self, modal: Modal | None, values: dict[str, Any], *, within: float = 5) -> Answer:
        """A modal, filled in by label or custom_id; what is not named keeps its default."""
        assert modal is not None, "no modal was opened"
        return await acts.submit(self, modal, values).answered(within)

    def opens_thread(self, where: TextChannel | Message, name: str, *, private: bool = False) -> Thread:
        """A thread of theirs: on a message, or in a channel."""
        message = where if isinstance(where, Message) else None
        channel = message.channel if message else where
        assert isinstance(channel, TextChannel)
        self._must(channel, "create_private_threads" if private else "create_public_threads")
        return self.server.opens_thread(channel, self, name, private=private, message=message)

    def archives(self, thread: Thread, *, archived: bool = True, locked: bool = False) -> None:
        thread.locked = locked
        self.server.archives(thread, archived=archived)

    def closes_dms(self) -> None:
        """The bot's direct messages are refused with 50007 from now on."""
        self.refuses_messages = True

    def opens_dms(self) -> None:
        self.refuses_messages = False

    def installs(self) -> None:
        """The app is installed for this person: its commands follow them everywhere."""
        self.has_installed = True

    # What they see.

    @property
    def dm(self) -> DirectChannel:
        """Their direct messages with the bot."""
        return self.server.dm_with(self)

    @property
    def is_reachable(self) -> bool:
        """Whether the bot shares a server with them, or is installed for them."""
        bot = self.server.bot
        shared = any(self.id in one.members and bot.id in one.members for one in self.server.guilds.values())
        return shared or self.has_installed

    def shares(self, guild: "Guild") -> bool:
        return self.id in guild.members

    @property
    def transcript(self) -> str:
        """All words ever on this person's screen: messages, thread names, modals, menus, and what they could open."""
        shown = [one.text for one in self.server.shown if one.person is self]
        visible = [m.everything for channel in self.server.channels.values() for m in channel.seen_by(self)]
        names = [channel.name for channel in self.server.channels.values() if channel.visible_to(self)]
        return "\n".join(dict.fromkeys([*shown, *visible, *names]))

    @property
    def told(self) -> list[str]:
        """What the bot showed this person, each version, oldest first."""
        bot = self.server.bot
        return [one.text for one in self.server.shown if one.person is self and one.by is bot and one.text]

    async def hears(
        self,
        what: str | Callable[[Message], bool] = "",
        *,
        where: Channel | None = None,
        within: float = 5,
    ) -> Message:
        """The next message (or edit) of the bot this person sees that holds these words, each given once."""

        def look() -> Message | None:
            for message in self._unheard(where):
                if what in message.text if isinstance(what, str) else what(message):
                    self.heard.add((message.id, len(message.versions)))
                    return message
            return None

        found = await self.server.bell.until(look, within)
        assert found is not None, f"{self.name} did not hear it; unheard: {[m.text for m in self._unheard(where)]}"
        return found

    async def hears_nothing(self, *, where: Channel | None = None, within: float = 0.5) -> None:
        """Fails when the bot says anything to this person in that time."""
        found = await self.server.bell.until(lambda: self._unheard(where), within)
        assert not found, f"{self.name} heard {[message.text for message in found]}"

    def _unheard(self, where: Channel | None) -> list[Message]:
        channels = [where] if where is not None else list(self.server.channels.values())
        unheard = [
            message
            for channel in channels
            for message in channel.seen_by(self)
            if message.author is self.server.bot
            and not message.loading
            and (message.id, len(message.versions)) not in self.heard
        ]
        return sorted(unheard, key=lambda message: message.id)

    def _must(self, where: Channel, permission: str) -> None:
        assert where.allowed_to(self, "view_channel", permission), f"{self.name} may not do this in {where.name}"
