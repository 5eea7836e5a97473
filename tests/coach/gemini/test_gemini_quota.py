"""Calls are counted before they are made: per minute, per Pacific day, per person, across restarts."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.coach.gemini.allowance import EVERYBODY, Allowance
from bot.coach.gemini.coach import GeminiCoach
from bot.coach.gemini.faults import ModelFault
from bot.entities import PersonId
from bot.errors import ModelUnavailable
from bot.security.keys import generate_key
from bot.store.opening import Store, open_store
from tests.coach.gemini.samples import NOON, HandClock, a_person, a_view, checkin
from tests.servers import gemini
from tests.servers.gemini import GeminiServer

ANA, BOB = PersonId("p_ana"), PersonId("p_bob")
Make = Callable[..., GeminiCoach]


def allowance(store: Store, clock: HandClock, *, minute: int = 1000, day: int = 50, people: int = 1) -> Allowance:
    async def count_people() -> int:
        return people

    return Allowance(store.quota, clock, minute, day, count_people)


async def taken(calls: Allowance, person: PersonId = ANA, *, answers_nudge: bool = False) -> int:
    """How many tries the person gets until one is refused, at most 100."""
    for number in range(100):
        try:
            await calls.take(person, answers_nudge=answers_nudge)
        except ModelFault:
            return number
    return 100


async def reason(calls: Allowance, person: PersonId = ANA) -> str:
    with pytest.raises(ModelFault) as raised:
        await calls.take(person)
    return raised.value.reason


async def test_one_person_alone_has_the_day_but_for_the_reserve(store: Store, clock: HandClock) -> None:
    calls = allowance(store, clock, day=12)

    assert await taken(calls) == 7
    assert await reason(calls) == "quota_day"
    assert await taken(calls, answers_nudge=True) == 5
    assert await taken(calls, answers_nudge=True) == 0


async def test_reserve_leaves_a_small_quota_usable(store: Store, clock: HandClock) -> None:
    assert await taken(allowance(store, clock, day=3)) == 1


async def test_share_of_one_person_leaves_the_others_theirs(store: Store, clock: HandClock) -> None:
    calls = allowance(store, clock, day=23, people=3)

    assert await taken(calls, ANA) == 6
    assert await reason(calls, ANA) == "quota_share"
    assert await taken(calls, BOB) == 6


async def test_share_is_never_less_than_five(store: Store, clock: HandClock) -> None:
    assert await taken(allowance(store, clock, day=50, people=40)) == 5


async def test_share_used_up_does_not_use_up_the_day_of_others(
    server: GeminiServer, make_coach: Make, outcomes: list[str]
) -> None:
    coach = make_coach(per_day=50, people=9)
    for _ in range(5):
        await coach.understand(a_view())

    with pytest.raises(ModelUnavailable) as raised:
        await coach.understand(a_view())
    await coach.understand(a_view(person=a_person("bob")))

    assert raised.value.reason == "quota_share"
    assert "Your share" in raised.value.sentence_for_person
    assert outcomes == ["ok"] * 5 + ["held", "ok"]
    assert len(server.asked) == 6


async def test_minute_is_full_until_the_next_one(store: Store, clock: HandClock) -> None:
    calls = allowance(store, clock, minute=3)
    clock.move(seconds=40)

    assert await taken(calls) == 3
    with pytest.raises(ModelFault) as raised:
        await calls.take(BOB)
    clock.move(seconds=20)

    assert (raised.value.reason, raised.value.wait) == ("quota_minute", 20)
    assert await taken(calls) == 3


async def test_refused_try_is_not_counted(store: Store, clock: HandClock) -> None:
    calls = allowance(store, clock, minute=3)
    await taken(calls)
    await taken(calls)

    assert await store.quota.used("2026-11-23", EVERYBODY, ANA) == {EVERYBODY: 3, ANA: 3}


async def test_day_begins_at_midnight_in_california(store: Store, clock: HandClock) -> None:
    calls = allowance(store, clock, day=6)
    clock.at = datetime(2026, 11, 24, 7, 59, tzinfo=UTC)
    assert await taken(calls) == 1

    clock.at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    assert await taken(calls) == 1


async def test_counts_outlive_a_restart(tmp_path: Path, clock: HandClock) -> None:
    key = generate_key()
    async with open_store("", tmp_path, [key], clock) as store:
        assert await taken(allowance(store, clock, day=10)) == 5

    async with open_store("", tmp_path, [key], clock) as store:
        assert await reason(allowance(store, clock, day=10)) == "quota_day"


async def test_twenty_at_once_do_not_share_the_last_call(store: Store, clock: HandClock) -> None:
    calls = allowance(store, clock, day=12)

    results = await asyncio.gather(*(calls.take(ANA) for _ in range(20)), return_exceptions=True)

    assert sum(result is None for result in results) <= 7
    assert (await store.quota.used("2026-11-23", EVERYBODY))[EVERYBODY] <= 7


async def test_every_try_counts_not_only_the_good_ones(server: GeminiServer, coach: GeminiCoach, store: Store) -> None:
    server.will(gemini.fails(503, "UNAVAILABLE"), gemini.html())

    await coach.understand(a_view())

    assert await store.quota.used("2026-11-23", EVERYBODY, ANA) == {EVERYBODY: 3, ANA: 3}


async def test_day_the_server_declares_over_is_over_also_after_a_restart(
    server: GeminiServer, make_coach: Make, clock: HandClock
) -> None:
    server.will(gemini.exhausted("GenerateRequestsPerDayPerProjectPerModel-FreeTier", wait="3s"))
    with pytest.raises(ModelUnavailable):
        await make_coach().understand(a_view())

    with pytest.raises(ModelUnavailable) as raised:
        await make_coach().understand(a_view())
    assert raised.value.reason == "quota_day"
    assert len(server.asked) == 1

    clock.move(days=1)
    assert (await make_coach().understand(a_view(now=clock.now()))).reply


async def test_answer_to_a_nudge_may_use_the_reserve(server: GeminiServer, make_coach: Make) -> None:
    coach = make_coach(per_day=6)
    await coach.understand(a_view())
    with pytest.raises(ModelUnavailable):
        await coach.understand(a_view())

    understanding = await coach.understand(a_view(person=a_person(awaiting=checkin()), now=NOON))

    assert understanding.reply
    assert len(server.asked) == 2
