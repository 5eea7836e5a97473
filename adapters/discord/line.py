"""The line to Discord's REST API: discord.py's HTTP client, logged in when first needed, without a gateway."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import discord
from discord.http import Route

from adapters.discord.faults import REVOKED, is_passing
from bot.config import Settings
from bot.errors import PlatformFailed
from bot.logs import Log

if TYPE_CHECKING:
    from bot.entities import Attachment

log = Log(__name__)
READ_SECONDS = 20.0  # for one answer
PATIENCE_SECONDS = 120.0  # for one call to get through; Discord knows a nonce again for some minutes
FIRST_WAIT, LONGEST_WAIT = 0.5, 15.0
Body = Mapping[str, Any]


class Me(NamedTuple):
    """Ourselves on Discord."""

    id: int
    application: int


class Line:
    """One bot on one server. Nothing is asked of Discord before the first call."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._client: discord.Client | None = None
        self._me: Me | None = None
        self._logging_in = asyncio.Lock()

    async def me(self) -> Me:
        """Who we are, asked once. Raises discord.LoginFailure, or what `call` raises."""
        async with self._logging_in:
            if self._me is None or self._client is None:
                self._client, self._me = await _logged_in(self._token)
        return self._me

    async def close(self) -> None:
        """Ends all connections."""
        if self._client is not None:
            await self._client.close()

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        files: Sequence["Attachment"] = (),
        query: Mapping[str, str] | None = None,
        *,
        patience: float = PATIENCE_SECONDS,
        **ids: Any,
    ) -> Any:
        """What Discord answers in the end; what passes is waited for.

        Raises discord.HTTPException for a refusal, and what the network raised when Discord does not come back.
        """
        began, wait = time.monotonic(), FIRST_WAIT
        while True:
            try:
                await self.me()
                return await self._once(Route(method, path, **ids), body, files, query)
            except Exception as error:
                if not is_passing(error) or time.monotonic() - began > patience:
                    raise
                log.warning("Discord cannot be reached or answers with an error; a call waits.",
                            error=type(error).__name__)  # fmt: skip
                asked = _seconds_asked(error)
            await asyncio.sleep(asked or wait * random.uniform(0.5, 1))
            wait = min(LONGEST_WAIT, wait * 2)

    async def _once(
        self, route: Route, body: Any, files: Sequence["Attachment"], query: Mapping[str, str] | None
    ) -> Any:
        import aiohttp
        import orjson

        if self._client is None:
            raise discord.ClientException("Not logged in.")
        http = self._client.http
        options: dict[str, Any] = {"timeout": aiohttp.ClientTimeout(total=READ_SECONDS)}
        if query is not None:
            options["params"] = dict(query)
        if files:
            parts = [{"name": "payload_json", "value": orjson.dumps(body).decode(), "content_type": "application/json"}]
            uploads = [{"name": f"files[{number}]", "value": file.content, "filename": file.name,
                        "content_type": file.media_type} for number, file in enumerate(files)]  # fmt: skip
            return await http.request(route, form=[*parts, *uploads], **options)
        if body is not None:
            options["json"] = body
        return await http.request(route, **options)


@asynccontextmanager
async def open_line(settings: Settings) -> AsyncIterator[Line]:
    """Opens nothing but the possibility: Discord is first reached when something is asked. Raises PlatformFailed.

    The address of the API is one for the whole process: discord.py knows only one.
    """
    token = settings.discord.token.get_secret_value()
    if not token.isascii() or not token.isprintable() or any(char.isspace() for char in token):
        raise PlatformFailed(REVOKED)
    logging.getLogger("discord").setLevel(logging.CRITICAL + 1)  # it logs addresses with tokens, and payloads
    Route.BASE = settings.discord.api_base_url
    line = Line(token)
    try:
        yield line
    finally:
        await line.close()


async def _logged_in(token: str) -> tuple[discord.Client, Me]:
    """A client of its own for each try: discord.py cannot log in twice."""
    client = discord.Client(intents=discord.Intents.none(), max_messages=None)
    try:
        await client.login(token)
        if client.user is None or client.application_id is None:
            raise discord.ClientException("Discord does not say who we are.")
    except BaseException:
        await client.close()
        raise
    return client, Me(client.user.id, client.application_id)


def _seconds_asked(error: Exception) -> float:
    """How long Discord asked to wait, as far as it said so where discord.py did not obey."""
    if isinstance(error, discord.RateLimited):
        return error.retry_after
    if not isinstance(error, discord.HTTPException) or error.status != 429:
        return 0.0
    try:
        return float(error.response.headers.get("Retry-After", ""))
    except ValueError:
        return 0.0
