"""A server, a bot of it, and a person who has begun to talk to it."""

from collections.abc import AsyncIterator

import pytest
import telegram

from tests.servers.telegram import Person, TelegramServer, serve
from tests.servers.telegram_server.bots import make_bot


@pytest.fixture(autouse=True)
def _spans_are_timedeltas(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with serve() as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[telegram.Bot]:
    async with make_bot(server) as ready:
        yield ready


@pytest.fixture
async def ana(server: TelegramServer) -> Person:
    person = server.person(7, first_name="Ana", language_code="de")
    await person.starts()
    return person
