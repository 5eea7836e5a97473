"""Who may see and write what: channels, threads, direct messages."""

import discord as dpy
import pytest

from tests.servers.discord_server.bots import Bot, logged_in, raw, running


async def test_a_dm_reaches_its_person_and_no_other(server):
    guild = server.guild()
    ana, ben = guild.add(server.person("ana")), guild.add(server.person("ben"))

    async with logged_in(server) as client:
        await (await client.fetch_user(ana.id)).send("your nudge")

    assert await ana.hears("your nudge", where=ana.dm)
    assert "nudge" not in ben.transcript


async def test_closed_dms_and_no_mutual_server_are_refused(server):
    guild = server.guild()
    ana = guild.add(server.person("ana"))

    async with logged_in(server) as client:
        user = await client.fetch_user(ana.id)
        ana.closes_dms()
        with pytest.raises(dpy.Forbidden) as closed:
            await user.send("hello")
        ana.opens_dms()
        guild.removes(ana)
        with pytest.raises(dpy.Forbidden) as apart:
            await user.send("hello")
        ana.installs()
        await user.send("hello")

    assert (closed.value.code, apart.value.code) == (50007, 50278)
    assert len(ana.dm.by_bot) == 1


async def test_permissions_bind_the_bot(server):
    guild = server.guild()
    closed, read_only = guild.text_channel("closed", private=True), guild.text_channel("news")
    ana = guild.add(server.person("ana"))
    read_only.forbids(server.bot, "send_messages")
    plain = guild.text_channel("plain")
    plain.forbids(guild.everyone, "embed_links attach_files")
    said = await ana.says(read_only, "hello")

    async with logged_in(server) as client:
        there = client.get_partial_messageable(closed.id)
        with pytest.raises(dpy.Forbidden) as unseen:
            await there.send("hello")
        with pytest.raises(dpy.Forbidden) as mute:
            await client.get_partial_messageable(read_only.id).send("hello")
        with pytest.raises(dpy.Forbidden) as card:
            await client.get_partial_messageable(plain.id).send(embed=dpy.Embed(title="card"))
        with pytest.raises(dpy.Forbidden) as file:
            await client.get_partial_messageable(plain.id).send(file=dpy.File(__file__))
        with pytest.raises(dpy.Forbidden) as anothers:
            await client.get_partial_messageable(read_only.id).get_partial_message(said.id).delete()
        with pytest.raises(dpy.Forbidden) as edited:
            await client.get_partial_messageable(read_only.id).get_partial_message(said.id).edit(content="x")

    assert [one.value.code for one in (mute, card, file, anothers)] == [50013] * 4
    assert (unseen.value.code, edited.value.code) == (50001, 50005)


async def test_a_role_opens_or_closes_a_channel_to_its_members(server):
    guild = server.guild()
    closed, open_ = guild.text_channel("closed", private=True), guild.text_channel("open")
    role = guild.role("runners")
    ana, ben = guild.add(server.person("ana"), role), guild.add(server.person("ben"))
    closed.allows(role, "view_channel")
    open_.forbids(role, "view_channel")

    assert [channel.visible_to(ana) for channel in (closed, open_)] == [True, False]
    assert [channel.visible_to(ben) for channel in (closed, open_)] == [False, True]


async def test_what_happens_where_the_bot_sees_nothing_is_not_told(server):
    guild = server.guild()
    closed, open_ = guild.text_channel("closed", private=True), guild.text_channel("open")
    ana = guild.add(server.person("ana"))
    closed.allows(ana, "view_channel")

    async with running(server, Bot()) as bot:
        await ana.says(closed, "ping", mentions=server.bot)
        await ana.says(open_, "ping", mentions=server.bot)
        await ana.hears("pong")

    assert [message.channel.id for message in bot.got] == [open_.id]


async def test_a_private_thread_is_seen_by_its_members_only(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana, ben = guild.add(server.person("ana")), guild.add(server.person("ben"))

    async with running(server, Bot()) as bot:
        there = await bot.fetch_channel(channel.id)
        thread = await there.create_thread(name="Run 5 km")
        await thread.add_user(dpy.Object(ana.id))
        await thread.send("your plan")
        await thread.edit(archived=True)
        with pytest.raises(dpy.HTTPException) as archived:
            await thread.add_user(dpy.Object(ben.id))
        await thread.edit(archived=False)
        await ana.hears("your plan")
        await ana.says(server.channels[thread.id], "ping", mentions=server.bot)
        await ana.hears("pong")

    assert archived.value.code == 50083
    assert server.problems == []
    assert server.channels[thread.id].seen_by(ben) == []
    assert "plan" not in ben.transcript


async def test_a_thread_is_opened_on_a_message_once(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()) as bot:
        await ana.says(channel, "hello", mentions=server.bot)
        await server.bell.until(lambda: bot.got, 5)
        thread = await bot.got[0].create_thread(name="talk")
        await thread.send("here")
        with pytest.raises(dpy.HTTPException) as caught:
            await bot.got[0].create_thread(name="again")

    assert thread.id == bot.got[0].id
    assert caught.value.code == 160004
    assert [message.text for message in server.channels[thread.id].seen_by(ana)] == ["here"]


async def test_a_message_reopens_an_archived_thread_unless_it_is_locked(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana = guild.add(server.person("ana"))
    thread = ana.opens_thread(channel, "talk")

    async with logged_in(server) as client:
        there = client.get_partial_messageable(thread.id)
        ana.archives(thread)
        await there.send("hello")
        reopened = not thread.archived
        ana.archives(thread, locked=True)
        with pytest.raises(dpy.HTTPException) as caught:
            await there.send("hello again")

    assert reopened
    assert caught.value.code == 50083
    assert len(thread.by_bot) == 1


async def test_only_who_may_changes_a_thread(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana = guild.add(server.person("ana"))
    theirs = ana.opens_thread(channel, "theirs")

    async with logged_in(server) as client:
        with pytest.raises(dpy.Forbidden) as caught:
            await raw(client, "PATCH", f"/channels/{theirs.id}", {"name": "mine now"})
        with pytest.raises(dpy.HTTPException) as long:
            await raw(client, "POST", f"/channels/{channel.id}/threads", {"name": "x" * 101, "type": 12})
        own = await raw(client, "POST", f"/channels/{channel.id}/threads", {"name": "own", "type": 12})
        await raw(client, "PATCH", f"/channels/{own['id']}", {"name": "renamed", "archived": True})
        with pytest.raises(dpy.HTTPException) as archived:
            await raw(client, "PATCH", f"/channels/{own['id']}", {"name": "again"})
        found = await raw(client, "GET", f"/channels/{channel.id}/users/@me/threads/archived/private")

    assert (caught.value.code, long.value.code, archived.value.code) == (50013, 50035, 50083)
    assert [thread["name"] for thread in found["threads"]] == ["renamed"]


async def test_a_mention_in_a_private_thread_brings_somebody_in(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana, ben = guild.add(server.person("ana")), guild.add(server.person("ben"))

    async with logged_in(server) as client:
        own = await raw(client, "POST", f"/channels/{channel.id}/threads", {"name": "own", "type": 12})
        thread = server.channels[int(own["id"])]
        there = client.get_partial_messageable(thread.id)
        await there.send(f"{ben.mention} is only named", allowed_mentions=dpy.AllowedMentions.none())
        await there.send(f"come in, {ana.mention}", allowed_mentions=dpy.AllowedMentions(users=True))

    assert len(thread.seen_by(ana)) == 2
    assert thread.seen_by(ben) == []


async def test_names_of_threads_are_read_by_those_who_see_them(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana, ben = guild.add(server.person("ana")), guild.add(server.person("ben"))

    async with logged_in(server) as client:
        path = f"/channels/{channel.id}/threads"
        own = await raw(client, "POST", path, {"name": "Lose 5 kg", "type": 12})
        await raw(client, "PUT", f"/channels/{own['id']}/thread-members/{ana.id}")
        public = await raw(client, "POST", path, {"name": "Everybody runs", "type": 11})
        await raw(client, "PATCH", f"/channels/{public['id']}", {"name": "Everybody walks"})

    assert "Lose 5 kg" in ana.transcript
    assert "Lose 5 kg" not in ben.transcript
    assert "Everybody runs" in ben.transcript
    assert "Everybody walks" in ben.transcript


async def test_nobody_is_added_to_a_thread_of_a_channel_they_cannot_see(server):
    guild = server.guild()
    closed = guild.text_channel("closed", private=True)
    closed.allows(server.bot, "view_channel")
    ana = guild.add(server.person("ana"))

    async with logged_in(server) as client:
        own = await raw(client, "POST", f"/channels/{closed.id}/threads", {"name": "own", "type": 12})
        with pytest.raises(dpy.Forbidden) as caught:
            await raw(client, "PUT", f"/channels/{own['id']}/thread-members/{ana.id}")

    assert caught.value.code == 50001


async def test_a_private_thread_becomes_known_to_the_bot_that_is_called_in(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana = guild.add(server.person("ana"))
    thread = ana.opens_thread(channel, "mine", private=True)

    async with running(server, Bot()) as bot:
        await ana.says(thread, "before")
        await ana.says(thread, "ping", mentions=server.bot)
        await ana.hears("pong", where=thread)

    assert [message.content.split()[-1] for message in bot.got] == ["ping"]


async def test_a_bot_outside_a_server_sees_nothing_of_it(server):
    guild = server.guild(with_bot=False)
    channel = guild.text_channel("elsewhere")

    async with logged_in(server) as client:
        with pytest.raises(dpy.Forbidden) as caught:
            await raw(client, "GET", f"/channels/{channel.id}")
        with pytest.raises(dpy.NotFound):
            await raw(client, "GET", f"/guilds/{guild.id}")
        with pytest.raises(dpy.HTTPException) as garbled:
            await raw(client, "GET", "/channels/general")

    assert (caught.value.code, garbled.value.code) == (50001, 50035)
