"""A real store, and an engine over it whose answers a test scripts."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from engine_samples import HandClock, Listener, Script, engine_over

from bot.engine.local import LocalEngine
from bot.security.keys import generate_key
from bot.store.opening import Store, open_store

Opened = Callable[..., AbstractAsyncContextManager[LocalEngine]]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def store(tmp_path: Path, clock: HandClock) -> AsyncIterator[Store]:
    async with open_store("", tmp_path, [generate_key()], clock) as opened:
        yield opened


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def script(store: Store) -> Script:
    return Script(store)


@pytest.fixture
async def engine(store: Store, script: Script, listener: Listener, clock: HandClock) -> AsyncIterator[LocalEngine]:
    async with engine_over(store, script, listener, clock) as opened:
        yield opened


@pytest.fixture
def accept(store: Store, engine: LocalEngine) -> Callable[..., Awaitable[object]]:
    """Accepts a message as an adapter does: on disk, then the engine is kicked."""
    from engine_samples import message

    async def accepting(text: str, user: str = "ana", event: str = ""):
        accepted = await store.inbox.accept(message(text, user, event))
        engine.kick(accepted.person_id)
        return accepted

    return accepting
