"""`gigi chat` and `gigi run`: the terminal coach, and everything that has a token."""

import asyncio
import sys
from typing import TYPE_CHECKING

from bot.cli.serving import configured, serve
from bot.config import Settings
from bot.errors import ConfigError
from bot.logs import set_up_logging

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from adapters.console.desk import Desk
    from bot.app import Gigi

DEFAULT_USER = "me"
LONGEST_NAME = 200


async def run(settings: Settings) -> None:
    """Every platform that has a token; with none, the terminal coach."""
    if platforms := configured(settings):
        await serve(settings, platforms)
        return
    print("No platform token is configured, so here is the terminal coach.", file=sys.stderr)
    await chat(settings, DEFAULT_USER, with_health=True)


async def chat(settings: Settings, user: str, *, as_json: bool = False, with_health: bool = False) -> None:
    """The terminal coach for one user, until exit, the end of input, or a signal."""
    if not user.strip() or len(user) > LONGEST_NAME or not user.isprintable():
        raise ConfigError(f"--user should be a name of 1 to {LONGEST_NAME} printable characters.")
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty() and not as_json
    set_up_logging(settings.logging.level, settings.logging.format, is_interactive=is_terminal)
    from adapters.console.desk import Desk

    desk = Desk(user.strip())
    if is_terminal:
        await _chat_at_terminal(settings, desk, with_health=with_health)
    else:
        await _chat_on_pipe(settings, desk, as_json=as_json, with_health=with_health)


async def _chat_on_pipe(settings: Settings, desk: "Desk", *, as_json: bool, with_health: bool) -> None:
    from adapters.console.pipe import talk

    print(_banner(settings, desk.user), file=sys.stderr)
    async with _open_coach(settings, desk) as gigi, asyncio.TaskGroup() as tasks:
        for notice in _notices(gigi):
            print(notice, file=sys.stderr)
        health = tasks.create_task(_health(gigi)) if with_health else None
        await talk(gigi, desk, as_json=as_json)
        if health is not None:
            health.cancel()


async def _chat_at_terminal(settings: Settings, desk: "Desk", *, with_health: bool) -> None:
    from adapters.console.terminal import talk

    async def beside(gigi: "Gigi") -> None:
        await asyncio.to_thread(gigi.warm_up)
        if with_health:
            await _health(gigi)

    banner = _banner(settings, desk.user)
    await talk(lambda: _open_coach(settings, desk), desk, banner=banner, notices=_notices, beside=beside)


def _open_coach(settings: Settings, desk: "Desk") -> "AbstractAsyncContextManager[Gigi]":
    from bot.app import open_gigi
    from bot.entities import Platform

    return open_gigi(settings, {Platform.CONSOLE: desk}, trouble=desk.fail)


def _banner(settings: Settings, user: str) -> str:
    """Who is talking, which coach answers, how to leave."""
    gemini = settings.gemini
    coach = "playbooks (no Gemini key)"
    if gemini.api_key.get_secret_value():
        coach = f"Gemini ({gemini.model}){', once you agree' if gemini.consent == 'ask' else ''}, playbooks beside it"
    return f"Gigi, your coach. User: {user}. Coach: {coach}. `help` lists what I can do, `exit` leaves."


def _notices(gigi: "Gigi") -> list[str]:
    """The new key, once."""
    if gigi.key_file is None:
        return []
    return [f"A new encryption key was made: {gigi.key_file}. Keep a copy; without it nothing can be read."]


async def _health(gigi: "Gigi") -> None:
    """The health endpoint beside the terminal; a taken port is only worth a notice here."""
    from bot.health import serve_health

    try:
        async with serve_health(gigi.settings.server, gigi.metrics, is_ready=lambda: True):
            await asyncio.Event().wait()
    except OSError as error:
        print(f"The health endpoint is off: {error.strerror}.", file=sys.stderr)
