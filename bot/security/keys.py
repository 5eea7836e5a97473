"""Where the master key comes from: the settings, the key file, or, over an empty database only, a new one."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bot.errors import KeyMalformed, KeyMissing, ReadOnlyFolder

KEY_FILE = "secret.key"
_ABOUT = "# Gigi's master key. With the database it opens everything; without it nobody can read a word. Back it up.\n"


class MasterKeys(NamedTuple):
    """The keys, the one that encrypts first; `announced` is the file when the key was made just now."""

    keys: tuple[str, ...]
    announced: Path | None = None


def generate_key() -> str:
    """A new random Fernet key: 44 characters of URL-safe base64."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def load_or_make_keys(
    settings_keys: Sequence[str], data_dir: Path, *, database_is_empty: bool, is_sqlite_in_data_dir: bool
) -> MasterKeys:
    """The keys of the settings, else those of `data_dir/secret.key`, else a new one kept there (mode 0600).

    A key is made only when the database is empty and lies in `data_dir`. Otherwise raises KeyMissing.
    Raises KeyMalformed for a key file without a key, ReadOnlyFolder when the file cannot be read or written.
    """
    if settings_keys:
        return MasterKeys(tuple(settings_keys))
    file = data_dir / KEY_FILE
    if (kept := _read(file)) is not None:
        return MasterKeys(kept)
    if not database_is_empty:
        raise KeyMissing(
            f"The database holds data and there is no key to open it: set security.encryption_keys or put back {file}."
        )
    if not is_sqlite_in_data_dir:
        raise KeyMissing("A database outside the data folder needs a key: set security.encryption_keys.")
    return _made(file)


def _read(file: Path) -> tuple[str, ...] | None:
    try:
        lines = file.read_text(encoding="ascii").split("\n")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise KeyMalformed(f"{file} is not a key file: put back the right one.") from None
    except OSError as error:
        raise ReadOnlyFolder(f"{file} cannot be read: {error.strerror}.") from error
    keys = tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    if not keys:
        raise KeyMalformed(f"{file} holds no key: put back the right one.")
    return keys


def _made(file: Path) -> MasterKeys:
    """A new key in a new file, on disk before it is used. A process that came first wins: its key is used."""
    key = generate_key()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_private(file, f"{_ABOUT}{key}\n")
    except FileExistsError:
        return MasterKeys(_read(file) or ())
    except OSError as error:
        raise ReadOnlyFolder(f"{file} cannot be written: {error.strerror}.") from error
    return MasterKeys((key,), announced=file)


def _write_private(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name of the file too: losing it would lose everything
    finally:
        os.close(folder)
