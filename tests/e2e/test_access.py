"""[access]: who is let in; a crisis is answered for everybody."""

import pytest
from people import talking


@pytest.fixture
def closed():
    return {"mode": "list", "allowed": ["console:somebody-else"]}


async def test_stranger_of_a_closed_house_is_told_so_and_gets_no_goal(tmp_path, closed):
    async with talking(tmp_path, access=closed) as talk:
        answer = await talk.told("read 20 pages a day")
        goals = await talk.told("/goals")

    assert "private" in answer
    assert "private" in goals


async def test_crisis_of_a_stranger_is_answered_all_the_same(tmp_path, closed):
    async with talking(tmp_path, access=closed) as talk:
        answer = await talk.told("i want to kill myself")

    assert "emergency number" in answer


async def test_open_house_lets_everybody_in(tmp_path):
    async with talking(tmp_path, access={"mode": "open"}) as talk:
        answer = await talk.told("read 20 pages a day")

    assert "Week 1" in answer
