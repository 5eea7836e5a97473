"""One websocket of the gateway: HELLO, IDENTIFY or RESUME, heartbeats, close codes."""

import asyncio
import json
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from . import intents
from .compression import packer
from .gateway import Session
from .kinds import Op

if TYPE_CHECKING:
    from .server import DiscordServer


class Closing(Exception):
    """This side closes, with a code of the documentation."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


class Connection:
    """Speaks with one client until either side closes."""

    def __init__(self, server: "DiscordServer", socket: web.WebSocketResponse, request: web.Request) -> None:
        self.server = server
        self.socket = socket
        self.request = request
        self.session: Session | None = None
        self.outbox: asyncio.Queue[dict[str, Any] | str | int] = asyncio.Queue()
        self.pack = packer(request.query.get("compress"))
        self.beat_at = time.monotonic()
        self.sent_by_client: deque[float] = deque(maxlen=120)

    def put(self, frame: dict[str, Any] | str) -> None:
        self.outbox.put_nowait(frame)

    def cut(self, code: int | None) -> None:
        """Closes with the code, or breaks the connection off."""
        self._detach()
        if code is not None:
            self.outbox.put_nowait(code)
        elif self.request.transport is not None:
            self.request.transport.abort()

    async def run(self) -> None:
        gateway = self.server.gateway
        gateway.connections.append(self)
        interval = int(gateway.heartbeat_seconds * 1000)
        self.put({"op": 10, "d": {"heartbeat_interval": interval}, "s": None, "t": None})
        try:
            async with asyncio.TaskGroup() as tasks:
                sender = tasks.create_task(self._send())
                await self._read()
                sender.cancel()
        finally:
            self._detach()
            gateway.connections.remove(self)
            self.server.bell.ring()

    async def _send(self) -> None:
        while True:
            frame = await self.outbox.get()
            try:
                if isinstance(frame, int):
                    self.server.gateway.closed_with.append(frame)
                    await self.socket.close(code=frame)
                    return
                text = frame if isinstance(frame, str) else json.dumps(frame)
                if self.pack is None:
                    await self.socket.send_str(text)
                else:
                    await self.socket.send_bytes(self.pack(text))
            except (ConnectionError, RuntimeError):
                return  # the client is gone; the session keeps what it missed

    async def _read(self) -> None:
        try:
            while True:
                left = self.beat_at + self.server.gateway.heartbeat_seconds * 1.5 + 1 - time.monotonic()
                heard = await self.socket.receive(timeout=max(left, 0.001))
                if heard.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    if self.socket.close_code in (1000, 1001) and self.session and self.session.connection is self:
                        self.server.gateway.sessions.pop(self.session.id, None)
                    return
                self._hear(heard.data)
        except TimeoutError:
            await self._close(Closing(4000, "no heartbeat"))
        except Closing as closing:
            await self._close(closing)

    async def _close(self, closing: Closing) -> None:
        self.server.gateway.closed_with.append(closing.code)
        await self.socket.close(code=closing.code, message=closing.why.encode())

    def _hear(self, data: str | bytes) -> None:
        if len(data) > 4096:
            raise Closing(4002, "Payload too large.")
        try:
            frame = json.loads(data)
            code, body = frame["op"], frame.get("d")
        except (ValueError, TypeError, KeyError):
            raise Closing(4002, "Error while decoding payload.") from None
        self._count()
        match code:
            case Op.HEARTBEAT:
                self._heartbeat()
            case Op.IDENTIFY:
                self._identify(body)
            case Op.RESUME:
                self._resume(body)
            case Op.PRESENCE | Op.VOICE | Op.MEMBERS | Op.SOUNDBOARDS if self.session is None:
                raise Closing(4003, "Not authenticated.")
            case Op.MEMBERS:
                self._members(body)
            case Op.PRESENCE | Op.VOICE | Op.SOUNDBOARDS:
                pass  # they mean nothing here
            case _:
                raise Closing(4001, "Unknown opcode.")

    def _count(self) -> None:
        now = time.monotonic()
        if len(self.sent_by_client) == 120 and now - self.sent_by_client[0] < 60:
            raise Closing(4008, "You are being rate limited.")
        self.sent_by_client.append(now)

    def _heartbeat(self) -> None:
        self.beat_at = time.monotonic()
        self.server.gateway.heartbeats += 1
        if self.server.gateway.acknowledges:
            self.put({"op": 11, "d": None, "s": None, "t": None})

    def _identify(self, body: Any) -> None:
        if self.session is not None:
            raise Closing(4005, "Already authenticated.")
        if not isinstance(body, dict) or not {"token", "intents", "properties"} <= set(body):
            raise Closing(4002, "Error while decoding payload.")
        if body["token"] != self.server.token:
            raise Closing(4004, "Authentication failed.")
        asked = body["intents"]
        if not isinstance(asked, int) or asked & ~intents.KNOWN or asked < 0:
            raise Closing(4013, "Invalid intent(s).")
        if any(asked & bit and name not in self.server.privileged for name, bit in intents.PRIVILEGED.items()):
            raise Closing(4014, "Disallowed intent(s).")
        shard = body.get("shard") or [0, 1]
        if len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            raise Closing(4010, "Invalid shard.")
        self._attach(self.server.gateway.begin(body), after=0)

    def _resume(self, body: Any) -> None:
        if not isinstance(body, dict) or not {"token", "session_id", "seq"} <= set(body):
            raise Closing(4002, "Error while decoding payload.")
        if body["token"] != self.server.token:
            raise Closing(4004, "Authentication failed.")
        session = self.server.gateway.sessions.get(body["session_id"])
        if session is None:
            self.put({"op": 9, "d": False, "s": None, "t": None})
            return
        if not isinstance(body["seq"], int) or body["seq"] > len(session.sent):
            raise Closing(4007, "Invalid seq.")
        if session.connection is not None:
            session.connection.cut(4000)
        self._attach(session, after=body["seq"])
        session.push("RESUMED", {})
        self.server.gateway.resumed += 1

    def _attach(self, session: Session, after: int) -> None:
        self.session = session
        for frame in session.sent[after:]:
            self.put(frame)
        session.connection = self
        self.server.bell.ring()

    def _detach(self) -> None:
        if self.session is not None and self.session.connection is self:
            self.session.connection = None

    def _members(self, body: dict[str, Any]) -> None:
        """Opcode 8: members by prefix or by id; all of them only with the members intent."""
        assert self.session is not None
        guild = self.server.guilds.get(int(body["guild_id"]))
        if guild is None or self.server.bot.id not in guild.members:
            return
        wanted = body.get("user_ids") or []
        ids = {int(one) for one in (wanted if isinstance(wanted, list) else [wanted])}
        query, limit = body.get("query"), body.get("limit", 0)
        if not ids and not query and limit == 0 and not self.session.intents & intents.GUILD_MEMBERS:
            raise Closing(4014, "Disallowed intent(s).")
        found = [
            member
            for member in guild.members.values()
            if (member.user.id in ids if ids else (member.nick or member.user.name).startswith(query or ""))
        ]
        chunk = {
            "guild_id": str(guild.id),
            "members": [member.payload() for member in found[: limit or None]],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [str(one) for one in ids if one not in guild.members],
            **({"nonce": body["nonce"]} if "nonce" in body else {}),
        }
        self.session.push("GUILD_MEMBERS_CHUNK", chunk)


async def upgrade(server: "DiscordServer", request: web.Request) -> web.StreamResponse:
    """GET on the gateway's address."""
    if server.gateway.is_down:
        return web.Response(status=503, text="upstream connect error")
    if request.query.get("v") != "10" or request.query.get("encoding") != "json":
        server.problems.append(f"gateway asked for {dict(request.query)}; v=10 and encoding=json are spoken here")
        return web.Response(status=400)
    if request.query.get("compress") not in (None, "zlib-stream", "zstd-stream"):
        server.problems.append(f"no compression is called {request.query['compress']}")
        return web.Response(status=400)
    socket = web.WebSocketResponse(max_msg_size=2**20, autoping=True)
    await socket.prepare(request)
    await Connection(server, socket, request).run()
    return socket
