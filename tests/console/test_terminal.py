"""`gigi chat` on a real terminal: a pseudo-terminal with a person's keys."""

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pexpect
import pytest

from tests.people import HandClock, talking
from tests.program import GIGI, environment

PROMPT = "you>"
SOON = 30.0  # seconds
Open = Callable[..., pexpect.spawn]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Open]:
    opened: list[pexpect.spawn] = []

    def open_one(command: str = "chat", **settings: str) -> pexpect.spawn:
        child = pexpect.spawn(
            GIGI[0], [*GIGI[1:], command], cwd=str(tmp_path), env=environment(**settings), timeout=SOON,
            encoding="utf-8", dimensions=(40, 100),
        )  # fmt: skip
        opened.append(child)
        return child

    yield open_one
    for child in opened:
        child.close(force=True)


def ended(child: pexpect.spawn) -> int | None:
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def plain(text: str) -> str:
    """Without colours and cursor movements."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r", "", text)


def test_person_at_a_terminal_talks_leaves_and_finds_the_conversation_again(terminal):
    child = terminal()
    child.expect("Gigi, your coach")
    child.expect_exact(PROMPT)
    child.sendline("I want to lose 4kg in 8 weeks")
    child.expect("Week 8")
    assert "**" not in plain(child.before)
    child.sendline("exit")
    child.expect("Everything is kept")
    assert ended(child) == 0

    again = terminal()
    again.expect_exact(PROMPT)
    again.sendline("history")
    again.expect("I want to lose 4kg in 8 weeks")
    again.sendline("Not now")
    again.expect(r"\w+")
    again.sendeof()
    assert ended(again) == 0


def test_nudge_appears_while_the_prompt_is_open(tmp_path, terminal):
    now = datetime.now(UTC)

    async def prepare() -> None:
        async with talking(tmp_path / "data", HandClock(now - timedelta(hours=2)), zone="UTC") as talk:
            await talk.told("remind me in 3 hours to water the cactus", user="me")
            person = await talk.person("me")
            (reminder,) = person.active_reminders
            assert reminder.next_due_at is not None

    asyncio.run(prepare())
    _make_due(tmp_path / "data", now + timedelta(seconds=3))
    child = terminal(GIGI_REMINDERS__SWEEP_SECONDS="0.2")
    child.expect_exact(PROMPT)
    child.send("half a li")

    child.expect("water the cactus")

    child.send("ne")
    child.sendcontrol("u")
    child.sendline("/nudges")
    child.expect("Sent on time")
    child.sendline("exit")
    assert ended(child) == 0


def _make_due(data: Path, at: datetime) -> None:
    """Moves the one reminder to this instant, as if the time in between had passed."""
    import sqlite3

    connection = sqlite3.connect(data / "gigi.db")
    connection.execute("update reminders set next_due_at = ?", (int(at.timestamp() * 1_000_000),))
    connection.commit()
    connection.close()


@pytest.mark.parametrize("leave", ["\x03", "\x04"])
def test_control_c_and_control_d_leave_with_zero(terminal, leave):
    child = terminal()
    child.expect_exact(PROMPT)
    child.send(leave)

    assert ended(child) == 0
    assert "Traceback" not in (child.before or "")


def test_sigterm_at_the_prompt_ends_with_zero_and_leaves_the_terminal_usable(terminal):
    import signal

    child = terminal("run", GIGI_SERVER__PORT="0")
    child.expect("No platform token")
    child.expect_exact(PROMPT)
    child.sendline("hello")
    child.expect_exact(PROMPT)
    child.kill(signal.SIGTERM)

    assert ended(child) == 0
    assert "Traceback" not in (child.before or "")


def test_second_terminal_on_the_same_data_is_told_so(terminal):
    first = terminal()
    first.expect_exact(PROMPT)
    first.sendline("hello")
    first.expect_exact(PROMPT)

    second = terminal()
    second.expect("already running")

    assert ended(second) == 1
    assert "Traceback" not in (second.before or "")
    first.sendline("exit")
    assert ended(first) == 0
