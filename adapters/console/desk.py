"""Where one person sits at this terminal: their lines go in, replies and nudges come out."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.entities import Address, Attachment, Inbound, InboundKind, PersonId, Platform, Reply
from bot.errors import GigiError

if TYPE_CHECKING:
    from bot.app import Gigi

WORDS_AS_COMMANDS = ("history", "clear", "help", "exit")


class Desk:
    """The console's sender, and the way in for one user. Replies are matched to their message by the send key."""

    dedupes = False

    def __init__(self, user: str) -> None:
        self.user = user
        self.address = Address(platform=Platform.CONSOLE, user=user, chat=user)
        self.unasked: list[tuple[datetime, Reply]] = []  # nudges, and late replies, in order
        self.on_unasked: Callable[[Reply], None] | None = None  # shows at once instead of collecting
        self._waiting: dict[str, asyncio.Future[Reply]] = {}
        self._person_id: PersonId | None = None
        self._is_caught_up = False

    async def send(self, address: Address, reply: Reply, *, key: str) -> None:
        """Hands the reply to whoever waits for it; what nobody waits for is shown or kept for the next moment."""
        waiting = self._waiting.pop(key, None)
        if waiting is not None:
            waiting.set_result(reply)
        else:
            self._unasked(reply)

    async def ask(self, gigi: "Gigi", line: str) -> Reply:
        """One line in, its reply out. Raises GigiError when it could not be stored or answered."""
        accepted = await gigi.accept(self._inbound(line, gigi.clock.now()))
        self._person_id = accepted.person_id  # another one after /forget
        waiting: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        for kind in "gd":  # the answer, or the apology when none could be found
            self._waiting[f"{kind}{accepted.inbox_id}"] = waiting
        try:
            return await waiting
        finally:
            self._waiting.clear()

    def fail(self, person_id: PersonId, error: GigiError) -> None:
        """Whoever waits learns why nothing comes; the message is kept."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(error)
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

    def take_unasked(self) -> list[tuple[datetime, Reply]]:
        """What came without a question since the last call."""
        taken, self.unasked = self.unasked, []
        return taken

    def _unasked(self, reply: Reply) -> None:
        if self.on_unasked is not None:
            self.on_unasked(reply)
        else:
            self.unasked.append((datetime.now().astimezone(), reply))

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
                descriptor = path.open("x", encoding="utf-8")
            except FileExistsError:
                continue
            with descriptor:
                path.chmod(0o600)
                descriptor.write(attachment.content)
            saved.append(path)
            break
    return saved
