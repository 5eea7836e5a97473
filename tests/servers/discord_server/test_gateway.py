"""The gateway: identifying, being cut off, resuming, shards."""

import asyncio
import sys

import discord as dpy
import pytest

from tests.servers.discord.gateway import Session
from tests.servers.discord_server.bots import Bot, ended, running


async def test_a_wrong_token_is_refused_by_rest_and_gateway(server):
    with server.wired():
        async with Bot() as bot:
            with pytest.raises(dpy.LoginFailure):
                await bot.start("wrong")
        async with Bot() as bot:
            await bot.login(server.token)
            bot.http.token = "wrong"  # noqa: S105 - that is the point
            with pytest.raises(dpy.ConnectionClosed) as caught:
                await bot.connect()

    assert caught.value.code == 4004


async def test_a_revoked_token_ends_the_client(server):
    with server.wired():
        async with Bot() as bot, asyncio.timeout(10), asyncio.TaskGroup() as tasks:
            task = tasks.create_task(ended(bot, server.token))
            await server.gateway.connected()
            server.revokes_token()

    assert isinstance(task.result(), dpy.ConnectionClosed)
    assert task.result().code == 4004


async def test_a_cut_gateway_is_resumed_and_what_was_missed_comes(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()) as bot:
        await ana.says(channel, "first ping", mentions=server.bot)
        await ana.hears("pong")
        server.gateway.cut()
        await ana.says(channel, "second ping", mentions=server.bot)
        await ana.hears("pong", within=10)

    assert [message.content.split()[-2] for message in bot.got] == ["first", "second"]
    assert server.gateway.resumed == 1
    assert len(server.gateway.identified) == 1


@pytest.mark.parametrize("how", ["reconnect", "resumable", "close code"])
async def test_other_ways_to_be_sent_away_are_resumed_too(server, how):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()):
        match how:
            case "reconnect":
                server.gateway.asks_to_reconnect()
            case "resumable":
                server.gateway.invalidates(resumable=True)
            case "close code":
                server.gateway.cut(4000)
        assert await server.bell.until(lambda: server.gateway.resumed, 10)
        await ana.says(channel, "ping", mentions=server.bot)
        await ana.hears("pong", within=10)


async def test_an_invalid_session_is_identified_anew_and_the_missed_message_is_gone(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()) as bot:
        server.gateway.invalidates(resumable=False)
        await ana.says(channel, "ping", mentions=server.bot)
        await server.gateway.connected(within=15)
        await ana.says(channel, "second ping", mentions=server.bot)
        await ana.hears("pong", within=10)

    assert server.gateway.resumed == 0
    assert len(server.gateway.identified) == 2
    assert [message.content.split()[-2] for message in bot.got] == ["second"]


async def test_a_payload_it_cannot_read_ends_the_client(server):
    with server.wired():
        async with Bot() as bot, asyncio.timeout(10), asyncio.TaskGroup() as tasks:
            task = tasks.create_task(ended(bot, server.token))
            await server.gateway.connected()
            server.gateway.sends_unreadable()

    assert isinstance(task.result(), KeyError)


async def test_heartbeats_are_answered_and_a_silent_gateway_is_left(server):
    server.gateway.heartbeat_seconds = 0.2
    async with running(server, Bot(heartbeat_timeout=0.3)):
        await server.bell.until(lambda: server.gateway.heartbeats > 3, 1)
        assert server.gateway.resumed == 0
        server.gateway.acknowledges = False
        assert await server.bell.until(lambda: server.gateway.resumed, 10)
        server.gateway.acknowledges = True


async def test_events_go_to_the_shard_of_their_server_and_direct_messages_to_the_first(server):
    bot = dpy.AutoShardedClient(intents=dpy.Intents(guilds=True, messages=True), shard_count=2)
    guilds = [server.guild(id=(number << 22) + 1000) for number in (10, 11)]
    got: list[dpy.Message] = []

    @bot.event
    async def on_message(message: dpy.Message) -> None:
        got.append(message)

    with server.wired():
        async with bot, asyncio.TaskGroup() as tasks:
            task = tasks.create_task(bot.start(server.token))
            assert await server.bell.until(lambda: len(server.gateway.identified) == 2, 15)
            ana = server.person("ana")
            for guild in guilds:
                guild.add(ana)
                await ana.says(guild.text_channel("general"), "hello", mentions=server.bot)
            await ana.says(ana.dm, "hello")
            await server.bell.until(lambda: len(got) == 3, 5)
            told = {session.shard: _guilds_of_messages(session) for session in server.gateway.sessions.values()}
            await bot.close()
            task.cancel()

    assert len(got) == 3
    assert told == {(0, 2): [str(guilds[0].id), None], (1, 2): [str(guilds[1].id)]}


def _guilds_of_messages(session: Session) -> list[str | None]:
    return [frame["d"].get("guild_id") for frame in session.sent if frame["t"] == "MESSAGE_CREATE"]


PROGRAM = """
import asyncio, sys, discord, yarl
from discord.gateway import DiscordWebSocket

discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = sys.argv[1], yarl.URL(sys.argv[2])
client = discord.Client(intents=discord.Intents(messages=True, guilds=True))

@client.event
async def on_message(message):
    if message.content == "ping":
        await message.channel.send("pong")

client.run(sys.argv[3], log_handler=None)
"""


async def test_a_bot_in_another_process_is_served_and_missed_after_a_kill(server):
    ana = server.guild().add(server.person("ana"))
    arguments = [sys.executable, "-c", PROGRAM, server.rest_url, server.gateway_url, server.token]

    process = await asyncio.create_subprocess_exec(*arguments)
    await server.gateway.connected()
    await ana.says(ana.dm, "ping")
    await ana.hears("pong")
    process.kill()
    await process.wait()
    await server.bell.until(lambda: not server.gateway.is_connected, 5)
    await ana.says(ana.dm, "ping")
    await ana.hears_nothing(within=0.2)

    assert not server.gateway.is_connected
