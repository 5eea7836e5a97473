"""Long polling: an update is confirmed only after it was accepted, because the next question confirms it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from adapters.telegram.faults import REVOKED
from adapters.telegram.line import Line, seconds_in
from adapters.telegram.patience import Patience
from adapters.telegram.reception import Reception
from adapters.telegram.translation import KINDS
from bot.errors import PlatformFailed, place_of

FULL = 100  # updates at most in one answer: then there are more
POLL_SECONDS = 25  # Telegram answers at the latest then
LAST_SECONDS = 2.0  # for the last confirmation at the end


class Polling:
    """Asks for updates for ever. `ready` hears whether Telegram answers."""

    def __init__(self, line: Line, reception: Reception, ready: Callable[[bool], None]) -> None:
        self._line, self._reception = line, reception
        self._patience = Patience(ready)
        self._offset: int | None = None

    async def run(self) -> None:
        """Until it is cancelled. Raises PlatformFailed when the token is good no longer."""
        try:
            while True:
                updates = await self._ask(POLL_SECONDS if self._patience.is_calm else 0)  # a first answer comes at once
                if updates is not None:
                    await self._take_all(updates)
        except asyncio.CancelledError:
            await self._confirm()
            raise

    async def _ask(self, seconds: int) -> Sequence[Mapping[str, Any]] | None:
        """What came; None after a failure and the wait that belongs to it."""
        from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

        try:
            return await self._line.updates(self._offset, seconds, KINDS)
        except InvalidToken as error:
            await self._check_token()
            await self._patience.wait("Telegram refuses updates, though it knows the token; trying again.", error)
        except Conflict as error:
            sentence = (
                "Another program fetches the updates of this bot, or set a webhook for it: only one may. Trying again."
            )
            await self._patience.wait(sentence, error, at_least=1.0)
        except RetryAfter as error:
            await self._patience.wait("Telegram wants fewer questions; waiting.", error, seconds_in(error.retry_after))
        except TelegramError as error:
            await self._patience.wait("Telegram cannot be reached or answers with an error; trying again.", error)
        return None

    async def _check_token(self) -> None:
        """Asks once more in another way: the API has been seen to say "not found" in passing."""
        from telegram.error import InvalidToken, TelegramError

        try:
            await self._line.bot.get_me()
        except InvalidToken:
            raise PlatformFailed(REVOKED) from None
        except TelegramError:
            return

    async def _take_all(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Accepts these and, where they come by the hundred, what follows them, before any of it is answered."""
        from telegram.error import TelegramError

        with self._reception.crowd(), suppress(TelegramError):
            while (failure := await self._take(updates)) is None and len(updates) >= FULL:
                updates = await self._line.updates(self._offset, 0, KINDS)
        if failure is None:
            self._patience.end()
        else:
            sentence = f"A message could not be stored, so Telegram keeps it; trying again. ({place_of(failure)})"
            await self._patience.wait(sentence, failure)

    async def _take(self, updates: Sequence[Mapping[str, Any]]) -> Exception | None:
        """None when all were accepted; those after one that was not come again."""
        for update in updates:
            try:
                await self._reception.take(update)
            except Exception as error:
                return error
            number = update.get("update_id")
            if isinstance(number, int):
                self._offset = max(self._offset or 0, number + 1)
        return None

    async def _confirm(self) -> None:
        """Tells Telegram at the end what was accepted since the last question, so that it does not come again."""
        from telegram.error import TelegramError

        if self._offset is None or not self._patience.is_calm:
            return
        with suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(LAST_SECONDS):
                await self._line.updates(self._offset, 0, KINDS)
