"""Groups: privacy mode, topics, removal, migration."""

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.servers.telegram_server.bots import keyboard, refused


class TestGroups:
    @pytest.fixture
    async def group(self, server, ana):
        group = server.group(1, title="Runners")
        await group.adds_bot(by=ana)
        return group

    async def test_privacy_mode_shows_only_what_is_for_the_bot(self, server, bot, ana, group):
        sent = await bot.send_message(group.id, "hi all")
        ours = group.last
        await group.says(ana, "chatter")
        await group.says(ana, "how am I?", mentions_bot=True)
        await group.says(ana, "thanks", reply_to=ours)
        await group.says(ana, "/today")
        await group.says(ana, "/today@gigi_test_bot")
        await group.says(ana, "/today@other_bot")
        await group.other_bot_says("beep")
        await group.says(ana, "/plan")
        await group.adds(server.person(8))

        told = [update.message for update in await bot.get_updates() if update.message and update.message.chat.id < 0]
        assert [message.text for message in told if message.text] == [
            "@gigi_test_bot how am I?", "thanks", "/today", "/today@gigi_test_bot",
        ]  # fmt: skip
        assert told[2].reply_to_message.message_id == sent.message_id
        assert told[-1].new_chat_members[0].id == 8
        assert not (await bot.get_me()).can_read_all_group_messages

    async def test_an_administrator_sees_everything(self, bot, ana, group):
        await group.promotes_bot(by=ana)
        await group.says(ana, "chatter")
        updates = await bot.get_updates()
        assert updates[-2].my_chat_member.new_chat_member.status == "administrator"
        assert updates[-1].message.text == "chatter"
        assert (await bot.get_chat_member(group.id, bot.id)).status == "administrator"
        assert (await bot.get_chat_administrators(group.id))[0].user.id == bot.id

    async def test_a_removed_bot_is_told_and_shut_out(self, server, bot, ana, group):
        await group.removes_bot(by=ana)
        assert (await bot.get_updates())[-1].my_chat_member.new_chat_member.status == "kicked"
        before = server.updates.added
        await group.says(ana, "/today@gigi_test_bot")
        assert server.updates.added == before
        with refused(Forbidden, "Forbidden: bot was kicked from the supergroup chat"):
            await bot.send_message(group.id, "hello?")

    async def test_a_left_group_is_closed(self, bot, group):
        await bot.leave_chat(group.id)
        with refused(Forbidden, "bot is not a member of the supergroup chat"):
            await bot.send_message(group.id, "hello?")

    async def test_a_small_group_becomes_a_supergroup(self, server, bot, ana):
        small = server.group(5, kind="group", title="Few")
        await small.adds_bot(by=ana)
        new = await small.migrates(by=ana)
        with pytest.raises(ChatMigrated) as caught:
            await bot.send_message(small.id, "hello")
        assert caught.value.new_chat_id == new.id
        told = [update.message for update in await bot.get_updates() if update.message]
        assert (told[-2].migrate_to_chat_id, told[-1].migrate_from_chat_id) == (new.id, small.id)
        await bot.send_message(new.id, "hello")

    async def test_a_topic_is_kept(self, server, bot, ana):
        forum = server.group(2, forum=True)
        await forum.adds_bot(by=ana)
        topic = await forum.opens_topic("Running", by=ana)
        await forum.says(ana, "/today", topic=topic)
        told = (await bot.get_updates())[-1].message
        assert (told.message_thread_id, told.is_topic_message) == (topic.id, True)

        await told.reply_text("walk", message_thread_id=topic.id)
        assert forum.last.thread == topic.id
        for thread in (1, 999):
            with refused(BadRequest, "Message thread not found"):
                await bot.send_message(forum.id, "x", message_thread_id=thread)
        await forum.closes_topic(topic)
        with refused(BadRequest, "topic_closed"):
            await bot.send_message(forum.id, "x", message_thread_id=topic.id)

    async def test_what_is_said_in_a_group_is_heard_there(self, bot, ana, group):
        await group.says(ana, "/today")
        await bot.send_message(ana.id, "in private")
        await bot.send_message(group.id, "one")
        await bot.send_message(group.id, "two")
        assert [message.text for message in await group.hears_all(quiet=0.05)] == ["one", "two"]
        await group.hears_nothing(within=0.05)
        assert (await ana.hears()).text == "in private"

    async def test_somebody_else_can_press_a_button(self, server, bot, ana, group):
        await bot.send_message(group.id, "Ana: done?", reply_markup=keyboard("Done"))
        bo = server.person(8)
        await bo.presses(group.last, "Done")
        query = (await bot.get_updates())[-1].callback_query
        assert (query.from_user.id, query.message.chat.id) == (8, group.id)

    async def test_message_ids_count_per_supergroup(self, server, bot, ana, group):
        first = await bot.send_message(group.id, "a")
        private = await bot.send_message(ana.id, "b")
        second = await bot.send_message(group.id, "c")
        assert second.message_id == first.message_id + 1
        assert private.message_id != first.message_id + 1

    async def test_chats_can_be_looked_up(self, bot, ana, group):
        assert (await bot.get_chat(group.id)).title == "Runners"
        assert (await bot.get_chat(ana.id)).first_name == "Ana"
        assert (await bot.get_chat_member(group.id, ana.id)).status == "member"
        assert await bot.get_chat_member_count(group.id) == 2
