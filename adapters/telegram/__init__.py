"""Telegram: a real adapter with two verbs, usable apart.

- `open_sender(settings)`: sends; any process may, without listening
- `listen(gigi, sender, ready=...)`: accepts what people send, by polling or by a webhook

Inside: `line` (the connection), `polling` and `webhook` (how updates come), `reception` and `translation` (what becomes
of one), `menu` (commands and descriptions that Telegram shows), `sender`, `posting`, `composing`, `calling`, `pacing`
and `signs` (how a reply goes out), `faults` (what an error means).
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

from adapters.telegram.calling import Calls
from adapters.telegram.faults import REVOKED
from adapters.telegram.line import Line, Me, open_line
from adapters.telegram.pacing import Pace, Pacing
from adapters.telegram.patience import Patience
from adapters.telegram.polling import Polling
from adapters.telegram.posting import Posting
from adapters.telegram.reception import Reception
from adapters.telegram.sender import TelegramSender
from adapters.telegram.signs import TypingSigns
from adapters.telegram.tasks import own_tasks
from bot.config import Settings
from bot.errors import PlatformFailed

if TYPE_CHECKING:
    from bot.app import Gigi
    from bot.ports import Sender


@asynccontextmanager
async def open_sender(settings: Settings, pace: Pace | None = None) -> AsyncIterator[TelegramSender]:
    """A sender until the end of the block; nothing is asked of Telegram yet. Raises PlatformFailed."""
    pace = pace or Pacing()
    async with open_line(settings) as line, own_tasks() as tasks:
        signs = TypingSigns(line, pace, tasks)
        try:
            yield TelegramSender(line, Posting(line, Calls(pace)), signs)
        finally:
            signs.end()


async def listen(gigi: "Gigi", sender: "Sender", *, ready: Callable[[bool], None]) -> None:
    """Accepts what people send until it is cancelled. `ready` hears whether Telegram gets through now.

    Raises PlatformFailed when going on is senseless: an unknown token, or a webhook that cannot be.
    """
    from adapters.telegram.menu import publish
    from adapters.telegram.webhook import Webhook

    ours = cast(TelegramSender, sender)
    is_webhook = gigi.settings.telegram.mode == "webhook"
    me = await _introduced(ours.line, Patience(ready), keeps_webhook=is_webhook)
    async with own_tasks() as tasks:
        reception = Reception(gigi, ours, me, tasks)
        publishing = tasks.create_task(publish(ours.line.bot))
        if is_webhook:
            await Webhook(ours.line, reception, gigi.settings.telegram, ready).run()
        else:
            await Polling(ours.line, reception, ready).run()
        publishing.cancel()


async def _introduced(line: Line, patience: Patience, *, keeps_webhook: bool) -> Me:
    """Who we are, as soon as Telegram can be reached; for polling any webhook is taken away."""
    from telegram.error import InvalidToken, TelegramError

    while True:
        try:
            me = await line.me()
            if not keeps_webhook:
                await line.bot.delete_webhook()
            return me
        except InvalidToken:
            raise PlatformFailed(REVOKED) from None
        except TelegramError as error:
            await patience.wait("Telegram cannot be reached or answers with an error; trying again.", error)
