"""What was written while nobody listened: read once from the history of the places we know."""

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord

from adapters.discord.reception import Reception
from bot.entities import Platform
from bot.errors import StorageError
from bot.logs import Log

if TYPE_CHECKING:
    from bot.app import Gigi

log = Log(__name__)
MOST_MESSAGES = 50  # of one place
OLDEST = timedelta(hours=24)
Place = discord.PartialMessageable | discord.Thread


class CatchingUp:
    """One session's look at what came before it. What was accepted before is passed over.

    Trouble with a place is logged, and the others are read.
    """

    def __init__(self, client: discord.Client, gigi: "Gigi", reception: Reception) -> None:
        self._client, self._gigi, self._reception = client, gigi, reception
        self._oldest = gigi.clock.now() - OLDEST
        self._known: dict[str, datetime] | None = None  # private chats, and since when we know their people
        self._looking = asyncio.Lock()
        self._places: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._read: set[str] = set()

    async def everywhere(self) -> None:
        """Direct messages of everybody we know, and the threads we are in: their last messages, the oldest first."""
        found = sum([await self._private(chat) for chat in await self._chats()])
        for thread in [thread for guild in self._client.guilds for thread in guild.threads if thread.me is not None]:
            found += await self._catch_up(thread, self._oldest)
        if found:
            log.info("Messages from before the start were taken.", count=found)

    async def before(self, message: discord.Message) -> None:
        """What the same person wrote before this, so that it is answered in its order."""
        if message.guild is None and not message.author.bot:
            await self._private(str(message.channel.id))

    async def _private(self, chat: str) -> int:
        since = (await self._chats()).get(chat)
        if since is None or chat in self._read:
            return 0
        async with self._places[chat]:
            if chat in self._read:
                return 0
            place = self._client.get_partial_messageable(int(chat), type=discord.ChannelType.private)
            found = await self._catch_up(place, max(self._oldest, since))
            self._read.add(chat)
        return found

    async def _chats(self) -> dict[str, datetime]:
        async with self._looking:
            if self._known is None:
                try:
                    found = await self._gigi.store.people.private_chats(Platform.DISCORD)
                except StorageError as error:
                    log.warning("Missed messages cannot be looked for.", error=type(error).__name__)
                    return {}
                self._known = {address.chat: since for address, since in found}
        return self._known

    async def _catch_up(self, place: Place, oldest: datetime) -> int:
        """How many messages of the place were new to us."""
        try:
            last = [message async for message in place.history(limit=MOST_MESSAGES)]
        except (discord.DiscordException, OSError) as error:
            log.warning("The history of a place cannot be read.", error=type(error).__name__)
            return 0
        missed = [message for message in reversed(last) if message.created_at >= oldest]
        return sum([await self._reception.missed(message) for message in missed])
