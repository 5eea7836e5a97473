"""/progress on a platform with pictures and in the terminal, and in the person's colours."""

import io

import pytest
from PIL import Image

from bot.entities import Platform
from tests.people import Talk, talking

PHONE = Platform.TELEGRAM


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


async def losing(talk: Talk, platform: Platform) -> None:
    await talk.told("I want to lose 5kg in 8 weeks", platform=platform)
    await talk.told("84 kg, 175 cm", platform=platform)
    await talk.told("yes", platform=platform)
    await talk.told("no", platform=platform)
    for kilograms in ("83.9", "83.5", "83.2"):
        await talk.wait(days=3)
        await talk.told(f"{kilograms} kg", platform=platform)


async def test_progress_on_a_phone_is_words_and_a_picture(talk):
    await losing(talk, PHONE)

    answer = await talk.ask("/progress", platform=PHONE)

    assert "Last reading 83.2 kg" in answer.text
    assert "```" not in answer.text
    (picture,) = answer.files
    assert picture.name == "gigi-progress-1.png"
    assert "83.2 kg" in picture.alt
    assert Image.open(io.BytesIO(picture.content)).width == 1080


async def test_progress_in_the_terminal_is_words_and_blocks(talk):
    await losing(talk, Platform.CONSOLE)

    answer = await talk.ask("how am I doing?")

    assert "Last reading 83.2 kg" in answer.text
    assert "▁" in answer.text
    assert answer.files == ()


async def test_picture_is_dark_for_those_who_like_it_dark(talk):
    await losing(talk, PHONE)
    await talk.told("dark pictures please", platform=PHONE)

    (picture,) = (await talk.ask("/progress", platform=PHONE)).files

    assert sum(Image.open(io.BytesIO(picture.content)).convert("RGB").getpixel((2, 2))) < 150


async def test_without_anything_recorded_there_are_words_alone(talk):
    await talk.told("I want to read 20 pages every day", platform=PHONE)
    await talk.told("yes", platform=PHONE)

    answer = await talk.ask("/progress", platform=PHONE)

    assert answer.files == ()
    assert "Nothing recorded" in answer.text
