"""Where a person is reached whose direct messages are closed: a private thread with them alone."""

from collections.abc import AsyncIterator, Collection
from typing import Any, NamedTuple

import discord

from adapters.discord.faults import is_passing
from adapters.discord.line import Line

PRIVATE_THREAD, TEXT_CHANNEL = 12, 0
NAME = "Gigi"
KEPT_MINUTES = 10080  # without a word, before Discord puts the thread away
MOST_TRIES = 5  # with channels of one server
ALONE = 2  # members: the person and us


class Shelter(NamedTuple):
    """A private thread."""

    thread: str
    is_new: bool


class Refuge:
    """Finds or makes the thread. Nothing of it is kept but in memory: Discord knows who is in which thread."""

    def __init__(self, line: Line, channels: Collection[int]) -> None:
        self._line = line
        self._preferred = [str(channel) for channel in channels]
        self._known: dict[str, str] = {}

    async def of(self, user: str, near: str = "") -> Shelter | None:
        """The person's thread, made in the channel `near` or another that fits; None where none can be had."""
        if (known := self._known.get(user)) is not None and await self._is_theirs(known, user):
            return Shelter(known, is_new=False)
        async for server in self._servers(user, near):
            found = await self._found(server, user) or await self._made(server, user, near)
            if found is not None:
                self._known[user] = found.thread
                return found
        return None

    async def _servers(self, user: str, near: str) -> AsyncIterator[str]:
        """The servers we share with this person; only that of `near` where they wrote there."""
        if near:
            channel = await self._asked("/channels/{channel_id}", channel_id=near)
            if channel is not None and channel.get("guild_id"):
                yield str(channel["guild_id"])
            return
        for server in await self._asked("/users/@me/guilds") or ():
            member = "/guilds/{guild_id}/members/{user_id}"
            if await self._asked(member, guild_id=str(server["id"]), user_id=user) is not None:
                yield str(server["id"])

    async def _found(self, server: str, user: str) -> Shelter | None:
        active = await self._asked("/guilds/{guild_id}/threads/active", guild_id=server) or {}
        for thread in active.get("threads", ()):
            if await self._is_theirs(str(thread["id"]), user, thread):
                return Shelter(str(thread["id"]), is_new=False)
        return None

    async def _is_theirs(self, thread: str, user: str, seen: dict[str, Any] | None = None) -> bool:
        """Whether it is a private thread of ours with this person and nobody else."""
        seen = seen or await self._asked("/channels/{channel_id}", channel_id=thread)
        me = await self._line.me()
        if seen is None or seen.get("type") != PRIVATE_THREAD or str(seen.get("owner_id")) != str(me.id):
            return False
        if int(seen.get("member_count") or 0) > ALONE:
            return False
        return await self._asked(_MEMBER, channel_id=thread, user_id=user) is not None

    async def _made(self, server: str, user: str, near: str) -> Shelter | None:
        for channel in (await self._channels(server, near))[:MOST_TRIES]:
            body = {"name": NAME, "type": PRIVATE_THREAD, "invitable": False, "auto_archive_duration": KEPT_MINUTES}
            try:
                made = await self._line.call("POST", "/channels/{channel_id}/threads", body, channel_id=channel)
                thread = str(made["id"])
                await self._line.call("PUT", _MEMBER, channel_id=thread, user_id=user)
            except discord.HTTPException as error:
                if is_passing(error):
                    raise
                continue
            return Shelter(thread, is_new=True)
        return None

    async def _channels(self, server: str, near: str) -> list[str]:
        """Where a thread may be made: there, in a channel where we coach, in any other."""
        if near:
            return [near]
        every = await self._asked("/guilds/{guild_id}/channels", guild_id=server) or ()
        texts = [str(one["id"]) for one in every if one.get("type") == TEXT_CHANNEL]
        return sorted(texts, key=lambda channel: channel not in self._preferred)

    async def _asked(self, path: str, **ids: Any) -> Any:
        """What Discord says; None where it says that there is no such thing, or not for us."""
        try:
            return await self._line.call("GET", path, **ids)
        except discord.HTTPException as error:
            if is_passing(error):
                raise
            return None


_MEMBER = "/channels/{channel_id}/thread-members/{user_id}"
