"""What goes wrong with a database is said in one sentence, and nothing is lost or half done."""

import asyncio
import shutil
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from store_samples import message, take_turn

from bot.errors import (
    AlreadyRunning,
    ConfigError,
    DatabaseDamaged,
    DatabaseNewer,
    DatabaseUnavailable,
    DiskFull,
    GigiError,
    ReadOnlyFolder,
)
from bot.store import schema, tables
from bot.store.database import FILE, Database
from bot.store.guard import hold_alone
from bot.store.opening import Store, open_store
from bot.store.schema import revisions, upgrade


async def open_and_close(folder: Path, url: str = "") -> None:
    async with Database.open(url, folder):
        pass


def one_sentence(error: GigiError) -> str:
    """What an operator reads."""
    said = str(error)
    assert said
    assert "\n" not in said
    assert said.endswith((".", "gigi."))
    return said


@pytest.mark.parametrize("url", [""])
async def test_connection_writes_ahead_syncs_fully_erases_and_checks_references(store: Store) -> None:
    async with store.database.read() as connection:
        values = [
            await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "busy_timeout", "secure_delete", "foreign_keys")
        ]

    assert values == ["wal", 2, 30000, 1, 1]


async def test_second_opening_needs_no_migration_and_no_alembic(tmp_path: Path) -> None:
    await open_and_close(tmp_path)
    program = (
        "import asyncio, sys\nfrom pathlib import Path\nfrom bot.store.database import Database\n"
        "async def main():\n    async with Database.open('', Path(sys.argv[1])): pass\n"
        "asyncio.run(main())\nprint(sorted(m for m in ('alembic', 'mako', 'psycopg') if m in sys.modules))"
    )

    run = await asyncio.create_subprocess_exec(sys.executable, "-c", program, tmp_path, stdout=asyncio.subprocess.PIPE)
    printed, _ = await run.communicate()

    assert printed.decode().strip() == "[]"


def test_migrations_and_tables_describe_the_same_schema(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    engine = create_engine(f"sqlite:///{tmp_path / FILE}")
    with engine.begin() as connection:
        upgrade(connection)
        differences = compare_metadata(MigrationContext.configure(connection), tables.metadata)
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    engine.dispose()

    assert differences == []
    assert version == revisions()[-1]


def test_migrated_and_built_databases_have_the_same_statements(tmp_path: Path) -> None:
    def columns(build: Callable[..., None], name: str) -> dict[str, list[tuple[object, ...]]]:
        engine = create_engine(f"sqlite:///{tmp_path / name}")
        with engine.begin() as connection:
            build(connection)
            found = {
                table: [tuple(row)[1:] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
                for table in tables.metadata.tables
            }
            indexes = connection.exec_driver_sql("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'")
            found["indexes"] = sorted(tuple(row) for row in indexes)
        engine.dispose()
        return found

    migrated, built = columns(upgrade, "migrated.db"), columns(schema.bring_up_to_date, "built.db")

    assert str(migrated).replace("(false)", "false") == str(built).replace("(false)", "false")


def test_schema_that_was_not_finished_is_not_there_at_all(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / FILE}")
    with engine.connect() as connection:
        schema.bring_up_to_date(connection)
        connection.rollback()
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master").all()
    engine.dispose()

    assert found == []


async def test_older_database_is_migrated_with_its_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key, clock):
    """A newer program over a database of today: a migration that adds a column runs at the start."""
    async with open_store("", tmp_path, [key], clock) as store:
        ana = await take_turn(store, lambda p: p)
    copied = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, copied)
    (copied / "versions" / "9999_colour.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '9999'\ndown_revision = '{revisions()[-1]}'\nbranch_labels = depends_on = None\n"
        "def upgrade():\n    op.add_column('users', sa.Column('colour', sa.Text(), nullable=True))\n"
    )
    monkeypatch.setattr(schema, "MIGRATIONS", copied)
    schema.revisions.cache_clear()
    try:
        async with open_store("", tmp_path, [key], clock) as store:
            async with store.database.read() as connection:
                assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
                assert (await connection.execute(text("SELECT colour FROM users"))).one() == (None,)
            assert await store.people.load(ana.id) == ana
    finally:
        monkeypatch.undo()
        schema.revisions.cache_clear()
    with pytest.raises(DatabaseNewer) as raised:
        await open_and_close(tmp_path)
    assert "update Gigi" in one_sentence(raised.value)


async def test_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("CREATE TABLE users (name TEXT)")
    other.close()

    with pytest.raises(DatabaseDamaged) as raised:
        await open_and_close(tmp_path)

    one_sentence(raised.value)


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to be read" * 50, b"SQLite format 3\x00" * 300]
)
async def test_file_that_is_no_database_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)

    with pytest.raises(DatabaseDamaged) as raised:
        await open_and_close(tmp_path)

    assert FILE in one_sentence(raised.value)
    assert (tmp_path / FILE).read_bytes() == content


async def test_overwritten_pages_are_damage_and_not_a_crash(tmp_path: Path, key: str, clock) -> None:
    async with open_store("", tmp_path, [key], clock) as store:
        ana = await take_turn(store, lambda p: p)
        await store.database.scrub()
    file = tmp_path / FILE
    raw = file.read_bytes()
    file.write_bytes(raw[:4096] + b"\xff" * (len(raw) - 4096))

    with pytest.raises(DatabaseDamaged) as raised:
        async with open_store("", tmp_path, [key], clock) as store:
            await store.people.load(ana.id)

    one_sentence(raised.value)


async def test_sound_database_has_no_problems(store: Store) -> None:
    await take_turn(store, lambda p: p)

    assert await store.database.problems() == []


@pytest.mark.parametrize("url", [""])
async def test_full_disk_is_said_so_and_what_was_accepted_stays(store: Store) -> None:
    """SQLite answers SQLITE_FULL for its own page limit as it does for a full disk."""
    first = await store.inbox.accept(message("first"))
    async with store.database.engine.connect() as connection:
        pages = await connection.scalar(text("PRAGMA page_count"))
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DiskFull) as raised:
        for _ in range(50):
            await store.inbox.accept(message("x" * 4000))

    one_sentence(raised.value)
    assert raised.value.sentence_for_person
    assert (await store.inbox.next_open(first.person_id)).inbound.text == "first"


async def test_data_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    """Tests may run as root, whom permissions do not stop: a file stands where the folder should be."""
    (tmp_path / "file").write_text("")

    with pytest.raises(ReadOnlyFolder) as raised:
        await open_and_close(tmp_path / "file" / "data")

    assert str(tmp_path / "file") in one_sentence(raised.value)


@pytest.mark.parametrize("url", [""])
async def test_read_only_database_is_said_so(store: Store) -> None:
    """`query_only` makes SQLite answer SQLITE_READONLY, as it does on a read-only folder."""
    async with store.database.engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA query_only = ON")

    with pytest.raises(ReadOnlyFolder) as raised:
        await store.inbox.accept(message())

    one_sentence(raised.value)


async def test_folder_in_the_place_of_the_file_is_said_so_before_a_thread_is_started(tmp_path: Path) -> None:
    """A thread of a failed connect would write to a closed loop, and the operator would see its traceback."""
    (tmp_path / FILE).mkdir()
    threads = threading.active_count()

    with pytest.raises(DatabaseUnavailable) as raised:
        await open_and_close(tmp_path)

    one_sentence(raised.value)
    assert threading.active_count() == threads


@pytest.mark.parametrize("url", ["nonsense", "mysql://me:s3cret@host/db", "sqlite://", "sqlite:///:memory:", "://"])
async def test_url_that_means_nothing_is_a_configuration_error_without_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError) as raised:
        await open_and_close(tmp_path, url)

    assert "s3cret" not in one_sentence(raised.value)


async def test_data_survives_closing_and_opening(tmp_path: Path, key: str, clock) -> None:
    async with open_store("", tmp_path, [key], clock) as store:
        ana = await take_turn(store, lambda p: p)

    async with open_store(f"sqlite:///{tmp_path / FILE}", tmp_path, [key], clock) as store:
        assert await store.people.load(ana.id) == ana


async def test_two_stores_in_one_process_know_nothing_of_each_other(tmp_path: Path, clock) -> None:
    async with open_store("", tmp_path / "a", [], clock) as one, open_store("", tmp_path / "b", [], clock) as two:
        person = (await one.inbox.accept(message())).person_id

        assert await two.people.summaries() == []
        assert one.announced != two.announced
        assert [summary.id for summary in await one.people.summaries()] == [person]


def test_folder_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    with hold_alone(tmp_path / "data"), pytest.raises(AlreadyRunning) as raised, hold_alone(tmp_path / "data"):
        pass
    one_sentence(raised.value)

    with hold_alone(tmp_path / "data"):
        pass


def test_folder_that_cannot_be_made_cannot_be_held(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ReadOnlyFolder), hold_alone(tmp_path / "file" / "data"):
        pass
