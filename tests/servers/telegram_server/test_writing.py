"""Who can be written to, and with which buttons."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest, Forbidden

from tests.servers.telegram_server.bots import keyboard, refused


class TestWritingAtAll:
    async def test_a_bot_cannot_begin(self, server, bot):
        with refused(BadRequest, "Chat not found"):
            await bot.send_message(4711, "hello")
        server.person(4711)
        with refused(BadRequest, "Chat not found"):
            await bot.send_message(4711, "hello")

    async def test_nor_with_somebody_met_in_a_group(self, server, bot, ana):
        group, bo = server.group(1), server.person(8)
        await group.adds_bot(by=ana)
        await group.says(bo, "hello", mentions_bot=True)
        with refused(Forbidden, "bot can't initiate conversation with a user"):
            await bot.send_message(bo.id, "hello")

    async def test_a_block_is_told_and_refused_until_it_is_taken_back(self, server, bot, ana):
        await ana.blocks_bot()
        with refused(Forbidden, "Forbidden: bot was blocked by the user"):
            await bot.send_message(ana.id, "hello")
        with refused(Forbidden, "blocked"):
            await bot.send_chat_action(ana.id, "typing")
        update = (await bot.get_updates())[-1].my_chat_member
        assert (update.old_chat_member.status, update.new_chat_member.status) == ("member", "kicked")

        await ana.starts()
        await bot.send_message(ana.id, "hello again")

    async def test_a_deleted_account_is_refused(self, bot, ana):
        await ana.deletes_account()
        with refused(Forbidden, "Forbidden: user is deactivated"):
            await bot.send_message(ana.id, "hello")

    async def test_an_answer_names_what_it_answers(self, bot, ana):
        asked = await ana.says("weight?")
        sent = await bot.send_message(ana.id, "84", reply_parameters=ReplyParameters(asked.id))
        assert sent.reply_to_message.text == "weight?"
        with refused(BadRequest, "Message to be replied not found"):
            await bot.send_message(ana.id, "84", reply_parameters=ReplyParameters(99_999))
        await bot.send_message(
            ana.id, "84", reply_parameters=ReplyParameters(99_999, allow_sending_without_reply=True)
        )  # fmt: skip

    async def test_an_unknown_parameter_is_recorded_and_a_wrong_type_refused(self, server, bot, ana):
        await bot.send_message(ana.id, "hi", api_kwargs={"sparkle": 1})
        assert server.problems == ["sendMessage: unknown parameter sparkle"]
        with refused(BadRequest, '"message_thread_id" must be of type Integer'):
            await bot.send_message(ana.id, "hi", message_thread_id="first")
        link = LinkPreviewOptions(is_disabled=True)
        await bot.send_message(ana.id, "hi", link_preview_options=link, disable_notification=True)
        assert len(server.problems) == 1

    async def test_typing_shows_until_the_message(self, bot, ana):
        await bot.send_chat_action(ana.id, "typing")
        assert ana.chat.is_typing
        await bot.send_message(ana.id, "hi")
        assert not ana.chat.is_typing
        with refused(BadRequest, "Wrong parameter action in request"):
            await bot.send_chat_action(ana.id, "dancing")

    async def test_a_draft_is_for_private_chats_and_ends_with_a_message(self, server, bot, ana):
        await bot.send_message_draft(ana.id, 1, "Think")
        assert ana.chat.drafts == [(1, "Think")]
        await bot.send_message(ana.id, "Thought")
        assert ana.chat.drafts == []
        group = server.group(1)
        await group.adds_bot(by=ana)
        with refused(BadRequest, "Textdraft_peer_invalid"):
            await bot.send_message_draft(group.id, 1, "Think")


class TestKeyboards:
    async def test_callback_data_takes_64_bytes(self, bot, ana):
        await bot.send_message(ana.id, "?", reply_markup=keyboard("a", data="é" * 31))
        with refused(BadRequest, "button_data_invalid"):
            await bot.send_message(ana.id, "?", reply_markup=keyboard("a", data="é" * 32))

    @pytest.mark.parametrize(
        ("button", "said"),
        [
            ({"text": "a"}, "Text buttons are unallowed in the inline keyboard"),
            ({"text": "a", "url": "x://y"}, "unsupported URL protocol"),
            ({"text": "a", "url": "http://localhost"}, "wrong HTTP URL"),
            ({"text": "a", "callback_data": "x", "style": "loud"}, "invalid button style specified"),
        ],
    )
    async def test_a_button_does_something(self, bot, ana, button, said):
        markup = {"inline_keyboard": [[button]]}
        with refused(BadRequest, said):
            await bot.send_message(ana.id, "?", api_kwargs={"reply_markup": markup})

    async def test_a_press_is_answered_once_and_in_time(self, server, bot, ana):
        await bot.send_message(ana.id, "?", reply_markup=keyboard("Done"))
        press = await ana.presses(ana.chat.last, "Done")
        query = (await bot.get_updates())[-1].callback_query
        assert (query.data, query.message.message_id, query.from_user.id) == ("xDone", ana.chat.last.id, ana.id)
        assert server.unanswered() == [press]

        await query.answer("ok", show_alert=True)
        assert press.answers[0]["show_alert"]
        for late in (query.id, "123"):
            with pytest.raises(
                BadRequest, match="Query is too old and response timeout expired or query id is invalid"
            ):
                await bot.answer_callback_query(late)
        server.callback_lasts = 0
        late = await ana.presses(ana.chat.last, "Done")
        with refused(BadRequest, "Query is too old"):
            await bot.answer_callback_query(late.id)

    async def test_an_old_button_can_still_be_pressed_from_an_old_screen(self, bot, ana):
        sent = await bot.send_message(ana.id, "?", reply_markup=keyboard("Done"))
        await sent.edit_text("gone")
        with pytest.raises(AssertionError, match="no button 'Done'"):
            await ana.presses(ana.chat.last, "Done")
        await ana.presses(ana.chat.last, "Done", old=True)
        assert (await bot.get_updates())[-1].callback_query.data == "xDone"

    async def test_a_button_can_open_the_bot(self, server, bot, ana):
        group, bo = server.group(1), server.person(8)
        await group.adds_bot(by=ana)
        link = InlineKeyboardButton("Private", url="https://t.me/gigi_test_bot?start=g_1")
        await bot.send_message(group.id, "come", reply_markup=InlineKeyboardMarkup([[link]]))
        await bo.follows(group.last, "Private")
        assert (await bot.get_updates())[-1].message.text == "/start g_1"
