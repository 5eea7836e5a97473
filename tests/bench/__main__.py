"""Prints one JSON object: each figure with its unit and, where there is one, its ratio to a floor of the same run."""

import asyncio
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

MESSAGES = (
    "I want to lose 5kg in 8 weeks", "yes", "Lisbon", "83.2", "how am I doing?", "I feel a bit tired today",
    "remind me every monday at 7am to stretch", "/goals", "read 20 pages a day", "yes", "no", "done", "what first",
    "skipped yesterday, sick", "thanks", "/today", "make it easier", "82.9", "/nudges", "what should I do now?",
)  # fmt: skip
ROUNDS = 6


def main() -> None:
    """Runs every measurement and prints the figures."""
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="gigi-bench-") as folder:
        floor = _commit_ms(Path(folder))
        figures["floor_sqlite_commit_ms"] = round(floor, 3)
        turns = asyncio.run(_turns(Path(folder) / "data"))
        figures["turn_ms"] = {**_spread(turns), "ratio_to_floor": round(statistics.median(turns) / floor, 1)}
        figures["start_to_first_answer_s"] = _start(Path(folder))
    figures["rules_per_second"] = _rules()
    figures["prompt_imports_ms"] = _import_ms("import prompt_toolkit, bot.config, adapters.console.desk")
    figures["python_start_ms"] = _import_ms("pass")
    print(json.dumps(figures, indent=2))


def _commit_ms(folder: Path) -> float:
    """The floor: one bare durable insert and commit."""
    connection = sqlite3.connect(folder / "floor.db")
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (x BLOB);")
    times = []
    for _ in range(200):
        started = time.perf_counter()
        connection.execute("INSERT INTO t VALUES (?)", (b"x" * 500,))
        connection.commit()
        times.append((time.perf_counter() - started) * 1000)
    connection.close()
    return statistics.median(times)


async def _turns(folder: Path) -> list[float]:
    """Milliseconds from accepting a message to its answer, on the real store, with the playbook coach."""
    from adapters.console.desk import Desk
    from bot.app import open_gigi
    from bot.config import Settings, Storage
    from bot.entities import Platform

    times = []
    desk = Desk("bench")
    async with open_gigi(Settings(storage=Storage(data_dir=folder)), {Platform.CONSOLE: desk}) as gigi:
        for message in MESSAGES:  # imports and first uses
            async with desk.ask(gigi, message):
                pass
        for _ in range(ROUNDS):
            for message in MESSAGES:
                started = time.perf_counter()
                async with desk.ask(gigi, message):
                    times.append((time.perf_counter() - started) * 1000)
    return times


def _rules() -> dict[str, int]:
    from bot.rules.goals import read_goals
    from bot.rules.safety import screen

    now = datetime.now(UTC)
    return {
        "screen": _rate(lambda text: screen(text, now=now)),
        "read_goals": _rate(lambda text: read_goals(text, now=now, zone="UTC")),
    }


def _rate(rule: Callable[[str], object], seconds: float = 1.0) -> int:
    for message in MESSAGES:
        rule(message)
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        for message in MESSAGES:
            rule(message)
        count += len(MESSAGES)
    return round(count / (time.perf_counter() - started))


def _start(folder: Path) -> float:
    """Seconds of a whole process that answers one line on a pipe."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "bot", "chat"],
            input=b"hello\n",
            capture_output=True,
            cwd=folder,
            check=True,
            timeout=60,
        )
        times.append(time.perf_counter() - started)
    return round(min(times), 3)


def _import_ms(code: str) -> float:
    times = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
        times.append((time.perf_counter() - started) * 1000)
    return round(min(times), 1)


def _spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "count": len(times),
        "median": round(statistics.median(times), 1),
        "p95": round(ordered[int(len(ordered) * 0.95)], 1),
        "max": round(ordered[-1], 1),
    }


if __name__ == "__main__":
    main()
