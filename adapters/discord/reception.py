"""A message in: understood, in the order it was written, and accepted on disk before anything is shown for it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import discord

from adapters.discord.faults import is_passing
from adapters.discord.line import Me
from adapters.discord.patience import Patience
from adapters.discord.sender import DiscordSender
from adapters.discord.translation import Ears, edit_of, message_of
from bot.catalogue import t
from bot.entities import Inbound, Platform, Reply
from bot.errors import SendFailed, StorageError, TooManyMessages, place_of
from bot.logs import Log
from bot.store.acceptance import Accepted

if TYPE_CHECKING:
    from bot.app import Gigi

log = Log(__name__)
SAID_AGAIN_SECONDS = 60.0
MISSED_AGAIN_SECONDS = 10.0  # for somebody who wrote more than we take in a minute while we were away


class Reception:
    """Takes what people write. One person's messages are taken one after the other."""

    def __init__(
        self, gigi: "Gigi", sender: DiscordSender, me: Me, tasks: asyncio.TaskGroup, ready: Callable[[bool], None]
    ) -> None:
        self._gigi, self._sender, self._me, self._tasks, self._ready = gigi, sender, me, tasks, ready
        self._ears = Ears(me.id, frozenset(gigi.settings.discord.coach_channels))
        self._turns: dict[str, tuple[asyncio.Lock, int]] = {}
        self._hushed: dict[str, float] = {}

    async def message(self, message: discord.Message) -> None:
        """A message as it comes."""
        await self._take(message_of(message, self._ears), _server_of(message))

    async def edit(self, message: discord.Message) -> None:
        """A message that was written anew."""
        await self._take(edit_of(message, self._ears), _server_of(message))

    async def missed(self, message: discord.Message) -> bool:
        """Whether it was written while we were away: it is taken now."""
        inbound = message_of(message, self._ears)
        if inbound is None or await self._gigi.store.inbox.knows(inbound, str(self._me.id)):
            return False
        await self._take(inbound, _server_of(message), is_missed=True)
        return True

    async def accept(self, inbound: Inbound) -> Accepted:
        """On disk when this returns. Raises SomebodyElsesButton, TooManyMessages and StorageError."""
        async with self._turn(inbound.address.user):
            accepted = await self._gigi.accept(inbound, bot=str(self._me.id))
        self.count("accepted" if accepted.is_new else "repeated")
        return accepted

    async def may_speak(self, server: int | None, *channels: str) -> bool:
        """Whether those who manage a server let us speak in one of these (a channel and a thread of it)."""
        if server is None:
            return True
        allowed = await self._gigi.store.rooms.speaks_in(Platform.DISCORD, str(server))
        return allowed is None or bool(allowed & set(channels))

    def count(self, outcome: str) -> None:
        self._gigi.metrics.update_taken(outcome)

    async def _take(self, inbound: Inbound | None, server: int | None, *, is_missed: bool = False) -> None:
        """Stored when this returns, however long the database is away: Discord does not give it again."""
        if inbound is None:
            self.count("ignored")
            return
        patience = Patience(self._ready)
        has_waited = False
        while True:
            try:
                accepted = await self.accept(await self._placed(inbound, server))
                break
            except StorageError as error:
                has_waited = True
                await patience.wait(f"A message could not be stored; trying again. ({place_of(error)})")
            except TooManyMessages as error:
                if not is_missed:
                    self.count("refused")
                    self._hush(inbound, t(error.sentence_for_person))
                    return
                await asyncio.sleep(MISSED_AGAIN_SECONDS)
        if has_waited:
            patience.end()
        if accepted.is_new and inbound.address.is_private:
            self._show_typing(accepted, inbound)

    async def _placed(self, inbound: Inbound, server: int | None) -> Inbound:
        """In a channel where we may not speak it is as if it had been said in private."""
        address = inbound.address
        if await self.may_speak(server, address.chat, address.thread):
            return inbound
        return inbound.but(address=address.but(chat="", thread="", message="", is_private=True))

    def _show_typing(self, accepted: Accepted, inbound: Inbound) -> None:
        async def is_waiting() -> bool:
            row = await self._gigi.store.inbox.row(accepted.inbox_id)
            return row is not None and row.state in ("new", "sending")

        if inbound.address.chat:
            self._sender.signs.show(f"g{accepted.inbox_id}", inbound.address.chat, is_waiting)

    def _hush(self, inbound: Inbound, sentence: str) -> None:
        now, user = time.monotonic(), inbound.address.user
        if now - self._hushed.get(user, -SAID_AGAIN_SECONDS) < SAID_AGAIN_SECONDS:
            return
        self._hushed = {one: at for one, at in self._hushed.items() if now - at < SAID_AGAIN_SECONDS}
        self._hushed[user] = now
        address = inbound.address if inbound.address.is_private else inbound.address.but(chat="", is_private=True)

        async def said() -> None:
            try:
                await self._sender.send(address.but(message=""), Reply(text=sentence), key=f"h{inbound.event}")
            except (SendFailed, discord.DiscordException, OSError) as error:
                log.debug("discord_courtesy_failed", error=type(error).__name__, passes=is_passing(error))

        self._tasks.create_task(said())

    @asynccontextmanager
    async def _turn(self, user: str) -> AsyncIterator[None]:
        """Nobody else takes anything of this person until the end of the block."""
        lock, waiting = self._turns.get(user, (asyncio.Lock(), 0))
        self._turns[user] = lock, waiting + 1
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._turns[user]
            if waiting == 1:
                del self._turns[user]
            else:
                self._turns[user] = lock, waiting - 1


def _server_of(message: discord.Message) -> int | None:
    return message.guild.id if message.guild is not None else None
