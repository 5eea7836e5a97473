"""The gateway as a client of no library meets it: opcodes and close codes."""

import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.servers.discord import DiscordServer

IDENTIFY = {"token": "test-token", "intents": 1 << 9, "properties": {"os": "linux"}}


@asynccontextmanager
async def connected(server: DiscordServer, **query: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    params = {"v": "10", "encoding": "json", **query}
    async with aiohttp.ClientSession() as session, session.ws_connect(server.gateway_url, params=params) as socket:
        yield socket


async def says(socket: aiohttp.ClientWebSocketResponse, op: int, data: Any) -> None:
    await socket.send_str(json.dumps({"op": op, "d": data}))


async def close_code(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    async for _ in socket:
        pass
    return socket.close_code


async def test_hello_comes_first_and_heartbeats_are_acknowledged(server):
    async with connected(server) as socket:
        hello = await socket.receive_json(timeout=2)
        await says(socket, 1, None)
        acknowledged = await socket.receive_json(timeout=2)

    assert (hello["op"], hello["d"]) == (10, {"heartbeat_interval": 41250})
    assert acknowledged["op"] == 11


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([(99, None)], 4001),
        ([(3, {"status": "online"})], 4003),
        ([(2, {"token": "wrong", "intents": 0, "properties": {}})], 4004),
        ([(2, IDENTIFY), (2, IDENTIFY)], 4005),
        ([(2, {**IDENTIFY, "shard": [2, 2]})], 4010),
        ([(2, {**IDENTIFY, "intents": 1 << 40})], 4013),
        ([(2, {**IDENTIFY, "intents": 1 << 15})], 4014),
        ([(2, {"token": "test-token"})], 4002),
        ([(6, {"token": "wrong", "session_id": "a", "seq": 1})], 4004),
        ([(1, None)] * 121, 4008),
        ([(1, "x" * 4096)], 4002),
    ],
)
async def test_a_client_that_breaks_a_rule_is_closed_with_its_code(server, frames, code):
    async with connected(server) as socket:
        for op, data in frames:
            await says(socket, op, data)

        assert await close_code(socket) == code


async def test_what_is_not_json_is_closed_with_4002(server):
    async with connected(server) as socket:
        await socket.send_str("{")

        assert await close_code(socket) == 4002


async def test_a_client_without_a_heartbeat_is_closed(server):
    server.gateway.heartbeat_seconds = 0.05
    async with connected(server) as socket:
        assert await close_code(socket) == 4000


async def test_an_unknown_session_is_invalid_and_a_sequence_from_the_future_is_refused(server):
    async with connected(server) as socket:
        await socket.receive_json()
        await says(socket, 6, {"token": server.token, "session_id": "unknown", "seq": 1})
        invalid = await socket.receive_json(timeout=2)
        await says(socket, 2, IDENTIFY)
        ready = await socket.receive_json(timeout=2)
    session = ready["d"]["session_id"]
    server.gateway.sessions.clear()
    async with connected(server) as socket:
        await socket.receive_json()
        await says(socket, 2, IDENTIFY)
        session = (await socket.receive_json(timeout=2))["d"]["session_id"]
        server.gateway.cut(4000)
    async with connected(server) as socket:
        await says(socket, 6, {"token": server.token, "session_id": session, "seq": 1000})

        assert await close_code(socket) == 4007
    assert (invalid["op"], invalid["d"]) == (9, False)


async def test_a_session_closed_by_its_client_with_1000_cannot_be_resumed(server):
    async with connected(server) as socket:
        await socket.receive_json()
        await says(socket, 2, IDENTIFY)
        session = (await socket.receive_json(timeout=2))["d"]["session_id"]
        await socket.close(code=1000)
    async with connected(server) as socket:
        await socket.receive_json()
        await says(socket, 6, {"token": server.token, "session_id": session, "seq": 1})
        answer = await socket.receive_json(timeout=2)

    assert answer["op"] == 9


async def test_frames_are_packed_in_one_stream_when_asked(server):
    async with connected(server, compress="zlib-stream") as socket:
        stream = zlib.decompressobj()
        hello = json.loads(stream.decompress(await socket.receive_bytes()))
        await says(socket, 2, IDENTIFY)
        ready = json.loads(stream.decompress(await socket.receive_bytes()))

    assert (hello["op"], ready["t"]) == (10, "READY")


async def test_two_sessions_of_one_shard_both_get_the_event(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))
    async with connected(server) as one, connected(server) as other:
        for socket in (one, other):
            await socket.receive_json()
            await says(socket, 2, IDENTIFY)
            await socket.receive_json()
        await ana.says(channel, "hello", mentions=server.bot)
        events = [await socket.receive_json(timeout=2) for socket in (one, other)]

    assert [event["t"] for event in events] == ["MESSAGE_CREATE"] * 2
    assert events[0]["d"]["member"]["roles"] == []


async def test_another_version_or_encoding_is_not_spoken(server):
    for query in ({"v": "9"}, {"encoding": "etf"}, {"compress": "brotli"}):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            async with connected(server, **query):
                pass

    assert len(server.problems) == 3


@pytest.mark.parametrize(("intents", "heard"), [(1 << 9, ["in the server"]), (1 << 12, ["in private"]), (0, [])])
async def test_only_events_of_the_wanted_intents_come(server, intents, heard):
    ana = server.guild().add(server.person("ana"))
    [channel] = [server.guilds[guild].text_channel("general") for guild in server.guilds]
    async with connected(server) as socket:
        await socket.receive_json()
        await says(socket, 2, {**IDENTIFY, "intents": intents})
        await socket.receive_json()
        await ana.says(channel, "in the server", mentions=server.bot)
        await ana.says(ana.dm, "in private")
        await says(socket, 1, None)
        texts = []
        while (frame := await socket.receive_json(timeout=2))["op"] == 0:
            texts.append(frame["d"]["content"].removeprefix(f"{server.bot.mention} "))

    assert texts == heard
