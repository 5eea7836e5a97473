"""The embedded Chroma's folder: whether it is as we left it, whether it can be used, and setting it aside.

Chroma's vector index is native code that trusts its files: damaged ones can end the process instead of raising
(measured with 1.5.9: a truncated header at the next write, a garbled level file at the next query). So a folder that is
not as we left it is tried out in a child process first.

The index also writes memory that it never set: the room for vectors to come and a table it does not use, 160 kB and
more of whatever this process had in that memory before (words, unrotated vectors). It is blanked after every write.
"""

import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

DATABASE = "chroma.sqlite3"
STAMP = "gigi-stamp.json"
DAMAGED = 3  # exit status of bot.memory.probe
PROBE_SECONDS = 120

_HEADER = struct.Struct("<iQQQQ")  # version, offset of level 0, room for vectors, vectors, bytes of one
_KNOWN_VERSION = 1
_PIECE = 2**20  # bytes looked at in one go

# What Chroma's errors say when the machine, and not the folder, is at fault.
_MACHINE = (
    "disk is full", "no space left", "readonly", "read-only", "permission denied", "database is locked",
    "too many open files", "unable to open database file", "disk i/o error", "input/output error",
)  # fmt: skip


def is_the_machine(error: BaseException) -> bool:
    """Whether this error is about disk space, permissions or limits, so that setting data aside would not help."""
    return isinstance(error, PermissionError) or any(words in str(error).lower() for words in _MACHINE)


def blank(folder: Path) -> None:
    """Overwrite with zeros what the index wrote since the last `stamp` and never set. Raises OSError."""
    stamped = _stamped(folder)
    for header in folder.glob("*/header.bin"):
        data, table = header.with_name("data_level0.bin"), header.with_name("length.bin")
        if all(stamped.get(str(file.relative_to(folder))) == _state_of(file) for file in (data, table)):
            continue
        fields = header.read_bytes()[: _HEADER.size]
        if len(fields) < _HEADER.size:
            continue
        version, _, room, count, size = _HEADER.unpack(fields)
        if version == _KNOWN_VERSION and count <= room:
            _blank_from(data, count * size)
            _blank_from(table, 0)  # never set at all for an inner product


def _blank_from(file: Path, start: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(start)
        while piece := opened.read(_PIECE):
            if piece.strip(b"\0"):
                opened.seek(-len(piece), os.SEEK_CUR)
                opened.write(bytes(len(piece)))


def stamp(folder: Path) -> None:
    """Note sizes and times of all files, so that the next start sees whether anybody else touched them."""
    (folder / STAMP).write_text(json.dumps(_state(folder)))


def is_as_we_left_it(folder: Path) -> bool:
    """True for a folder that is new or empty, or exactly as at the last `stamp`."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return not folder.exists() or folder.is_dir()
    return bool(_stamped(folder)) and _stamped(folder) == _state(folder)


def _stamped(folder: Path) -> dict[str, list[int]]:
    """What the last `stamp` noted; empty where there is none."""
    try:
        found = json.loads((folder / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_usable(folder: Path) -> bool:
    """Whether Chroma can read and write this folder, found out in a child process because trying can end a process."""
    if not folder.is_dir() or not _is_database(folder / DATABASE):
        return False
    command = [sys.executable, "-m", "bot.memory.probe", str(folder)]
    try:
        status = subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS, check=False).returncode  # noqa: S603 our own module
    except (OSError, subprocess.TimeoutExpired):
        return True  # it could not be tried; the parent will see for itself
    return status != DAMAGED and status >= 0


def set_aside(folder: Path) -> Path:
    """Rename the folder to `….damaged` (in place of an earlier one, it holds nothing that cannot be rebuilt)."""
    aside = folder.with_name(folder.name + ".damaged")
    remove: Callable[[Path], None] = shutil.rmtree if aside.is_dir() else Path.unlink
    if aside.exists():
        remove(aside)
    folder.rename(aside)
    return aside


def _is_database(file: Path) -> bool:
    """A cheap look that spares the child process: absent, or beginning as SQLite's files do."""
    if not file.exists():
        return True
    with file.open("rb") as opened:
        return opened.read(16) in (b"SQLite format 3\x00", b"")


def _state(folder: Path) -> dict[str, list[int]]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != STAMP)
    return {
        str(path.relative_to(folder)): _state_of(path)
        for path in sorted(files)
        if not path.name.endswith(("-wal", "-shm", "-journal"))
    }


def _state_of(file: Path) -> list[int]:
    found = file.stat()
    return [found.st_size, found.st_mtime_ns]
