"""Messages as they are written, changed, paged through and shown."""

import asyncio
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import discord as dpy
import pytest

from tests.servers.discord_server.bots import Bot, logged_in, raw, running


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


async def test_each_word_of_the_bot_is_heard_once_and_edits_are_heard_again(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with logged_in(server) as client:
        there = client.get_partial_messageable(channel.id)
        sent = await there.send("one")
        await there.send("two")
        first, second = await ana.hears(), await ana.hears()
        await ana.hears_nothing(within=0.1)
        await sent.edit(content="three")
        third = await ana.hears(lambda message: "thr" in message.text)

    assert (first.versions, second.text, third) == (["one", "three"], "two", first)
    with pytest.raises(AssertionError, match="did not hear"):
        await ana.hears("four", within=0.05)


async def test_an_answer_to_a_message_that_is_gone_is_refused_or_sent_plainly(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))
    said = await ana.says(channel, "hello")
    await ana.deletes(said)
    body = {"content": "hi", "message_reference": {"message_id": str(said.id)}}

    async with logged_in(server) as client:
        with pytest.raises(dpy.HTTPException) as caught:
            await raw(client, "POST", f"/channels/{channel.id}/messages", body)
        body["message_reference"]["fail_if_not_exists"] = False
        await raw(client, "POST", f"/channels/{channel.id}/messages", body)

    assert caught.value.code == 50035
    assert len(channel.by_bot) == 1


async def test_an_edit_leaves_what_it_does_not_name_and_never_empties_a_message(server):
    channel = server.guild().text_channel("general")

    async with logged_in(server) as client:
        there = client.get_partial_messageable(channel.id)
        sent = await there.send("text", embed=dpy.Embed(title="card"), file=dpy.File(__file__, "a.txt"))
        await sent.edit(content=None)
        await sent.edit(attachments=[])
        with pytest.raises(dpy.HTTPException) as caught:
            await sent.edit(embed=None)

    assert caught.value.code == 50006
    assert [message.text for message in channel.by_bot] == ["card"]
    assert channel.by_bot[0].attachments == []


async def test_a_file_that_is_too_large_is_refused(server):
    channel = server.guild().text_channel("general")

    async with logged_in(server) as client:
        with pytest.raises(dpy.HTTPException) as caught:
            await client.get_partial_messageable(channel.id).send(file=dpy.File(io.BytesIO(bytes(10 * 2**20 + 1)), "a"))

    assert (caught.value.status, caught.value.code) == (413, 40005)


async def test_other_bots_system_messages_previews_and_files_come_as_such(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana, other = guild.add(server.person("ana")), guild.add(server.person("other", is_bot=True))

    async with running(server, Bot()) as bot:
        server.announces(channel, ana)
        await other.says(channel, "beep", mentions=server.bot)
        await ana.says(ana.dm, "look", files={"a.txt": b"text"}, embeds=[{"type": "link", "title": "a page"}])
        await server.bell.until(lambda: len(bot.got) == 3, 3)
        data = await bot.got[2].attachments[0].read()

    assert [message.is_system() for message in bot.got] == [True, False, False]
    assert [message.author.bot for message in bot.got] == [False, True, False]
    assert bot.got[2].embeds[0].title == "a page"
    assert data == b"text"


async def test_people_write_within_discords_limits_and_their_permissions(server):
    guild = server.guild()
    channel = guild.text_channel("news")
    ana = guild.add(server.person("ana"))

    with pytest.raises(AssertionError):
        await ana.says(channel, "x" * 2001)
    channel.forbids(guild.everyone, "send_messages")
    with pytest.raises(AssertionError):
        await ana.says(channel, "hello")


async def test_no_word_is_on_the_screen_of_somebody_who_cannot_see_the_channel(server):
    guild = server.guild()
    open_, closed = guild.text_channel("open"), guild.text_channel("closed", private=True)
    ana, ben = guild.add(server.person("ana")), guild.add(server.person("ben"))
    closed.allows(ana, "view_channel")
    closed.allows(server.bot, "view_channel")

    async with logged_in(server) as client:
        for channel in (open_, closed):
            card = dpy.Embed(title=f"card of {channel.name}").add_field(name="weight", value=f"in {channel.name}")
            await client.get_partial_messageable(channel.id).send(embed=card)

    assert "in open" in ben.transcript
    assert "in closed" in ana.transcript
    assert "closed" not in ben.transcript
