"""Faults on demand, and flood limits."""

import asyncio
from datetime import timedelta

import pytest
import telegram
from telegram.error import (
    BadRequest,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from tests.servers.telegram import faults, serve
from tests.servers.telegram_server.bots import make_bot, outcome


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            (faults.too_many_requests(3), RetryAfter), (faults.internal_error(), NetworkError),
            (faults.bad_gateway(), NetworkError), (faults.cut(), NetworkError), (faults.hangs(), TimedOut),
            (faults.refuses(400, "Bad Request: CHAT_RESTRICTED"), BadRequest),
        ],
    )  # fmt: skip
    async def test_what_fails_was_not_done(self, server, ana, fault, error):
        async with make_bot(server, read_timeout=0.3) as bot:
            server.will("sendMessage", fault)
            with pytest.raises(error):
                await bot.send_message(ana.id, "lost")
            assert ana.chat.from_bot == []
            assert server.calls_of("sendMessage")[0].outcome == "pending"

            await bot.send_message(ana.id, "arrives")
            assert ana.chat.last.text == "arrives"

    @pytest.mark.parametrize("fault", [faults.loses_reply(), faults.breaks_off(), faults.truncates()])
    async def test_a_lost_reply_was_delivered(self, server, bot, ana, fault):
        server.will("sendMessage", fault)
        with pytest.raises(telegram.error.TelegramError):
            await bot.send_message(ana.id, "arrives")
        assert ana.chat.last.text == "arrives"
        (call,) = server.calls_of("sendMessage")
        assert (call.outcome, call.fault) == ("ok", faults.name_of(fault))

    async def test_a_fault_can_be_meant_for_one_chat(self, server, bot, ana):
        bo = server.person(8)
        await bo.starts()
        server.will("sendMessage", faults.too_many_requests(9), times=2, chat=ana)
        await bot.send_message(bo.id, "fine")
        for _ in range(2):
            with pytest.raises(RetryAfter) as caught:
                await bot.send_message(ana.id, "wait")
        assert caught.value.retry_after == timedelta(seconds=9)
        await bot.send_message(ana.id, "fine")
        named = "Too Many Requests: retry after 9"
        assert [call.fault for call in server.calls_of("sendMessage", ana)] == [named, named, ""]

    async def test_a_slow_answer_takes_its_time(self, server, bot, ana):
        server.will("sendMessage", faults.slow(0.2))
        await bot.send_message(ana.id, "late")
        assert server.calls_of("sendMessage")[0].took >= 0.2

    async def test_polling_meets_faults_too(self, server, bot, ana):
        server.will("getUpdates", faults.bad_gateway())
        with pytest.raises(NetworkError):
            await bot.get_updates()
        assert len(await bot.get_updates()) == 1


class TestFloodLimits:
    async def test_a_private_chat_takes_a_burst_and_then_one_a_second(self, server, bot, ana):
        server.flood.on = True
        outcomes = [await outcome(bot.send_message(ana.id, str(at))) for at in range(4)]
        assert [isinstance(each, RetryAfter) for each in outcomes] == [False, False, False, True]
        assert isinstance(await outcome(bot.send_message(ana.id, "too soon")), RetryAfter)
        assert len(server.flood.ignored) == 1
        await asyncio.sleep(1.05)
        await bot.send_message(ana.id, "in time")

    async def test_a_group_takes_twenty_a_minute(self, server, bot, ana):
        group = server.group(1)
        await group.adds_bot(by=ana)
        server.flood.on, server.flood.per_second = True, 100
        outcomes = [await outcome(bot.send_message(group.id, str(at))) for at in range(21)]
        refused = outcomes.pop()
        assert isinstance(refused, RetryAfter)
        assert not any(isinstance(each, Exception) for each in outcomes)

    async def test_all_chats_together_take_thirty_a_second(self, server, bot):
        people = [server.person(1000 + at) for at in range(40)]
        for person in people:
            await person.starts()
        server.flood.on = True
        outcomes = await asyncio.gather(*(outcome(bot.send_message(person.id, "hi")) for person in people))
        assert 30 <= sum(not isinstance(each, RetryAfter) for each in outcomes) < 40


async def test_what_a_test_raises_comes_out_as_it_is():
    with pytest.raises(AssertionError, match="of the test"):
        async with serve():
            raise AssertionError("of the test")
