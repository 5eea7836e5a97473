"""A webhook: Telegram brings each update, and hears 200 only after it was accepted."""

import asyncio
import hmac
import json
import re
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from adapters.telegram.faults import REVOKED
from adapters.telegram.line import Line
from adapters.telegram.patience import Patience
from adapters.telegram.reception import Reception
from adapters.telegram.translation import KINDS
from bot.config import Telegram
from bot.errors import PlatformFailed, place_of
from bot.logs import Log

if TYPE_CHECKING:
    from aiohttp import web

log = Log(__name__)
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LOOK_SECONDS = 60.0  # between looks at what Telegram says of the webhook
LARGEST_UPDATE = 4 * 1024 * 1024
SHUTDOWN_SECONDS = 2.0


class Webhook:
    """Serves the path of `webhook_url` and keeps Telegram told of it. `ready` hears whether it stands."""

    def __init__(self, line: Line, reception: Reception, settings: Telegram, ready: Callable[[bool], None]) -> None:
        self._line, self._reception, self._settings = line, reception, settings
        self._patience = Patience(ready)
        self._secret = settings.webhook_secret.get_secret_value() or secrets.token_urlsafe(32)
        self._turn = asyncio.Lock()  # updates are accepted in the order they came

    async def run(self) -> None:
        """Until it is cancelled. Raises PlatformFailed where the settings or the token can never work."""
        from aiohttp import web

        self._check()
        app = web.Application(client_max_size=LARGEST_UPDATE)
        app.router.add_post(urlsplit(self._settings.webhook_url).path or "/", self._receive)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, self._settings.listen, self._settings.port).start()
            except OSError:
                where = f"{self._settings.listen}:{self._settings.port}"
                raise PlatformFailed(
                    f"The webhook cannot listen on {where}: look at telegram.listen and port."
                ) from None
            log.info("The webhook is served.", host=self._settings.listen, port=runner.addresses[0][1])
            await self._stand()
        finally:
            await runner.cleanup()

    def _check(self) -> None:
        if not self._settings.webhook_url:
            raise PlatformFailed('telegram.mode is "webhook", so telegram.webhook_url has to name its public address.')
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self._secret):
            raise PlatformFailed("telegram.webhook_secret may hold up to 256 letters, digits, _ and - only.")

    async def _receive(self, request: "web.Request") -> "web.Response":
        """200 once the update is on disk (or nobody can read it); 503 where it has to come again."""
        from aiohttp import web

        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            log.warning("Somebody without the secret called the webhook.")
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except ValueError:
            update = None
        try:
            with self._reception.crowd():
                async with self._turn:
                    await self._reception.take(update if isinstance(update, dict) else {})
        except Exception as error:
            sentence = "A message could not be stored; Telegram brings it again."
            log.warning(sentence, error=type(error).__name__, where=place_of(error))
            return web.Response(status=503)
        return web.Response()

    async def _stand(self) -> None:
        """Sets the webhook, and looks now and then whether it still stands."""
        from telegram.error import BadRequest, InvalidToken, TelegramError

        while True:
            try:
                if (
                    await self._line.bot.get_webhook_info()
                ).url != self._settings.webhook_url or not self._patience.is_calm:
                    await self._line.bot.set_webhook(
                        self._settings.webhook_url, allowed_updates=list(KINDS), secret_token=self._secret
                    )
            except InvalidToken:
                raise PlatformFailed(REVOKED) from None
            except BadRequest:
                raise PlatformFailed(
                    "Telegram refuses telegram.webhook_url: it must be https, public, and on port 443, 80, 88 or 8443."
                ) from None
            except TelegramError as error:
                await self._patience.wait("The webhook cannot be set, because Telegram does not answer well.", error)
                continue
            self._patience.end()
            await asyncio.sleep(LOOK_SECONDS)
