"""What the bot may read is what its intents let it."""

import discord as dpy
import pytest

from tests.servers import discord
from tests.servers.discord_server.bots import Bot, logged_in, running


async def test_without_the_content_intent_only_dms_mentions_and_replies_are_readable(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()) as bot:
        await ana.says(channel, "a secret")
        await ana.says(ana.dm, "ping")
        pong = await ana.hears("pong", where=ana.dm)
        mentioned = await ana.says(channel, "with a mention: ping", mentions=server.bot)
        public = await ana.hears("pong", where=channel)
        await ana.says(channel, "an answer", reply_to=public)
        await server.bell.until(lambda: len(bot.got) == 4, 5)

    assert [message.content for message in bot.got] == ["", "ping", mentioned.content, "an answer"]
    assert pong.channel is ana.dm


async def test_with_the_content_intent_everything_is_readable():
    async with discord.serve(privileged=("message_content",)) as server:
        channel = server.guild().text_channel("general")
        ana = channel.guild.add(server.person("ana"))

        async with running(server, Bot(content=True)):
            await ana.says(channel, "ping")

            assert await ana.hears("pong")


async def test_an_intent_that_is_not_approved_is_refused_with_4014(server):
    with server.wired(), pytest.raises(dpy.PrivilegedIntentsRequired):
        async with Bot(content=True) as bot:
            await bot.start(server.token)

    assert server.gateway.closed_with == [4014]


@pytest.mark.parametrize(("privileged", "told"), [((), ["", "hello"]), (("message_content",), ["a secret", "hello"])])
async def test_the_history_is_bound_by_what_was_approved(privileged, told):
    async with discord.serve(privileged=privileged) as server:
        channel = server.guild().text_channel("general")
        ana = channel.guild.add(server.person("ana"))
        await ana.says(channel, "a secret")

        async with logged_in(server) as client:
            there = client.get_partial_messageable(channel.id)
            await there.send("hello")
            read = [message.content async for message in there.history(oldest_first=True)]

    assert read == told
