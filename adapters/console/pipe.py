"""The terminal coach on a pipe: a line in, a reply and `--` out; or one JSON line for each line."""

import asyncio
import os
import stat
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from adapters.console.desk import Desk, is_exit, save
from adapters.rendering import plain_text, safe_text
from bot.app import Gigi
from bot.entities import Reply

LONGEST_LINE = 16 * 1024 * 1024  # bytes


async def talk(gigi: Gigi, desk: Desk, *, as_json: bool) -> None:
    """Answers every line until the input ends or says exit."""
    if not as_json:
        desk.on_unasked = lambda reply: _write(f"{plain_text(reply)}\n\n")
    await desk.catch_up(gigi)
    number = 0
    async for line in _lines():
        if is_exit(line) and not as_json:
            return
        number += 1
        await desk.catch_up(gigi)
        async with desk.ask(gigi, line) as reply:
            for path in save(reply.files, Path.cwd()):
                print(f"Saved {path.name} in this folder.", file=sys.stderr)
            with desk.unasked() as unasked:
                _write(_as_json(number, reply, unasked, gigi) if as_json else f"{plain_text(reply)}\n--\n")
        if is_exit(line):
            return


def _as_json(number: int, reply: Reply, unasked: list[tuple[datetime, Reply]], gigi: Gigi) -> str:
    zone = ZoneInfo(gigi.settings.coach.zone or "UTC")
    line = {
        "n": number,
        "reply": safe_text(reply.text),
        "buttons": [button.label for button in reply.buttons],
        "sent": [{"at": at.astimezone(zone).isoformat(), "text": safe_text(said.text)} for at, said in unasked],
    }
    return orjson.dumps(line).decode() + "\n"


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


async def _lines() -> AsyncIterator[str]:
    """Lines of standard input without blocking the loop; bytes that are no UTF-8 are replaced."""
    mode = os.fstat(sys.stdin.fileno()).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or sys.stdin.isatty()):  # a file, or /dev/null: never blocks
        while line := await asyncio.to_thread(sys.stdin.buffer.readline):
            yield line.decode("utf-8", errors="replace")
        return
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    try:
        while line := await reader.readline():
            yield line.decode("utf-8", errors="replace")
    finally:
        transport.close()
