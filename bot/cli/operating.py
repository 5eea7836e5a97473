"""What an operator does to a stopped Gigi: migrate, reindex, export, forget, rotate."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.running import run_async
from bot.config import Settings, read_settings
from bot.errors import GigiError

if TYPE_CHECKING:
    from bot.store.opening import Store

ConfigFile = Annotated[Path | None, typer.Option("--config", help="The configuration file (default config.toml).")]
Ref = Annotated[str, typer.Option("--user", help="telegram:ID, discord:ID, console:NAME or an internal id.")]


def add_to(app: typer.Typer) -> None:
    """Adds these commands to `gigi` itself."""
    for command in (migrate, reindex, export, forget):
        app.command()(command)


@asynccontextmanager
async def opened(settings: Settings, *, is_alone: bool = True, must_exist: bool = True) -> AsyncIterator["Store"]:
    """The store without a coach; by default only while no other process works on it, and only where there is one."""
    from bot.app import SystemClock
    from bot.store.database import FILE
    from bot.store.guard import hold_alone
    from bot.store.opening import open_store

    keys = [key.get_secret_value() for key in settings.security.encryption_keys]
    url = settings.storage.database_url.get_secret_value()
    if must_exist and not url and not (settings.storage.data_dir / FILE).exists():
        raise GigiError(f"There is no database in {settings.storage.data_dir} yet: it is made when Gigi first starts.")
    with hold_alone(settings.storage.data_dir) if is_alone else nullcontext():
        async with open_store(url, settings.storage.data_dir, keys, SystemClock()) as store:
            if store.announced is not None:
                print(f"A new encryption key was made: {store.announced}. Keep a copy.", file=sys.stderr)
            yield store


def migrate(config: ConfigFile = None) -> None:
    """Bring the database schema up to date (every start does it too)."""

    async def work() -> None:
        async with opened(read_settings(config), must_exist=False):
            pass

    run_async(work())
    print("The database schema is up to date.")


def reindex(config: ConfigFile = None) -> None:
    """Build the Chroma vectors anew from the encrypted memories."""

    async def work() -> int:
        from bot.app import open_recall

        settings = read_settings(config)
        async with opened(settings) as store:
            recall = open_recall(settings, store)
            try:
                return await recall.reindex()
            finally:
                await recall.close()

    print(f"{run_async(work()) or 0} memories indexed.")


def export(user: Ref, config: ConfigFile = None) -> None:
    """Print everything stored about one person as JSON."""
    import orjson

    async def work() -> bytes:
        async with opened(read_settings(config)) as store:
            return orjson.dumps(
                await store.exporting.export(await store.people.resolve(user)), option=orjson.OPT_INDENT_2
            )

    print((run_async(work()) or b"").decode())


def forget(user: Ref, config: ConfigFile = None) -> None:
    """Destroy one person's key, rows and vectors, for good."""

    async def work() -> None:
        from bot.app import open_recall

        settings = read_settings(config)
        async with opened(settings) as store:
            forgotten = await store.forgetting.forget(await store.people.resolve(user))
            recall = open_recall(settings, store)
            await recall.forget(forgotten.memory_ids)
            await recall.close()

    run_async(work())
    print("Forgotten: the key and everything stored under it are gone.")


async def rotate_all(settings: Settings) -> int:
    """Wraps every key by the first master key; how many people's."""
    from bot.store.opening import rotate_keys

    async with opened(settings) as store:
        return await rotate_keys(store.database, store.vault)
