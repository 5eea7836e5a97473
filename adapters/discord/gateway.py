"""The gateway: discord.py's client with our ears, watched over, and started again when it ends."""

import asyncio
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
import yarl
from discord.gateway import DiscordWebSocket

from adapters.discord.catching_up import CatchingUp
from adapters.discord.faults import DISALLOWED, REVOKED, SHARDING, is_passing, is_revoked
from adapters.discord.line import Line
from adapters.discord.patience import Patience
from adapters.discord.reception import Reception
from adapters.discord.responding import Responding
from adapters.discord.tasks import own_tasks
from bot.config import Discord
from bot.errors import PlatformFailed, place_of
from bot.logs import Log

if TYPE_CHECKING:
    from bot.app import Gigi

log = Log(__name__)
LOOK_SECONDS = 5.0
LAST_SECONDS = 3.0  # for what is in hand when the connection ends
DEAF_SECONDS = 90.0  # discord.py waits longer and longer between its own tries; then we begin anew
GUILD_SECONDS = 1.0  # between the servers that Discord tells us of at the start
_ENDED = "Discord ended the connection; connecting again."
_UNKNOWN_TOKEN, _BAD_INTENTS, _BAD_SHARDS = (4004,), (4013, 4014), (4010, 4011, 4012)


class Deaf(Exception):
    """Nothing came through for too long."""


class Hearing(discord.Client):
    """What is done with each event. One that fails is logged, and the next is heard."""

    gigi: "Gigi"
    reception: Reception
    responding: Responding
    tasks: asyncio.TaskGroup
    ready: Callable[[bool], None]
    deaf_since: float | None

    def prepare(
        self,
        gigi: "Gigi",
        reception: Reception,
        responding: Responding,
        tasks: asyncio.TaskGroup,
        ready: Callable[[bool], None],
    ) -> None:
        """What the events are given to."""
        self.gigi, self.reception, self.responding = gigi, reception, responding
        self.tasks, self.ready = tasks, ready
        self.deaf_since = time.monotonic()
        self.catching_up = CatchingUp(self, gigi, reception)
        self._heard: set[int] = set()  # shards that are connected

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Nothing more after the end, where discord.py would still say that it is ready."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_message(self, message: discord.Message) -> None:
        await self.catching_up.before(message)
        await self.reception.message(message)

    async def on_raw_message_edit(self, edit: discord.RawMessageUpdateEvent) -> None:
        await self.reception.edit(edit.message)

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        await self.responding.take(interaction)

    async def on_ready(self) -> None:
        self.tasks.create_task(self._catch_up())

    async def on_connect(self) -> None:
        self.begins(0)

    async def on_resumed(self) -> None:
        self.hears(0)

    async def on_disconnect(self) -> None:
        self.is_cut(0)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        error = sys.exception()
        self.reception.count("set_aside")
        where = place_of(error) if error is not None else ""
        log.error("An event of Discord could not be handled.", error=type(error).__name__, where=where)

    def begins(self, shard: int) -> None:
        """A new session: what came before it was not told. (After a RESUME it was.)"""
        if shard == 0:  # the one that hears direct messages
            self.catching_up = CatchingUp(self, self.gigi, self.reception)
        self.hears(shard)

    def hears(self, shard: int) -> None:
        self._heard.add(shard)
        if len(self._heard) >= (self.shard_count or 1):
            self.deaf_since = None
            self.ready(True)

    def is_cut(self, shard: int) -> None:
        self._heard.discard(shard)
        self.deaf_since = self.deaf_since or time.monotonic()
        self.ready(False)

    async def _catch_up(self) -> None:
        try:
            await self.catching_up.everywhere()
        except Exception as error:
            log.error("Missed messages could not all be taken.", error=type(error).__name__, where=place_of(error))


class ShardedHearing(Hearing, discord.AutoShardedClient):
    """The same over several connections: it hears once all of them do."""

    async def on_connect(self) -> None: ...

    async def on_resumed(self) -> None: ...

    async def on_disconnect(self) -> None: ...

    async def on_shard_connect(self, shard: int) -> None:
        self.begins(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        self.hears(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        self.is_cut(shard)


class Gateway:
    """Listens until it is cancelled, however often the connection or discord.py itself ends."""

    def __init__(
        self,
        line: Line,
        settings: Discord,
        prepare: Callable[[Hearing], None],
        ready: Callable[[bool], None],
    ) -> None:
        self._line, self._settings, self._prepare = line, settings, prepare
        self._patience = Patience(ready)

    async def run(self) -> None:
        """Raises PlatformFailed where going on is senseless: a revoked token, an intent that is not allowed."""
        while True:
            began = time.monotonic()
            failure: Exception | None = None
            try:
                await self._listen()
                sentence = _ENDED
            except Exception as error:
                _refuse(error)
                sentence, failure = _explained(error), error
            if time.monotonic() - began > DEAF_SECONDS:  # it worked for a while
                self._patience.reset()
            await self._patience.wait(
                sentence, error=type(failure).__name__, where=place_of(failure) if failure else ""
            )

    async def _listen(self) -> None:
        address, shards = self._settings.gateway_url, self._settings.shards
        if not address or not shards:
            address, shards = await self._asked(address, shards)
        client = _client(self._settings, shards)
        client.http.ws_connect = partial(  # type: ignore[method-assign]
            _connect, client.http.ws_connect, address, is_ours=bool(self._settings.gateway_url)
        )
        self._prepare(client)
        try:
            async with client, own_tasks() as tasks:
                await client.login(self._settings.token.get_secret_value())
                watch = tasks.create_task(_watch(client))
                await client.connect()
                watch.cancel()
        finally:
            await _finished()

    async def _asked(self, address: str, shards: int) -> tuple[str, int]:
        """Where the gateway is and how many connections Discord wants, as far as it was not set."""
        if address:
            return address, shards or 1
        found = await self._line.call("GET", "/gateway/bot", patience=0)
        return str(found["url"]), shards or int(found.get("shards") or 1)


def _client(settings: Discord, shards: int) -> Hearing:
    """Sees servers, messages in them and direct messages; nothing is remembered of either."""
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    intents.message_content = settings.message_content or bool(settings.coach_channels)
    options: dict[str, Any] = {
        "intents": intents,
        "max_messages": None,
        "chunk_guilds_at_startup": False,
        "member_cache_flags": discord.MemberCacheFlags.none(),
        "allowed_mentions": discord.AllowedMentions.none(),
        "guild_ready_timeout": GUILD_SECONDS,
    }
    return ShardedHearing(shard_count=shards, **options) if shards > 1 else Hearing(**options)


async def _connect(connect: Callable[..., Any], address: str, url: str, *, is_ours: bool, **options: Any) -> Any:
    """discord.py's connection, to the address that was set or asked for. One that was set wins over all others."""
    wanted = yarl.URL(url)
    if is_ours or wanted.host == DiscordWebSocket.DEFAULT_GATEWAY.host:
        ours = yarl.URL(address)
        wanted = (ours if ours.path not in ("", "/") else ours.with_path("/")).update_query(wanted.query)
    return await connect(str(wanted), **options)


async def _finished() -> None:
    """Returns when the events that discord.py gave out are handled: it leaves them to themselves at its end."""
    events = [task for task in asyncio.all_tasks() if task.get_name().startswith("discord.py: ")]
    if events:
        await asyncio.wait(events, timeout=LAST_SECONDS)


async def _watch(client: Hearing) -> None:
    """Raises Deaf when the client has been cut off for too long."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if client.deaf_since is not None and time.monotonic() - client.deaf_since > DEAF_SECONDS:
            raise Deaf


def _refuse(error: Exception) -> None:
    """Raises PlatformFailed for what no other try will change."""
    code = error.code if isinstance(error, discord.ConnectionClosed) else 0
    is_unknown = isinstance(error, discord.HTTPException) and is_revoked(error)
    if is_unknown or isinstance(error, discord.LoginFailure) or code in _UNKNOWN_TOKEN:
        raise PlatformFailed(REVOKED) from None
    if isinstance(error, discord.PrivilegedIntentsRequired) or code in _BAD_INTENTS:
        raise PlatformFailed(DISALLOWED) from None
    if code in _BAD_SHARDS:
        raise PlatformFailed(SHARDING) from None


def _explained(error: Exception) -> str:
    if is_passing(error) or isinstance(error, discord.DiscordException | Deaf):
        return "Discord cannot be reached or answers with an error; trying again."
    return "Discord sent something that cannot be read, which ended the connection; connecting again."
