"""How an answer reaches its person: at once acknowledged, hidden where others read along, whole, and with its files."""

import pytest

from adapters.discord import open_sender
from bot.entities import Address, Attachment, Button, Platform, Reply
from bot.errors import PersonUnreachable, SendFailed
from tests.adapters.discord_chat.discord_life import living, settings_for, soon
from tests.servers import discord

LONG = "\n\n".join(f"Paragraph {number}. " + "word " * 90 for number in range(12))


@pytest.fixture
async def scene(tmp_path):
    async with discord.serve() as server:
        guild = server.guild("runners")
        channel = guild.text_channel("general")
        ana, ben = guild.add(server.person("ana")), guild.add(server.person("ben"))
        async with open_sender(settings_for(server, tmp_path)) as sender:
            yield server, channel, ana, ben, sender
        assert server.problems == []


def private(person, **fields):
    return Address(platform=Platform.DISCORD, user=str(person.id), chat="", **fields)


async def test_every_interaction_is_acknowledged_within_three_seconds_while_everything_is_slow(tmp_path):
    async with living(tmp_path) as life:
        guild = life.server.guild("runners")
        channel, ana = guild.text_channel("general"), guild.add(life.server.person("ana"))
        life.server.response_seconds = 3.0
        with life.gigi.crowd():
            for name in ("/goals", "/help", "/today", "/settings"):
                answer = await ana.uses(channel, name, within=0.2)
                assert answer.thinking
                assert answer.interaction.responded_after < 3
                assert answer.interaction.original.ephemeral
        assert life.server.late == []


async def test_long_answer_is_hidden_in_every_part(scene):
    server, channel, ana, ben, sender = scene
    with server.wired():
        answer, token = await deferred(server, ana, channel)
        address = Address(platform=Platform.DISCORD, user=str(ana.id), chat=str(channel.id), is_private=False,
                          interaction=f"ch:{server.bot.id}:{token}")  # fmt: skip
        await sender.send(address, Reply(text=LONG), key="g1")

    assert len(answer.messages) == 3
    assert answer.ephemeral
    assert channel.seen_by(ben) == []
    assert " ".join(answer.text.split()) == " ".join(LONG.split())


async def deferred(server, person, channel):
    """A command of that person, acknowledged for their eyes only."""
    import asyncio

    import discord as dpy

    from tests.servers.discord_server.bots import running

    async with running(server, dpy.Client(intents=dpy.Intents.none())) as client:

        @client.event
        async def on_interaction(interaction):
            await interaction.response.defer(ephemeral=True)

        route = dpy.http.Route("PUT", f"/applications/{server.bot.id}/commands")
        await client.http.request(route, json=[{"name": "goal", "description": "a"}])
        async with asyncio.TaskGroup() as tasks:
            used = tasks.create_task(person.uses(channel, "/goal", within=0.3))
        answer = used.result()
    return answer, answer.interaction.token


async def test_long_message_is_cut_between_words_and_sent_once_however_often(scene):
    _, _, ana, _, sender = scene

    for _ in range(3):
        await sender.send(private(ana), Reply(text=LONG), key="g1")

    assert " ".join(" ".join(ana.told).split()) == " ".join(LONG.split())
    assert all(len(message.content) <= 2000 for message in ana.dm.by_bot)


async def test_same_key_of_another_store_is_another_message(scene):
    _, _, ana, ben, sender = scene

    for person in (ana, ben):
        await sender.send(private(person), Reply(text="hello"), key="g1")
    await sender.send(private(ana), Reply(text="something else"), key="g1")

    assert ana.told == ["hello", "something else"]
    assert ben.told == ["hello"]


async def test_picture_comes_with_its_alt_text_and_buttons_with_their_tickets(scene):
    _, _, ana, _, sender = scene
    picture = Attachment(name="progress.png", media_type="image/png", content=b"\x89PNG...", alt="A line going down")

    buttons = (Button(label="Done", action="x", ticket="1.0.abc"),)

    await sender.send(private(ana), Reply(text="Look", files=(picture,), buttons=buttons), key="g1")

    (message,) = ana.dm.by_bot
    assert [(file.filename, file.description, file.data) for file in message.attachments] == [
        ("progress.png", "A line going down", b"\x89PNG...")
    ]
    assert message.component("Done")["custom_id"] == "gigi:1.0.abc"


@pytest.mark.parametrize("text", ["@everyone come", "<@{ben}> look", "@here", "<@&{role}> you"])
async def test_nothing_that_is_said_pings_anybody(scene, text):
    _, channel, ana, ben, sender = scene
    said = text.format(ben=ben.id, role=channel.guild.everyone.id)
    room = Address(platform=Platform.DISCORD, user=str(ana.id), chat=str(channel.id), is_private=False)

    await sender.send(room, Reply(text=said, is_public=True), key="g1")

    (message,) = channel.by_bot
    assert message.pings == []
    assert message.pinged_roles == []
    assert not message.pings_everyone


async def test_card_goes_out_as_words_where_embeds_are_not_allowed(scene):
    from tests.adapters.rendering.test_discord_rendering import PLAN

    _, channel, ana, _, sender = scene
    channel.forbids(channel.guild.everyone, "embed_links")
    room = Address(platform=Platform.DISCORD, user=str(ana.id), chat=str(channel.id), is_private=False)

    await sender.send(room, Reply(text=PLAN, is_public=True), key="g1")

    (message,) = channel.by_bot
    assert message.embeds == []
    assert "Week 3" in message.content


async def test_somebody_who_shares_no_server_is_unreachable_and_may_come_back(scene):
    server, _, _, _, sender = scene
    stranger = server.person("stranger")

    with pytest.raises(PersonUnreachable) as caught:
        await sender.send(private(stranger), Reply(text="hello"), key="g1")

    assert not caught.value.is_for_good


async def test_room_that_is_gone_is_a_refusal_for_good(scene):
    _, _, ana, _, sender = scene
    room = Address(platform=Platform.DISCORD, user=str(ana.id), chat="12345", is_private=False)

    with pytest.raises(SendFailed):
        await sender.send(room, Reply(text="board", is_public=True), key="g1")


@pytest.mark.parametrize("file", [
    "https://evil.example/x.ogg", "file:///etc/passwd", "https://cdn.discordapp.com.evil.example/x", "nonsense",
    "https://user@evil.example/cdn.discordapp.com", "http://169.254.169.254/latest",
])  # fmt: skip
async def test_recordings_are_fetched_from_discord_only(scene, file):
    with pytest.raises(SendFailed):
        await scene[-1].fetch(file)


async def test_voice_message_is_fetched_and_noted_as_such(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.guild("runners").add(life.server.person("ana"))
        file = life.server.stored(ana.dm, "voice.ogg", b"OggS")

        assert await life.sender.fetch(file.url) == b"OggS"


async def test_app_of_one_person_answers_them_alone_in_a_server_it_is_not_in(tmp_path):
    async with living(tmp_path) as life:
        guild = life.server.guild("elsewhere", with_bot=False)
        channel = guild.text_channel("general")
        ana, ben = guild.add(life.server.person("ana")), guild.add(life.server.person("ben"))
        ana.installs()

        answer = await (await ana.uses(channel, "/goal", text="lose 5kg in 8 weeks")).until("Week 8", 20)

        assert answer.ephemeral
        assert channel.seen_by(ben) == []
        assert life.server.problems == []


async def test_second_tap_is_told_that_it_is_noted(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.guild("runners").add(life.server.person("ana"))
        await ana.says(ana.dm, "I want to lose 5kg in 8 weeks")
        plan = await ana.hears("Week 8", within=20)
        old = list(plan.components)
        await ana.presses(plan, "Yes")
        await ana.hears("Started", within=20)
        plan.components = old

        again = await ana.presses(plan, "Yes", within=20)

        assert "noted already" in again.text


async def test_buttons_work_after_a_restart(tmp_path):
    async with discord.serve() as server:
        async with living(tmp_path, server=server) as life:
            ana = server.guild("runners").add(server.person("ana"))
            await ana.says(ana.dm, "I want to lose 5kg in 8 weeks")
            plan = await ana.hears("Week 8", within=20)
            clock = life.clock
        async with living(tmp_path, server=server, clock=clock) as life:
            await ana.presses(plan, "Yes", within=20)
            await ana.hears("Started", within=20)

            assert (await life.person(ana)).active_goals


async def test_typing_is_shown_while_an_answer_takes_its_time(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.guild("runners").add(life.server.person("ana"))
        with life.gigi.crowd():
            await ana.says(ana.dm, "/help")
            await soon(lambda: ana.dm.typed, 10)
