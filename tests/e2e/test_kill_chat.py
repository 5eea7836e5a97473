"""kill -9 in the middle of a conversation: nothing accepted is lost, nothing comes out of order."""

import random
import re
import threading
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest

from bot.app import SystemClock
from bot.store.guard import hold_alone
from bot.store.opening import open_store
from tests.program import Chat

SETUP = ["I want to lose 5kg in 8 weeks", "84 kg, 175 cm", "yes"]
ECHO = re.compile(r"Noted for today: (\d+(?:\.\d+)?) kg")


class Heard(NamedTuple):
    """What came out: the values echoed, in the order they were seen, late ones before the reply of their line."""

    values: list[str]
    unanswered: int  # lines whose own output line never came


def value_of(number: int) -> str:
    return f"{85 + number / 50:.2f}"  # small steps: a jump would be asked about, not recorded


def converse(folder: Path, messages: int, kills: int, seed: int) -> Heard:
    """Logs one value a line; the process is killed so many times, at random moments of a turn or of a start."""
    rng = random.Random(seed)
    heard, unanswered = [], 0
    killed_at = set(rng.sample(range(messages), kills))
    chat = Chat(folder, "--json")
    for line in SETUP:
        chat.ask_json(line)
    for number in range(messages):
        is_cold = number - 1 in killed_at
        try:
            chat.say(f"/log {value_of(number)}")
            if number in killed_at:
                _kill_after(chat, rng.uniform(0, 3.0 if is_cold else 0.04))
            answer = chat.read_line()
        except (EOFError, BrokenPipeError):
            unanswered += 1
        else:
            heard += _echoes(answer)
        if number in killed_at:
            chat.kill()
            chat.__exit__()
            chat = Chat(folder, "--json")
    chat.say("/help")
    heard += _echoes(chat.read_line())
    assert chat.end().status == 0
    chat.__exit__()
    return Heard(heard, unanswered)


def _kill_after(chat: Chat, seconds: float) -> None:
    threading.Timer(seconds, chat.process.kill).start()


def _echoes(line: str) -> list[str]:
    """The value that each answer of this output line echoes; what was sent before the reply comes first."""
    answer = orjson.loads(line)
    texts = [*(sent["text"] for sent in answer["sent"]), answer["reply"]]
    return [f"{float(found[1]):.2f}" for text in texts if (found := ECHO.search(text))]


async def accepted_and_logged(folder: Path) -> tuple[list[str], list[str], dict[str, int]]:
    """What the store holds: the values accepted, the values logged, the states of the inbox."""
    data = folder / "data"
    with hold_alone(data):
        async with open_store("", data, [], SystemClock()) as store:
            rows = [await store.inbox.row(row.id) for row in reversed(await store.inbox.rows(limit=10_000))]
            texts = [row.inbound.text for row in rows if row and row.inbound.text.startswith("/log")]
            (person_id,) = {row.person_id for row in rows if row}
            person = await store.people.load(person_id)
            logged = [f"{log.value:.2f}" for log in person.logs]
            return [text.split()[1] for text in texts], logged, await store.inbox.counts()


def out_of_order(values: list[str]) -> list[str]:
    """Values whose first appearance comes after a later one."""
    first = list(dict.fromkeys(values))
    return [value for value, after in pairwise(first) if float(value) > float(after)]


@pytest.mark.parametrize(
    ("messages", "kills", "seed"),
    [pytest.param(24, 3, 1, id="three kills"), pytest.param(200, 20, 3, id="twenty kills", marks=pytest.mark.soak)],
)
async def test_killed_conversation_loses_nothing_and_keeps_its_order(tmp_path, messages, kills, seed):
    heard = converse(tmp_path, messages, kills, seed)

    accepted, logged, states = await accepted_and_logged(tmp_path)
    doubled = {value: count for value, count in Counter(heard.values).items() if count > 1}
    print(f"{len(accepted)} of {messages} accepted, {heard.unanswered} lines cut off, doubled: {doubled}")
    assert len(accepted) >= messages - kills  # a line is not accepted only when its process died first
    assert set(states) == {"done"}
    assert logged == accepted  # effects exactly once, in order
    assert [value for value in accepted if value not in heard.values] == []  # none lost
    assert out_of_order(heard.values) == []
    # Killed between the showing and the mark; a kill at a start can meet the late reply and the next one.
    assert sum(doubled.values()) - len(doubled) <= 2 * kills
