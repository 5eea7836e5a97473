"""A year of two hundred people in forty zones against an independent model: none missed, none twice, none stale."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.entities import DeliveryState
from tests.soak.lives import ENDS, STARTS, Life, lives
from tests.soak.model import Fate, Model, morning_after
from tests.soak.simulation import Year

PARTS = 8  # of the two hundred, so that they can run side by side: five zones and 25 people each


async def compared(people: list[Life], folder: Path, starts: datetime, ends: datetime, **more: int) -> Year:
    """The year as it went, after it was held against the model."""
    year = Year(people, folder, starts=starts, ends=ends, **more)
    found = await year.run()
    expected: dict[tuple[str, datetime], Fate] = {}
    for life in people:
        expected |= Model(life, year.kills, starts, ends).run()
    expected = {key: fate for key, fate in expected.items() if key[1] < ends}
    actual = {key: (delivery.state.value, delivery.why) for key, delivery in found.items() if key[1] < ends}
    actual = {key: fate for key, fate in actual.items() if fate[1] != "moved" or key in expected}

    different = {key: (expected.get(key), actual.get(key)) for key in expected.keys() | actual.keys()
                 if expected.get(key) != actual.get(key)}  # fmt: skip
    for key in sorted(different, key=lambda key: key[1])[:12]:
        print(key[0], key[1].isoformat(), "expected, actual:", different[key])
    print(Counter(actual.values()), len(year.kills), "kills")
    assert not different, f"{len(different)} of {len(expected)} nudges went another way"
    assert_never_twice_nor_at_night(year, people)
    unknown = sum(delivery.state is DeliveryState.UNKNOWN for delivery in found.values())
    assert unknown <= len(year.kills)
    assert all(delivery.state is not DeliveryState.SENDING for delivery in found.values())
    return year


def assert_never_twice_nor_at_night(year: Year, people: list[Life]) -> None:
    nudges = Counter((plan, due) for plan, due, _ in year.sent)
    assert max(nudges.values()) == 1
    homes = {plan.name: (life, plan) for life in people for plan in life.plans}
    for name, due, at in year.sent:
        life, plan = homes[name]
        if not plan.is_checkin:
            assert timedelta(0) <= at - due <= timedelta(hours=3), "stale"
        elif life.trip is None:
            opens = morning_after(due, life.zone) or due  # what was due at night means something from the morning on
            assert timedelta(0) <= at - opens <= timedelta(hours=4), "stale"
            assert 8 <= at.astimezone(ZoneInfo(life.zone)).hour < 21, "at night"


async def test_a_month_of_twelve_people_goes_as_the_policy_says(tmp_path):
    starts, ends = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 3, 24, tzinfo=UTC)

    await compared(lives(12, starts, ends), tmp_path, starts, ends, kill_one_in=15)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
async def test_a_year_of_two_hundred_people_goes_as_the_policy_says(tmp_path, request, part):
    if "soak" not in request.config.getoption("-m"):
        pytest.skip("a year takes minutes; run with -m soak")

    await compared(lives(200)[part::PARTS], tmp_path, STARTS, ENDS)
