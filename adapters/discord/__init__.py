"""Discord: a real adapter with two verbs, usable apart.

- `open_sender(settings)`: sends over REST; any process may, without listening
- `listen(gigi, sender, ready=...)`: accepts what people write, press and fill in

Inside: `line` (the REST connection), `gateway` (what is heard, watched over) and `catching_up` (what was missed),
`reception` and `translation` (what becomes of a message), `responding` (interactions: acknowledged at once), `menu`
(slash commands and forms), `sender`, `posting`, `composing`, `refuge` and `signs` (how a reply goes out), `faults`
(what an error means).

`import discord` in here is discord.py: imports are absolute, and no file of this folder is run as a script.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

from bot.config import Settings
from bot.errors import PlatformFailed

if TYPE_CHECKING:
    from adapters.discord.line import Line, Me
    from adapters.discord.patience import Patience
    from adapters.discord.sender import DiscordSender
    from bot.app import Gigi
    from bot.ports import Sender


@asynccontextmanager
async def open_sender(settings: Settings) -> AsyncIterator["DiscordSender"]:
    """A sender until the end of the block; nothing is asked of Discord yet. Raises PlatformFailed."""
    from adapters.discord.line import open_line
    from adapters.discord.posting import Posting
    from adapters.discord.refuge import Refuge
    from adapters.discord.sender import DiscordSender
    from adapters.discord.signs import TypingSigns
    from adapters.discord.tasks import own_tasks

    async with open_line(settings) as line, own_tasks() as tasks:
        signs = TypingSigns(line, tasks)
        refuge = Refuge(line, settings.discord.coach_channels)
        try:
            yield DiscordSender(line, Posting(line), refuge, signs, settings.discord.api_base_url)
        finally:
            signs.end()


async def listen(gigi: "Gigi", sender: "Sender", *, ready: Callable[[bool], None]) -> None:
    """Accepts what people send until it is cancelled. `ready` hears whether Discord gets through now.

    Raises PlatformFailed when going on is senseless: a revoked token, or an intent that is not allowed.
    """
    from adapters.discord.gateway import Gateway, Hearing
    from adapters.discord.menu import keep_published
    from adapters.discord.patience import Patience
    from adapters.discord.posting import Posting
    from adapters.discord.reception import Reception
    from adapters.discord.responding import Responding
    from adapters.discord.tasks import own_tasks

    ours = cast("DiscordSender", sender)
    me = await _introduced(ours.line, Patience(ready))
    async with own_tasks() as tasks:
        reception = Reception(gigi, ours, me, tasks, ready)
        responding = Responding(gigi, ours, Posting(ours.line), reception)

        def prepare(client: Hearing) -> None:
            client.prepare(gigi, reception, responding, tasks, ready)

        if not gigi.is_fleet:  # an import in the first turn would hold up what has to be acknowledged within seconds
            await asyncio.to_thread(gigi.coach.graph)
        publishing = tasks.create_task(keep_published(ours.line))
        try:
            await Gateway(ours.line, gigi.settings.discord, prepare, ready).run()
        finally:
            publishing.cancel()


async def _introduced(line: "Line", patience: "Patience") -> "Me":
    """Who we are, as soon as Discord can be reached."""
    import discord

    from adapters.discord.faults import REVOKED, is_passing

    while True:
        try:
            return await line.me()
        except discord.LoginFailure:
            raise PlatformFailed(REVOKED) from None
        except Exception as error:
            if not is_passing(error):
                raise
            await patience.wait("Discord cannot be reached or answers with an error; trying again.",
                                error=type(error).__name__)  # fmt: skip
