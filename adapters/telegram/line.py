"""The line to the Bot API: python-telegram-bot's Bot with our connections, our timeouts, and updates as they came."""

import logging
import os
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from adapters.telegram.faults import REVOKED
from bot.config import Settings
from bot.errors import PlatformFailed

if TYPE_CHECKING:
    from telegram import Bot

CONNECTIONS = 8  # faster than more of them
READ_SECONDS = 15.0  # for an answer
LATE_SECONDS = 10.0  # an answer to a long poll may come so much after its time
CONNECT_SECONDS = 5.0
POOL_SECONDS = 60.0  # for a free connection
_LOUD = ("httpx", "httpcore", "telegram")  # they log addresses with the token, and what people wrote


class Me(NamedTuple):
    """Ourselves on Telegram."""

    id: int
    username: str


def seconds_in(period: int | timedelta) -> float:
    """python-telegram-bot gives whole seconds or a timedelta, as its environment says."""
    return period if isinstance(period, int) else period.total_seconds()


class Line:
    """One bot on one server."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        self._me: Me | None = None

    async def me(self) -> Me:
        """Who we are, asked once. Raises a TelegramError."""
        if self._me is None:
            user = await self.bot.get_me()
            self._me = Me(user.id, user.username or "")
        return self._me

    async def updates(self, offset: int | None, seconds: int, kinds: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        """What came since `offset`, not parsed: waits up to so many seconds for the first. Raises a TelegramError."""
        from telegram.error import TelegramError

        data = {"offset": offset, "timeout": seconds, "allowed_updates": list(kinds)}
        found = await self.bot._post(
            "getUpdates", data, read_timeout=seconds + LATE_SECONDS
        )  # its parser is all or nothing
        if not isinstance(found, list):
            raise TelegramError("The updates are no list.")
        return [update for update in found if isinstance(update, dict)]


@asynccontextmanager
async def open_line(settings: Settings) -> AsyncIterator[Line]:
    """Opens nothing but the possibility: Telegram is first reached when something is asked. Raises PlatformFailed."""
    token, base = settings.telegram.token.get_secret_value(), settings.telegram.base_url
    if not re.fullmatch(r"[^\s/?#%]+", token):
        raise PlatformFailed(REVOKED)
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # python-telegram-bot's way to be asked for timedeltas
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    from telegram import Bot
    from telegram.request import HTTPXRequest

    def connections(number: int, pool_seconds: float) -> HTTPXRequest:
        return HTTPXRequest(number, READ_SECONDS, READ_SECONDS, CONNECT_SECONDS, pool_seconds, media_write_timeout=60)

    async with connections(CONNECTIONS, POOL_SECONDS) as calls, connections(1, READ_SECONDS) as polls:
        yield Line(Bot(token, f"{base}/bot", f"{base}/file/bot", request=calls, get_updates_request=polls))
