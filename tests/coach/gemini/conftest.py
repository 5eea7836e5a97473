"""The real coach, client and store against a Gemini server on loopback."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.coach.gemini.allowance import Allowance
from bot.coach.gemini.breaker import Breaker
from bot.coach.gemini.coach import GeminiCoach
from bot.config import Gemini
from bot.security.keys import generate_key
from bot.store.opening import Store, open_store
from tests.coach.gemini.samples import NOON, HandClock, heard_talk
from tests.servers.gemini import KEY, GeminiServer, filled, serve


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOON)


@pytest.fixture
async def server() -> AsyncIterator[GeminiServer]:
    """A strict Gemini; a request it would have refused fails the test."""
    async with serve(otherwise=filled(heard_talk())) as serving:
        yield serving
    assert serving.problems == []


@pytest.fixture
async def store(tmp_path: Path, clock: HandClock) -> AsyncIterator[Store]:
    async with open_store("", tmp_path, [generate_key()], clock) as opened:
        yield opened


@pytest.fixture
def outcomes() -> list[str]:
    """What the metrics were told, one for each try."""
    return []


@pytest.fixture
async def make_coach(
    server: GeminiServer, store: Store, clock: HandClock, outcomes: list[str]
) -> AsyncIterator[Callable[..., GeminiCoach]]:
    made: list[GeminiCoach] = []

    def make(
        *, per_minute: int = 100, per_day: int = 500, people: int = 1, timeout: float = 5, wait: float = 0.01,
        breaker: Breaker | None = None,
    ) -> GeminiCoach:  # fmt: skip
        async def count_people() -> int:
            return people

        settings = Gemini(api_key=SecretStr(KEY), base_url=server.url, timeout_seconds=timeout)
        allowance = Allowance(store.quota, clock, per_minute, per_day, count_people)
        made.append(GeminiCoach(settings, allowance, outcomes.append, first_wait=wait, breaker=breaker))
        return made[-1]

    yield make
    for coach in made:
        await coach.close()


@pytest.fixture
def coach(make_coach: Callable[..., GeminiCoach]) -> GeminiCoach:
    return make_coach()
