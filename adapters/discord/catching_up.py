"""What was written while nobody listened: read once from the history of the places we know."""

from collections.abc import Iterable
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


async def catch_up(client: discord.Client, gigi: "Gigi", reception: Reception) -> None:
    """Direct messages of everybody we know, and the threads we are in: their last messages, the oldest first.

    What was accepted before is passed over. Trouble with a place is logged, and the others are read.
    """
    oldest, found = gigi.clock.now() - OLDEST, 0
    try:
        known = await gigi.store.people.private_chats(Platform.DISCORD)
    except StorageError as error:
        log.warning("Missed messages cannot be looked for.", error=type(error).__name__)
        return
    for address, since in known:
        place = client.get_partial_messageable(int(address.chat), type=discord.ChannelType.private)
        found += await _catch_up(place, max(oldest, since), reception)
    for thread in _threads(client):
        found += await _catch_up(thread, oldest, reception)
    if found:
        log.info("Messages from before the start were taken.", count=found)


def _threads(client: discord.Client) -> Iterable[discord.Thread]:
    return [thread for guild in client.guilds for thread in guild.threads if thread.me is not None]


async def _catch_up(place: Place, oldest: datetime, reception: Reception) -> int:
    """How many messages of the place were new to us."""
    try:
        last = [message async for message in place.history(limit=MOST_MESSAGES)]
    except (discord.DiscordException, OSError) as error:
        log.warning("The history of a place cannot be read.", error=type(error).__name__)
        return 0
    missed = [message for message in reversed(last) if message.created_at >= oldest]
    return sum([await reception.missed(message) for message in missed])
