"""Telegram's sender: any process may open one, whether it listens or not."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import NamedTuple

from adapters.rendering.telegram import Piece
from adapters.telegram.calling import Place, place_of
from adapters.telegram.composing import Link, Outgoing, chosen, compose
from adapters.telegram.faults import is_undone, refusal
from adapters.telegram.line import Line
from adapters.telegram.posting import Posting
from adapters.telegram.signs import TypingSigns
from bot.catalogue import N_, speaking, t
from bot.entities import Address, Reply
from bot.errors import PersonUnreachable, SendFailed

Step = Callable[[], Awaitable[None]]
_IN_PRIVATE = N_("I answered you in private.")
_NOT_STARTED = N_("I answer that in private only, and there I may not write first. Open our chat and press Start.")
_OPEN = N_("Open our chat")


class Pressed(NamedTuple):
    """A message whose button was pressed: its words, where it has only words, and the label that was pressed."""

    piece: Piece | None
    label: str


class TelegramSender:
    """Delivers replies. What was delivered in part goes on where it stopped, as long as the process lives."""

    dedupes = False

    def __init__(self, line: Line, posting: Posting, signs: TypingSigns) -> None:
        self.line, self.signs = line, signs
        self._posting = posting
        self._steps_done: dict[str, int] = {}
        self._pressed: dict[str, Pressed] = {}

    def expect(self, key: str, pressed: Pressed) -> None:
        """The reply with that key will be the answer to this press."""
        self._pressed[key] = pressed

    async def send(self, address: Address, reply: Reply, *, key: str) -> None:
        """All of the reply. Raises SendFailed, PersonUnreachable, or a TelegramError: then it may be tried again."""
        await self.signs.stop(f"g{key[1:]}")
        try:
            with speaking(reply.language):
                if address.is_private or reply.is_public:
                    await self._deliver(address, reply, key)
                else:
                    await self._deliver_apart(address, reply, key)
        except SendFailed:
            self._forget(key)
            raise
        self._forget(key)

    async def fetch(self, file: str) -> bytes:
        """What is behind a `Recording.file`. Raises SendFailed where Telegram has it no longer (or it is too big)."""
        from telegram.error import BadRequest, Forbidden, InvalidToken

        try:
            found = await self.line.bot.get_file(file)
            return bytes(await found.download_as_bytearray())
        except (BadRequest, Forbidden, InvalidToken):  # the last is python-telegram-bot's name for "not found"
            raise SendFailed("Telegram does not give this recording (any more).") from None

    def _forget(self, key: str) -> None:
        self._pressed.pop(key, None)
        for steps in (key, _room(key)):
            self._steps_done.pop(steps, None)

    async def _deliver_apart(self, address: Address, reply: Reply, key: str) -> None:
        """To the person alone; the room sees a sign, or is told so with a button that opens their chat with us."""
        alone = address.but(chat=address.user, is_private=True).home
        link = Link(t(_OPEN), f"https://t.me/{(await self.line.me()).username}")
        note = Reply(text="" if reply.reaction else reply.aside or t(_IN_PRIVATE), reaction=reply.reaction)
        try:
            await self._deliver(alone, reply.but(reaction=""), key, is_asked=True)
        except PersonUnreachable:
            note, link = Reply(text=t(_NOT_STARTED)), link._replace(url=f"{link.url}?start=hello")
        with suppress(SendFailed):  # a room that lets us say nothing takes nothing away from the person
            await self._deliver(address, note, _room(key), link=link if note.text else None)

    async def _deliver(
        self, address: Address, reply: Reply, key: str, *, link: Link | None = None, is_asked: bool = False
    ) -> None:
        from telegram.error import BadRequest, Forbidden, TelegramError

        place = place_of(address)
        steps = self._steps(address, place, reply, key, link)
        try:
            for number in range(self._steps_done.get(key, 0), len(steps)):
                await steps[number]()
                self._steps_done[key] = number + 1
        except (BadRequest, Forbidden) as error:
            raise refusal(error, is_private=place.is_private) from None
        except TelegramError as error:
            if is_asked or address.message or not is_undone(error):
                raise
            raise SendFailed("Telegram was away for so long that a nudge is no longer worth sending.") from None

    def _steps(self, address: Address, place: Place, reply: Reply, key: str, link: Link | None) -> list[Step]:
        """What has to happen, each once, in this order."""
        outgoing = list(compose(reply))
        if link is not None:
            outgoing[-1] = outgoing[-1]._replace(link=link)
        steps: list[Step] = []
        if reply.reaction and address.message:
            steps.append(lambda: self._react(place, address, reply))
        if address.interaction and reply.is_in_place and outgoing and outgoing[0].file is None:
            first = outgoing.pop(0)
            steps.append(lambda: self._posting.replace(place, int(address.message), first))
        elif address.interaction and address.message:
            steps.append(lambda: self._posting.close(place, int(address.message), self._choice(key)))
        return steps + [self._post(place if number == 0 else place._replace(answers=None), message)
                        for number, message in enumerate(outgoing)]  # fmt: skip

    def _post(self, place: Place, message: Outgoing) -> Step:
        return lambda: self._posting.post(place, message)

    async def _react(self, place: Place, address: Address, reply: Reply) -> None:
        """An emoji that Telegram does not know is said where nothing else is."""
        has_reacted = await self._posting.react(place, int(address.message), reply.reaction)
        if not has_reacted and not reply.text and not reply.files:
            await self._posting.post(place, Outgoing(Piece(reply.reaction)))

    def _choice(self, key: str) -> Piece | None:
        """The pressed message with the choice under it, where its words are known."""
        pressed = self._pressed.get(key)
        return chosen(pressed.piece, pressed.label) if pressed is not None and pressed.piece is not None else None


def _room(key: str) -> str:
    return f"{key}:room"
