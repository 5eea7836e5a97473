"""Edits, deletions, reactions, files."""

from datetime import timedelta

import telegram
from telegram.error import BadRequest

from tests.servers.telegram_server.bots import keyboard, png, refused


class TestEditing:
    async def test_an_edit_is_shown_and_takes_the_keyboard_away(self, bot, ana):
        sent = await bot.send_message(ana.id, "a", reply_markup=keyboard("Done"))
        edited = await sent.edit_text("b")
        assert (edited.text, edited.reply_markup, ana.chat.last.buttons) == ("b", None, [])
        assert [shown.words.text for shown in ana.chat.last.shown] == ["a", "b"]

    async def test_the_same_again_is_refused(self, bot, ana):
        sent = await bot.send_message(ana.id, "a", reply_markup=keyboard("Done"))
        with refused(BadRequest, "Message is not modified: specified new message content"):
            await sent.edit_text("a ", reply_markup=keyboard("Done"))
        with refused(BadRequest, "not modified"):
            await sent.edit_reply_markup(keyboard("Done"))
        await sent.edit_reply_markup(None)
        assert ana.chat.last.buttons == []

    async def test_only_its_own_text_messages_can_be_edited(self, bot, ana):
        theirs = await ana.says("mine")
        with refused(BadRequest, "Message can't be edited"):
            await bot.edit_message_text("yours", ana.id, theirs.id)
        with refused(BadRequest, "Message to edit not found"):
            await bot.edit_message_text("x", ana.id, 99_999)
        photo = await bot.send_photo(ana.id, png(), "c")
        with refused(BadRequest, "There is no text in the message to edit"):
            await photo.edit_text("x")
        assert (await photo.edit_caption("d")).caption == "d"

    async def test_deleting(self, server, bot, ana):
        sent = await bot.send_message(ana.id, "a")
        await sent.delete()
        assert ana.chat.from_bot == []
        with refused(BadRequest, "Message to delete not found"):
            await sent.delete()
        old = await bot.send_message(ana.id, "b")
        before = server.now
        server.now = lambda: before() + timedelta(hours=49)
        with refused(BadRequest, "Message can't be deleted for everyone"):
            await old.delete()

    async def test_one_reaction_of_the_list(self, bot, ana):
        logged = await ana.says("79.4")
        await bot.set_message_reaction(ana.id, logged.id, "👍")
        assert logged.bot_reactions == ["👍"]
        with refused(BadRequest, "reaction_invalid"):
            await bot.set_message_reaction(ana.id, logged.id, "✅")
        with refused(BadRequest, "reactions_too_many"):
            await bot.set_message_reaction(ana.id, logged.id, ["👍", "🔥"])
        with refused(BadRequest, "Message to react not found"):
            await bot.set_message_reaction(ana.id, 99_999, "👍")
        await bot.set_message_reaction(ana.id, logged.id, [])
        assert logged.bot_reactions == []

    async def test_a_person_corrects_a_message(self, bot, ana):
        message = await ana.says("74")
        await ana.edits(message, "84")
        update = (await bot.get_updates())[-1]
        assert (update.edited_message.text, update.edited_message.message_id) == ("84", message.id)
        assert update.edited_message.edit_date is not None


class TestFiles:
    async def test_a_voice_note_is_downloaded(self, bot, ana):
        await ana.sends_voice(b"OggS\0voice", seconds=3)
        voice = (await bot.get_updates())[-1].message.voice
        assert voice.duration == timedelta(seconds=3)
        assert bytes(await (await voice.get_file()).download_as_bytearray()) == b"OggS\0voice"
        with refused(BadRequest, "Invalid file_id"):
            await bot.get_file("nonsense")

    async def test_what_is_too_big_is_not_downloaded(self, bot, ana):
        await ana.sends_voice(bytes(20 * 2**20 + 1), seconds=900)
        with refused(BadRequest, "File is too big"):
            await (await bot.get_updates())[-1].message.voice.get_file()

    async def test_a_picture_with_a_caption(self, bot, ana):
        sent = await bot.send_photo(ana.id, png(), caption="*Week 1*", parse_mode="MarkdownV2")
        assert (sent.caption, sent.photo[0].width, sent.photo[0].height) == ("Week 1", 40, 30)
        assert ana.chat.last.attachment.content == png()
        await bot.send_photo(ana.id, sent.photo[0].file_id)
        with refused(BadRequest, "Message caption is too long"):
            await bot.send_photo(ana.id, png(), caption="a" * 1025)
        with refused(BadRequest, "image_process_failed"):
            await bot.send_photo(ana.id, b"no picture")
        with refused(BadRequest, "photo_invalid_dimensions"):
            await bot.send_photo(ana.id, png(2000, 10))

    async def test_a_picture_can_be_replaced(self, bot, ana):
        sent = await bot.send_photo(ana.id, png(), caption="Week 1")
        changed = await sent.edit_media(telegram.InputMediaPhoto(png(80, 60), caption="Week 2"))
        assert (changed.caption, changed.photo[0].width) == ("Week 2", 80)
        assert ana.chat.last.attachment.content == png(80, 60)

    async def test_a_message_is_pinned(self, bot, ana):
        sent = await bot.send_message(ana.id, "the plan")
        await sent.pin()
        assert ana.chat.pinned == [ana.chat.last]
        await sent.unpin()
        with refused(BadRequest, "Message to unpin not found"):
            await sent.unpin()

    async def test_a_document(self, bot, ana):
        sent = await bot.send_document(ana.id, b'{"goals": []}', filename="gigi.json", caption="your data")
        assert sent.document.file_name == "gigi.json"
        assert ana.chat.last.attachment.content == b'{"goals": []}'
        with refused(BadRequest, "File must be non-empty"):
            await bot.send_document(ana.id, b"", filename="empty")

    async def test_other_media_arrive(self, bot, ana):
        await ana.sends_photo("my breakfast")
        await ana.shares_location(52.5, 13.4)
        for kind in ("sticker", "video", "video_note", "animation", "audio", "contact", "dice", "poll"):
            await ana.sends(kind)
        updates = await bot.get_updates()
        assert [bool(getattr(updates[3 + at].message, kind)) for at, kind in enumerate(("sticker", "video"))] == [
            True
        ] * 2
        assert updates[1].message.caption == "my breakfast"
        assert updates[2].message.location.latitude == 52.5
