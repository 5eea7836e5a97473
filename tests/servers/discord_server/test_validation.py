"""Bodies that break a documented limit are refused."""

import discord as dpy
import pytest

from tests.servers.discord_server.bots import logged_in, raw

LONG_EMBEDS = [dpy.Embed(description="x" * 4000), dpy.Embed(description="x" * 2001)]


@pytest.mark.parametrize(
    ("message", "code", "path"),
    [
        ({"content": "x" * 2001}, 50035, "content"),
        ({"content": "  \n "}, 50006, ""),
        ({"embed": dpy.Embed(title="x" * 257)}, 50035, "embeds"),
        ({"embeds": LONG_EMBEDS}, 50035, "embeds"),
        ({"embed": dpy.Embed.from_dict({"fields": [{"name": "a", "value": "b"}] * 26})}, 50035, "embeds"),
        ({"content": "a", "nonce": "n" * 26}, 50035, "nonce"),
    ],
)
async def test_a_body_that_breaks_a_limit_is_refused_with_a_tree_of_errors(server, message, code, path):
    channel = server.guild().text_channel("general")

    async with logged_in(server) as client:
        there = await client.fetch_channel(channel.id)
        with pytest.raises(dpy.HTTPException) as caught:
            await there.send(**message)

    assert caught.value.code == code
    assert path in (server.refusals[-1].errors or {"": 0})
    assert channel.by_bot == []


BUTTON = {"type": 2, "style": 1, "label": "a", "custom_id": "a"}


@pytest.mark.parametrize(
    ("components", "flags"),
    [
        ([{"type": 1, "components": [BUTTON, BUTTON]}], 0),
        ([{"type": 1, "components": [{**BUTTON, "custom_id": str(n)} for n in range(6)]}], 0),
        ([{"type": 1, "components": [{**BUTTON, "custom_id": "a" * 101}]}], 0),
        ([{"type": 1, "components": [{**BUTTON, "label": "a" * 81}]}], 0),
        ([{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "a"}]}], 0),
        ([{"type": 1, "components": [{**BUTTON, "custom_id": str(n)}]} for n in range(6)], 0),
        ([{"type": 1, "components": [{"type": 3, "custom_id": "a", "options": []}]}], 0),
        ([{"type": 10, "content": "text without the flag"}], 0),
        ([{"type": 10, "content": "x" * 3000}, {"type": 10, "content": "x" * 1001}], 1 << 15),
        ([{"type": 17, "components": [{"type": 10, "content": "x"}] * 20}] * 2, 1 << 15),
    ],
)
async def test_components_that_break_a_limit_are_refused(server, components, flags):
    channel = server.guild().text_channel("general")

    async with logged_in(server) as client:
        with pytest.raises(dpy.HTTPException) as caught:
            await raw(client, "POST", f"/channels/{channel.id}/messages", {"components": components, "flags": flags})

    assert caught.value.code == 50035


async def test_a_layout_carries_no_content_beside_it(server):
    channel = server.guild().text_channel("general")
    layout = dpy.ui.LayoutView()
    layout.add_item(dpy.ui.Container(dpy.ui.TextDisplay("a plan")))

    async with logged_in(server) as client:
        there = await client.fetch_channel(channel.id)
        await there.send(view=layout)
        body = {"content": "a", "flags": 1 << 15, "components": [{"type": 10, "content": "b"}]}
        with pytest.raises(dpy.HTTPException):
            await raw(client, "POST", f"/channels/{channel.id}/messages", body)

    assert [message.text for message in channel.by_bot] == ["a plan"]


NO_SUB = {"type": 2, "name": "a", "description": "b", "options": [{"type": 3, "name": "c", "description": "d"}]}


@pytest.mark.parametrize(
    "command",
    [
        {"name": "Goal", "description": "a"},
        {"name": "two words", "description": "a"},
        {"name": "x" * 33, "description": "a"},
        {"name": "goal", "description": ""},
        {"name": "goal", "description": "a" * 101},
        {"name": "Log this", "type": 3, "description": "not here"},
        {"name": "goal", "description": "a", "contexts": [7]},
        {"name": "goal", "description": "a", "name_localizations": {"xx": "ziel"}},
        {"name": "goal", "description": "a", "default_member_permissions": "manage"},
        {"name": "goal", "description": "a", "options": [NO_SUB]},
        {"name": "goal", "description": "a", "options": [{"type": 3, "name": "a", "description": "b"}] * 2},
        {
            "name": "goal",
            "description": "a",
            "options": [
                {"type": 3, "name": "a", "description": "b"},
                {"type": 3, "name": "c", "description": "d", "required": True},
            ],
        },
        {
            "name": "goal",
            "description": "a",
            "options": [
                {
                    "type": 3,
                    "name": f"o{number}",
                    "description": "d" * 100,
                    "choices": [{"name": "n" * 20, "value": "v" * 20} for _ in range(25)],
                }
                for number in range(8)
            ],
        },
    ],
)
async def test_a_command_that_breaks_a_rule_is_refused(server, command):
    async with logged_in(server) as client:
        with pytest.raises(dpy.HTTPException) as caught:
            await raw(client, "PUT", f"/applications/{server.bot.id}/commands", [command])

    assert caught.value.code == 50035
    assert server.commands == {}


async def test_at_most_a_hundred_commands_and_none_twice(server):
    many = [{"name": f"c{number}", "description": "a"} for number in range(101)]

    async with logged_in(server) as client:
        for commands in (many, [many[0], many[0]]):
            with pytest.raises(dpy.HTTPException):
                await raw(client, "PUT", f"/applications/{server.bot.id}/commands", commands)
        await raw(client, "PUT", f"/applications/{server.bot.id}/commands", many[:100])

    assert server.syncs == 1


async def test_at_most_two_hundred_new_commands_a_day(server):
    async with logged_in(server) as client:
        path = f"/applications/{server.bot.id}/commands"
        for day in ("a", "b", "b"):
            await raw(client, "PUT", path, [{"name": f"{day}{number}", "description": "a"} for number in range(100)])
        with pytest.raises(dpy.HTTPException) as caught:
            await raw(client, "PUT", path, [{"name": "one-more", "description": "a"}])

    assert caught.value.code == 30034


async def test_a_command_keeps_its_id_when_it_is_written_again(server):
    async with logged_in(server) as client:
        path = f"/applications/{server.bot.id}/commands"
        first = await raw(client, "PUT", path, [{"name": "goal", "description": "a"}])
        second = await raw(
            client, "PUT", path, [{"name": "goal", "description": "b"}, {"name": "log", "description": "c"}]
        )

    assert first[0]["id"] == second[0]["id"] != second[1]["id"]
