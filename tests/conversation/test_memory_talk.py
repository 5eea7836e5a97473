"""What is remembered is listed with numbers; each entry is forgotten or put right by itself."""

from collections.abc import AsyncIterator

import pytest

from tests.people import Talk, talking

TOLD = ("I am vegetarian since last June", "my sister Ines lives in Porto", "I sleep badly before exams")


@pytest.fixture
async def talk(tmp_path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as open_talk:
        for words in TOLD:
            await open_talk.told(words)
            open_talk.clock.at = open_talk.clock.at.replace(minute=open_talk.clock.at.minute + 1)
        yield open_talk


async def number_of(talk: Talk, words: str) -> int:
    lines = (await talk.told("/memory")).splitlines()
    return next(int(line.split(".")[0]) for line in lines if words in line)


async def stored(talk: Talk) -> list[str]:
    return [memory.text for memory in await talk.gigi.store.memories.memories_of(await talk.person_id())]


async def test_one_entry_is_forgotten_everywhere_and_the_others_stay(talk):
    number = await number_of(talk, "Ines")

    answer = await talk.told(f"forget {number}")

    person = await talk.person()
    assert "Ines" not in answer
    assert not any("Ines" in text for text in await stored(talk))
    assert not any(line.text == TOLD[1] for line in person.session.history)
    assert TOLD[0] in await stored(talk)
    assert TOLD[2] in await stored(talk)


async def test_a_button_forgets_the_entry_beside_it(talk):
    number = await number_of(talk, "exams")

    await talk.told(f"Forget {number}")

    assert TOLD[2] not in await stored(talk)
    assert len([text for text in TOLD if text in await stored(talk)]) == 2


async def test_several_are_forgotten_at_once_and_the_list_is_numbered_anew(talk):
    await talk.told("/memory")

    answer = await talk.told("forget 1 and 2")

    assert [line for line in answer.splitlines() if line[1:2] == "."] == [f"1. “{(await stored(talk))[0]}”"]


@pytest.mark.parametrize("words", ["forget 9", "forget 0"])
async def test_a_number_that_is_not_there_forgets_nothing(talk, words):
    await talk.told("/memory")
    before = await stored(talk)

    await talk.told(words)

    assert await stored(talk) == before


async def test_a_correction_stands_in_place_of_what_it_corrects(talk):
    number = await number_of(talk, "vegetarian")

    await talk.told(f"{number} is wrong: I am vegan")

    found = await talk.told("/memory what do I eat, vegetarian?")
    assert "I am vegan" in found
    assert "vegetarian" not in found
    assert TOLD[0] not in await stored(talk)


async def test_a_correction_in_free_words_stands_before_what_it_corrects(talk):
    await talk.told("actually, my sister Ines lives in Lisbon now")

    lines = (await talk.told("/memory where does my sister Ines live")).splitlines()

    assert "Lisbon" in next(line for line in lines if line.startswith("1."))


async def test_only_the_mistake_named_asks_what_holds(talk):
    number = await number_of(talk, "vegetarian")

    answer = await talk.told(f"{number} is wrong")

    assert "?" in answer
    assert TOLD[0] in await stored(talk)


async def test_numbers_mean_nothing_without_a_list(talk):
    before = await stored(talk)

    await talk.told("forget 2")

    assert [text for text in before if text in await stored(talk)] == before


async def test_a_checkin_answer_is_no_correction(talk):
    await talk.told("/memory")
    for words in ("2, felt good", "79.4, fine", "3 - done"):
        await talk.told(words)

    assert [text for text in TOLD if text in await stored(talk)] == list(TOLD)
