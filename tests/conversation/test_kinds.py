"""Messages that are not plain words: edits, places, voice notes, pictures; and rooms."""

from bot.entities import InboundKind, Recording
from tests.people import talking


async def test_edit_of_the_last_message_takes_back_what_it_recorded(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.ask("I want to lose 5kg in 8 weeks")
        await talk.ask("84 kg, 175 cm")
        await talk.send(InboundKind.TEXT, "/log 83.4", event="m1")

        await talk.send(InboundKind.EDIT, "/log 83.9", event="m1-edit", corrects="m1")

        assert [log.value for log in (await talk.person()).logs if log.source] == [83.9]


async def test_edit_of_an_older_report_corrects_that_report(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.ask("I want to lose 5kg in 8 weeks")
        await talk.ask("84 kg, 175 cm")
        await talk.send(InboundKind.TEXT, "/log 83.4", event="m1")
        await talk.ask("thanks")

        await talk.send(InboundKind.EDIT, "83.9", event="m1-edit", corrects="m1")

        assert [log.value for log in (await talk.person()).logs if log.source] == [83.9]


async def test_edit_of_an_old_message_that_recorded_nothing_is_not_taken_for_a_new_one(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.send(InboundKind.TEXT, "hello", event="m1")
        await talk.ask("how are you?")

        answer = await talk.send(InboundKind.EDIT, "I want to read 12 books", event="m1-edit", corrects="m1")

        assert "edited" in answer.text
        assert not (await talk.person()).goals


async def test_crisis_in_an_edit_of_an_old_message_is_answered(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.send(InboundKind.TEXT, "hello", event="m1")
        await talk.ask("how are you?")

        await talk.send(InboundKind.EDIT, "I want to kill myself tonight", event="m1-edit", corrects="m1")

        assert (await talk.person()).session.crisis is not None


async def test_shared_place_sets_the_zone(tmp_path):
    async with talking(tmp_path, zone="") as talk:
        await talk.ask("hello")

        await talk.send(InboundKind.LOCATION, "America/New_York")

        assert (await talk.person()).profile.zone == "America/New_York"


async def test_shared_place_answers_the_question_for_the_zone(tmp_path):
    async with talking(tmp_path, zone="") as talk:
        await talk.ask("remind me every morning at 7 to stretch")

        await talk.send(InboundKind.LOCATION, "America/New_York")

        (reminder,) = (await talk.person()).active_reminders
        assert reminder.recurrence.zone == "America/New_York"


async def test_caption_of_a_picture_is_read_and_the_picture_is_owned_to_be_unseen(tmp_path):
    async with talking(tmp_path) as talk:
        answer = await talk.send(InboundKind.MEDIA, "I want to lose 5kg in 8 weeks")

        assert (await talk.person()).goals
        assert "cannot look at pictures" in answer.text


async def test_picture_without_words_gets_a_sentence(tmp_path):
    async with talking(tmp_path) as talk:
        assert "cannot look at pictures" in (await talk.send(InboundKind.MEDIA, "")).text


async def test_voice_note_without_a_model_gets_a_sentence(tmp_path):
    async with talking(tmp_path) as talk:
        recording = Recording(file="f1", media_type="audio/ogg", seconds=4)

        assert "voice" in (await talk.send(InboundKind.VOICE, "", recording=recording)).text


async def test_somebody_new_is_spoken_to_in_the_language_of_their_client(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.send(InboundKind.TEXT, "hallo", language="de")

        assert (await talk.person()).profile.language == "de"


async def test_what_is_personal_is_not_said_in_a_room(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.ask("I want to lose 5kg in 8 weeks")

        answer = await talk.send(InboundKind.COMMAND, "goals", room="42")

        assert answer.aside
        assert "kg" not in answer.aside
        assert not answer.is_public
