"""Only one process at a time works on an embedded database: a lock on a file beside it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import AlreadyRunning, ReadOnlyFolder

LOCK_FILE = "gigi.lock"


@contextmanager
def hold_alone(data_dir: Path) -> Iterator[None]:
    """Holds the folder for this process; the system lets go of it when the process dies, however it dies.

    Raises AlreadyRunning while another process holds it, ReadOnlyFolder when the lock file cannot be made.
    """
    file = data_dir / LOCK_FILE
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ReadOnlyFolder(f"The data folder {data_dir} cannot be used: {error.strerror}.") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"Gigi is already running on {data_dir}: stop the other one first.") from None
        yield
    finally:
        os.close(handle)
