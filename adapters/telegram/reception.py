"""One update in: understood, accepted on disk, and only then anything shown for it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from adapters.telegram.calling import place_of
from adapters.telegram.line import Me
from adapters.telegram.sender import Pressed, TelegramSender
from adapters.telegram.translation import Membership, Press, language_of, understood
from bot.catalogue import N_, speaking, t
from bot.entities import Inbound, Platform
from bot.errors import SomebodyElsesButton, StorageError, TooManyMessages
from bot.errors import place_of as place_of_error
from bot.logs import Log
from bot.store.acceptance import Accepted

if TYPE_CHECKING:
    from telegram import Update

    from bot.app import Gigi

log = Log(__name__)
MOST_TRIES = 5  # with an update that is refused for a reason nobody foresaw
SAID_AGAIN_SECONDS = 60.0
_NOTED = N_("That is noted already.")


class Reception:
    """Takes updates in the order Telegram gives them."""

    def __init__(self, gigi: "Gigi", sender: TelegramSender, me: Me, tasks: asyncio.TaskGroup) -> None:
        self._gigi, self._sender, self._me, self._tasks = gigi, sender, me, tasks
        self._failures: dict[Any, int] = {}
        self._hushed: dict[str, float] = {}

    def crowd(self) -> AbstractContextManager[None]:
        """While it lasts everything is accepted before anything is answered: nobody waits for a sign of life."""
        return self._gigi.crowd()

    async def take(self, raw: Mapping[str, Any]) -> None:
        """When this returns, the update may be confirmed: it is on disk, it is not for us, or nobody can read it.

        Raises StorageError (or another error, a few times for the same update) where it must come again.
        """
        from telegram import Update

        try:
            update = Update.de_json(dict(raw), self._sender.line.bot)
            found = understood(update, self._me, self._gigi.clock.now())
        except Exception as error:
            self._set_aside("An update of Telegram cannot be read and is set aside.", error)
            return
        try:
            await self._act(found, update)
        except StorageError:
            raise
        except Exception as error:
            number = raw.get("update_id")
            self._failures[number] = self._failures.get(number, 0) + 1
            if self._failures[number] < MOST_TRIES:
                raise
            self._set_aside("An update of Telegram failed again and again and is set aside.", error)
        self._failures.clear()

    async def _act(self, found: Inbound | Press | Membership | None, update: "Update") -> None:
        with speaking(language_of(update.effective_user)):
            match found:
                case Inbound():
                    await self._message(found)
                case Press():
                    await self._press(found)
                case Membership():
                    await self._note(found)
                case None:
                    self._count("ignored")

    async def _message(self, inbound: Inbound) -> None:
        try:
            accepted = await self._accept(inbound)
        except TooManyMessages as error:
            self._count("refused")
            self._hush(inbound, t(error.sentence_for_person))
            return
        if accepted.is_new:
            self._show_typing(accepted, inbound)

    async def _press(self, press: Press) -> None:
        if press.inbound is None:
            self._count("ignored")
            self._answer(press)
            return
        try:
            accepted = await self._accept(press.inbound)
        except (SomebodyElsesButton, TooManyMessages) as error:
            self._count("refused")
            self._answer(press, t(error.sentence_for_person), is_alert=True)
            return
        if not accepted.is_new:
            self._answer(press, t(_NOTED))
            return
        self._sender.expect(_key(accepted), Pressed(press.piece, press.label))
        self._answer(press)
        self._show_typing(accepted, press.inbound)

    async def _note(self, membership: Membership) -> None:
        person_id = await self._gigi.find(Platform.TELEGRAM, membership.user)
        if person_id is not None:
            await self._gigi.store.people.set_blocked(person_id, membership.is_blocked)
        self._count("accepted")

    async def _accept(self, inbound: Inbound) -> Accepted:
        accepted = await self._gigi.accept(inbound, bot=str(self._me.id))
        self._count("accepted" if accepted.is_new else "repeated")
        return accepted

    def _show_typing(self, accepted: Accepted, inbound: Inbound) -> None:
        async def is_waiting() -> bool:
            row = await self._gigi.store.inbox.row(accepted.inbox_id)
            return row is not None and row.state in ("new", "sending")

        self._sender.signs.show(_key(accepted), inbound.address, is_waiting)

    def _answer(self, press: Press, text: str = "", *, is_alert: bool = False) -> None:
        """Ends the little clock on the button; Telegram waits for that with every press."""
        bot = self._sender.line.bot
        self._try(lambda: bot.answer_callback_query(press.query, text or None, show_alert=is_alert or None))

    def _hush(self, inbound: Inbound, sentence: str) -> None:
        now = time.monotonic()
        if now - self._hushed.get(inbound.address.user, -SAID_AGAIN_SECONDS) < SAID_AGAIN_SECONDS:
            return
        self._hushed = {user: at for user, at in self._hushed.items() if now - at < SAID_AGAIN_SECONDS}
        self._hushed[inbound.address.user] = now
        bot, place = self._sender.line.bot, place_of(inbound.address)
        self._try(lambda: bot.send_message(place.chat, sentence, message_thread_id=place.thread))

    def _try(self, call: Callable[[], Awaitable[object]]) -> None:
        """In the background and once: it matters less than the next update."""

        async def made() -> None:
            from telegram.error import TelegramError

            try:
                await call()
            except TelegramError as error:  # an old press cannot be answered any more
                log.debug("telegram_courtesy_failed", error=type(error).__name__)

        self._tasks.create_task(made())

    def _set_aside(self, sentence: str, error: Exception) -> None:
        log.error(sentence, error=type(error).__name__, where=place_of_error(error))
        self._count("set_aside")

    def _count(self, outcome: str) -> None:
        self._gigi.metrics.update_taken(outcome)


def _key(accepted: Accepted) -> str:
    """The key that the answer will be sent with."""
    return f"g{accepted.inbox_id}"
