"""Trouble on demand, and what discord.py makes of it."""

import asyncio
import json

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


async def test_a_message_that_was_delivered_under_an_error_comes_once_with_a_nonce_and_twice_without(server):
    channel = server.guild().text_channel("general")

    async with logged_in(server) as client:
        for body in ({"content": "with", "nonce": "n1", "enforce_nonce": True}, {"content": "without"}):
            server.faults.fails_after(502, "POST", "/channels/*/messages")
            await raw(client, "POST", f"/channels/{channel.id}/messages", body)

    assert [message.text for message in channel.by_bot] == ["with", "without", "without"]


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


async def test_more_than_fifty_calls_a_second_are_refused_for_all_routes(server):
    async with logged_in(server) as client:
        users = [server.person(f"p{number}") for number in range(60)]
        channels = [server.guild().text_channel("general") for _ in range(2)]
        async with asyncio.TaskGroup() as tasks:
            for number, user in enumerate(users):
                tasks.create_task(client.fetch_user(user.id) if number % 2 else client.fetch_channel(channels[0].id))

    assert server.limits.refused > 0


async def test_a_used_up_bucket_answers_429_with_body_and_headers(server):
    server.limits.sets("POST", "/channels/*/typing", 1, 5)
    channels = [server.guild().text_channel("general") for _ in range(2)]
    headers = {"Authorization": f"Bot {server.token}", "User-Agent": "DiscordBot (https://example.org, 1.0)"}

    async with aiohttp.ClientSession(headers=headers) as session:
        answers = []
        for channel in (channels[0], channels[0], channels[1]):
            async with session.post(f"{server.rest_url}/channels/{channel.id}/typing") as answer:
                answers.append((answer.status, answer.headers, await answer.read()))

    assert [status for status, _, _ in answers] == [204, 429, 204]
    _, told, body = answers[1]
    assert 4 < json.loads(body)["retry_after"] <= 5
    assert json.loads(body)["global"] is False
    assert (told["Retry-After"], told["X-RateLimit-Remaining"], told["X-RateLimit-Scope"]) == ("5", "0", "user")
    assert told["X-RateLimit-Bucket"] == answers[0][1]["X-RateLimit-Bucket"]


async def test_a_library_that_waits_is_never_refused_at_the_observed_limits(server):
    server.limits.observed()
    channel = server.guild().text_channel("general")

    async with logged_in(server) as client:
        there = client.get_partial_messageable(channel.id)
        async with asyncio.TaskGroup() as tasks:
            for number in range(7):
                tasks.create_task(there.send(str(number)))

    assert len(channel.by_bot) == 7
    assert server.limits.refused <= 2  # those that were on their way before the first answer told the limit


async def test_a_call_without_a_proper_user_agent_is_blocked(server):
    headers = {"Authorization": f"Bot {server.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(f"{server.rest_url}/users/@me") as refused:
            body = await refused.json()
        named = {"User-Agent": "DiscordBot (https://example.org, 1.0)"}
        async with session.get(f"{server.rest_url}/users/@me", headers=named) as accepted:
            pass
        broken = {**named, "Content-Type": "application/json"}
        address = f"{server.rest_url}/users/@me/channels"
        async with session.post(address, headers=broken, data="{") as garbled:
            wrong = await garbled.json()

    assert (refused.status, body["code"]) == (403, 40333)
    assert accepted.status == 200
    assert (garbled.status, wrong["code"]) == (400, 50109)


async def test_faults_happen_as_often_as_planned_and_only_where_planned(server):
    channels = [server.guild().text_channel("general") for _ in range(2)]
    planned = server.faults.fails(503, "POST", "/channels/*/messages", times=2)

    async with logged_in(server) as client:
        await raw(client, "POST", f"/channels/{channels[0].id}/typing")
        for _ in range(2):
            with pytest.raises(dpy.DiscordServerError):
                await client.get_partial_messageable(channels[0].id).send("hello")
        await client.get_partial_messageable(channels[1].id).send("hello")

    assert planned.happened == 2
    assert channels[0].typed
