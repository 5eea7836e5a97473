"""Shared by the tests of the server."""

from collections.abc import AsyncIterator

import pytest

from tests.servers import discord
from tests.servers.discord import DiscordServer


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord.serve() as server:
        yield server
