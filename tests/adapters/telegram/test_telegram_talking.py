"""A person in their private chat with Gigi, over real sockets."""

from datetime import UTC, datetime

import pytest

from bot.entities import Platform
from tests.adapters.telegram.life import living, soon
from tests.servers.telegram import faults

GOAL = "I want to lose 5kg in 8 weeks"


async def test_first_message_that_is_a_goal_is_answered_at_once_with_a_plan(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7, first_name="Ana")

        await ana.starts()
        await ana.hears("I am Gigi")
        await ana.says(GOAL)
        plan = await ana.hears("Week 1")

        assert {"type": "bold"}.items() <= plan.entities[0].items()
        assert "**" not in plan.text
        assert plan.buttons[0] == "Yes"
        assert life.server.problems == []


async def test_typing_sign_comes_at_once_and_before_the_answer(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)

        await ana.says(GOAL)
        await ana.hears("Week 1")

        (typing,) = life.server.calls_of("sendChatAction", ana)
        (answer,) = life.server.calls_of("sendMessage", ana)
        assert typing.at < answer.at
        assert typing.at - ana.chat.messages[0].chat.server.calls_of("getUpdates")[0].at < 1


async def test_typing_sign_lasts_until_a_slow_answer(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        life.server.will("sendMessage", faults.internal_error(), times=3, chat=ana)

        await ana.says("/help")
        await ana.hears("/goal", within=10)

        assert life.server.count("sendChatAction", ana) >= 1
        assert len(ana.chat.from_bot) == 1


async def test_pressed_button_is_answered_and_its_message_shows_the_choice_without_buttons(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.says(GOAL)
        plan = await ana.hears("Week 1")

        press = await ana.presses(plan, "Yes")

        answer = await press.answered(within=2)
        assert not answer.get("text")
        await ana.hears("Started")
        await plan.becomes(lambda message: not message.buttons and message.text.endswith("✓ Yes"))


async def test_old_button_pressed_again_says_so_quietly_and_does_nothing(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.says(GOAL)
        plan = await ana.hears("Week 1")
        await (await ana.presses(plan, "Yes")).answered()
        await ana.hears("Started")

        again = await ana.presses(plan, "Yes", old=True)

        answer = await again.answered(within=2)
        assert answer["text"] == "That is noted already."
        await ana.hears_nothing()
        assert life.server.unanswered() == []


async def test_edit_of_a_logged_value_corrects_it_twice(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.says(GOAL)
        await ana.hears("Week 1")
        await ana.says("84 kg, 175 cm")
        await ana.hears("Started")
        said = await ana.says("/log 83.2")
        await ana.hears("83.2")

        for value in ("83.4", "83.6"):
            await ana.edits(said, f"/log {value}")
            await soon(lambda value=value: _values_are(life, [float(value)]))


async def _values_are(life, values):
    return [log.value for log in (await life.person(7)).logs] == values


async def test_shared_place_sets_the_zone_and_is_not_kept(tmp_path):
    async with living(tmp_path, zone="") as life:
        ana = life.server.person(7)

        await ana.shares_location(38.72, -9.14)
        await ana.hears("Europe/Lisbon")

        assert (await life.person(7)).profile.zone == "Europe/Lisbon"
        rows = await life.gigi.store.inbox.rows()
        row = await life.gigi.store.inbox.row(rows[0].id)
        assert "38.7" not in row.inbound.model_dump_json()


@pytest.mark.parametrize("kind", ["sticker", "video_note", "contact", "dice", "poll", "animation"])
async def test_what_cannot_be_read_is_answered_with_a_sentence(tmp_path, kind):
    async with living(tmp_path) as life:
        ana = life.server.person(7)

        await ana.sends(kind)

        await ana.hears("I cannot look at")


async def test_caption_of_a_picture_is_read(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)

        await ana.sends_photo("/help")

        assert "cannot look at" in (await ana.hears("/goal")).text


async def test_voice_note_without_a_model_is_answered_with_a_sentence(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)

        await ana.sends_voice(b"OggS", 3)

        await ana.hears("cannot listen to voice notes")


async def test_voice_note_is_fetched_from_telegram(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        said = await ana.sends_voice(b"OggS-sound", 3)

        sound = await life.sender.fetch(said.media["voice"]["file_id"])

        assert sound == b"OggS-sound"


async def test_person_is_first_spoken_to_in_the_language_of_their_client(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7, language_code="de-AT")

        await ana.starts()
        await ana.hears()

        assert (await life.person(7)).profile.language == "de"


async def test_export_comes_as_files(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.says(GOAL)
        await ana.hears("Week 1")

        await ana.says("/export")

        document = await ana.hears(lambda message: message.attachment)
        assert b"lose 5kg" in document.attachment.content


async def test_somebody_who_blocked_the_bot_is_not_nudged_until_they_come_back(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.says("remind me every day at 10am to stretch")
        await ana.hears("10")
        person_id = await life.id_of(7)

        await ana.blocks_bot()
        await soon(lambda: life.gigi.store.people.is_blocked(person_id))
        before = life.server.count("sendMessage", ana)
        await life.live(days=2)
        assert life.server.count("sendMessage", ana) == before

        await ana.unblocks_bot()
        await soon(lambda: _is_free(life, person_id))
        await life.live(days=1)
        assert ana.chat.last.date == datetime(2026, 11, 25, 10, tzinfo=UTC)


async def _is_free(life, person_id):
    return not await life.gigi.store.people.is_blocked(person_id)


async def test_nudge_to_a_deleted_account_fails_visibly_and_is_the_last(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.says("remind me every day at 10am to stretch")
        await ana.hears("10")
        person_id = await life.id_of(7)
        await ana.deletes_account()

        await life.live(days=3)

        states = [delivery.state for delivery in await life.gigi.store.deliveries.of(person_id)]
        assert states.count("failed") == 1
        assert await life.gigi.store.people.is_blocked(person_id)


async def test_long_text_goes_out_in_pieces_that_telegram_takes(tmp_path):
    async with living(tmp_path) as life:
        ana = life.server.person(7)
        await ana.starts()
        await ana.hears()
        from bot.entities import Address, Reply

        words = "\n\n".join(f"**{number}** 😀 {'word ' * 30}" for number in range(150))
        address = Address(platform=Platform.TELEGRAM, user="7", chat="7")
        before = len(ana.chat.from_bot)
        await life.sender.send(address, Reply(text=words), key="g999")

        pieces = ana.chat.from_bot[before:]
        assert len(pieces) > 5
        assert " ".join(" ".join(piece.text for piece in pieces).split()) == " ".join(words.replace("**", "").split())
        assert life.server.problems == []
