"""Commands run inside the test's own process where a new one would only cost time."""

import io
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from tests.program import Ran

Command = Callable[..., Ran]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs `gigi` with these arguments in an empty folder; the exit status and what it printed."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"", **settings: str) -> Ran:
        handlers = [(number, signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT)]
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["gigi", *arguments])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            for name, value in settings.items():
                patch.setenv(name, value)
            capfd.readouterr()
            try:
                with pytest.raises(SystemExit) as ended:
                    main()
            finally:
                for number, handler in handlers:
                    signal.signal(number, handler)
        out, err = capfd.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return run
