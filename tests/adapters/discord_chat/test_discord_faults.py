"""What goes wrong between Gigi and Discord: nothing is lost, nothing comes twice, and the log says so."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from adapters.discord import listen, open_sender
from bot.app import open_gigi
from bot.entities import DeliveryState, Platform
from bot.errors import DatabaseUnavailable, PlatformFailed
from tests.adapters.discord_chat.discord_life import living, settings_for, soon
from tests.servers import discord

REMINDER = "remind me every day at 10am to stretch"
POSTS = ("POST", "/channels/*/messages")


async def somebody(life, name="ana"):
    person = life.server.person(name)
    guild = life.server.guilds[next(iter(life.server.guilds))] if life.server.guilds else life.server.guild("runners")
    guild.add(person)
    return person


def fault(kind, server):
    match kind:
        case "503":
            server.faults.fails(503, *POSTS, times=2)
        case "502":
            server.faults.fails(502, *POSTS)
        case "429":
            server.faults.rate_limits(0.5, *POSTS)
        case "lost":
            server.faults.loses_reply(*POSTS)
        case "503 after":
            server.faults.fails_after(503, *POSTS)


@pytest.mark.parametrize("kind", ["503", "502", "429", "lost", "503 after"])
async def test_answer_comes_exactly_once_however_its_post_fails(tmp_path, kind):
    async with living(tmp_path) as life:
        ana = await somebody(life)
        fault(kind, life.server)

        await ana.says(ana.dm, "/help")
        await ana.hears("/goal", within=20)
        await life.gigi.engine.idle()

        assert len(ana.dm.by_bot) == 1
        assert await life.gigi.store.inbox.counts() == {"done": 1}
        assert life.server.problems == []


@pytest.mark.parametrize("kind", ["503", "429", "lost", "503 after"])
async def test_nudge_comes_exactly_once_however_its_post_fails(tmp_path, kind):
    async with living(tmp_path) as life:
        ana = await somebody(life)
        await ana.says(ana.dm, REMINDER)
        await ana.hears("10", within=20)
        fault(kind, life.server)

        await life.live(hours=2)

        assert [message.text for message in ana.dm.by_bot if "Reminder" in message.text] == ["Reminder: stretch"]
        states = [one.state for one in await life.gigi.store.deliveries.of(await life.id_of(ana))]
        assert states == [DeliveryState.SENT]


async def test_nudge_of_somebody_with_closed_dms_goes_to_a_private_thread_and_says_so_once(tmp_path):
    async with living(tmp_path) as life:
        ana = await somebody(life)
        ben = await somebody(life, "ben")
        guild = next(iter(life.server.guilds.values()))
        guild.text_channel("general")
        await ana.says(ana.dm, REMINDER)
        await ana.hears("10", within=20)
        ana.closes_dms()

        await life.live(hours=2)
        await life.live(hours=24)

        (thread,) = guild.threads
        assert thread.is_private
        texts = [message.text for message in thread.seen_by(ana)]
        assert len([text for text in texts if "direct messages are closed" in text]) == 1
        assert len([text for text in texts if "Reminder: stretch" in text]) == 2
        assert thread.seen_by(ben) == []
        assert all(user is ana for message in thread.by_bot for user in message.pings)
        assert life.server.problems == []


async def test_nudges_stop_after_three_that_found_no_way(tmp_path):
    async with living(tmp_path) as life:
        ana = await somebody(life)
        await ana.says(ana.dm, REMINDER)
        await ana.hears("10", within=20)
        ana.closes_dms()

        await life.live(hours=24 * 5)

        states = [one.state for one in await life.gigi.store.deliveries.of(await life.id_of(ana))]
        assert states.count(DeliveryState.FAILED) == 3
        assert await life.gigi.store.people.is_blocked(await life.id_of(ana))


@pytest.mark.parametrize("how", ["resume", "new session", "reconnect", "unreadable", "not json"])
async def test_what_is_written_around_a_cut_is_answered_once(tmp_path, how):
    async with living(tmp_path) as life:
        ana = await somebody(life)
        await ana.says(ana.dm, "/help")
        await ana.hears("/goal", within=20)

        gateway = life.server.gateway
        match how:
            case "resume":
                gateway.cut()
            case "new session":
                gateway.invalidates(resumable=False)
            case "reconnect":
                gateway.asks_to_reconnect()
            case "unreadable":
                gateway.sends_unreadable()
            case _:
                gateway.sends_raw("{")
        await ana.says(ana.dm, "/today")
        answer = await ana.hears(within=40)
        await asyncio.sleep(0.5)

        assert answer.text
        assert len(ana.dm.by_bot) == 2
        assert False in life.readiness
        assert await soon(lambda: life.readiness[-1], 20)


async def test_direct_messages_of_a_downtime_are_answered_once_and_old_ones_never(tmp_path):
    async with discord.serve() as server:
        async with living(tmp_path, server=server) as life:
            ana = await somebody(life)
            await ana.says(ana.dm, "/help")
            await ana.hears("/goal", within=20)
            clock = life.clock
        await ana.says(ana.dm, "/today")
        await ana.says(ana.dm, "/goals")

        async with living(tmp_path, server=server, clock=clock):
            await ana.hears(within=20)
            await ana.hears(within=20)
        async with living(tmp_path, server=server, clock=clock) as life:
            await asyncio.sleep(1.5)

            assert len(ana.dm.by_bot) == 3
            assert await life.gigi.store.inbox.counts() == {"done": 3}


async def test_what_a_person_wrote_before_they_were_forgotten_is_not_taken_again(tmp_path):
    async with discord.serve() as server:
        async with living(tmp_path, server=server) as life:
            ana = await somebody(life)
            for words in ("I want to read 12 books this year", "/forget", "forget me"):
                await ana.says(ana.dm, words)
                await ana.hears(within=20)
                await life.gigi.engine.idle()
            life.moves_to(life.clock.at.replace(minute=30))
            await ana.says(ana.dm, "/help")
            await ana.hears("/goal", within=20)
            clock = life.clock
        async with living(tmp_path, server=server, clock=clock) as life:
            await asyncio.sleep(1.5)

            assert await life.gigi.store.inbox.counts() == {"done": 1}
            assert not (await life.person(ana)).goals


async def test_interaction_answered_after_its_token_expired_is_answered_by_a_message(tmp_path):
    async with living(tmp_path) as life:
        ana = await somebody(life)
        server = life.server
        channel = next(iter(server.guilds.values())).text_channel("general")
        with life.gigi.crowd():
            answer = await ana.uses(channel, "/help", within=0.3)
            server.passes(minutes=16)
            await soon(lambda: server.calls("POST", "/interactions/*"))
        life.gigi.engine.kick(await life.id_of(ana))

        message = await ana.hears("/goal", within=20)

        assert answer.interaction.is_expired
        assert message.channel is ana.dm
        assert server.problems == []


async def test_message_is_kept_at_hand_while_the_database_is_away(tmp_path, monkeypatch):
    async with living(tmp_path) as life:
        ana = await somebody(life)
        accept, failures = life.gigi.store.inbox.accept, iter(range(2))

        async def failing(inbound, bot=""):
            if next(failures, None) is not None:
                raise DatabaseUnavailable("The disk is away.")
            return await accept(inbound, bot)

        monkeypatch.setattr(life.gigi.store.inbox, "accept", failing)
        await ana.says(ana.dm, "/help")
        await ana.hears("/goal", within=20)

        assert False in life.readiness
        assert life.readiness[-1]


class _gigi_on:
    """Gigi and its sender, not listening yet."""

    def __init__(self, server, folder, **sections):
        self._settings = settings_for(server, folder, **sections)

    async def __aenter__(self):
        self._stack = AsyncExitStack()
        sender = await self._stack.enter_async_context(open_sender(self._settings))
        gigi = await self._stack.enter_async_context(open_gigi(self._settings, {Platform.DISCORD: sender}))
        return gigi, sender

    async def __aexit__(self, *error):
        await self._stack.__aexit__(*error)


async def failure_of(server, folder, act=None, **sections):
    readiness = []
    async with _gigi_on(server, folder, **sections) as (gigi, sender), asyncio.TaskGroup() as tasks:

        async def listened():
            try:
                await listen(gigi, sender, ready=readiness.append)
            except PlatformFailed as error:
                return error

        listening = tasks.create_task(listened())
        if act is not None:
            await soon(lambda: True in readiness, 20)
            act()
        return await asyncio.wait_for(listening, 30)


@pytest.mark.parametrize("token", ["never-given-out", "with a space", "ünïcode"])
async def test_wrong_token_is_refused_at_the_start(tmp_path, token):
    async with discord.serve() as server:
        try:
            failure = await failure_of(server, tmp_path, discord={"token": token})
        except PlatformFailed as error:
            failure = error

        assert "discord.token" in str(failure)
        assert token not in str(failure)


async def test_token_revoked_while_listening_ends_it_with_a_sentence(tmp_path):
    async with discord.serve() as server:
        failure = await failure_of(server, tmp_path, server.revokes_token)

        assert "discord.token" in str(failure)


@pytest.mark.parametrize("settings", [{"message_content": True}, {"coach_channels": [5]}])
async def test_intent_that_is_not_allowed_names_its_switch(tmp_path, settings):
    async with discord.serve() as server:
        failure = await failure_of(server, tmp_path, discord=settings)

        assert "Message Content Intent" in str(failure)


async def test_several_shards_hear_everything_once(tmp_path):
    async with living(tmp_path, discord={"shards": 2}) as life:
        ana = await somebody(life)
        await ana.says(ana.dm, "/help")
        await ana.hears("/goal", within=20)

        assert len(ana.dm.by_bot) == 1
        assert life.server.problems == []


async def test_gateway_address_that_was_set_wins(tmp_path):
    async with (
        discord.serve() as server,
        living(tmp_path, server=server, discord={"gateway_url": server.gateway_url}) as life,
    ):
        ana = await somebody(life)
        server.gateway.cut()
        await ana.says(ana.dm, "/help")
        await ana.hears("/goal", within=20)

        assert server.calls("GET", "/gateway/bot") == []


async def test_sending_needs_no_gateway(tmp_path):
    from bot.entities import Address, Reply

    async with discord.serve() as server:
        ana = server.person("ana")
        server.guild("runners").add(ana)
        async with open_sender(settings_for(server, tmp_path)) as sender:
            address = Address(platform=Platform.DISCORD, user=str(ana.id), chat="")
            await sender.send(address, Reply(text="hello"), key="g1")
            await sender.send(address, Reply(text="hello"), key="g1")

        assert [message.text for message in ana.dm.by_bot] == ["hello"]
        assert server.repeated
        assert server.problems == []


async def test_interaction_that_is_told_twice_is_answered_once(tmp_path):
    async with living(tmp_path) as life:
        ana = await somebody(life)
        channel = next(iter(life.server.guilds.values())).text_channel("general")
        answer = await (await ana.uses(channel, "/help")).until("/goal", 20)

        life.server.gateway.dispatch("INTERACTION_CREATE", answer.interaction.payload(), channel.guild.id)
        await asyncio.sleep(1)

        assert "/goal" in answer.text
        assert len(answer.messages) == 1
        assert life.server.codes == [40060]
        assert await life.gigi.store.inbox.counts() == {"done": 1}
