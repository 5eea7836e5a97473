"""kill -9 again and again while people write and nudges come due: nothing is lost, nothing is done or said twice."""

import asyncio
import json
import random
import re
from collections import Counter
from itertools import pairwise

import pytest

from bot.app import SystemClock
from bot.entities import DeliveryState
from bot.store.guard import hold_alone
from bot.store.opening import open_store
from tests.adapters.discord_chat.discord_life import soon
from tests.adapters.discord_chat.discord_process import running
from tests.servers import discord

SETUP = ("I want to lose 5kg in 8 weeks", "84 kg, 175 cm", "yes")
ECHO = re.compile(r"Noted for today: (\d+(?:\.\d+)?) kg")
NUDGE = re.compile(r"Reminder: .*?(x\d+)")
LIFE_SECONDS = 8.0  # of a process at most, once it hears; its first turn alone imports for a second or two
SETTINGS = {
    "GIGI_COACH__ZONE": "UTC", "GIGI_REMINDERS__SWEEP_SECONDS": "0.5", "GIGI_LIMITS__MESSAGES_PER_MINUTE": "1000",
}  # fmt: skip


def value_of(number):
    """Small steps, each different: a jump would be asked about, not recorded."""
    return f"{84 + number / 50:.2f}"


@pytest.mark.parametrize(
    ("people", "messages", "nudges", "kills"),
    [
        pytest.param(4, 24, 0, 3, id="three kills"),
        pytest.param(20, 300, 60, 30, id="thirty kills", marks=pytest.mark.soak),
    ],
)
async def test_killed_gigi_loses_nothing_and_does_and_says_nothing_twice(tmp_path, people, messages, nudges, kills):
    rng = random.Random(7)
    async with discord.serve() as server:
        guild = server.guild("runners")
        crowd = [guild.add(server.person(f"p{number}")) for number in range(people)]
        async with running(server, tmp_path, **SETTINGS) as process:
            for person in crowd:
                for line in SETUP:
                    await person.says(person.dm, line)
                    await person.hears(within=60)
            for number in range(nudges):
                person = crowd[number % people]
                await person.says(person.dm, f"remind me in {1 + number // people} minutes to stretch x{number}")
                await person.hears(within=60)

            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_write(crowd, messages, rng, over=LIFE_SECONDS * kills))
                for _ in range(kills):
                    await asyncio.sleep(rng.uniform(0.0, LIFE_SECONDS))
                    await process.kill()
                    await process.starts()
            await soon(lambda: _all_echoed(crowd, messages // people), within=180)
            await soon(lambda: _nudged(crowd) >= nudges, within=240)
            await asyncio.sleep(3)
            await process.stops()

        store = await _stored(tmp_path / "data")
        figures = _figures(crowd, messages // people, store)
        figures |= {"messages": messages, "nudges": nudges, "kills": kills, "repeated": len(server.repeated)}
        print(json.dumps(figures))
        assert store["states"] == {"done"}
        assert figures["lost"] == 0
        assert figures["out_of_order"] == 0
        assert store["logs"] == messages  # effects exactly once
        assert figures["doubled_replies"] == 0
        assert figures["nudges_doubled"] == 0
        assert figures["nudges_shown"] == nudges == sum(store["deliveries"].values())
        assert set(store["deliveries"]) <= {DeliveryState.SENT, DeliveryState.LATE}
        assert server.problems == []


async def _write(crowd, messages, rng, over):
    for number in range(messages):
        await asyncio.sleep(rng.uniform(0, 2 * over / messages))
        person = crowd[number % len(crowd)]
        await person.says(person.dm, f"/log {value_of(number // len(crowd))}")


def _echoes(person):
    return [f"{float(found[1]):.2f}" for said in person.dm.by_bot if (found := ECHO.search(said.text))]


def _all_echoed(crowd, each):
    return all(len(set(_echoes(person))) >= each for person in crowd)


def _nudges(person):
    return [found[1] for said in person.dm.by_bot if (found := NUDGE.search(said.text))]


def _nudged(crowd):
    return sum(len(set(_nudges(person))) for person in crowd)


def _figures(crowd, each, store):
    lost = disordered = doubled = 0
    for person in crowd:
        echoes = _echoes(person)
        lost += len({value_of(number) for number in range(each)} - set(echoes))
        first = [float(value) for value in dict.fromkeys(echoes)]
        disordered += sum(one > other for one, other in pairwise(first))
        doubled += len(echoes) - len(set(echoes))
    shown = [nudge for person in crowd for nudge in _nudges(person)]
    return {
        "lost": lost, "out_of_order": disordered, "doubled_replies": doubled,
        "nudges_shown": len(set(shown)), "nudges_doubled": len(shown) - len(set(shown)),
        "deliveries": {str(state): count for state, count in store["deliveries"].items()},
    }  # fmt: skip


async def _stored(data):
    """What the store holds at the end."""
    with hold_alone(data):
        async with open_store("", data, [], SystemClock()) as store:
            people = [summary.id for summary in await store.people.summaries()]
            logs = sum([len((await store.people.load(person)).logs) for person in people])
            deliveries = Counter([d.state for person in people for d in await store.deliveries.of(person)])
            return {"states": set(await store.inbox.counts()), "logs": logs, "deliveries": deliveries}
