"""Polling, offsets, tokens, and a whole Application."""

import asyncio
from datetime import timedelta

import aiohttp
import aiohttp.web
import pytest
from telegram.error import (
    Conflict,
    InvalidToken,
)

from tests.servers.telegram_server.bots import echo, make_bot, outcome, refused


class TestAWholeApplication:
    async def test_a_person_talks_presses_and_sees_the_message_change(self, server):
        bo = server.person(9, first_name="Bo")
        async with echo(server):
            await bo.starts("CODE-1")
            await bo.hears("hello Bo, ['CODE-1']")
            await bo.says("hi")
            reply = await bo.hears("you said hi")
            press = await bo.presses(reply, "Done")

            assert (await press.answered())["text"] == "noted"
            await reply.becomes("pressed xDone")
            assert reply.buttons == []
        assert server.problems == []
        assert server.count("getMe") >= 1
        assert [message.from_bot for message in bo.chat.messages] == [False, True, False, True]
        assert server.updates.pending == [], "stopping confirms what was taken"

    async def test_an_outage_is_survived(self, server, ana):
        async with echo(server):
            await ana.hears("hello")
            server.goes_down()
            await ana.says("are you there?")
            await ana.hears_nothing()
            server.comes_back()
            await ana.hears("you said are you there?", within=10)

    async def test_what_nobody_says_is_missed_with_a_sentence(self, server, ana):
        with pytest.raises(AssertionError, match="only this was said: \\[\\]"):
            await ana.hears("anything", within=0.05)


class TestGettingUpdates:
    async def test_an_offset_confirms_and_a_limit_limits(self, server, bot, ana):
        await ana.says("one")
        await ana.says("two")

        first = await bot.get_updates(limit=2)
        again = await bot.get_updates()
        rest = await bot.get_updates(offset=first[-1].update_id + 1)

        assert [update.message.text for update in first] == ["/start", "one"]
        assert [update.message.text for update in again] == ["/start", "one", "two"], "nothing was confirmed"
        assert [update.message.text for update in rest] == ["two"]
        assert [update.update_id for update in again] == list(range(first[0].update_id, first[0].update_id + 3))
        assert again[0].message.from_user.language_code == "de"
        assert len(await bot.get_updates(offset=-1)) == 1

    async def test_a_long_poll_ends_when_something_comes(self, server, bot, ana):
        await bot.get_updates(offset=server.updates.next_id)
        async with asyncio.TaskGroup() as tasks:
            waiting = tasks.create_task(bot.get_updates(offset=server.updates.next_id, timeout=timedelta(seconds=5)))
            await asyncio.sleep(0.1)
            assert not waiting.done()
            await ana.says("now")

        assert [update.message.text for update in waiting.result()] == ["now"]

    async def test_only_allowed_kinds_are_queued(self, server, bot, ana):
        await bot.get_updates(offset=server.updates.next_id, allowed_updates=["callback_query", "message_reaction"])
        message = await ana.says("not this")
        await ana.reacts(message, "👍")

        (update,) = await bot.get_updates(allowed_updates=[])

        assert update.message_reaction.new_reaction[0].emoji == "👍"
        assert server.updates.dropped == ["message"]
        await ana.reacts(message)
        assert server.updates.dropped == ["message", "message_reaction"], "not among the kinds of the default"

    async def test_a_second_poller_ends_the_first(self, server, bot):
        async with make_bot(server) as other, asyncio.TaskGroup() as tasks:
            first = tasks.create_task(outcome(bot.get_updates(timeout=timedelta(seconds=5))))
            await asyncio.sleep(0.1)
            second = tasks.create_task(outcome(other.get_updates(timeout=timedelta(seconds=1))))

        assert isinstance(first.result(), Conflict)
        assert "terminated by other getUpdates request" in str(first.result())
        assert second.result() == ()
        assert server.updates.conflicts == 1

    async def test_a_poller_that_was_killed_does_not_count_and_loses_nothing(self, server, bot, ana):
        await bot.get_updates(offset=server.updates.next_id)
        async with aiohttp.ClientSession() as killed:
            poll = {"offset": server.updates.next_id, "timeout": 5}
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(killed.post(f"{server.base_url}{server.token}/getUpdates", data=poll), 0.1)

        async with asyncio.TaskGroup() as tasks:
            again = tasks.create_task(bot.get_updates(offset=server.updates.next_id, timeout=timedelta(seconds=3)))
            await asyncio.sleep(0.1)
            await ana.says("still here")

        assert [update.message.text for update in again.result()] == ["still here"]
        assert server.updates.conflicts == 0

    async def test_an_unparsable_update_cannot_be_read_and_stays(self, server, bot):
        update_id = await server.sends_unparsable_update()

        with pytest.raises(TypeError):
            await bot.get_updates()
        assert [update.id for update in server.updates.pending] == [update_id]


class TestTokens:
    @pytest.mark.parametrize(("token", "said"), [("123:unknown", "Unauthorized"), ("nonsense", "Not Found")])
    async def test_a_wrong_token_is_refused(self, server, token, said):
        with pytest.raises(InvalidToken) as caught:
            async with make_bot(server, token):
                pass
        assert str(caught.value.__cause__) == said

    async def test_a_revoked_token_is_refused_from_then_on(self, server, bot, ana):
        server.revokes_token()
        with refused(InvalidToken, "Unauthorized"):
            await bot.send_message(ana.id, "hello")

    async def test_an_unknown_method_is_not_found(self, server):
        async with aiohttp.ClientSession() as session:
            answer = await session.get(f"{server.base_url}{server.token}/makeTea")
            assert await answer.json() == {
                "ok": False, "error_code": 404, "description": "Not Found: method not found",
            }  # fmt: skip
