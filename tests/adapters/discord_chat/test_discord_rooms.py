"""Channels: useful to a group, and nothing personal in them."""

import asyncio

from tests.adapters.discord_chat.discord_life import living, soon

GOAL = "I want to run 3 times a week"


def people(life, *names):
    guild = life.server.guild("runners")
    return guild, guild.text_channel("general"), [guild.add(life.server.person(name)) for name in names]


async def test_what_is_not_said_to_gigi_is_not_answered(tmp_path):
    async with living(tmp_path) as life:
        _, channel, (ana, ben) = people(life, "ana", "ben")
        robot = life.server.person("robot", is_bot=True)
        channel.guild.add(robot)

        await ana.says(channel, "I want to lose 5kg in 8 weeks")
        await ben.says(channel, "hello", mentions=ana)
        await robot.says(channel, "lose 5kg", mentions=life.server.bot)
        await robot.says(channel, "lose 5kg @everyone")

        await ana.hears_nothing(within=1.5)
        assert await life.gigi.store.people.count() == 0


async def test_reply_to_gigi_is_heard(tmp_path):
    async with living(tmp_path) as life:
        _, channel, (ana,) = people(life, "ana")
        await ana.says(channel, "help", mentions=life.server.bot)
        note = await ana.hears(where=channel, within=20)

        await ana.says(channel, GOAL, reply_to=note)

        await ana.hears("Week 1", where=ana.dm, within=20)


async def test_coach_channel_is_heard_in_full_and_others_are_not(tmp_path):
    coach, other = 4_000_000_000_000_001, 4_000_000_000_000_002
    async with living(tmp_path, privileged=("message_content",), discord={"coach_channels": [coach]}) as life:
        guild, _, (ana,) = people(life, "ana")
        rooms = []
        for id in (coach, other):
            room = guild.text_channel(str(id))
            life.server.channels.pop(room.id)
            room.id = id
            life.server.channels[id] = room
            life.server.tell("CHANNEL_CREATE", room.payload(), guild)
            rooms.append(room)

        await ana.says(rooms[0], GOAL)
        await ana.hears("Week 1", where=ana.dm, within=20)
        await ana.hears(where=rooms[0], within=20)
        await ana.says(rooms[1], GOAL)
        await ana.hears_nothing(within=1)
        thread = ana.opens_thread(rooms[0], "my runs")
        await ana.says(thread, "hello")
        await ana.hears(where=thread, within=20)


async def test_thread_is_answered_in_the_thread(tmp_path):
    async with living(tmp_path) as life:
        _, channel, (ana, _) = people(life, "ana", "ben")
        thread = ana.opens_thread(channel, "my runs")

        await ana.says(thread, GOAL, mentions=life.server.bot)

        await ana.hears("Week 1", where=ana.dm, within=20)
        await ana.hears(where=thread, within=20)
        assert channel.by_bot == []


async def test_with_closed_dms_a_mention_is_answered_in_a_private_thread(tmp_path):
    async with living(tmp_path) as life:
        guild, channel, (ana, ben) = people(life, "ana", "ben")
        ana.closes_dms()

        await ana.says(channel, GOAL, mentions=life.server.bot)
        await ana.hears("Week 1", within=20)

        (thread,) = guild.threads
        assert thread.is_private
        assert thread.seen_by(ben) == []
        assert "Week 1" not in ben.transcript
        assert life.server.problems == []


async def test_where_no_thread_can_be_made_either_the_room_is_told_without_what_it_is_about(tmp_path):
    async with living(tmp_path) as life:
        _, channel, (ana, ben) = people(life, "ana", "ben")
        channel.forbids(channel.guild.everyone, "create_private_threads")
        ana.closes_dms()

        await ana.says(channel, GOAL, mentions=life.server.bot)

        note = await ana.hears(where=channel, within=20)
        assert "direct messages are closed" in note.text
        assert "run" not in "".join(message.text for message in channel.by_bot)
        assert "3 times" not in "".join(ben.told)


async def test_those_who_manage_the_server_say_where_gigi_speaks_and_nobody_else(tmp_path):
    async with living(tmp_path) as life:
        guild, channel, (ana,) = people(life, "ana")
        quiet = guild.text_channel("quiet")
        boss = guild.add(life.server.person("boss"), permissions="manage_guild")

        shown = await boss.uses(channel, "/channels", choice="here")
        await ana.says(quiet, GOAL, mentions=life.server.bot)
        await ana.hears("Week 1", where=ana.dm, within=20)
        await ana.hears_nothing(where=quiet, within=1)
        await ana.says(channel, "/today", mentions=life.server.bot)
        await ana.hears(where=channel, within=20)

        assert shown.ephemeral
        assert channel.mention in shown.text
        assert "every channel" in (await boss.uses(channel, "/channels", choice="everywhere")).text
        listed = next(one for one in life.server.commands[0] if one["name"] == "channels")
        assert listed["default_member_permissions"] == str(1 << 5)
        listed["default_member_permissions"] = None
        refused = await ana.uses(channel, "/channels", choice="not here")
        assert "manage" in refused.text
        assert life.server.problems == []


async def test_log_on_a_shared_goal_gets_a_sign_in_the_room(tmp_path):
    async with living(tmp_path) as life:
        _, channel, (ana,) = people(life, "ana")
        await ana.says(ana.dm, GOAL)
        await ana.hears("Week 1", within=20)
        await ana.says(ana.dm, "yes")
        await ana.hears("Started", within=20)
        await (await ana.uses(channel, "/share", goal="done")).until("This room sees", within=20)

        said = await ana.says(channel, "done", mentions=life.server.bot)

        await soon(lambda: said.reactions, 20)
        assert channel.by_bot == [] or all(message.ephemeral for message in channel.by_bot)


async def test_board_is_posted_in_the_room_with_a_thread_to_talk_about_it(tmp_path):
    async with living(tmp_path) as life:
        guild, channel, (ana, ben) = people(life, "ana", "ben")
        await ana.says(ana.dm, GOAL)
        await ana.hears("Week 1", within=20)
        await ana.says(ana.dm, "yes")
        await ana.hears("Started", within=20)
        await ana.uses(channel, "/share", goal="done", within=20)
        await ana.uses(channel, "/board", name="on Ana", within=20)
        await ana.says(ana.dm, "done")
        await life.gigi.engine.idle()

        await life.live(hours=24 * 7 + 2)

        boards = [message for message in channel.seen_by(ben) if not message.ephemeral]
        assert len(boards) == 1
        assert "Ana" in boards[0].text
        assert "run" not in boards[0].text
        assert [thread.parent for thread in guild.threads if not thread.is_private] == [channel]
        assert life.server.problems == []


async def test_two_people_write_at_once_and_each_gets_their_own_answer(tmp_path):
    async with living(tmp_path) as life:
        _, channel, crowd = people(life, *(f"person{number}" for number in range(8)))
        await asyncio.gather(
            *(
                person.says(channel, f"I want to read {number + 10} books this year", mentions=life.server.bot)
                for number, person in enumerate(crowd)
            )
        )
        for number, person in enumerate(crowd):
            plan = await person.hears(f"{number + 10} books", where=person.dm, within=30)
            assert plan.channel is person.dm
        for number, person in enumerate(crowd):
            others = [f"{other + 10} books" for other in range(len(crowd)) if other != number]
            assert not [words for words in others if words in "\n".join(person.told)]
