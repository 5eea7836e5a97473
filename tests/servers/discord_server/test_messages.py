"""Messages as they are written, changed, paged through and shown."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import discord as dpy

from tests.servers.discord_server.bots import Bot, logged_in, running


async def test_a_mention_is_read_and_answered_in_the_channel(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()):
        said = await ana.says(channel, "ping", mentions=server.bot)
        reply = await ana.hears("pong")

    assert reply.reply_to is said
    assert reply.channel is channel
    assert reply.pings == []
    assert server.problems == []


async def test_a_repeated_nonce_gives_the_first_message_again_for_some_minutes(server):
    channel = server.guild().text_channel("general")

    async with logged_in(server) as client:
        there = await client.fetch_channel(channel.id)
        first = await there.send("a", nonce="abc")
        again = await there.send("a", nonce="abc")
        server.passes(minutes=6)
        later = await there.send("a", nonce="abc")

    assert first.id == again.id != later.id
    assert len(channel.by_bot) == 2
    assert len(server.repeated) == 1


async def test_history_pages_forward_and_back_and_hides_ephemeral_messages(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()) as bot:
        for number in range(7):
            await ana.says(channel, f"{number}", mentions=server.bot)
        await ana.uses(channel, "/goal", text="run")
        there = await bot.fetch_channel(channel.id)
        told = [message async for message in there.history(limit=None, oldest_first=True)]
        middle = told[3]
        before = [message async for message in there.history(limit=2, before=middle)]
        after = [message async for message in there.history(limit=2, after=middle)]

    numbers = [message.content.split()[-1] for message in told]
    assert numbers == list("0123456")
    assert [message.id for message in before] == [told[2].id, told[1].id]
    assert [message.id for message in after] == [told[4].id, told[5].id]


async def test_files_arrive_with_their_alt_text(server):
    channel = server.guild().text_channel("general")
    picture = dpy.File(__file__, "chart.png", description="a line that rises")
    embed = dpy.Embed(title="Week 1").set_image(url="attachment://chart.png")

    async with logged_in(server) as client:
        there = await client.fetch_channel(channel.id)
        sent = await there.send("look", file=picture, embed=embed)
        data = await sent.attachments[0].read()

    [message] = channel.by_bot
    [file] = message.attachments
    assert (file.filename, file.description, file.content_type) == ("chart.png", "a line that rises", "image/png")
    assert data == file.data != b""
    assert message.embeds[0]["image"]["url"] == file.url


async def test_mentions_ping_only_whom_they_are_allowed_to(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana, ben = guild.add(server.person("ana")), guild.add(server.person("ben"))
    text = f"{ana.mention} {ben.mention} @everyone"

    async with logged_in(server) as client:
        there = await client.fetch_channel(channel.id)
        await there.send(text, allowed_mentions=dpy.AllowedMentions.none())
        await there.send(text, allowed_mentions=dpy.AllowedMentions(users=[dpy.Object(ana.id)], everyone=False))
        await there.send(text)

    assert [message.pings for message in channel.by_bot] == [[], [ana], [ana, ben]]
    assert not any(message.pings_everyone for message in channel.by_bot)


async def test_edits_deletions_reactions_and_typing_are_seen(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))
    events: list[str] = []

    async with running(server, Bot()) as bot:
        bot.event(_noting("on_raw_message_edit", events))
        bot.event(_noting("on_raw_message_delete", events))
        bot.event(_noting("on_raw_reaction_add", events))
        there = await bot.fetch_channel(channel.id)
        async with there.typing():
            mine = await there.send("first")
        await mine.edit(content="second")
        await mine.add_reaction("\N{THUMBS UP SIGN}")
        said = await ana.says(channel, "hello", mentions=server.bot)
        await ana.edits(said, "hello again")
        await ana.reacts(channel.by_bot[0], "\N{PARTY POPPER}")
        await ana.deletes(said)
        await asyncio.sleep(0.2)

    assert channel.by_bot[0].versions == ["first", "second"]
    assert "first" in ana.transcript
    assert list(channel.by_bot[0].reactions) == ["\N{THUMBS UP SIGN}", "\N{PARTY POPPER}"]
    assert channel.typed
    assert sorted(events) == [
        *["on_raw_message_delete"],
        *["on_raw_message_edit"] * 2,
        *["on_raw_reaction_add"] * 2,
    ]


def _noting(name: str, events: list[str]) -> Any:
    async def listener(payload: Any) -> None:
        events.append(name)

    listener.__name__ = name
    return listener


async def test_ids_tell_when_they_were_made(server):
    server.passes(hours=5)
    person = server.person("ana")

    assert abs(dpy.utils.snowflake_time(person.id) - datetime.now(UTC) - timedelta(hours=5)) < timedelta(seconds=5)
