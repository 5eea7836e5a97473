"""A command's name is the command, with or without the slash, and a sentence that begins like one is not."""

import pytest

from tests.people import talking


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        for words in ("I want to read 20 pages every day", "yes", "no"):
            await opened.told(words)
        yield opened


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("goals", "/goals"), ("Settings", "/settings"), ("nudges", "/nudges"), ("export", "/export"),
        ("forget", "/forget"), ("memory", "/memory"), ("plan reading", "/plan reading"), ("plan 1", "/plan 1"),
        ("private on", "/private on"), ("timezone paris", "/timezone paris"), ("privacy", "/privacy"),
        ("set timezone to paris", "/timezone paris"), ("export my data", "/export"), ("safety", "/safety"),
        ("what reminders do i have", "/nudges"), ("country portugal", "/country portugal"),
    ],
)  # fmt: skip
async def test_a_name_alone_is_the_command(talk, words, command):
    assert await talk.told(words) == await talk.told(command)


async def test_log_without_slash_records(talk):
    await talk.told("log 12")

    assert [log.value for log in (await talk.person()).logs] == [12]


async def test_an_unknown_goal_is_said(talk):
    answer = await talk.told("/plan xyz")

    assert "no goal called “xyz”" in answer
    assert "Read 20 pages" in answer


@pytest.mark.parametrize(
    "words", ["start running 3 times a week", "plan a trip to Rome by June", "help me save 500 euros"]
)
async def test_a_goal_that_begins_like_a_command_is_a_goal(talk, words):
    await talk.told(words)

    question = (await talk.person()).session.awaiting

    assert question is not None
    assert question.kind in ("clarify_goal", "accept_plan")
