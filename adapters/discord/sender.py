"""Discord's sender: any process may open one, whether it listens or not."""

from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

import discord

from adapters.discord.composing import Part, chosen, compose, nonce_of
from adapters.discord.faults import has_closed_dms, is_passing, is_revoked, is_token_gone, refusal
from adapters.discord.line import Line
from adapters.discord.posting import Posting, Token, read_token
from adapters.discord.refuge import Refuge
from adapters.discord.signs import TypingSigns
from bot.catalogue import N_, t
from bot.entities import Address, Reply
from bot.errors import PersonUnreachable, SendFailed

CDN = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
LARGEST_FILE = 25 * 1024 * 1024
_IN_PRIVATE = N_("I answered you in private.")
_CLOSED = N_(
    "I answer that in private only, and your direct messages are closed to me. Allow direct messages from members of "
    "this server, or use my slash commands: their answers are for your eyes only."
)
_IN_A_THREAD = N_(
    "Your direct messages are closed to me, so I write to you in this thread. Besides us only those can read it who "
    "manage the threads of this server. Open your direct messages, and I come there again."
)
_THIS_WEEK = N_("This week together")


class Pressed(NamedTuple):
    """A message whose button was pressed: its words, and the label that was pressed."""

    content: str
    label: str


class DiscordSender:
    """Delivers replies. Sending again is safe: Discord knows a message by its nonce."""

    dedupes = True

    def __init__(self, line: Line, posting: Posting, refuge: Refuge, signs: TypingSigns, api: str) -> None:
        self.line, self.signs = line, signs
        self._posting, self._refuge = posting, refuge
        self._hosts = CDN | {urlsplit(api).netloc}
        self._done: dict[str, int] = {}  # parts of a reply that are delivered already
        self._pressed: dict[str, Pressed] = {}

    def expect(self, key: str, pressed: Pressed) -> None:
        """The reply with that key will be the answer to this press."""
        self._pressed[key] = pressed

    async def send(self, address: Address, reply: Reply, *, key: str) -> None:
        """All of the reply. Raises SendFailed, PersonUnreachable, or another error: then it may be tried again."""
        self.signs.stop(f"g{key[1:]}")
        try:
            await self._deliver(address, reply, key)
        except discord.HTTPException as error:
            if is_passing(error) or is_revoked(error):
                raise
            self._forget(key)
            raise refusal(error, is_private=address.is_private) from None
        except SendFailed:
            self._forget(key)
            raise
        self._forget(key)

    async def fetch(self, file: str) -> bytes:
        """What is behind a `Recording.file`, from Discord's own servers only. Raises SendFailed where it is gone."""
        import aiohttp

        where = urlsplit(file)
        if where.netloc not in self._hosts or where.scheme not in ("https", "http"):
            raise SendFailed("A recording is not on Discord's servers, so it is not fetched.")
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session,
                session.get(file, allow_redirects=False) as answer,
            ):
                if answer.status == 200 and (answer.content_length or 0) <= LARGEST_FILE:
                    return (
                        await answer.content.read(LARGEST_FILE)
                        if answer.content_length is None
                        else await answer.read()
                    )
        except (aiohttp.ClientError, TimeoutError):
            pass
        raise SendFailed("Discord does not give this recording (any more).")

    def _forget(self, key: str) -> None:
        self._done.pop(key, None)
        self._pressed.pop(key, None)

    async def _deliver(self, address: Address, reply: Reply, key: str) -> None:
        parts = compose(reply)
        token = read_token(address.interaction)
        if token is not None and await self._answered(token, address, reply, parts, key):
            return
        if address.is_private:
            await self._to_person(address, reply, parts, key)
        elif reply.is_public and token is None:
            await self._to_room(address, reply, parts, key)
        else:
            await self._apart(address, reply, parts, key)

    async def _answered(self, token: Token, address: Address, reply: Reply, parts: tuple[Part, ...], key: str) -> bool:
        """Whether the interaction took all of the answer; the rest of it has to find another way."""
        parts = parts or (Part(reply.reaction or "✓"),)
        try:
            if token.is_press and not reply.is_in_place and not self._done.get(key):
                await self._posting.close(token, self._choice(key))
            for number in range(self._done.get(key, 0), len(parts)):
                if number == 0 and (reply.is_in_place or not token.is_press):
                    await self._posting.answer(token, parts[0])
                else:
                    await self._follow(token, address, key, number, parts[number])
                self._done[key] = number + 1
        except discord.HTTPException as error:
            if is_passing(error) or is_revoked(error):
                raise
            if not is_token_gone(error) and error.status == 400:
                raise
            return False
        return True

    async def _follow(self, token: Token, address: Address, key: str, number: int, part: Part) -> None:
        """In direct messages an ordinary message: Discord knows its nonce, so it cannot come twice."""
        if not token.is_hidden and address.is_private and address.chat:
            try:
                await self._posting.post(address.chat, part, nonce_of(key, address, number, part))
                return
            except discord.Forbidden:
                pass
        await self._posting.follow(token, part)

    async def _to_person(self, address: Address, reply: Reply, parts: tuple[Part, ...], key: str) -> None:
        """In direct messages, and where these are closed in a private thread. Raises PersonUnreachable."""
        try:
            channel = address.chat or await self._posting.direct(address.user)
            if reply.reaction and address.message:
                await self._react(channel, address.message, reply)
            if address.interaction and address.message and not self._done.get(key):
                await self._settle(channel, address.message, reply, parts, key)
            await self._post(channel, address, parts, key)
        except discord.Forbidden as error:
            if not has_closed_dms(error):
                raise
            await self._shelter(address, parts, key, near="")

    async def _shelter(self, address: Address, parts: tuple[Part, ...], key: str, near: str) -> None:
        shelter = await self._refuge.of(address.user, near)
        if shelter is None:
            raise PersonUnreachable("This person takes no direct messages from Gigi.", is_for_good=False)
        if shelter.is_new:
            notice = Part(f"<@{address.user}> {t(_IN_A_THREAD)}")
            await self._posting.post(shelter.thread, notice, nonce_of(key, address, -1, notice), pings=[address.user])
        await self._post(shelter.thread, address, parts, key, ping=not shelter.is_new and not address.message)

    async def _to_room(self, address: Address, reply: Reply, parts: tuple[Part, ...], key: str) -> None:
        """For all to read; a board, which nobody asked for at that moment, gets a thread to talk about it."""
        channel = address.thread or address.chat
        posted = await self._post(channel, address, parts, key, answers=address.message)
        if posted and not address.message and not address.interaction:
            await self._open_thread(channel, posted)

    async def _open_thread(self, channel: str, message: str) -> None:
        with suppress(discord.HTTPException):  # not allowed, or there is one: the board stands all the same
            await self.line.call(
                "POST",
                "/channels/{channel_id}/messages/{message_id}/threads",
                {"name": t(_THIS_WEEK)[:100], "auto_archive_duration": 10080},
                channel_id=channel,
                message_id=message,
            )

    async def _apart(self, address: Address, reply: Reply, parts: tuple[Part, ...], key: str) -> None:
        """To the person alone; the room sees a sign, or is told so."""
        room = address.thread or address.chat
        note = "" if reply.reaction else reply.aside or t(_IN_PRIVATE)
        try:
            alone = address.but(chat="", thread="", is_private=True, message="", interaction="")
            channel = await self._posting.direct(address.user)
            await self._post(channel, alone, parts, key)
        except discord.Forbidden as error:
            if not has_closed_dms(error):
                raise
            try:
                await self._shelter(address, parts, key, near=address.chat)
                note = ""
            except PersonUnreachable:
                if address.interaction:  # too old to be answered, and there is no other way
                    raise
                note = t(_CLOSED)
        if reply.reaction and address.message and not note:
            await self._react(room, address.message, Reply(text=reply.text or "…", reaction=reply.reaction))
        elif note and not address.interaction:
            part = Part(note)
            await self._posting.post(room, part, nonce_of(key, address, -2, part), answers=address.message)

    async def _post(
        self,
        channel: str,
        address: Address,
        parts: tuple[Part, ...],
        key: str,
        *,
        answers: str = "",
        ping: bool = False,
    ) -> str:
        """Those that are not delivered yet; the id of the last."""
        posted = ""
        for number in range(self._done.get(key, 0), len(parts)):
            part, pings = parts[number], [address.user] if ping and number == 0 else []
            if pings:
                part = part._replace(content=f"<@{address.user}> {part.content}")
            nonce = nonce_of(key, address, number, parts[number])
            posted = await self._posting.post(channel, part, nonce, answers=answers if number == 0 else "", pings=pings)
            self._done[key] = number + 1
        return posted

    async def _settle(self, channel: str, message: str, reply: Reply, parts: tuple[Part, ...], key: str) -> None:
        """The pressed message, which can be changed through its interaction no longer, changes as any message does."""
        try:
            if reply.is_in_place and parts:
                await self._posting.replace(channel, message, parts[0])
                self._done[key] = 1
            else:
                await self._posting.strip(channel, message)
        except discord.HTTPException as error:
            if is_passing(error) or is_revoked(error):
                raise

    async def _react(self, channel: str, message: str, reply: Reply) -> None:
        """An emoji that cannot be put there is said where nothing else is."""
        try:
            await self._posting.react(channel, message, reply.reaction)
        except discord.HTTPException as error:
            if is_passing(error) or is_revoked(error):
                raise
            if not reply.text and not reply.files:
                part = Part(reply.reaction)
                await self._posting.post(channel, part, f"r{message}"[:25])

    def _choice(self, key: str) -> str | None:
        """The pressed message with the choice under it, where its words are known."""
        pressed = self._pressed.get(key)
        return None if pressed is None else chosen(pressed.content, pressed.label)
