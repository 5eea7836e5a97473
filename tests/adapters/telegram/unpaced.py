"""`python -m tests.adapters.telegram.unpaced`: Gigi on Telegram without our own pacing, to measure with."""

import asyncio

from adapters.telegram import listen, open_sender
from adapters.telegram.pacing import Unpaced
from bot.app import open_gigi
from bot.cli.running import run_async
from bot.config import read_settings
from bot.entities import Platform


async def main() -> None:
    settings = read_settings()
    async with open_sender(settings, Unpaced()) as sender, open_gigi(settings, {Platform.TELEGRAM: sender}) as gigi:
        await asyncio.gather(listen(gigi, sender, ready=lambda ready: None))


if __name__ == "__main__":
    run_async(main())
