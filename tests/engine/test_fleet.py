"""Several processes on one Postgres: here several open coaches, which share nothing but the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app import Gigi, open_gigi
from bot.config import Settings
from bot.entities import Address, Inbound, InboundKind, Platform
from bot.errors import ConfigError
from bot.security.keys import generate_key
from tests.people import HandClock, Stage
from tests.servers.postgres import Postgres

HERE = Platform.TELEGRAM


@pytest.fixture
def settings(postgres_server: Postgres, tmp_path: Path) -> Settings:
    storage = {"data_dir": tmp_path, "database_url": postgres_server.database(), "chroma_url": "http://127.0.0.1:1"}
    return Settings(storage=storage, security={"encryption_keys": [generate_key()]}, coach={"zone": "UTC"})


@asynccontextmanager
async def member(settings: Settings, stage: Stage, clock: HandClock, *, works: bool = True) -> AsyncIterator[Gigi]:
    async with open_gigi(settings, {HERE: stage}, clock=clock, works=works) as gigi:
        yield gigi


def hello(number: int, clock: HandClock, user: str = "ana") -> Inbound:
    address = Address(platform=HERE, user=user, chat=user)
    return Inbound(
        event=f"{user}{number}", address=address, kind=InboundKind.TEXT, text=f"/log {number}", sent_at=clock.at
    )


async def test_what_a_gateway_accepts_a_worker_answers_in_order(settings):
    clock = HandClock()
    stage = Stage(clock)
    async with (
        member(settings, Stage(clock), clock, works=False) as gateway,
        member(settings, stage, clock) as worker,
    ):
        for number in range(5):
            await gateway.accept(hello(number, clock))

        async with asyncio.timeout(20):
            await worker.engine.idle()

        assert [user for _, user, _ in stage.said] == ["ana"] * 5
        assert (await worker.store.inbox.counts()) == {"done": 5}


async def test_two_workers_answer_everything_once_and_nobody_twice_at_a_time(settings):
    clock = HandClock()
    stages = Stage(clock), Stage(clock)
    async with member(settings, stages[0], clock) as one, member(settings, stages[1], clock) as two:
        for number in range(6):
            for user in ("ana", "ben", "cleo", "dora"):
                await (one if number % 2 else two).accept(hello(number, clock, user))

        async with asyncio.timeout(40):
            await one.engine.idle()

        assert len(stages[0].said) + len(stages[1].said) == 24
        assert (await one.store.inbox.counts()) == {"done": 24}


async def test_message_delivered_twice_to_two_gateways_is_answered_once(settings):
    clock = HandClock()
    stage = Stage(clock)
    async with member(settings, stage, clock) as one, member(settings, stage, clock, works=False) as two:
        first = await one.accept(hello(1, clock))
        second = await two.accept(hello(1, clock))
        async with asyncio.timeout(20):
            await one.engine.idle()

        assert (first.is_new, second.is_new) == (True, False)
        assert len(stage.said) == 1


async def test_due_nudge_swept_by_three_is_sent_once(settings):
    clock = HandClock()
    stage = Stage(clock)
    async with (
        member(settings, stage, clock) as one,
        member(settings, stage, clock, works=False) as two,
        member(settings, stage, clock, works=False) as three,
    ):
        address = Address(platform=HERE, user="ana", chat="ana")
        words = "remind me every day at 12:00 to stretch"
        await one.accept(Inbound(event="e", address=address, kind=InboundKind.TEXT, text=words, sent_at=clock.at))
        async with asyncio.timeout(20):
            await one.engine.idle()
        clock.at = clock.at.replace(hour=12, minute=0, second=5)

        await asyncio.gather(one.sweep(), two.sweep(), three.sweep())
        async with asyncio.timeout(20):
            await one.engine.idle()

        assert sum("stretch" in reply.text for _, _, reply in stage.said[1:]) == 1


async def test_job_says_who_and_nothing_else(settings):
    clock = HandClock()
    async with member(settings, Stage(clock), clock, works=False) as gateway:
        accepted = await gateway.accept(hello(1, clock))
        async with gateway.store.database.read() as connection:
            (job,) = (await connection.execute(text("SELECT lock, args FROM procrastinate_jobs"))).all()

    assert (job.lock, job.args) == (accepted.person_id, {"person": accepted.person_id})


async def test_message_without_a_job_is_found_by_the_watch(settings, monkeypatch):
    monkeypatch.setattr("bot.engine.fleet.WATCH_SECONDS", 0.2)
    clock = HandClock()
    stage = Stage(clock)
    async with member(settings, stage, clock, works=False) as gateway:
        await gateway.accept(hello(1, clock))
        async with gateway.store.database.write() as connection:
            await connection.execute(text("DELETE FROM procrastinate_jobs"))

    async with member(settings, stage, clock), asyncio.timeout(20):
        while not stage.said:  # noqa: ASYNC110 - it comes from a job of another library
            await asyncio.sleep(0.05)


async def test_postgres_without_a_chroma_server_is_refused_in_a_sentence(postgres_server, tmp_path):
    settings = Settings(storage={"data_dir": tmp_path, "database_url": postgres_server.database()})

    with pytest.raises(ConfigError, match="chroma_url"):
        async with open_gigi(settings, {}):
            pass
