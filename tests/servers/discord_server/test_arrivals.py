"""What a connected bot learns of servers, members, channels and threads."""

import asyncio
from typing import Any

import discord as dpy
import pytest

from tests.servers import discord
from tests.servers.discord_server.bots import Bot, ended, running

EVENTS = (
    *("guild_join", "guild_remove", "guild_channel_create", "guild_channel_update", "guild_channel_delete"),
    *("thread_create", "thread_update", "thread_join", "raw_thread_member_remove", "raw_thread_delete"),
    *("member_join", "member_update", "raw_member_remove", "guild_role_create"),
)


def noting(bot: dpy.Client) -> list[str]:
    """The names of what happens, in order."""
    seen: list[str] = []

    def note(name: str) -> Any:
        async def listener(*args: Any) -> None:
            seen.append(name)

        listener.__name__ = f"on_{name}"
        return listener

    for name in EVENTS:
        bot.event(note(name))
    return seen


async def test_servers_channels_and_threads_come_and_go(server):
    server.guild("first")
    bot = Bot()
    seen = noting(bot)

    async with running(server, bot):
        await bot.wait_until_ready()
        guild = server.guild("second")
        ana = guild.add(server.person("ana"))
        channel = guild.text_channel("general")
        channel.forbids(guild.everyone, "send_messages")
        thread = ana.opens_thread(channel, "talk")
        server.joins(thread, server.bot)
        ana.archives(thread)
        guild.deletes(channel)
        guild.removes(server.bot)
        await server.bell.until(lambda: "guild_remove" in seen, 3)

    assert [name for name in seen if name != "thread_join"] == [
        *["guild_join", "guild_channel_create", "guild_channel_update", "thread_create", "thread_update"],
        *["guild_channel_delete", "guild_remove"],
    ]
    assert "thread_join" in seen


async def test_members_are_told_with_their_intent_and_listed_on_request():
    async with discord.serve(privileged=("members",)) as server:
        guild = server.guild()
        ana = guild.add(server.person("ana"), nick="Annie")
        bot = Bot(members=True)
        seen = noting(bot)

        async with running(server, bot):
            await bot.wait_until_ready()
            known = {member.display_name for member in bot.guilds[0].members}
            ben = guild.add(server.person("ben"))
            guild.renames(ben, "Benny")
            guild.removes(ana)
            await server.bell.until(lambda: "raw_member_remove" in seen, 3)

    assert known == {"Gigi", "owner of a server", "Annie"}
    assert seen == ["member_join", "member_update", "raw_member_remove"]


async def test_members_are_not_told_without_their_intent(server):
    guild = server.guild()
    bot = Bot()
    seen = noting(bot)

    async with running(server, bot):
        await bot.wait_until_ready()
        guild.add(server.person("ben"))
        guild.text_channel("last")
        await server.bell.until(lambda: "guild_channel_create" in seen, 3)

    assert "member_join" not in seen


async def test_a_gateway_that_is_down_is_found_again_when_it_is_back(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()):
        server.gateway.is_down = True
        server.gateway.cut()
        await asyncio.sleep(0.2)
        server.gateway.is_down = False
        await ana.says(channel, "ping", mentions=server.bot)
        await ana.hears("pong", within=20)

    assert server.gateway.resumed == 1


async def test_what_was_said_while_no_bot_ran_is_in_the_history_only(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()):
        pass
    await ana.says(ana.dm, "while you were away")
    async with running(server, Bot()) as bot:
        there = await bot.fetch_channel(ana.dm.id)
        missed = [message.content async for message in there.history()]

    assert bot.got == []
    assert missed == ["while you were away"]


@pytest.mark.parametrize("text", ["not json", '{"op": 0, "t": "MESSAGE_CREATE", "s": 9, "d": {}}'])
async def test_a_raw_frame_ends_the_client(server, text):
    with server.wired():
        async with Bot() as bot, asyncio.timeout(10), asyncio.TaskGroup() as tasks:
            task = tasks.create_task(ended(bot, server.token))
            await server.gateway.connected()
            server.gateway.sends_raw(text)

    assert isinstance(task.result(), Exception)
