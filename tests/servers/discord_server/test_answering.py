"""The rules of answering an interaction: callback, original, token."""

from typing import Any

import aiohttp
import discord as dpy
import pytest

from tests.servers.discord import acts
from tests.servers.discord_server.bots import logged_in, raw


async def interaction(server, *, contexts: tuple[int, ...] = (0, 1)) -> tuple[Any, Any]:
    """An interaction begun by nobody's client but our own, and its person."""
    server.commands[0] = [{"id": "1", "name": "goal", "type": 1, "description": "a", "contexts": list(contexts)}]
    ana = server.guild().add(server.person("ana"))
    return acts.command(ana, ana.dm, "/goal", {}), ana


async def answer(client: dpy.Client, begun: Any, kind: int, data: Any = None) -> Any:
    return await raw(client, "POST", f"/interactions/{begun.id}/{begun.token}/callback", {"type": kind, "data": data})


async def test_the_original_is_read_edited_and_deleted_through_the_token(server):
    async with logged_in(server) as client:
        begun, ana = await interaction(server)
        hook = f"/webhooks/{server.bot.id}/{begun.token}"
        with pytest.raises(dpy.NotFound) as early:
            await raw(client, "POST", hook, {"content": "too early"})
        await answer(client, begun, 5, {"flags": 64})
        thinking = ana.dm.seen_by(ana)[0].loading
        await ana.hears_nothing(within=0.05)
        await raw(client, "PATCH", f"{hook}/messages/@original", {"content": "done"})
        read = await raw(client, "GET", f"{hook}/messages/@original")
        await raw(client, "DELETE", f"{hook}/messages/@original")
        with pytest.raises(dpy.NotFound) as gone:
            await raw(client, "GET", f"{hook}/messages/@original")

    assert (early.value.code, gone.value.code) == (10015, 10008)
    assert thinking
    assert read["content"] == "done"
    assert ana.dm.seen_by(ana) == []
    assert ana.told == ["done"]


@pytest.mark.parametrize("kind", [6, 7, 8, 1, 99])
async def test_a_command_takes_no_answer_of_another_kind(server, kind):
    async with logged_in(server) as client:
        begun, _ = await interaction(server)
        with pytest.raises(dpy.HTTPException) as caught:
            await answer(client, begun, kind, {"content": "a"})

    assert caught.value.code == 50035
    assert begun.response is None


async def test_a_refused_answer_may_be_corrected(server):
    async with logged_in(server) as client:
        begun, ana = await interaction(server)
        with pytest.raises(dpy.HTTPException) as caught:
            await answer(client, begun, 4, {"content": "x" * 2001})
        await answer(client, begun, 4, {"content": "short"})

    assert "data" in server.refusals[0].errors
    assert caught.value.code == 50035
    assert ana.told == ["short"]


async def test_a_token_belongs_to_its_interaction(server):
    async with logged_in(server) as client:
        begun, _ = await interaction(server)
        with pytest.raises(dpy.NotFound) as caught:
            await raw(client, "POST", f"/interactions/1/{begun.token}/callback", {"type": 5})

    assert caught.value.code == 10062


async def test_a_lost_reply_to_a_callback_was_an_answer(server):
    async with logged_in(server) as client:
        begun, ana = await interaction(server)
        server.faults.loses_reply("POST", "/interactions/*/*/callback")
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await answer(client, begun, 4, {"content": "hello"})
        with pytest.raises(dpy.HTTPException) as again:
            await answer(client, begun, 4, {"content": "hello"})

    assert again.value.code == 40060
    assert ana.told == ["hello"]


async def test_an_ephemeral_message_is_not_there_for_the_channels_routes(server):
    async with logged_in(server) as client:
        begun, ana = await interaction(server)
        await answer(client, begun, 4, {"content": "for you", "flags": 64})
        [message] = begun.produced
        with pytest.raises(dpy.NotFound) as caught:
            await raw(client, "PATCH", f"/channels/{ana.dm.id}/messages/{message.id}", {"content": "changed"})
        history = await raw(client, "GET", f"/channels/{ana.dm.id}/messages")

    assert caught.value.code == 10008
    assert history == []


@pytest.mark.parametrize("permitted", [True, False])
async def test_an_app_of_the_user_alone_speaks_openly_only_where_external_apps_may(server, permitted):
    guild = server.guild(with_bot=False)
    channel = guild.text_channel("elsewhere")
    if not permitted:
        channel.forbids(guild.everyone, "use_external_apps")
    ana = guild.add(server.person("ana"))
    ana.installs()
    server.commands[0] = [{"id": "1", "name": "goal", "type": 1, "description": "a", "integration_types": [1]}]

    async with logged_in(server) as client:
        begun = acts.command(ana, channel, "/goal", {})
        await answer(client, begun, 4, {"content": "hello"})

    assert begun.produced[0].ephemeral is not permitted
