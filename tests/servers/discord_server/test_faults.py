"""Trouble on demand, and what discord.py makes of it."""

import asyncio

import aiohttp
import discord as dpy
import pytest

from tests.servers.discord_server.bots import logged_in, raw


async def test_a_lost_reply_was_delivered(server):
    channel = server.guild().text_channel("general")
    server.faults.loses_reply("POST", "/channels/*/messages")

    async with logged_in(server) as client:
        there = await client.fetch_channel(channel.id)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await there.send("hello", nonce="n1")
        await there.send("hello", nonce="n1")

    assert [message.text for message in channel.by_bot] == ["hello"]
    assert len(server.calls("POST", "/channels/*/messages")) == 2


async def test_429_is_waited_for_and_tried_again(server):
    channel = server.guild().text_channel("general")
    server.faults.rate_limits(0.2, "POST", "/channels/*/messages", globally=True)

    async with logged_in(server) as client:
        await (await client.fetch_channel(channel.id)).send("hello")

    first, second = server.calls("POST", "/channels/*/messages")
    assert second.at - first.at >= 0.2
    assert len(channel.by_bot) == 1


async def test_a_bucket_that_is_used_up_says_so_before_it_refuses(server):
    server.limits.sets("POST", "/channels/*/messages", 2, 0.5)
    channel = server.guild().text_channel("general")

    async with logged_in(server) as client:
        there = await client.fetch_channel(channel.id)
        for number in range(5):
            await there.send(str(number))

    assert len(channel.by_bot) == 5
    assert server.limits.refused == 0
    calls = server.calls("POST", "/channels/*/messages")
    assert calls[-1].at - calls[0].at > 0.9


@pytest.mark.parametrize("status", [500, 502])
async def test_a_server_error_is_tried_again_by_the_library(server, status):
    channel = server.guild().text_channel("general")
    server.faults.fails(status, "POST", "/channels/*/messages")

    async with logged_in(server) as client:
        await (await client.fetch_channel(channel.id)).send("hello")

    assert len(channel.by_bot) == 1


async def test_503_goes_up_to_the_bot(server):
    channel = server.guild().text_channel("general")
    server.faults.fails(503, "POST", "/channels/*/messages")

    async with logged_in(server) as client:
        with pytest.raises(dpy.DiscordServerError):
            await (await client.fetch_channel(channel.id)).send("hello")


async def test_a_hanging_call_ends_with_the_callers_patience(server):
    async with logged_in(server) as client:
        server.faults.hangs("GET", "/users/*")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await client.fetch_user(server.bot.id)


async def test_a_slow_call_is_answered(server):
    async with logged_in(server) as client:
        server.faults.is_slow(0.2, "GET", "/users/*")
        before = asyncio.get_running_loop().time()
        await client.fetch_user(server.bot.id)

    assert asyncio.get_running_loop().time() - before >= 0.2


async def test_a_call_that_is_not_known_here_is_a_404_and_a_problem(server):
    async with logged_in(server) as client:
        with pytest.raises(dpy.NotFound):
            await raw(client, "GET", "/guilds/1/audit-logs")

    assert server.problems == ["no route GET /api/v10/guilds/1/audit-logs"]
