"""The Discord of the tests, spoken to by an unmodified discord.py."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import discord as dpy
import pytest
from discord import app_commands

from tests.servers import discord
from tests.servers.discord import DiscordServer


class Bot(dpy.Client):
    """A small bot with one of everything."""

    def __init__(self, *, content: bool = False, members: bool = False, **options: Any) -> None:
        intents = dpy.Intents(guilds=True, messages=True, reactions=True, message_content=content, members=members)
        super().__init__(intents=intents, allowed_mentions=dpy.AllowedMentions.none(), **options)
        self.tree = app_commands.CommandTree(self)
        self.got: list[dpy.Message] = []
        self.failures: list[BaseException] = []
        add_commands(self.tree)

    async def setup_hook(self) -> None:
        self.add_view(Buttons())
        await self.tree.sync()

    async def on_message(self, message: dpy.Message) -> None:
        if message.author.id != self.application_id:
            self.got.append(message)
            if message.content.endswith("ping"):
                await message.channel.send("pong", reference=message)

    async def on_error(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        import sys

        self.failures.append(sys.exc_info()[1] or RuntimeError(event))


class Buttons(dpy.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @dpy.ui.button(label="Done", custom_id="done")
    async def done(self, interaction: dpy.Interaction, button: dpy.ui.Button) -> None:
        await interaction.response.edit_message(content=f"done by {interaction.user.name}", view=None)

    @dpy.ui.button(label="Later", custom_id="later")
    async def later(self, interaction: dpy.Interaction, button: dpy.ui.Button) -> None:
        await interaction.response.defer()
        await interaction.followup.send("later, then", ephemeral=True)

    @dpy.ui.select(placeholder="Which?", custom_id="which", options=[dpy.SelectOption(label=one) for one in "ab"])
    async def which(self, interaction: dpy.Interaction, menu: dpy.ui.Select) -> None:
        await interaction.response.send_message(f"chose {menu.values}", ephemeral=True)


class LogForm(dpy.ui.Modal, title="Log"):
    amount = dpy.ui.Label(text="How much?", component=dpy.ui.TextInput(max_length=20))
    mood = dpy.ui.Label(
        text="Mood",
        component=dpy.ui.Select(
            options=[dpy.SelectOption(label="good"), dpy.SelectOption(label="bad")], required=False
        ),
    )

    async def on_submit(self, interaction: dpy.Interaction) -> None:
        await interaction.response.send_message(
            f"logged {self.amount.component.value} {self.mood.component.values}", ephemeral=True
        )


def add_commands(tree: app_commands.CommandTree) -> None:
    @tree.command(description="A goal")
    async def goal(interaction: dpy.Interaction, text: str) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send(f"noted: {text}", ephemeral=True)
        await interaction.followup.send("and the plan", ephemeral=True)

    @goal.autocomplete("text")
    async def suggest(interaction: dpy.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed} more", value=typed)]

    @tree.command(description="Buttons")
    async def buttons(interaction: dpy.Interaction) -> None:
        await interaction.response.send_message("choose", view=Buttons())

    @tree.command(description="A form")
    async def log(interaction: dpy.Interaction) -> None:
        await interaction.response.send_modal(LogForm())

    @tree.command(description="Too slow")
    async def slow(interaction: dpy.Interaction) -> None:
        await asyncio.sleep(0.4)
        await interaction.response.send_message("too late")

    @tree.command(description="Answers twice")
    async def twice(interaction: dpy.Interaction) -> None:
        await interaction.response.send_message("once")
        interaction.response._response_type = None
        await interaction.response.send_message("twice")

    @tree.context_menu(name="Log this as progress")
    async def log_this(interaction: dpy.Interaction, message: dpy.Message) -> None:
        await interaction.response.send_message(f"logged: {message.content}", ephemeral=True)


@asynccontextmanager
async def running(server: DiscordServer, bot: dpy.Client) -> AsyncIterator[dpy.Client]:
    """The bot from its login until the end of the block."""
    with server.wired():
        async with bot, asyncio.TaskGroup() as tasks:
            task = tasks.create_task(bot.start(server.token))
            await server.gateway.connected()
            yield bot
            await bot.close()
            task.cancel()


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord.serve() as server:
        yield server


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


async def test_without_the_content_intent_only_dms_mentions_and_replies_are_readable(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()) as bot:
        await ana.says(channel, "a secret")
        await ana.says(ana.dm, "ping")
        pong = await ana.hears("pong", where=ana.dm)
        mentioned = await ana.says(channel, "with a mention: ping", mentions=server.bot)
        public = await ana.hears("pong", where=channel)
        await ana.says(channel, "an answer", reply_to=public)
        await server.bell.until(lambda: len(bot.got) == 4, 5)

    assert [message.content for message in bot.got] == ["", "ping", mentioned.content, "an answer"]
    assert pong.channel is ana.dm


async def test_with_the_content_intent_everything_is_readable():
    async with discord.serve(privileged=("message_content",)) as server:
        channel = server.guild().text_channel("general")
        ana = channel.guild.add(server.person("ana"))

        async with running(server, Bot(content=True)):
            await ana.says(channel, "ping")

            assert await ana.hears("pong")


async def test_an_intent_that_is_not_approved_is_refused_with_4014(server):
    with server.wired(), pytest.raises(dpy.PrivilegedIntentsRequired):
        async with Bot(content=True) as bot:
            await bot.start(server.token)

    assert server.gateway.closed_with == [4014]


async def test_a_wrong_token_is_refused_by_rest_and_gateway(server):
    with server.wired():
        async with Bot() as bot:
            with pytest.raises(dpy.LoginFailure):
                await bot.start("wrong")
        async with Bot() as bot:
            await bot.login(server.token)
            bot.http.token = "wrong"  # noqa: S105 - that is the point
            with pytest.raises(dpy.ConnectionClosed) as caught:
                await bot.connect()

    assert caught.value.code == 4004


async def test_a_revoked_token_ends_the_client(server):
    with server.wired():
        async with Bot() as bot, asyncio.timeout(10), asyncio.TaskGroup() as tasks:
            task = tasks.create_task(_ended(bot, server.token))
            await server.gateway.connected()
            server.revokes_token()

    assert isinstance(task.result(), dpy.ConnectionClosed)
    assert task.result().code == 4004


async def _ended(bot: dpy.Client, token: str) -> BaseException | None:
    try:
        await bot.start(token)
    except Exception as error:
        return error
    return None


async def test_a_deferred_command_is_answered_for_one_person_only(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana, ben = guild.add(server.person("ana")), guild.add(server.person("ben"))

    async with running(server, Bot()):
        answer = await ana.uses(channel, "/goal", text="run 5 km")
        await answer.until("and the plan")

    assert [message.text for message in answer.messages] == ["noted: run 5 km", "and the plan"]
    assert answer.ephemeral
    assert channel.seen_by(ben) == []
    assert "run 5 km" in ana.transcript
    assert "run 5 km" not in ben.transcript
    assert server.problems == []


async def test_autocomplete_shows_its_choices_to_the_one_who_types(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()):
        choices = await ana.autocompletes(channel, "/goal", text="run")

    assert [(choice.name, choice.value) for choice in choices] == [("run more", "run")]


async def test_buttons_and_selects_work_and_stay_usable_by_custom_id(server):
    channel = server.guild().text_channel("general")
    ana, ben = channel.guild.add(server.person("ana")), channel.guild.add(server.person("ben"))

    async with running(server, Bot()):
        message = (await ana.uses(channel, "/buttons")).message
        later = await ben.presses(message, "Later")
        chosen = await ana.selects(message, "Which?", "b")

    async with running(server, Bot()):
        await ana.presses(message, "done")

    assert later.text == "later, then"
    assert chosen.text == "chose ['b']"
    assert message.text == "done by ana"
    assert message.buttons == []
    assert "later, then" not in ana.transcript
    with pytest.raises(AssertionError, match="no component"):
        await ana.presses(message, "Done")


async def test_nobody_presses_what_only_another_sees(server):
    channel = server.guild().text_channel("general")
    ana, ben = channel.guild.add(server.person("ana")), channel.guild.add(server.person("ben"))

    async with running(server, Bot()):
        message = (await ana.uses(channel, "/goal", text="run")).message

    with pytest.raises(AssertionError, match="does not see"):
        await ben.presses(message, "Done")


async def test_a_form_is_opened_filled_in_and_answered(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()):
        opened = await ana.uses(channel, "/log")
        answer = await ana.submits(opened.modal, {"How much?": "5 km", "Mood": "good"})

    assert opened.modal.title == "Log"
    assert list(opened.modal.fields) == ["How much?", "Mood"]
    assert answer.text == "logged 5 km ['good']"
    with pytest.raises(AssertionError, match="asks for"):
        await ana.submits(opened.modal, {})


async def test_a_message_command_gets_the_message_it_is_used_on(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()):
        said = await ana.says(channel, "ran 5 km")
        answer = await ana.context_menu(said, "Log this as progress")

    assert answer.text == "logged: ran 5 km"


async def test_a_response_after_the_deadline_is_an_unknown_interaction(server):
    server.response_seconds = 0.2
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()):
        answer = await ana.uses(channel, "/slow")
        await server.bell.until(lambda: server.late, 5)

    assert answer.failed
    assert answer.messages == []
    assert 10062 in server.codes


async def test_a_second_response_is_refused(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()):
        answer = await ana.uses(channel, "/twice")
        await server.bell.until(lambda: server.codes, 5)

    assert answer.text == "once"
    assert server.codes == [40060]


async def test_a_follow_up_after_fifteen_minutes_finds_its_token_expired(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()) as bot:
        answer = await ana.uses(channel, "/goal", text="run")
        server.passes(minutes=15, seconds=1)
        hook = dpy.Webhook.partial(server.bot.id, answer.interaction.token, client=bot)
        with pytest.raises(dpy.HTTPException) as caught:
            await hook.send("hello")

    assert (caught.value.status, caught.value.code) == (401, 50027)


async def test_a_cut_gateway_is_resumed_and_what_was_missed_comes(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()):
        server.gateway.cut()
        await ana.says(channel, "ping", mentions=server.bot)
        await ana.hears("pong", within=10)

    assert server.gateway.resumed == 1
    assert len(server.gateway.identified) == 1


@pytest.mark.parametrize("how", ["reconnect", "resumable", "close code"])
async def test_other_ways_to_be_sent_away_are_resumed_too(server, how):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()):
        match how:
            case "reconnect":
                server.gateway.asks_to_reconnect()
            case "resumable":
                server.gateway.invalidates(resumable=True)
            case "close code":
                server.gateway.cut(4000)
        assert await server.bell.until(lambda: server.gateway.resumed, 10)
        await ana.says(channel, "ping", mentions=server.bot)
        await ana.hears("pong", within=10)


async def test_an_invalid_session_is_identified_anew_and_the_missed_message_is_gone(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))

    async with running(server, Bot()) as bot:
        server.gateway.invalidates(resumable=False)
        await ana.says(channel, "ping", mentions=server.bot)
        await server.gateway.connected(within=15)
        await ana.says(channel, "second ping", mentions=server.bot)
        await ana.hears("pong", within=10)

    assert server.gateway.resumed == 0
    assert len(server.gateway.identified) == 2
    assert [message.content.split()[-2] for message in bot.got] == ["second"]


async def test_a_payload_it_cannot_read_ends_the_client(server):
    with server.wired():
        async with Bot() as bot, asyncio.timeout(10), asyncio.TaskGroup() as tasks:
            task = tasks.create_task(_ended(bot, server.token))
            await server.gateway.connected()
            server.gateway.sends_unreadable()

    assert isinstance(task.result(), KeyError)


async def test_heartbeats_are_answered_and_a_silent_gateway_is_left(server):
    server.gateway.heartbeat_seconds = 0.2
    async with running(server, Bot(heartbeat_timeout=0.3)):
        await server.bell.until(lambda: server.gateway.heartbeats > 3, 1)
        assert server.gateway.resumed == 0
        server.gateway.acknowledges = False
        assert await server.bell.until(lambda: server.gateway.resumed, 10)
        server.gateway.acknowledges = True


async def test_events_go_to_the_shard_of_their_server(server):
    bot = dpy.AutoShardedClient(intents=dpy.Intents(guilds=True, messages=True), shard_count=2)
    guilds = [server.guild(id=(number << 22) + 1000) for number in (10, 11)]
    got: list[tuple[int, int]] = []

    @bot.event
    async def on_message(message: dpy.Message) -> None:
        got.append((message.guild.id if message.guild else 0, message.guild.shard_id if message.guild else 0))

    with server.wired():
        async with bot, asyncio.TaskGroup() as tasks:
            task = tasks.create_task(bot.start(server.token))
            assert await server.bell.until(lambda: len(server.gateway.connections) == 2, 15)
            await server.bell.until(lambda: len(server.gateway.identified) == 2, 15)
            await asyncio.sleep(0.2)
            for guild in guilds:
                ana = guild.add(server.person("ana"))
                await ana.says(guild.text_channel("general"), "hello", mentions=server.bot)
            await server.bell.until(lambda: len(got) == 2, 5)
            await asyncio.sleep(0.2)
            await bot.close()
            task.cancel()

    assert got == [(guilds[0].id, 0), (guilds[1].id, 1)]
    assert [one["shard"] for one in server.gateway.identified] == [[0, 2], [1, 2]]


@asynccontextmanager
async def logged_in(server: DiscordServer) -> AsyncIterator[dpy.Client]:
    """REST alone, without a gateway."""
    with server.wired():
        async with dpy.Client(intents=dpy.Intents.none()) as client:
            await client.login(server.token)
            yield client


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


async def test_a_lost_reply_was_delivered(server):
    channel = server.guild().text_channel("general")
    server.faults.loses_reply("POST", "/channels/*/messages")

    async with logged_in(server) as client:
        there = await client.fetch_channel(channel.id)
        with pytest.raises((OSError, Exception)) as caught:
            await there.send("hello", nonce="n1")
        await there.send("hello", nonce="n1")

    assert not isinstance(caught.value, dpy.HTTPException)
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


async def raw(client: dpy.Client, method: str, path: str, body: Any = None) -> Any:
    return await client.http.request(dpy.http.Route(method, path), **({} if body is None else {"json": body}))


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


async def test_a_command_keeps_its_id_when_it_is_written_again(server):
    async with logged_in(server) as client:
        path = f"/applications/{server.bot.id}/commands"
        first = await raw(client, "PUT", path, [{"name": "goal", "description": "a"}])
        second = await raw(
            client, "PUT", path, [{"name": "goal", "description": "b"}, {"name": "log", "description": "c"}]
        )

    assert first[0]["id"] == second[0]["id"] != second[1]["id"]


async def test_permissions_bind_the_bot(server):
    guild = server.guild()
    closed, read_only = guild.text_channel("closed", private=True), guild.text_channel("news")
    ana = guild.add(server.person("ana"))
    read_only.forbids(server.bot, "send_messages")
    said = await ana.says(read_only, "hello")

    async with logged_in(server) as client:
        there = client.get_partial_messageable(closed.id)
        with pytest.raises(dpy.Forbidden) as unseen:
            await there.send("hello")
        with pytest.raises(dpy.Forbidden) as mute:
            await client.get_partial_messageable(read_only.id).send("hello")
        with pytest.raises(dpy.Forbidden) as anothers:
            await client.get_partial_messageable(read_only.id).get_partial_message(said.id).delete()
        with pytest.raises(dpy.Forbidden) as edited:
            await client.get_partial_messageable(read_only.id).get_partial_message(said.id).edit(content="x")

    assert [one.value.code for one in (unseen, mute, anothers, edited)] == [50001, 50013, 50013, 50005]


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


async def test_an_app_of_the_user_alone_may_follow_up_five_times(server):
    guild = server.guild(with_bot=False)
    channel = guild.text_channel("elsewhere")
    ana = guild.add(server.person("ana"))
    ana.installs()
    command = {"name": "goal", "description": "a", "integration_types": [1], "contexts": [0, 1, 2]}

    async with running(server, dpy.Client(intents=dpy.Intents.none())) as client:
        seen: list[dpy.Interaction] = []

        @client.event
        async def on_interaction(interaction: dpy.Interaction) -> None:
            await interaction.response.send_message("hello", ephemeral=True)
            with contextlib.suppress(dpy.HTTPException):
                for number in range(6):
                    await interaction.followup.send(str(number), ephemeral=True)
            seen.append(interaction)
            server.bell.ring()

        await raw(client, "PUT", f"/applications/{server.bot.id}/commands", [command])
        answer = await ana.uses(channel, "/goal")
        await server.bell.until(lambda: seen, 5)

    assert len(answer.messages) == 6
    assert server.codes == [40094]
    assert seen[0].is_user_integration()
    assert not seen[0].is_guild_integration()


async def test_what_a_client_would_not_offer_cannot_be_used(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana = guild.add(server.person("ana"))
    admin = guild.add(server.person("admin"), permissions="manage_guild")
    commands = [
        {"name": "admin", "description": "a", "default_member_permissions": str(1 << 5)},
        {"name": "dm", "description": "a", "contexts": [1]},
    ]

    async with logged_in(server) as client:
        await raw(client, "PUT", f"/applications/{server.bot.id}/commands", commands)

    for person, name in ((ana, "/admin"), (ana, "/dm"), (ana, "/nothing")):
        with pytest.raises(AssertionError):
            await person.uses(channel, name)
    server.response_seconds = 0.05
    assert (await admin.uses(channel, "/admin")).failed
    assert (await ana.uses(ana.dm, "/dm")).failed


async def test_deferring_fixes_whether_the_first_follow_up_is_ephemeral(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))
    command = {"name": "open", "description": "a"}

    async with running(server, dpy.Client(intents=dpy.Intents.none())) as client:

        @client.event
        async def on_interaction(interaction: dpy.Interaction) -> None:
            await interaction.response.defer()
            await interaction.followup.send("one", ephemeral=True)
            await interaction.followup.send("two", ephemeral=True)

        await raw(client, "PUT", f"/applications/{server.bot.id}/commands", [command])
        answer = await (await ana.uses(channel, "/open")).until("two")

    assert [message.ephemeral for message in answer.messages] == [False, True]


async def test_a_call_that_is_not_known_here_is_a_404_and_a_problem(server):
    async with logged_in(server) as client:
        with pytest.raises(dpy.NotFound):
            await raw(client, "GET", "/guilds/1/audit-logs")

    assert server.problems == ["no route GET /api/v10/guilds/1/audit-logs"]


async def test_ids_tell_when_they_were_made(server):
    server.passes(hours=5)
    person = server.person("ana")

    assert abs(dpy.utils.snowflake_time(person.id) - datetime.now(UTC) - timedelta(hours=5)) < timedelta(seconds=5)
