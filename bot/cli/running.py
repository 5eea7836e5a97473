"""Running a coroutine as a command: SIGTERM and Ctrl-C end it cleanly, with status 0."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import TypeVar

from bot.errors import GigiError

T = TypeVar("T")


def run_async(work: Coroutine[object, object, T]) -> T | None:
    """The result of the coroutine; None when a signal ended it. A GigiError out of a task group comes out alone."""
    try:
        return asyncio.run(_until_signal(work))
    except BaseExceptionGroup as group:
        raise _explained(group) from group


async def _until_signal(work: Coroutine[object, object, T]) -> T | None:
    main = asyncio.current_task()
    loop = asyncio.get_running_loop()
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True
        if main is not None:
            main.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stop)
    try:
        return await work
    except asyncio.CancelledError:
        if not stopped:
            raise
        return None


def _explained(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first error in the group that Gigi can explain, else the first of all."""
    known, _ = group.split(GigiError)
    found: BaseException = known or group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
