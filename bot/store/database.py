"""One database, SQLite or Postgres: opened with its pragmas and schema, closed; what goes wrong becomes our errors."""

import asyncio
import errno
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Table, event, exc, make_url, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.entities import PersonId
from bot.errors import ConfigError, DatabaseDamaged, DatabaseUnavailable, DiskFull, ReadOnlyFolder, StorageError
from bot.store.schema import bring_up_to_date
from bot.store.tables import users, vault

FILE = "gigi.db"
CHECKED_AT_START = 16 * 1024 * 1024  # bytes of a database that is checked whole: some 30 ms
_PRAGMAS = (
    "PRAGMA busy_timeout = 30000",  # first: the others may have to wait
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # "accepted" means on disk
    "PRAGMA secure_delete = ON",  # deleted rows are overwritten with zeros
    "PRAGMA foreign_keys = ON",
)
_PG_DISK_FULL = "53100"  # PostgreSQL, appendix A of its manual
# Primary result codes of SQLite (sqlite.org/rescode.html).
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26


Announce = Callable[[AsyncConnection, Collection[PersonId]], Awaitable[None]]


async def _to_nobody(connection: AsyncConnection, people: Collection[PersonId]) -> None:
    pass


class Database:
    """Hands out connections. In SQLite one write transaction runs at a time, in the order of asking."""

    def __init__(self, engine: AsyncEngine, file: Path | None, data_dir: Path) -> None:
        self.engine = engine
        self.file = file  # None on a server
        self.is_in_data_dir = file is not None and file.resolve().is_relative_to(data_dir.resolve())
        self._writing = nullcontext() if file is None else asyncio.Lock()
        self.announce: Announce = _to_nobody  # told, within the transaction, for whom something came into the inbox

    @property
    def conninfo(self) -> str:
        """How a library that is not SQLAlchemy reaches this server, with its password."""
        return self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def is_sqlite(self) -> bool:
        return self.file is not None

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, data_dir: Path) -> AsyncIterator[Self]:
        """The database at `url`, or `gigi.db` in `data_dir` when it is empty, with the newest schema.

        Raises ConfigError for a URL that means nothing, and a StorageError that says in one sentence what is wrong.
        """
        parsed = _read_url(url, data_dir)
        file = Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None
        if file is not None:
            _make_folder(file.parent)
            _try_to_open(file)
        database = cls(_engine(parsed, file), file, data_dir)
        try:
            await database.migrate()
            await database.refuse_damage()
            yield database
        finally:
            await database.engine.dispose()

    async def migrate(self) -> None:
        """Brings the schema up to date; one look when it is."""
        async with self._writing, self.engine.connect() as connection:
            await connection.run_sync(bring_up_to_date)
            await connection.commit()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read with."""
        async with self.engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end, rolled back by an error. Not to be nested."""
        async with self._writing, self.engine.begin() as connection:
            if self.is_sqlite:  # Python's sqlite3 begins none before a statement that starts with WITH
                await connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    async def is_empty(self) -> bool:
        """Whether nobody's data is here and no key was ever used."""
        async with self.read() as connection:
            found = await connection.scalar(select(select(users.c.id).exists() | select(vault.c.name).exists()))
        return not found

    async def scrub(self) -> None:
        """Empties SQLite's log of old pages, so that what was deleted is gone from the disk; as far as nobody reads."""
        if self.is_sqlite:
            async with self._writing, self.engine.connect() as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def refuse_damage(self) -> None:
        """A small file is checked whole at every start: a damaged index would show people as strangers, silently."""
        if self.file is None or self.file.stat().st_size > CHECKED_AT_START:
            return
        if await self.problems():
            raise _damaged(f"The database {self.file}")

    async def problems(self) -> list[str]:
        """What a full check of the file finds; empty when it is sound. Reads the whole file."""
        if not self.is_sqlite:
            return []
        async with self.read() as connection:
            found = (await connection.execute(text("PRAGMA integrity_check(20)"))).scalars().all()
        return [str(line) for line in found if line != "ok"]


def insert(connection: AsyncConnection, table: Table) -> sqlite.Insert:
    """An INSERT of this database's dialect, for ON CONFLICT. (Postgres' has the same methods.)"""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    statement: Any = postgresql.insert(table)
    found: sqlite.Insert = statement
    return found


def _read_url(url: str, data_dir: Path) -> URL:
    """The URL with the async driver we use. A password in it is never repeated in an error."""
    if not url:
        return URL.create("sqlite+aiosqlite", database=str(data_dir / FILE))
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):
        raise ConfigError("storage.database_url is not a database URL such as postgresql://user@host/gigi.") from None
    kind = parsed.drivername.split("+")[0]
    if kind == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite+aiosqlite")
    if kind in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    raise ConfigError("storage.database_url should begin with sqlite:///path or postgresql://.")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _disk_full() from error
        raise ReadOnlyFolder(f"The data folder {folder} cannot be made: {error.strerror}.") from error


def _try_to_open(file: Path) -> None:
    """Fails here where it fails at all: aiosqlite's thread outlives a failed connect and writes to a closed loop."""
    try:
        sqlite3.connect(file).close()
    except sqlite3.Error as error:
        ours = _file_error(error.sqlite_errorcode & 0xFF, f"The database {file}")
        raise ours or DatabaseUnavailable(f"The database {file} cannot be opened.") from error


def _engine(url: URL, file: Path | None) -> AsyncEngine:
    try:
        engine = create_async_engine(url, pool_size=5, max_overflow=10)
    except ModuleNotFoundError as error:
        raise ConfigError(f"This database needs the package {error.name}, which is not installed.") from None
    if file is not None:
        event.listen(engine.sync_engine, "connect", _set_pragmas)
    where = "The database server" if file is None else f"The database {file}"
    event.listen(engine.sync_engine, "handle_error", lambda context: _translate(context, where))
    return engine


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _translate(context: ExceptionContext, where: str) -> None:
    """Raises ours for what an operator can do something about; SQLAlchemy goes on with its own for the rest."""
    error = context.original_exception
    code = getattr(error, "sqlite_errorcode", None)
    ours = _server_error(context, where) if code is None else _file_error(code & 0xFF, where)
    if ours is not None:
        raise ours from error


def _file_error(code: int, where: str) -> StorageError | None:
    if code in (_CORRUPT, _NOTADB):
        return _damaged(where)
    if code == _READONLY:
        return ReadOnlyFolder(f"{where} cannot be written: it, or its folder, is read-only.")
    if code == _FULL:
        return _disk_full()
    if code in (_BUSY, _LOCKED):
        return DatabaseUnavailable(f"{where} is held by another process.")
    if code in (_CANTOPEN, _IOERR):
        return DatabaseUnavailable(f"{where} cannot be opened or read: check the path, its permissions and the disk.")
    return None


def _server_error(context: ExceptionContext, where: str) -> StorageError | None:
    if getattr(context.original_exception, "sqlstate", None) == _PG_DISK_FULL:
        return _disk_full()
    if isinstance(context.sqlalchemy_exception, exc.OperationalError | exc.InterfaceError):
        return DatabaseUnavailable(f"{where} cannot be reached: check storage.database_url and that it is up.")
    return None


def _damaged(where: str) -> DatabaseDamaged:
    return DatabaseDamaged(f"{where} is damaged: put back a backup, or move it away to begin anew.")


def _disk_full() -> DiskFull:
    return DiskFull("The disk is full: nothing more can be stored until there is room.")
