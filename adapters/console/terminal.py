"""The terminal coach for a person: a prompt with line editing, a typing sign, Markdown, nudges as they come."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from adapters.console.desk import Desk, is_exit, save
from adapters.rendering import terminal_markdown
from bot.app import Gigi
from bot.engine.sweep import sweeping
from bot.entities import Reply
from bot.errors import GigiError

PROMPT = "you> "


async def talk(gigi: Gigi, desk: Desk, *, notices: list[str], warm_up: Callable[[], None]) -> None:
    """Prompts until exit, Ctrl-D or Ctrl-C."""
    session: PromptSession[str] = PromptSession(enable_history_search=True)
    screen = _Screen()
    for notice in notices:
        screen.note(notice)
    desk.on_unasked = screen.nudge
    await desk.catch_up(gigi)

    async def sweep() -> int:
        await desk.catch_up(gigi)
        return 0

    with patch_stdout(raw=True):
        async with sweeping(sweep, gigi.settings.reminders.sweep_seconds):
            asyncio.get_running_loop().call_later(0.05, warm_up)
            while True:
                try:
                    line = await session.prompt_async(PROMPT)
                except (EOFError, KeyboardInterrupt):
                    return
                if is_exit(line):
                    screen.note("See you. Everything is kept.")
                    return
                await _answer(gigi, desk, screen, line)


async def _answer(gigi: Gigi, desk: Desk, screen: "_Screen", line: str) -> None:
    try:
        with screen.typing():
            reply = await desk.ask(gigi, line)
    except GigiError as error:
        screen.note(error.sentence_for_person)
        raise
    screen.reply(reply)
    for path in save(reply.files, Path.cwd()):
        screen.note(f"Saved {path.name} in this folder.")


class _Screen:
    """What is drawn; rich is imported at the first use, so that the prompt comes at once."""

    def __init__(self) -> None:
        self._console: Any = None

    def reply(self, reply: Reply) -> None:
        from rich.markdown import Markdown
        from rich.padding import Padding

        self._drawn().print(Padding(Markdown(terminal_markdown(reply)), (0, 0, 1, 2)))

    def nudge(self, reply: Reply) -> None:
        from rich.markdown import Markdown
        from rich.panel import Panel

        self._drawn().print(Panel(Markdown(terminal_markdown(reply)), title="Gigi", expand=False))

    def note(self, text: str) -> None:
        print(text, flush=True)

    def typing(self) -> Any:
        return self._drawn().status("Gigi is typing", spinner="dots")

    def _drawn(self) -> Any:
        if self._console is None:
            from rich.console import Console

            self._console = Console(force_terminal=True)
        return self._console
