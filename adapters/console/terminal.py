"""The terminal coach for a person: a prompt with line editing, a typing sign, Markdown, nudges as they come.

The prompt comes first; the coach behind it is imported and opened while the person types.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prompt_toolkit import PromptSession
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.patch_stdout import patch_stdout

from adapters.console.desk import Desk, is_exit, save
from bot.errors import GigiError

if TYPE_CHECKING:
    from bot.app import Gigi
    from bot.entities import Reply

PROMPT = "you> "


async def talk(
    open_coach: Callable[[], AbstractAsyncContextManager["Gigi"]],
    desk: Desk,
    *,
    banner: str,
    notices: Callable[["Gigi"], Iterable[str]],
    beside: Callable[["Gigi"], Coroutine[Any, Any, None]],
) -> None:
    """Prompts until exit, Ctrl-D or Ctrl-C. `beside` runs next to the conversation."""
    session: PromptSession[str] = PromptSession(enable_history_search=True, output=_output())
    screen = _Screen()
    screen.note(banner)
    with patch_stdout(raw=True):
        async with asyncio.TaskGroup() as tasks:
            first = tasks.create_task(_read_line(session))
            await asyncio.to_thread(import_module, "bot.app")
            async with open_coach() as gigi:
                for notice in notices(gigi):
                    screen.note(notice)
                helper = tasks.create_task(beside(gigi))
                await _converse(gigi, desk, screen, session, first)
                helper.cancel()


def _output() -> Output:
    """The terminal, never asked where its cursor is: some do not answer, and the prompt does not need to know."""
    output = create_output()
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False
    return output


async def _converse(
    gigi: "Gigi", desk: Desk, screen: "_Screen", session: "PromptSession[str]", first: "asyncio.Task[str | None]"
) -> None:
    from bot.engine.sweep import sweeping

    async def sweep() -> int:
        await desk.catch_up(gigi)
        return 0

    desk.on_unasked = screen.nudge
    await desk.catch_up(gigi)
    async with sweeping(sweep, gigi.settings.reminders.sweep_seconds):
        line = await first
        while line is not None:
            if is_exit(line):
                screen.note("See you. Everything is kept.")
                return
            await _answer(gigi, desk, screen, line)
            line = await _read_line(session)


async def _read_line(session: "PromptSession[str]") -> str | None:
    """The next line; None when the person leaves with Ctrl-D or Ctrl-C."""
    try:
        return await session.prompt_async(PROMPT)
    except (EOFError, KeyboardInterrupt):
        return None


async def _answer(gigi: "Gigi", desk: Desk, screen: "_Screen", line: str) -> None:
    sign = screen.typing()
    sign.start()
    try:
        async with desk.ask(gigi, line) as reply:
            sign.stop()
            screen.reply(reply)
            for path in save(reply.files, Path.cwd()):
                screen.note(f"Saved {path.name} in this folder.")
    except GigiError as error:
        screen.note(error.sentence_for_person)
        raise
    finally:
        sign.stop()


class _Screen:
    """What is drawn; rich is imported at the first use, so that the prompt comes at once."""

    def __init__(self) -> None:
        self._console: Any = None

    def reply(self, reply: "Reply") -> None:
        from rich.markdown import Markdown
        from rich.padding import Padding

        from adapters.rendering import terminal_markdown

        self._drawn().print(Padding(Markdown(terminal_markdown(reply)), (0, 0, 1, 2)))

    def nudge(self, reply: "Reply") -> None:
        from rich.markdown import Markdown
        from rich.panel import Panel

        from adapters.rendering import terminal_markdown

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
