"""Commands, buttons, forms, and the rules of answering them."""

import contextlib

import discord as dpy
import pytest
from discord import app_commands

from tests.servers.discord_server.bots import Bot, logged_in, raw, running


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


async def test_a_disabled_button_cannot_be_pressed(server):
    channel = server.guild().text_channel("general")
    ana = channel.guild.add(server.person("ana"))
    view = dpy.ui.View()
    view.add_item(dpy.ui.Button(label="Off", disabled=True))

    async with logged_in(server) as client:
        await client.get_partial_messageable(channel.id).send("hello", view=view)

    with pytest.raises(AssertionError, match="disabled"):
        await ana.presses(channel.by_bot[0], "Off")


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


async def test_subcommands_choices_and_people_are_passed_as_the_client_does(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana, ben = guild.add(server.person("ana")), guild.add(server.person("ben"))
    bot = Bot()
    group = app_commands.Group(name="team", description="A team")
    inner = app_commands.Group(name="who", description="Who", parent=group)
    bot.tree.add_command(group)

    @inner.command(name="add", description="One more")
    @app_commands.choices(part=[app_commands.Choice(name="Captain", value="c")])
    async def add(
        interaction: dpy.Interaction,
        member: dpy.Member,
        part: str,
        place: dpy.TextChannel,
        number: app_commands.Range[int, 1, 9] = 1,
    ) -> None:
        await interaction.response.send_message(f"{member.name} {part} {place.name} {number}", ephemeral=True)

    async with running(server, bot):
        added = await ana.uses(channel, "/team who add", member=ben, part="Captain", place=channel, number=3)
        for wrong in ({"part": "Nobody"}, {"number": 10}, {"colour": "red"}, {"member": None}):
            options = {"member": ben, "part": "c", "place": channel, **wrong}
            options = {name: value for name, value in options.items() if value is not None}
            with pytest.raises(AssertionError):
                await ana.uses(channel, "/team who add", **options)

    assert added.text == "ben c general 3"


async def test_a_users_menu_names_the_user(server):
    guild = server.guild()
    channel = guild.text_channel("general")
    ana, ben = guild.add(server.person("ana")), guild.add(server.person("ben"))
    bot = Bot()

    @bot.tree.context_menu(name="Cheer")
    async def cheer(interaction: dpy.Interaction, member: dpy.Member) -> None:
        await interaction.response.send_message(f"go {member.name}")

    async with running(server, bot):
        cheered = await ana.context_menu(ben, "Cheer", channel)

    assert cheered.text == "go ben"
    assert [message.text for message in channel.seen_by(ben)] == ["go ben"]


class Form(dpy.ui.Modal, title="All kinds"):
    alone = dpy.ui.Label(text="One of", component=dpy.ui.RadioGroup())
    many = dpy.ui.Label(text="Some of", component=dpy.ui.CheckboxGroup())
    yes = dpy.ui.Label(text="Yes?", component=dpy.ui.Checkbox())
    who = dpy.ui.Label(text="Who", component=dpy.ui.UserSelect())
    note = dpy.ui.Label(text="Note", component=dpy.ui.TextInput(required=False, default="as before"))

    def __init__(self) -> None:
        super().__init__(custom_id="kinds")
        for name in ("a", "b"):
            self.alone.component.add_option(label=name, value=name)
            self.many.component.add_option(label=name, value=name)

    async def on_submit(self, interaction: dpy.Interaction) -> None:
        parts = [self.alone.component.value, self.many.component.values, self.yes.component.value]
        parts += [[user.name for user in self.who.component.values], self.note.component.value]
        await interaction.response.edit_message(content=f"{parts}")


class Opener(dpy.ui.View):
    @dpy.ui.button(label="Open")
    async def open(self, interaction: dpy.Interaction, button: dpy.ui.Button) -> None:
        await interaction.response.send_modal(Form())


async def test_a_form_from_a_button_may_change_the_message_of_the_button(server):
    channel = server.guild().text_channel("general")
    ana, ben = channel.guild.add(server.person("ana")), channel.guild.add(server.person("ben"))

    async with running(server, Bot()) as bot:
        await (await bot.fetch_channel(channel.id)).send("form", view=Opener())
        [message] = channel.by_bot
        form = (await ana.presses(message, "Open")).modal
        filled = {"One of": "b", "Some of": ["a", "b"], "Yes?": True, "Who": [ben]}
        await ana.submits(form, filled)

    assert message.text == str(["b", ["a", "b"], True, ["ben"], "as before"])
    assert "Some of" in ana.transcript
    assert "Some of" not in ben.transcript
    with pytest.raises(AssertionError, match="another's"):
        await ben.submits(form, filled)
