"""Our own program, started as a person or an operator starts it: real processes, real pipes, patience for all."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple, Self

import orjson

ROOT = Path(__file__).parent.parent
GIGI = (sys.executable, "-m", "bot")
PATIENCE = 90.0  # seconds until a process that hangs fails its test


class Ran(NamedTuple):
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


def environment(**settings: str) -> dict[str, str]:
    """A bare environment with these variables; nothing of the developer's own configuration."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "TERM": "xterm", **settings}


def gigi(
    folder: Path,
    *arguments: str,
    stdin: str | bytes = b"",
    preexec: Callable[[], None] | None = None,
    **settings: str,
) -> Ran:
    """Runs one command to its end, in `folder`."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [*GIGI, *arguments], cwd=folder, env=environment(**settings), input=given, capture_output=True,
        timeout=PATIENCE, check=False, preexec_fn=preexec,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


class Chat:
    """A running `gigi chat` on pipes. Errors go to a file beside the folder, so that nothing blocks."""

    def __init__(self, folder: Path, *arguments: str, command: str = "chat", **settings: str) -> None:
        self._errors = folder / f"stderr-{time.monotonic_ns()}.txt"
        self._pending = b""
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [*GIGI, command, *arguments], cwd=folder, env=environment(**settings),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    @property
    def errors(self) -> str:
        """What went to stderr so far."""
        return self._errors.read_text(encoding="utf-8", errors="replace")

    def say(self, line: str | bytes) -> None:
        """Sends one line."""
        assert self.process.stdin is not None
        self.process.stdin.write((line.encode() if isinstance(line, str) else line) + b"\n")
        self.process.stdin.flush()

    def ask(self, line: str | bytes) -> str:
        """One line in, its reply out, without the `--`."""
        self.say(line)
        return self.read_reply()

    def read_reply(self) -> str:
        lines: list[str] = []
        while (line := self.read_line()) != "--":
            lines.append(line)
        return "\n".join(lines)

    def ask_json(self, line: str | bytes) -> dict[str, Any]:
        """One line in, the one JSON line out."""
        self.say(line)
        found: dict[str, Any] = orjson.loads(self.read_line())
        return found

    def read_line(self, seconds: float = PATIENCE) -> str:
        """The next line of stdout. Raises EOFError when there is none any more, TimeoutError when none comes."""
        while b"\n" not in self._pending:
            self._pending += _read(self._out, seconds)
        line, _, self._pending = self._pending.partition(b"\n")
        return line.decode()

    def end(self) -> Ran:
        """Closes the input and waits for the end; what was not read yet is given."""
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        rest = self._pending + self._out.read()
        return Ran(self.process.wait(PATIENCE), rest.decode(), self.errors)

    def signal(self, number: signal.Signals) -> tuple[int, float]:
        """Sends a signal; the exit status and how many seconds the end took."""
        started = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(PATIENCE), time.monotonic() - started

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def wait_for_error(self, words: str) -> str:
        """The errors as soon as they hold these words."""
        deadline = time.monotonic() + PATIENCE
        while words not in (said := self.errors):
            assert time.monotonic() < deadline, f"{words!r} never came: {said}"
            time.sleep(0.02)
        return said

    @property
    def _out(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout


def _read(pipe: IO[bytes], seconds: float) -> bytes:
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        if not selector.select(seconds):
            raise TimeoutError(f"nothing came for {seconds} s")
    read = os.read(pipe.fileno(), 65536)
    if not read:
        raise EOFError
    return read
