"""Counters that several scopes share and that outlive a restart."""

import asyncio
from pathlib import Path

from bot.store.opening import Store, open_store
from bot.store.quota import EVERYBODY


async def test_counts_add_up_for_each_scope_and_period(store: Store) -> None:
    await store.quota.count("2026-11-22", EVERYBODY, "p_ana")
    totals = await store.quota.count("2026-11-22", EVERYBODY, "p_bob", amount=2)

    assert totals == {EVERYBODY: 3, "p_bob": 2}
    assert await store.quota.used("2026-11-22", EVERYBODY, "p_ana", "p_eve") == {EVERYBODY: 3, "p_ana": 1, "p_eve": 0}
    assert await store.quota.used("2026-11-23", EVERYBODY) == {EVERYBODY: 0}


async def test_counting_at_once_loses_nothing(store: Store) -> None:
    totals = await asyncio.gather(*(store.quota.count("2026-11-22", EVERYBODY) for _ in range(20)))

    assert sorted(total[EVERYBODY] for total in totals) == list(range(1, 21))


async def test_counts_outlive_a_restart_and_old_periods_go(tmp_path: Path, key: str, clock) -> None:
    async with open_store("", tmp_path, [key], clock) as store:
        await store.quota.count("2026-11-21", EVERYBODY)
        await store.quota.count("2026-11-22", EVERYBODY)

    async with open_store("", tmp_path, [key], clock) as store:
        await store.quota.drop_before("2026-11-22")

        assert await store.quota.used("2026-11-21", EVERYBODY) == {EVERYBODY: 0}
        assert await store.quota.used("2026-11-22", EVERYBODY) == {EVERYBODY: 1}
