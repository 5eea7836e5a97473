"""An interaction from its event to the end of its token: response, original, follow-ups."""

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from .answers import Answer, Choice, Modal
from .channels import Channel
from .kinds import Asked, Callback
from .messages import Message
from .posting import Shown

if TYPE_CHECKING:
    from .people import Person
    from .server import DiscordServer

LIFE = timedelta(minutes=15)


@dataclass(eq=False)
class Interaction:
    server: "DiscordServer"
    id: int
    kind: int
    person: "Person"
    channel: Channel
    data: dict[str, Any]
    source: Message | None = None  # the message whose button was pressed, or whose form was sent
    token: str = field(default_factory=lambda: secrets.token_urlsafe(60))
    response: int | None = None  # the type of the callback
    responded_after: float | None = None  # seconds
    original: Message | None = None
    modal: dict[str, Any] | None = None
    choices: list[dict[str, Any]] | None = None
    produced: list[Message] = field(default_factory=list)  # the reply and the follow-ups
    follow_ups: int = 0
    touched: bool = False  # the source was edited through this interaction
    begun_at: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    created_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.created_at = self.server.now()

    @property
    def age(self) -> float:
        return asyncio.get_running_loop().time() - self.begun_at

    @property
    def is_late(self) -> bool:
        """Whether the 3 seconds for the first response are over."""
        return self.response is None and self.age > self.server.response_seconds

    @property
    def is_expired(self) -> bool:
        return self.server.now() - self.created_at > LIFE

    @property
    def in_foreign_guild(self) -> bool:
        """Whether the app is here only for the person who installed it."""
        return self.channel.guild is not None and self.server.bot.id not in self.channel.guild.members

    @property
    def owners(self) -> dict[str, str]:
        """authorizing_integration_owners."""
        owners = {}
        if not self.in_foreign_guild:
            owners["0"] = str(self.channel.guild.id) if self.channel.guild else "0"
        if self.person.has_installed:
            owners["1"] = str(self.person.id)
        return owners

    @property
    def state(self) -> str:
        return f"callback type {self.response} after {self.responded_after} s, {len(self.produced)} messages"

    def metadata(self) -> dict[str, Any]:
        """interaction_metadata of the messages that answer."""
        about = {"id": str(self.id), "type": self.kind, "user": self.person.payload()}
        name = {"name": self.data["name"], "command_type": self.data["type"]} if self.kind == Asked.COMMAND else {}
        source = {"interacted_message_id": str(self.source.id)} if self.kind == Asked.COMPONENT and self.source else {}
        return {**about, "authorizing_integration_owners": self.owners, **name, **source}

    def payload(self) -> dict[str, Any]:
        """INTERACTION_CREATE."""
        channel, person, bot = self.channel, self.person, self.server.bot
        granted = str(channel.permissions_of(person))
        body: dict[str, Any] = {
            "id": str(self.id),
            "application_id": str(bot.id),
            "type": self.kind,
            "data": self.data,
            "channel_id": str(channel.id),
            "channel": {**channel.payload(), "permissions": granted},
            "token": self.token,
            "version": 1,
            "app_permissions": str(channel.permissions_of(bot)),
            "locale": person.locale,
            "entitlements": [],
            "authorizing_integration_owners": self.owners,
            "context": 0 if channel.guild else 1,
            "attachment_size_limit": 10 * 2**20,
        }
        if channel.guild is None:
            body["user"] = person.payload()
        else:
            member = channel.guild.members[person.id].payload()
            body["guild_id"] = str(channel.guild.id)
            body["guild"] = {"id": str(channel.guild.id), "locale": "en-US", "features": []}
            body["guild_locale"] = "en-US"
            body["member"] = {**member, "permissions": granted}
        if self.source is not None:
            body["message"] = self.source.payload(bot)
        return body

    def begin(self) -> "Interaction":
        """The bot is told."""
        self.server.interactions[self.token] = self
        guild = self.channel.guild.id if self.channel.guild else None
        self.server.gateway.dispatch("INTERACTION_CREATE", self.payload(), guild)
        return self

    def responds(self, kind: int) -> None:
        self.response = kind
        self.responded_after = self.age
        if self.modal is not None:
            self._shows(Modal(self, self.modal).text)
        if self.choices is not None:
            self._shows("\n".join(str(one["name"]) for one in self.choices))
        self.server.bell.ring()

    async def answered(self, within: float) -> Answer:
        """What the person sees, once there is something to see or the time is over."""
        answer = Answer(self)
        patience = self.server.response_seconds + 0.05
        await self.server.bell.until(lambda: self.response is not None, patience)
        if self.response == Callback.DEFER:
            await self.server.bell.until(lambda: not answer.thinking, within)
        if self.response == Callback.DEFER_UPDATE:
            await self.server.bell.until(lambda: self.touched or self.produced, within)
        return answer

    async def offered(self) -> list[Choice]:
        await self.server.bell.until(lambda: self.response is not None, self.server.response_seconds + 0.05)
        assert self.choices is not None, f"no choices were offered: {self.state}"
        return [Choice(one["name"], one["value"]) for one in self.choices]

    def _shows(self, text: str) -> None:
        self.server.shown.append(Shown(self.server.now(), self.person, self.channel, text, self.server.bot))
