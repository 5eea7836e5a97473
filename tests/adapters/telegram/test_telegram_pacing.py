"""When messages go out: Telegram's limits on a clock that only sleeping moves."""

import asyncio
import heapq
from itertools import count

import pytest

from adapters.telegram.pacing import Pacing


class VirtualTime:
    """Time passes when everybody sleeps."""

    def __init__(self):
        self.now = 0.0
        self._sleepers, self._order = [], count()

    def time(self):
        return self.now

    async def sleep(self, seconds):
        wake = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._order), wake))
        await wake

    async def run(self, *work):
        """All of it, to the end."""
        async with asyncio.TaskGroup() as tasks:
            open_tasks = {tasks.create_task(each) for each in work}
            while True:
                for _ in range(20):
                    await asyncio.sleep(0)
                open_tasks = {task for task in open_tasks if not task.done()}
                if not open_tasks:
                    return
                self.now, _, wake = heapq.heappop(self._sleepers)
                wake.set_result(None)


async def sends(pace, time, chat, messages, log):
    for _ in range(messages):
        await pace.turn(chat)
        log.append((time.now, chat))


def most_within(instants, seconds):
    """The most instants that any stretch of so many seconds holds."""
    ordered = sorted(instants)
    return max(sum(start <= at < start + seconds for at in ordered) for start in ordered)


@pytest.fixture
def time():
    return VirtualTime()


@pytest.fixture
def pace(time):
    return Pacing(time.time, time.sleep)


async def test_many_chats_together_stay_under_thirty_a_second(pace, time):
    log = []

    await time.run(*(sends(pace, time, str(chat), 1, log) for chat in range(300)))

    assert most_within([at for at, _ in log], 1.0) <= 30
    assert time.now < 300 / 25


async def test_one_chat_gets_three_at_once_and_then_one_a_second(pace, time):
    log = []

    await time.run(sends(pace, time, "7", 9, log))

    instants = [at for at, _ in log]
    assert instants[2] < 0.5
    assert most_within(instants, 3.0) == 3
    assert 6 <= instants[-1] < 8


async def test_group_gets_twenty_a_minute(pace, time):
    log = []

    await time.run(sends(pace, time, "-100", 41, log))

    assert most_within([at for at, _ in log], 60.0) == 20


async def test_chat_that_is_held_delays_nobody_else(pace, time):
    log = []
    pace.hold("7", 30)

    await time.run(sends(pace, time, "7", 1, log), sends(pace, time, "8", 3, log))

    assert max(at for at, chat in log if chat == "8") < 1
    assert min(at for at, chat in log if chat == "7") >= 30
    assert not pace.is_held("7")


async def test_later_hold_never_shortens_an_earlier_one(pace, time):
    pace.hold("7", 30)
    pace.hold("7", 1)
    log = []

    await time.run(sends(pace, time, "7", 1, log))

    assert log[0][0] >= 30
