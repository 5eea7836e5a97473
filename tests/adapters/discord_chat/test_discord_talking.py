"""What people do on Discord, and what they see: direct messages, slash commands, forms, buttons, channels."""

import pytest

from tests.adapters.discord_chat.discord_life import living, soon

GOAL = "I want to lose 5kg in 8 weeks"


async def test_goal_in_a_direct_message_is_answered_with_a_plan_as_a_card(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person("ana")
        life.server.guild("runners").add(ana)

        await ana.says(ana.dm, GOAL)
        plan = await ana.hears("Week 8")

        assert plan.embeds
        assert "Yes" in plan.buttons
        assert life.server.problems == []


async def test_button_in_a_direct_message_is_answered_and_closed(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person("ana")
        life.server.guild("runners").add(ana)
        await ana.says(ana.dm, GOAL)
        plan = await ana.hears("Week 8")

        await ana.presses(plan, "Yes")
        await ana.hears("Started")

        assert plan.buttons == []
        assert (await life.person(ana)).active_goals
        assert life.server.problems == []


async def test_slash_command_in_a_channel_is_seen_by_its_person_alone(tmp_path):
    async with living(tmp_path) as life:
        guild = life.server.guild("runners")
        channel = guild.text_channel("general")
        ana, ben = guild.add(life.server.person("ana")), guild.add(life.server.person("ben"))

        answer = await ana.uses(channel, "/goal", text="lose 5kg in 8 weeks")
        await answer.until("Week 8")
        pressed = await ana.presses(answer.message, "Yes")
        await pressed.until("Started")

        assert answer.ephemeral
        assert pressed.ephemeral
        assert channel.seen_by(ben) == []
        assert "5kg" not in ben.transcript
        assert life.server.problems == []
        assert life.server.codes == []


async def test_mention_in_a_channel_is_answered_in_private_and_acknowledged_without_a_ping(tmp_path):
    async with living(tmp_path) as life:
        guild = life.server.guild("runners")
        channel = guild.text_channel("general")
        ana, ben = guild.add(life.server.person("ana")), guild.add(life.server.person("ben"))

        said = await ana.says(channel, GOAL, mentions=life.server.bot)
        await ana.hears("Week 8", where=ana.dm)
        note = await ana.hears(where=channel)

        assert note.reply_to is said
        assert note.pings == []
        assert "kg" not in note.everything
        assert "Week 8" not in ben.transcript
        assert life.server.problems == []


@pytest.mark.parametrize(("command", "label", "words", "heard"), [
    ("/goal", "What do you want to reach?", "read 12 books this year", "12 books"),
    ("/log", "A number, or in words", "done", ""),
])  # fmt: skip
async def test_command_without_words_opens_a_form(tmp_path, command, label, words, heard):
    async with living(tmp_path) as life:
        guild = life.server.guild("runners")
        channel = guild.text_channel("general")
        ana = guild.add(life.server.person("ana"))

        opened = await ana.uses(channel, command)
        answer = await ana.submits(opened.modal, {label: words})

        assert answer.ephemeral
        assert heard in answer.text
        assert life.server.problems == []


async def test_edit_corrects_what_was_logged(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person("ana")
        life.server.guild("runners").add(ana)
        for words in (GOAL, "84 kg, 175 cm"):
            await ana.says(ana.dm, words)
            await ana.hears()
        said = await ana.says(ana.dm, "83 kg today")
        await ana.hears()

        await ana.edits(said, "82.5 kg today")
        await ana.hears()

        assert [log.value for log in (await life.person(ana)).logs][-1] == 82.5


async def test_menu_of_a_message_logs_ones_own_words_once_and_nobody_elses(tmp_path):
    async with living(tmp_path) as life:
        guild = life.server.guild("runners")
        channel = guild.text_channel("general")
        ana, ben = guild.add(life.server.person("ana")), guild.add(life.server.person("ben"))
        await (await ana.uses(channel, "/goal", text="run 3 times a week")).until("Week")
        await ana.uses(channel, "/goal", text="run 3 times a week")
        said = await ana.says(channel, "done, ran 5 km")

        first = await ana.context_menu(said, "Log this as progress")
        again = await ana.context_menu(said, "Log this as progress")
        foreign = await ben.context_menu(said, "Log this as progress")

        assert first.ephemeral
        assert "noted already" in again.text
        assert "yourself" in foreign.text


async def test_somebody_elses_button_is_refused_for_the_eyes_of_the_presser(tmp_path):
    async with living(tmp_path) as life:
        ana, ben = life.server.person("ana"), life.server.person("ben")
        guild = life.server.guild("runners")
        channel = guild.text_channel("general")
        guild.add(ana), guild.add(ben)
        answer = await (await ana.uses(channel, "/goal", text="lose 5kg in 8 weeks")).until("Week 8")
        stolen = answer.message.component("Yes")["custom_id"]
        await ben.says(ben.dm, "I want to read 12 books this year")
        own = await ben.hears("12 books")
        own.components[0]["components"][0]["custom_id"] = stolen

        refused = await ben.presses(own, stolen)

        assert "not for you" in refused.text
        assert refused.messages[-1].ephemeral
        assert not (await life.person(ana)).active_goals


async def test_suggestions_are_ones_own_goals_only(tmp_path):
    async with living(tmp_path) as life:
        guild = life.server.guild("runners")
        channel = guild.text_channel("general")
        ana, ben = guild.add(life.server.person("ana")), guild.add(life.server.person("ben"))
        await (await ana.uses(channel, "/goal", text="lose 5kg in 8 weeks")).until("Week 8")

        mine = await ana.autocompletes(channel, "/plan", goal="lose")
        theirs = await ben.autocompletes(channel, "/plan", goal="")

        assert ["5kg" in choice.name for choice in mine] == [True]
        assert theirs == []


async def test_commands_are_published_once_and_again_only_when_they_changed(tmp_path):
    from tests.servers import discord

    async with discord.serve() as server:
        async with living(tmp_path, server=server):
            pass
        async with living(tmp_path, server=server):
            await soon(lambda: server.calls("GET", "/applications/*/commands"))
        assert server.syncs == 1
        server.commands[0][0]["description"] = "something older"
        server.syncs = 0
        async with living(tmp_path, server=server):
            assert server.syncs == 1
        assert server.problems == []
