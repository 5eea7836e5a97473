"""The gateway's sessions: which events each gets, what a resumed one missed, and faults on demand."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import intents
from .messages import Message, censored

if TYPE_CHECKING:
    from .connection import Connection
    from .server import DiscordServer


@dataclass(eq=False)
class Session:
    """One identified shard of a bot. It outlives its connection and can be resumed."""

    id: str
    token: str
    intents: int
    shard: tuple[int, int]
    sent: list[dict[str, Any]] = field(default_factory=list)
    connection: "Connection | None" = None

    def push(self, event: str, payload: Any) -> None:
        frame = {"op": 0, "t": event, "s": len(self.sent) + 1, "d": payload}
        self.sent.append(frame)
        if self.connection is not None:
            self.connection.put(frame)

    def is_for(self, guild: int | None) -> bool:
        mine, count = self.shard
        return mine == (0 if guild is None else (guild >> 22) % count)


@dataclass
class Gateway:
    """What a test sets and asks about the gateway."""

    server: "DiscordServer"
    heartbeat_seconds: float = 41.25
    shards: int = 1  # what GET /gateway/bot recommends
    max_concurrency: int = 1
    is_down: bool = False  # refuses connections with 503
    acknowledges: bool = True  # False: heartbeats get no answer (a zombie)
    sessions: dict[str, Session] = field(default_factory=dict)
    connections: list["Connection"] = field(default_factory=list)
    identified: list[dict[str, Any]] = field(default_factory=list)  # every IDENTIFY's data, without the token
    resumed: int = 0
    heartbeats: int = 0
    closed_with: list[int] = field(default_factory=list)  # the codes this side closed with

    def begin(self, identify: dict[str, Any]) -> Session:
        """A new session, which gets READY and its guilds."""
        shard = tuple(identify.get("shard") or (0, 1))
        session = Session(secrets.token_hex(16), identify["token"], identify["intents"], (shard[0], shard[1]))
        self.sessions[session.id] = session
        self.identified.append({key: value for key, value in identify.items() if key != "token"})
        bot = self.server.bot
        mine = [one for one in self.server.guilds.values() if bot.id in one.members and session.is_for(one.id)]
        ready = {
            "v": 10,
            "user": {**bot.payload(), "email": None, "verified": True, "mfa_enabled": True},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
            "session_id": session.id,
            "resume_gateway_url": self.server.gateway_url,
            "shard": list(shard),
            "application": {"id": str(bot.id), "flags": self.server.application_flags},
        }
        session.push("READY", ready)
        if session.intents & intents.GUILDS:
            for guild in mine:
                session.push("GUILD_CREATE", guild.arrival())
        return session

    def dispatch(self, event: str, payload: Any, guild: int | None, message: Message | None = None) -> None:
        """The event to each session whose shard and intents want it."""
        bit = intents.needed(event, in_guild=guild is not None)
        for session in self.sessions.values():
            if not session.is_for(guild) or (bit and not session.intents & bit):
                continue
            hidden = message is not None and not session.intents & intents.MESSAGE_CONTENT
            told = censored(payload, message, self.server.bot) if hidden and message is not None else payload
            session.push(event, told)

    @property
    def is_connected(self) -> bool:
        return any(session.connection is not None for session in self.sessions.values())

    async def connected(self, within: float = 10) -> None:
        """Waits until some session is identified or resumed."""
        assert await self.server.bell.until(lambda: self.is_connected, within), "no bot connected"

    def cut(self, code: int | None = None) -> None:
        """Ends every connection: without a word, or with a close code. Sessions stay resumable."""
        for connection in list(self.connections):
            connection.cut(code)

    def asks_to_reconnect(self) -> None:
        """Opcode 7."""
        for connection in list(self.connections):
            connection.put({"op": 7, "d": None, "s": None, "t": None})

    def invalidates(self, *, resumable: bool) -> None:
        """Opcode 9. A session that cannot be resumed is gone, and what it missed with it."""
        for connection in list(self.connections):
            connection.put({"op": 9, "d": resumable, "s": None, "t": None})
        if not resumable:
            self.forgets_sessions()

    def forgets_sessions(self) -> None:
        """Every session is gone; a RESUME gets opcode 9."""
        for session in self.sessions.values():
            session.connection = None
        self.sessions.clear()

    def sends_unreadable(self, event: str = "MESSAGE_CREATE", payload: Any = None) -> None:
        """An event whose data no client can make sense of."""
        for session in self._connected():
            session.push(event, {"id": None} if payload is None else payload)

    def sends_raw(self, text: str) -> None:
        """A frame that is not even JSON."""
        for session in self._connected():
            assert session.connection is not None
            session.connection.put(text)

    def _connected(self) -> Iterator[Session]:
        return (session for session in list(self.sessions.values()) if session.connection is not None)
