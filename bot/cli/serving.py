"""Serving people on platforms: their senders and listeners side by side, the clock, the health endpoint."""

import asyncio
import importlib
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, NoReturn, Protocol, cast

from bot.config import Settings
from bot.entities import Platform
from bot.errors import ConfigError, PlatformFailed, place_of
from bot.logs import Log, set_up_logging

if TYPE_CHECKING:
    from bot.app import Gigi
    from bot.ports import Sender

log = Log(__name__)
SERVED = (Platform.TELEGRAM, Platform.DISCORD)
_ONE_PROCESS = (
    "This command is one of several processes on one Postgres database (storage.database_url); "
    "with SQLite `gigi run` does it all."
)
FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0  # seconds before a listener that broke is started again


class Adapter(Protocol):
    """What a package adapters.<platform> offers."""

    def open_sender(self, settings: Settings) -> "AbstractAsyncContextManager[Sender]":
        """Sends on the platform; needs no listening."""

    async def listen(self, gigi: "Gigi", sender: "Sender", *, ready: Callable[[bool], None]) -> None:
        """Accepts what people send until it is cancelled. Raises PlatformFailed when going on is senseless."""


class Receiving:
    """Which platforms receive now."""

    def __init__(self, platforms: Collection[Platform]) -> None:
        self._receives = dict.fromkeys(platforms, False)

    def note(self, platform: Platform, receives: bool) -> None:
        """Logged when it changes."""
        if self._receives[platform] != receives:
            log.info("platform_receives" if receives else "platform_is_deaf", platform=platform)
        self._receives[platform] = receives

    def is_everywhere(self) -> bool:
        return all(self._receives.values())


def configured(settings: Settings) -> tuple[Platform, ...]:
    """The platforms that have a token."""
    return tuple(platform for platform in SERVED if getattr(settings, platform).token.get_secret_value())


class Role(NamedTuple):
    """What one process does. With SQLite there is one process, and it does everything."""

    listens: bool = True
    answers: bool = True
    sweeps: bool = True


EVERYTHING = Role()
GATEWAY = Role(answers=False, sweeps=False)
WORKER = Role(listens=False, sweeps=False)
CLOCK = Role(listens=False, answers=False)


async def serve(settings: Settings, platforms: Collection[Platform], role: Role = EVERYTHING) -> None:
    """Until a signal. Raises PlatformFailed when no platform is left, ConfigError or StorageError at the start."""
    from bot.app import is_fleet, open_gigi
    from bot.engine.sweep import sweeping
    from bot.health import serve_health

    set_up_logging(settings.logging.level, settings.logging.format)
    _refuse_without_token(settings, platforms)
    if not is_fleet(settings):
        if not role.listens:
            raise ConfigError(_ONE_PROCESS)
        role = EVERYTHING
    adapters = {platform: _adapter(platform) for platform in platforms}
    receiving = Receiving(platforms if role.listens else ())
    async with AsyncExitStack() as stack:
        senders = {
            platform: await stack.enter_async_context(adapter.open_sender(settings))
            for platform, adapter in adapters.items()
        }
        gigi = await stack.enter_async_context(open_gigi(settings, senders, works=role.answers))
        if gigi.key_file is not None:
            log.warning("A new encryption key was made. Keep a copy; without it nothing can be read.")
        health = serve_health(
            settings.server, gigi.metrics, is_ready=receiving.is_everywhere, count_open=partial(_open_messages, gigi)
        )
        await stack.enter_async_context(health)
        if role.sweeps:
            sweep = partial(gigi.sweep, platforms=None if gigi.is_fleet else tuple(senders))
            await stack.enter_async_context(sweeping(sweep, settings.reminders.sweep_seconds))
        if not gigi.is_fleet:
            await gigi.resume()
        async with asyncio.TaskGroup() as tasks:
            if role.answers:
                tasks.create_task(asyncio.to_thread(gigi.warm_up))
            if not role.listens:
                await asyncio.Event().wait()
            listeners = [
                tasks.create_task(_listen(adapters[p], gigi, sender, partial(receiving.note, p), p))
                for p, sender in senders.items()
            ]
        _none_left([listener.result() for listener in listeners])


async def _listen(
    adapter: Adapter, gigi: "Gigi", sender: "Sender", ready: Callable[[bool], None], platform: Platform
) -> PlatformFailed:
    """Listens, again after what was not foreseen; what made it senseless, when it is."""
    wait = FIRST_WAIT
    while True:
        try:
            await adapter.listen(gigi, sender, ready=ready)
        except PlatformFailed as error:
            log.error("platform_failed", platform=platform, reason=str(error))
            return error
        except Exception as error:
            log.error("listener_broke", platform=platform, error=type(error).__name__, where=place_of(error))
        finally:
            ready(False)
        await asyncio.sleep(wait)
        wait = min(LONGEST_WAIT, wait * 2)


def _none_left(failures: list[PlatformFailed]) -> NoReturn:
    raise PlatformFailed(" ".join(str(failure) for failure in failures))


async def _open_messages(gigi: "Gigi") -> int:
    counts = await gigi.store.inbox.counts()
    return counts.get("new", 0) + counts.get("sending", 0)


def _adapter(platform: Platform) -> Adapter:
    return cast(Adapter, importlib.import_module(f"adapters.{platform}"))


def _refuse_without_token(settings: Settings, platforms: Collection[Platform]) -> None:
    for platform in platforms:
        if platform not in configured(settings):
            raise ConfigError(
                f"{platform}.token is empty: put the bot's token there (README says where it comes from)."
            )
