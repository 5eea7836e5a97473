"""kill -9 again and again while people write and nudges come due: nothing is lost, nothing is done twice."""

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
from tests.adapters.telegram.life import soon
from tests.adapters.telegram_scenarios.process import running
from tests.servers.telegram import serve

SETUP = ("I want to lose 5kg in 8 weeks", "84 kg, 175 cm", "yes")
ECHO = re.compile(r"Noted for today: (\d+(?:\.\d+)?) kg")
NUDGE = re.compile(r"Reminder: (x\d+)")
SETTINGS = {
    "GIGI_COACH__ZONE": "UTC",
    "GIGI_REMINDERS__SWEEP_SECONDS": "0.5",
    "GIGI_REMINDERS__QUIET_HOURS": "00:00-00:00",  # none: a late nudge is sent at whatever hour the test runs
    "GIGI_LIMITS__MESSAGES_PER_MINUTE": "1000",
}


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
async def test_killed_gigi_loses_nothing_and_does_nothing_twice(tmp_path, people, messages, nudges, kills):
    rng = random.Random(7)
    async with serve() as server, running(server, tmp_path, **SETTINGS) as process:
        crowd = [server.person(1000 + number) for number in range(people)]
        for person in crowd:
            for line in SETUP:
                await person.says(line)
                await person.hears(within=300)
        for number in range(nudges):
            person = crowd[number % people]
            await person.says(f"remind me in {1 + number // people} minutes to nudge x{number}")
            await person.hears(within=300)
        said_before = {person.id: len(person.chat.messages) for person in crowd}

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_write(crowd, messages, rng, over=4.0 * kills))
            for _ in range(kills):
                await asyncio.sleep(rng.uniform(0.0, 3.5))
                await process.kill()
                await process.starts(60)
        await soon(lambda: not server.updates.pending, within=300)
        await soon(lambda: _all_echoed(crowd, messages // people), within=400)
        await soon(lambda: _nudged(crowd) >= nudges - kills, within=400)
        await asyncio.sleep(3)
        await process.stops()

        store = await _stored(tmp_path / "data")
        figures = _figures(crowd, said_before, store) | {"messages": messages, "nudges": nudges, "kills": kills}
        print(json.dumps(figures))
        assert store["states"] == {"done"}
        assert figures["lost"] == 0
        assert figures["out_of_order"] == 0
        assert store["logs"] == messages  # effects exactly once
        assert figures["doubled_replies"] <= kills * people
        assert figures["nudges_doubled"] == 0
        assert sum(store["deliveries"].values()) == nudges
        assert (
            figures["nudges_shown"] >= store["deliveries"][DeliveryState.SENT] + store["deliveries"][DeliveryState.LATE]
        )
        assert store["deliveries"][DeliveryState.UNKNOWN] <= kills
        assert set(store["deliveries"]) <= {DeliveryState.SENT, DeliveryState.LATE, DeliveryState.UNKNOWN}


async def _write(crowd, messages, rng, over):
    for number in range(messages):
        await asyncio.sleep(rng.uniform(0, 2 * over / messages))
        await crowd[number % len(crowd)].says(f"/log {value_of(number // len(crowd))}")


def _echoes(person):
    return [
        f"{float(found[1]):.2f}" for said in person.chat.from_bot if (found := ECHO.search(said.shown[0].words.text))
    ]


def _all_echoed(crowd, each):
    return all(len(set(_echoes(person))) >= each for person in crowd)


def _nudges(person):
    return [found[1] for said in person.chat.from_bot if (found := NUDGE.search(said.shown[0].words.text))]


def _nudged(crowd):
    return sum(len(set(_nudges(person))) for person in crowd)


def _figures(crowd, said_before, store):
    doubled = Counter()
    lost = disordered = 0
    for person in crowd:
        echoes = _echoes(person)
        expected = {
            said.text.split()[1] for said in person.chat.messages[said_before[person.id] :] if not said.from_bot
        }
        lost += len(expected - set(echoes))
        first = [float(value) for value in dict.fromkeys(echoes)]
        disordered += sum(one > other for one, other in pairwise(first))
        doubled += Counter({(person.id, value): count - 1 for value, count in Counter(echoes).items() if count > 1})
    shown = [nudge for person in crowd for nudge in _nudges(person)]
    return {
        "lost": lost, "out_of_order": disordered, "doubled_replies": sum(doubled.values()),
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
