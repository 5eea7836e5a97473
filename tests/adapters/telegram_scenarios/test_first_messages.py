"""The first minutes with Gigi on Telegram, and a process that dies in between; no wording is taken for granted."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.telegram_scenarios.process import Process, running
from tests.servers.telegram import Person, TelegramServer, serve

SETTLED = 1.0  # a process that dies inside a send may send once more; it is given the time to note that it sent
GOAL = "I want to lose 5kg in 8 weeks"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with serve() as ready:
        yield ready


@pytest.fixture
async def gigi(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Process]:
    async with running(server, tmp_path) as process:
        yield process


@pytest.fixture
def ana(server: TelegramServer) -> Person:
    return server.person(7, first_name="Ana")


async def test_a_goal_gets_a_plan_with_buttons_that_work_once(server: TelegramServer, gigi: Process, ana: Person):
    await ana.starts()
    await ana.hears(within=20)
    await ana.says(GOAL)
    plan = await ana.hears(lambda message: message.buttons, within=20)
    label = plan.buttons[0]

    press = await ana.presses(plan, label)
    await press.answered(within=5)
    await plan.becomes(lambda message: label not in message.buttons)

    assert ana.chat.actions, "the typing sign was up"
    assert ana.commands, "the menu has commands"
    assert server.unanswered() == []
    assert server.problems == []


async def test_what_is_said_to_a_dead_process_is_answered_once_after_its_start(gigi: Process, ana: Person):
    await ana.starts()
    await ana.hears(within=20)
    await asyncio.sleep(SETTLED)
    await gigi.kill()
    await ana.says(GOAL)

    await gigi.starts()

    await ana.hears(lambda message: message.buttons, within=20)
    await asyncio.sleep(SETTLED)
    await gigi.kill()
    await gigi.starts()
    await ana.hears_nothing(within=1.5)


async def test_it_stops_when_it_is_asked_to(gigi: Process):
    assert await gigi.stops() == 0
