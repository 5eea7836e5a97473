"""`open_gigi`: two coaches in one process know nothing of each other, and closing leaves nothing behind."""

import asyncio
import gc
import threading
import time
from pathlib import Path

import pytest

from bot.entities import Platform
from bot.errors import AlreadyRunning, ConfigError, KeyMissing, KeyWrong, TooManyMessages
from bot.ports import Understanding
from bot.security.keys import generate_key
from tests.people import Talk, talking


def open_files(folder: Path) -> list[str]:
    """Which files under `folder` this process holds open."""
    numbers = [number for number in Path("/proc/self/fd").iterdir() if number.is_symlink()]
    targets = [str(number.readlink()) for number in numbers if number.is_symlink()]
    return [target for target in targets if target.startswith(str(folder))]


async def test_two_coaches_in_one_process_are_independent(tmp_path):
    async with talking(tmp_path / "one") as one, talking(tmp_path / "two") as two:
        await one.told("I want to read 12 books this year")
        await two.told("I want to run 10 km")

        assert [goal.title for goal in (await one.person()).goals] != [
            goal.title for goal in (await two.person()).goals
        ]
        assert await one.person_id() != await two.person_id()
        assert one.gigi.metrics is not two.gigi.metrics


async def test_closing_leaves_no_task_no_open_file_and_no_lock(tmp_path):
    tasks_before, threads_before = asyncio.all_tasks(), set(threading.enumerate())
    async with talking(tmp_path) as talk:
        await talk.told("I want to read 12 books this year")
        await talk.told("/memory books")
        assert open_files(tmp_path)

    gc.collect()
    assert asyncio.all_tasks() == tasks_before
    assert open_files(tmp_path) == []
    left = [t for t in threading.enumerate() if t not in threads_before and not t.name.startswith("asyncio_")]
    assert [thread.name for thread in left if "aiosqlite" in thread.name or "connection" in thread.name] == []
    async with talking(tmp_path) as again:
        assert "12 books" in await again.told("/goals")


async def test_failure_inside_the_block_still_closes_everything(tmp_path):
    with pytest.raises(ZeroDivisionError):
        async with talking(tmp_path) as talk:
            await talk.told("hello")
            1 / 0  # noqa: B018

    assert open_files(tmp_path) == []


async def test_second_opening_of_the_same_data_is_refused_and_the_first_goes_on(tmp_path):
    async with talking(tmp_path) as first:
        with pytest.raises(AlreadyRunning):
            async with talking(tmp_path):
                pass

        assert await first.told("hello")


async def test_wrong_key_opens_nothing(tmp_path):
    async with talking(tmp_path, security={"encryption_keys": [generate_key()]}) as talk:
        await talk.told("hello")

    with pytest.raises(KeyWrong):
        async with talking(tmp_path, security={"encryption_keys": [generate_key()]}):
            pass


async def test_missing_key_over_old_data_makes_no_new_one(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.told("hello")
    key = (tmp_path / "secret.key").read_bytes()
    (tmp_path / "secret.key").unlink()

    with pytest.raises(KeyMissing):
        async with talking(tmp_path):
            pass

    assert not (tmp_path / "secret.key").exists()
    (tmp_path / "secret.key").write_bytes(key)
    async with talking(tmp_path) as talk:
        assert "hello" in await talk.told("/history")


async def test_help_lines_that_cannot_be_read_stop_the_start(tmp_path):
    (tmp_path / "lines.toml").write_text("no [toml", encoding="utf-8")

    with pytest.raises(ConfigError, match=r"safety\.lines_file"):
        async with talking(tmp_path / "data", safety={"lines_file": tmp_path / "lines.toml"}):
            pass


class SlowModel:
    """A model that thinks longer than anybody wants to wait at the end."""

    name = "slow"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.thinking = asyncio.Event()

    async def understand(self, view) -> Understanding:
        self.thinking.set()
        await asyncio.sleep(self.seconds)
        raise AssertionError("cut off before")

    async def write_plan(self, goal, view):
        raise AssertionError("never asked")


@pytest.mark.soak
async def test_closing_while_a_turn_hangs_ends_within_fifteen_seconds_and_keeps_the_message(tmp_path):
    model = SlowModel(3600)
    started = 0.0
    async with talking(tmp_path, model=model, gemini={"consent": "assumed"}) as talk:
        async with asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(_ask_until_cancelled(talk))
            await model.thinking.wait()
            asking.cancel()
        started = time.monotonic()

    assert time.monotonic() - started < 15
    async with talking(tmp_path) as again:
        await again.gigi.resume()
        await again.gigi.engine.idle()
        assert len(again.stage.said) == 1


async def _ask_until_cancelled(talk: Talk) -> None:
    await talk.told("tell me something about the sea")


async def test_more_messages_a_minute_than_allowed_are_not_kept_but_a_crisis_is(tmp_path):
    async with talking(tmp_path, limits={"messages_per_minute": 3}) as talk:
        for number in range(3):
            await talk.ask(f"hello {number}", platform=Platform.TELEGRAM)

        with pytest.raises(TooManyMessages):
            await talk.ask("hello again", platform=Platform.TELEGRAM)
        await talk.ask("I want to kill myself tonight", platform=Platform.TELEGRAM)
        await talk.ask("hello", user="ben", platform=Platform.TELEGRAM)

        assert (await talk.person(platform=Platform.TELEGRAM)).session.crisis is not None


async def test_the_terminal_has_no_limit(tmp_path):
    async with talking(tmp_path, limits={"messages_per_minute": 1}) as talk:
        assert await talk.told("hello")
        assert await talk.told("hello again")
