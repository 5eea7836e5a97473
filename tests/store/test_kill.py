"""kill -9 in the middle of a commit, before it and after it: all of a turn or nothing, and no answer made twice."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from store_samples import StoppedClock

from bot.entities import PersonId, Reply
from bot.store.opening import open_store
from bot.store.turns import Turn

PROGRAM = """
import asyncio, os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from sqlalchemy import event
from store_samples import *
from bot.store.opening import open_store

async def main(folder, key, moment):
    async with open_store("", Path(folder), [key], StoppedClock()) as store:
        row, fence, before = await opened(store, "I want to run")
        await store.inbox.begin(row, fence)
        engine = store.database.engine.sync_engine
        die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        if moment == "before commit":
            event.listen(engine, "commit", die)
        if moment == "between statements":
            event.listen(engine, "before_cursor_execute", lambda *a: "goals" in a[2] and die())
        after = said(before, "I want to run").with_goal(a_goal())
        await store.inbox.commit_turn(row, fence, Turn(before, after, Reply(text="Here is your plan")))
        die()

asyncio.run(main(*sys.argv[1:4]))
"""


@pytest.mark.parametrize("moment", ["between statements", "before commit", "after commit"])
async def test_turn_killed_is_whole_or_nothing(tmp_path: Path, key: str, clock: StoppedClock, moment: str) -> None:
    samples = str(Path(__file__).parent)

    run = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, tmp_path, key, moment, samples, stderr=subprocess.PIPE
    )
    _, errors = await run.communicate()

    assert run.returncode == -signal.SIGKILL, errors.decode()
    async with open_store("", tmp_path, [key], clock) as store:
        (person_id,) = await store.inbox.open_people()
        row = await store.inbox.next_open(person_id)
        person = await store.people.load(person_id)
        assert row is not None
        assert row.tries == 1
        if moment == "after commit":
            assert (row.state, row.reply) == ("sending", Reply(text="Here is your plan"))
            assert (len(person.goals), len(person.session.history)) == (1, 1)
        else:
            assert (row.state, row.reply) == ("new", None)
            assert (person.goals, person.session.history) == ((), ())
            fence = await store.inbox.claim(PersonId(person_id))
            assert await store.inbox.begin(row, fence) == 2
            await store.inbox.commit_turn(row, fence, Turn(person, person, Reply(text="again")))
        assert await store.database.problems() == []
