"""A real store on a file of its own, and a clock that stands still until it is moved."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from store_samples import StoppedClock

from bot.security.keys import generate_key
from bot.store.opening import Store, open_store


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def key() -> str:
    return generate_key()


@pytest.fixture
async def store(tmp_path: Path, key: str, clock: StoppedClock) -> AsyncIterator[Store]:
    async with open_store("", tmp_path, [key], clock) as opened:
        yield opened
