"""`gigi chat` and `gigi run`: the terminal coach, and everything that has a token."""

import asyncio
import sys
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.errors import ConfigError
from bot.logs import set_up_logging

if TYPE_CHECKING:
    from bot.app import Gigi

DEFAULT_USER = "me"


async def run(settings: Settings) -> None:
    """Every configured platform. This release speaks in the terminal; a token of another platform is refused."""
    for name in ("telegram", "discord"):
        if getattr(settings, name).token.get_secret_value():
            raise ConfigError(
                f"{name}.token is set, but this release has no {name} adapter yet: remove it and talk here."
            )
    print("No platform token is configured, so here is the terminal coach.", file=sys.stderr)
    await chat(settings, DEFAULT_USER, with_health=True)


async def chat(settings: Settings, user: str, *, as_json: bool = False, with_health: bool = False) -> None:
    """The terminal coach for one user, until exit, the end of input, or a signal."""
    from adapters.console.desk import Desk
    from bot.app import open_gigi
    from bot.entities import Platform

    if not user.strip() or len(user) > 200 or not user.isprintable():
        raise ConfigError("--user should be a name of 1 to 200 printable characters.")
    set_up_logging(settings.logging, is_interactive=sys.stdin.isatty() and not as_json)
    desk = Desk(user.strip())
    async with open_gigi(settings, {Platform.CONSOLE: desk}, trouble=desk.fail) as gigi:
        notices = _notices(gigi, user)
        if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
            from adapters.console.pipe import talk as talk_on_pipe

            for notice in notices:
                print(notice, file=sys.stderr)
            await talk_on_pipe(gigi, desk, as_json=as_json)
            return
        from adapters.console.terminal import talk

        async with asyncio.TaskGroup() as tasks:
            health = tasks.create_task(_health(gigi)) if with_health else None
            await talk(gigi, desk, notices=notices, warm_up=lambda: _warm_up(gigi))
            if health is not None:
                health.cancel()


def _notices(gigi: "Gigi", user: str) -> list[str]:
    """What the person should know at the start: the new key, which coach answers, how to leave."""
    notices = []
    if gigi.key_file is not None:
        notices.append(f"A new encryption key was made: {gigi.key_file}. Keep a copy; without it nothing can be read.")
    model = gigi.settings.gemini.model
    coach = (
        f"Gemini ({model}), once you agree, with playbooks beside it"
        if gigi.coach.model
        else "playbooks (no Gemini key)"
    )
    notices.append(f"Gigi, your coach. User: {user}. Coach: {coach}. `help` lists what I can do, `exit` leaves.")
    return notices


def _warm_up(gigi: "Gigi") -> None:
    """Imports LangGraph in a thread while the person types the first line."""
    asyncio.get_running_loop().run_in_executor(None, gigi.coach.graph)


async def _health(gigi: "Gigi") -> None:
    """The health endpoint beside the terminal; a taken port is only worth a notice here."""
    from bot.health import serve_health

    try:
        async with serve_health(gigi.settings.server, gigi.metrics, is_ready=lambda: True):
            await asyncio.Event().wait()
    except OSError as error:
        print(f"The health endpoint is off: {error.strerror}.", file=sys.stderr)
