"""Small bots on an unmodified discord.py, for the tests of the server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord as dpy
from discord import app_commands

from tests.servers.discord import DiscordServer


class Bot(dpy.Client):
    """A small bot with one of everything."""

    def __init__(self, *, content: bool = False, members: bool = False, **options: Any) -> None:
        intents = dpy.Intents(guilds=True, messages=True, reactions=True, message_content=content, members=members)
        super().__init__(intents=intents, allowed_mentions=dpy.AllowedMentions.none(), **options)
        self.tree = app_commands.CommandTree(self)
        self.got: list[dpy.Message] = []
        add_commands(self.tree)

    async def setup_hook(self) -> None:
        self.add_view(Buttons())
        await self.tree.sync()

    async def on_message(self, message: dpy.Message) -> None:
        if message.author.id != self.application_id:
            self.got.append(message)
            if message.content.endswith("ping"):
                await message.channel.send("pong", reference=message)


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


@asynccontextmanager
async def logged_in(server: DiscordServer) -> AsyncIterator[dpy.Client]:
    """REST alone, without a gateway."""
    with server.wired():
        async with dpy.Client(intents=dpy.Intents.none()) as client:
            await client.login(server.token)
            yield client


async def raw(client: dpy.Client, method: str, path: str, body: Any = None) -> Any:
    return await client.http.request(dpy.http.Route(method, path), **({} if body is None else {"json": body}))


async def ended(bot: dpy.Client, token: str) -> BaseException | None:
    try:
        await bot.start(token)
    except Exception as error:
        return error
    return None
