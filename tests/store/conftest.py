"""A real store, on SQLite in a folder of its own and on PostgreSQL, and a clock that stands still until it is moved."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from store_samples import StoppedClock

from bot.security.keys import generate_key
from bot.store.opening import Store, open_store
from tests.servers import postgres


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def key() -> str:
    return generate_key()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """Where the store is kept; empty: SQLite in its folder."""
    if request.param == "sqlite":
        return ""
    server: postgres.Postgres = request.getfixturevalue("postgres_server")
    return server.database()


@pytest.fixture
async def store(url: str, tmp_path: Path, key: str, clock: StoppedClock) -> AsyncIterator[Store]:
    async with open_store(url, tmp_path, [key], clock) as opened:
        yield opened
