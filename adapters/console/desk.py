"""Where one person sits at this terminal: their lines go in, replies and nudges come out."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.entities import Address, Attachment, Inbound, InboundKind, PersonId, Platform, Reply
from bot.errors import GigiError

if TYPE_CHECKING:
    from bot.app import Gigi

WORDS_AS_COMMANDS = ("history", "clear", "help", "exit")


class _Question(NamedTuple):
    """A line whose sender waits."""

    answer: asyncio.Future[Reply]
    shown: asyncio.Future[None]


class _Unasked(NamedTuple):
    """A nudge or a late reply that is kept for the next moment."""

    at: datetime
    reply: Reply
    shown: asyncio.Future[None]


class Desk:
    """The console's sender, and the way in for one user. Replies are matched to their message by the send key."""

    dedupes = False

    def __init__(self, user: str) -> None:
        self.user = user
        self.address = Address(platform=Platform.CONSOLE, user=user, chat=user)
        self.on_unasked: Callable[[Reply], None] | None = None  # shows at once instead of collecting
        self._collected: list[_Unasked] = []
        self._waiting: dict[str, _Question] = {}
        self._person_id: PersonId | None = None
        self._is_caught_up = False

    async def send(self, address: Address, reply: Reply, *, key: str) -> asyncio.Future[None] | None:
        """Hands the reply to whoever waits for it and returns when they showed it.

        What nobody waits for (a nudge, a late reply) is shown at once, or kept until the next reply is shown.
        """
        question = self._waiting.pop(key, None)
        if question is not None:
            question.answer.set_result(reply)
            await question.shown
            return None
        if self.on_unasked is not None:
            self.on_unasked(reply)
            return None
        unasked = _Unasked(datetime.now().astimezone(), reply, asyncio.get_running_loop().create_future())
        self._collected.append(unasked)
        return unasked.shown

    @asynccontextmanager
    async def ask(self, gigi: "Gigi", line: str) -> AsyncIterator[Reply]:
        """One line in, its reply out: answered at the end of the block, where it was shown.

        Raises GigiError when the line could not be stored or answered.
        """
        accepted = await gigi.accept(self._inbound(line, gigi.clock.now()))
        self._person_id = accepted.person_id  # another one after /forget
        loop = asyncio.get_running_loop()
        question = _Question(loop.create_future(), loop.create_future())
        for kind in "gd":  # the answer, or the apology when none could be found
            self._waiting[f"{kind}{accepted.inbox_id}"] = question
        try:
            yield await question.answer
            question.shown.set_result(None)
        finally:
            self._waiting.clear()
            question.shown.cancel()

    def fail(self, person_id: PersonId, error: GigiError) -> None:
        """Whoever waits learns why nothing comes; the message is kept."""
        for question in self._waiting.values():
            if not question.answer.done():
                question.answer.set_exception(error)
        self._waiting.clear()

    async def catch_up(self, gigi: "Gigi") -> None:
        """Nudges that came due, and at first answers left open by an earlier run, are sent before this returns."""
        if self._person_id is None:
            self._person_id = await gigi.find(Platform.CONSOLE, self.user)
            if self._person_id is None:
                return
            await gigi.resume([self._person_id])
        if await gigi.sweep([self._person_id]) or not self._is_caught_up:
            await gigi.engine.idle()
            self._is_caught_up = True

    @contextmanager
    def unasked(self) -> Iterator[list[tuple[datetime, Reply]]]:
        """What came without a question and was kept; delivered at the end of the block, where it was shown."""
        taken, self._collected = self._collected, []
        try:
            yield [(unasked.at, unasked.reply) for unasked in taken]
        except BaseException:
            self._collected = [*taken, *self._collected]
            raise
        for unasked in taken:
            unasked.shown.set_result(None)

    def _inbound(self, line: str, now: datetime) -> Inbound:
        text = line.strip("\r\n")
        is_command = text.strip().lower() in WORDS_AS_COMMANDS
        kind = InboundKind.COMMAND if is_command else InboundKind.TEXT
        return Inbound(event=secrets.token_hex(16), address=self.address, kind=kind, text=text, sent_at=now)


def is_exit(line: str) -> bool:
    """Whether a line ends the session."""
    return line.strip().lower() in ("exit", "/exit", "quit", "/quit")


def save(files: tuple[Attachment, ...], folder: Path) -> list[Path]:
    """Writes attachments for their owner's eyes only, never over a file that exists; where they are."""
    saved = []
    for attachment in files:
        stem, dot, ending = attachment.name.rpartition(".")
        for number in range(1, 1000):
            path = folder / (attachment.name if number == 1 else f"{stem}-{number}{dot}{ending}")
            try:
                descriptor = path.open("xb")
            except FileExistsError:
                continue
            with descriptor:
                path.chmod(0o600)
                descriptor.write(attachment.content)
            saved.append(path)
            break
    return saved
