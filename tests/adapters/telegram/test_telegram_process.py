"""`gigi telegram` as an operator starts it: how it ends, what it logs, what a kill leaves."""

import asyncio
import time

import pytest

from tests.adapters.telegram.life import soon
from tests.adapters.telegram_scenarios.process import running
from tests.program import gigi
from tests.servers.telegram import faults, serve


async def test_sigterm_ends_it_within_seconds(tmp_path):
    async with serve() as server, running(server, tmp_path) as process:
        started = time.monotonic()

        assert await process.stops() == 0

        assert time.monotonic() - started < 10


async def test_wrong_token_is_exit_1_and_one_sentence(tmp_path):
    async with serve() as server:
        settings = {
            "GIGI_TELEGRAM__TOKEN": "123:wrong",
            "GIGI_TELEGRAM__BASE_URL": server.url,
            "GIGI_SERVER__PORT": "0",
        }

        ran = await asyncio.to_thread(gigi, tmp_path, "telegram", **settings)

        assert ran.status == 1
        assert "telegram.token" in ran.err
        assert "Traceback" not in ran.err
        assert "123:wrong" not in ran.err


async def test_log_names_trouble_and_holds_neither_token_nor_words(tmp_path):
    async with (
        serve() as server,
        running(server, tmp_path, GIGI_LOGGING__LEVEL="debug", GIGI_LOGGING__FORMAT="json") as process,
    ):
        ana = server.person(700_900, first_name="Rosalind")
        server.will("sendMessage", faults.bad_gateway())
        await ana.says("my secret is a flamingo")
        await ana.hears(within=15)
        await server.sends_unparsable_update(chat_id=700_900)
        await soon(lambda: not server.updates.pending, within=10)
        server.will("getUpdates", faults.truncates(100))
        server.will("getUpdates", faults.refuses(409, "Conflict: terminated by other getUpdates request"))
        await ana.says("and another flamingo")
        await ana.hears(within=15)
        await ana.says("the third flamingo")
        await ana.hears(within=15)
        assert await process.stops() == 0

        assert "cannot be read and is set aside" in process.errors
        assert "Another program fetches the updates of this bot" in process.errors
        for hidden in (server.token, "flamingo", "Rosalind", "700900", "Traceback"):
            assert hidden not in process.errors


@pytest.mark.parametrize("seed", range(3))
async def test_messages_sent_while_it_was_dead_are_answered_at_the_next_start(tmp_path, seed):
    async with serve() as server, running(server, tmp_path) as process:
        ana = server.person(7)
        await ana.says("/help")
        await ana.hears("/goal", within=15)
        await process.kill()
        for number in range(3):
            await ana.says(f"/log {80 + number}")

        await process.starts()
        await asyncio.sleep(seed / 10)
        await process.kill()
        await process.starts()

        await soon(lambda: len(ana.chat.from_bot) >= 4, within=20)
