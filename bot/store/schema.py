"""Brings a database to the newest schema: built at once when it is empty, by Alembic when it is older."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import DatabaseDamaged, DatabaseNewer
from bot.store.tables import metadata

MIGRATIONS = Path(__file__).with_name("migrations")
_ONE_AT_A_TIME = 0x67696769  # "gigi": the advisory lock that keeps two starts on Postgres apart


@cache
def revisions() -> Sequence[str]:
    """The known revisions, oldest first: the numbers the migration files begin with."""
    return sorted(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def bring_up_to_date(connection: Connection) -> None:
    """Runs in the caller's transaction. Raises DatabaseNewer, or DatabaseDamaged for a database that is not ours."""
    if _version(connection) == revisions()[-1]:
        return
    _begin_alone(connection)
    version = _version(connection)
    if version is None:
        _build(connection)
    elif version not in revisions():
        raise DatabaseNewer(
            f"A newer Gigi wrote this database (schema {version}, this one knows {revisions()[-1]}): update Gigi."
        )
    elif version != revisions()[-1]:
        upgrade(connection)


def upgrade(connection: Connection, target: str = "head") -> None:
    """Runs the Alembic migrations up to `target` on this connection, whatever is there."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, target)


def _version(connection: Connection) -> str | None:
    """The revision of this database; None where there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def _begin_alone(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # pysqlite would let each CREATE stand alone
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})


def _build(connection: Connection) -> None:
    """The newest schema in one go. Alembic takes a second to import, and a first start should not wait for it."""
    if inspect(connection).has_table("users"):
        raise DatabaseDamaged("This database belongs to something else: it has a table `users` and no schema version.")
    metadata.create_all(connection, checkfirst=False)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": revisions()[-1]})
