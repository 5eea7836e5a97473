"""A voice note: heard once by Gemini where the person allows it, screened and answered like typed words."""

import base64
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import open_gigi
from bot.coach.gemini.coach import GeminiCoach
from bot.config import Gemini, Settings
from bot.entities import Address, InboundKind, Platform, Recording, Reply
from bot.errors import ModelUnavailable, SendFailed
from tests.coach.gemini.samples import a_person
from tests.people import HandClock, Stage, Talk
from tests.servers.gemini import KEY, GeminiServer, fails, filled

SOUND = b"OggS\x00 a short note"
NOTE = Recording(file="f1", media_type="audio/ogg", seconds=4)


class Recorder(Stage):
    """A platform that keeps one recording."""

    fetched = 0

    async def fetch(self, file: str) -> bytes:
        if file != "f1":
            raise SendFailed("It is gone.")
        self.fetched += 1
        return SOUND

    async def send(self, address: Address, reply: Reply, *, key: str) -> None:
        await super().send(address, reply, key=key)


async def speaking(
    folder: Path, server: GeminiServer, consent: str = "assumed", **note: object
) -> tuple[str, Recorder, Talk]:
    """What is answered to one voice note."""
    clock = HandClock()
    stage = Recorder(clock)
    gemini = Gemini(api_key=SecretStr(KEY), base_url=server.url, consent=consent)
    async with open_gigi(
        Settings(storage={"data_dir": folder}, gemini=gemini), {Platform.TELEGRAM: stage}, clock=clock
    ) as gigi:
        talk = Talk(gigi, stage, clock)
        recording = NOTE.model_copy(update=note)
        reply = await talk.send(InboundKind.VOICE, "", platform=Platform.TELEGRAM, recording=recording)
        talk.last = await talk.person(platform=Platform.TELEGRAM)
        return reply.text, stage, talk


async def test_the_sound_goes_to_gemini_as_data_and_its_words_come_back(coach: GeminiCoach, server: GeminiServer):
    server.will(filled({"words": "I want to run more"}))

    assert await coach.transcribe(a_person(), SOUND, "audio/ogg") == "I want to run more"

    (part,) = server.asked[0].body["contents"][0]["parts"]
    assert base64.b64decode(part["inlineData"]["data"]) == SOUND
    assert "audio/ogg" in (part["inlineData"].get("mimeType"), part["inlineData"].get("mime_type"))  # Google reads both


async def test_nothing_heard_is_unavailable_and_not_empty_words(coach: GeminiCoach, server: GeminiServer):
    server.will(*[fails(503, "UNAVAILABLE")] * 3)

    with pytest.raises(ModelUnavailable):
        await coach.transcribe(a_person(), SOUND, "audio/ogg")


async def test_a_note_is_answered_under_the_words_that_were_heard(tmp_path, server: GeminiServer):
    server.will(filled({"words": "remind me every day at noon to stretch"}))

    answer, stage, talk = await speaking(tmp_path, server)

    assert "remind me every day at noon to stretch" in answer
    assert stage.fetched == 1
    assert "city" in answer or talk.last.active_reminders  # the schedule, or the question it needs


async def test_a_spoken_crisis_is_answered_as_one(tmp_path, server: GeminiServer):
    server.will(filled({"words": "I want to kill myself tonight"}))

    _, _, talk = await speaking(tmp_path, server)

    assert talk.last.session.crisis is not None


async def test_without_consent_nothing_is_fetched_and_nothing_is_sent(tmp_path, server: GeminiServer):
    answer, stage, _ = await speaking(tmp_path, server, consent="ask")

    assert "/model on" in answer
    assert stage.fetched == 0
    assert server.asked == []


@pytest.mark.parametrize(
    ("note", "said"), [({"seconds": 4000}, "too long"), ({"file": "gone"}, "right now")], ids=["long", "gone"]
)
async def test_a_note_that_cannot_be_heard_costs_no_call(tmp_path, server: GeminiServer, note, said):
    answer, _, _ = await speaking(tmp_path, server, **note)

    assert said in answer
    assert server.asked == []


async def test_a_silent_note_gets_a_sentence(tmp_path, server: GeminiServer):
    server.will(filled({"words": ""}))

    answer, _, _ = await speaking(tmp_path, server)

    assert "could not make out" in answer
