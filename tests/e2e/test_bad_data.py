"""Data that cannot be used: one clear sentence, the right status, and nothing lost."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from adapters.console.desk import Desk
from bot.app import open_gigi
from bot.config import Settings
from bot.entities import Platform
from bot.errors import DatabaseDamaged, GigiError
from bot.security.keys import generate_key
from tests.people import HandClock, talking
from tests.program import Chat, gigi

PAGE = 4096
is_root = os.geteuid() == 0


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """The data of one person with a goal, closed properly."""
    import asyncio

    folder = tmp_path_factory.mktemp("kept") / "data"

    async def talk() -> None:
        async with talking(folder) as open_talk:
            for line in ("I want to lose 4kg in 8 weeks", "84 kg, 175 cm", "yes", "no", "my knee hurts on stairs"):
                await open_talk.told(line, user="me")

    with asyncio.Runner() as runner:
        runner.run(talk())
    return folder


@pytest.fixture
def folder(tmp_path: Path, kept: Path) -> Path:
    """A copy of it, in a folder to start in."""
    shutil.copytree(kept, tmp_path / "data")
    return tmp_path


def assert_refused(ran, *words: str) -> None:
    assert ran.status == 1
    assert ran.out == ""
    sentence = ran.err.splitlines()[-1]
    assert sentence.startswith("gigi: ")
    assert "Traceback" not in ran.err
    assert all(word in sentence for word in words), sentence


async def ask_all(data: Path, *lines: str) -> list[str]:
    """The lines asked in the terminal over this data. Raises what the person would be told."""
    desk = Desk("me")
    settings = Settings(storage={"data_dir": data})
    replies = []
    async with AsyncExitStack() as stack:
        gigi_ = await stack.enter_async_context(
            open_gigi(settings, {Platform.CONSOLE: desk}, clock=HandClock(), trouble=desk.fail)
        )
        await desk.catch_up(gigi_)
        for line in lines:
            async with desk.ask(gigi_, line) as reply:
                replies.append(reply.text)
    return replies


def test_wrong_key_is_refused_and_the_right_one_still_opens(folder):
    right = (folder / "data" / "secret.key").read_text(encoding="utf-8").splitlines()[-1]

    wrong = gigi(folder, "chat", stdin="hello\n", GIGI_SECURITY__ENCRYPTION_KEYS=f'["{generate_key()}"]')
    found = gigi(folder, "inspect", "goals", "--reveal", GIGI_SECURITY__ENCRYPTION_KEYS=f'["{right}"]')

    assert_refused(wrong, "key")
    assert right not in wrong.err
    assert "4kg" in found.out


def test_missing_key_is_refused_and_none_is_made(folder):
    (folder / "data" / "secret.key").unlink()

    ran = gigi(folder, "chat", stdin="hello\n")

    assert_refused(ran, "no key", "secret.key")
    assert not (folder / "data" / "secret.key").exists()


@pytest.mark.parametrize("content", [b"", b"# only a comment\n", b"\xff\xfe\x00 no text", b"hello\n"])
async def test_key_file_without_a_key_is_refused(folder, content):
    (folder / "data" / "secret.key").write_bytes(content)

    with pytest.raises(GigiError, match=r"secret\.key|key"):
        await ask_all(folder / "data", "hello")


def test_second_process_on_the_same_data_is_refused_and_the_first_goes_on(folder):
    with Chat(folder) as first:
        assert first.ask("hello")

        second = gigi(folder, "chat", stdin="hello\n")

        assert_refused(second, "already running")
        assert first.ask("/goals")
        assert first.end().status == 0


@pytest.mark.parametrize("damage", ["garbage in the header", "truncated", "no database at all"])
def test_damaged_database_is_refused_and_left_as_it_is(folder, damage):
    file = folder / "data" / "gigi.db"
    sound = file.read_bytes()
    broken = {
        "garbage in the header": b"\x00garbage!" * 12 + sound[108:],
        "truncated": sound[: len(sound) // 3],
        "no database at all": b"just some text, for a thousand lines\n" * 1000,
    }[damage]
    file.write_bytes(broken)

    ran = gigi(folder, "chat", stdin="hello\n")

    assert_refused(ran, "damaged", "backup")
    assert file.read_bytes() == broken
    file.write_bytes(sound)
    assert "4kg" in gigi(folder, "inspect", "goals", "--reveal").out


async def test_random_bytes_on_any_page_are_a_sentence_or_do_no_harm(folder):
    """Every page of the file in turn: the answer is right, or what is said is one of our own sentences."""
    data, rng, refused = folder / "data", random.Random(1), 0
    sound = (data / "gigi.db").read_bytes()
    for page in range(len(sound) // PAGE):
        broken = bytearray(sound)
        broken[page * PAGE + 100 : (page + 1) * PAGE] = rng.randbytes(PAGE - 100)
        for leftover in data.glob("gigi.db*"):
            leftover.unlink()
        (data / "gigi.db").write_bytes(broken)
        try:
            replies = await ask_all(data, "/goals", "history")
        except GigiError as error:
            refused += 1
            assert str(error).endswith(".")
        else:
            assert "Lose 4kg" in replies[0] or "could not work out" in replies[0]
    assert refused > 3


async def test_damaged_database_is_found_by_the_doctor(folder):
    file = folder / "data" / "gigi.db"
    sound = bytearray(file.read_bytes())
    sound[PAGE : 2 * PAGE] = random.Random(2).randbytes(PAGE)
    file.write_bytes(sound)

    ran = gigi(folder, "doctor", "--verify")

    assert ran.status == 1
    assert "fail  database" in ran.out
    assert "damaged" in ran.out
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("damage", ["garbage", "a file", "empty database"])
async def test_damaged_vectors_cost_nothing_but_a_warning(folder, damage, capfd):
    chroma = folder / "data" / "chroma"
    shutil.rmtree(chroma, ignore_errors=True)
    if damage == "a file":
        chroma.write_bytes(b"I am no folder")
    else:
        chroma.mkdir()
        (chroma / "chroma.sqlite3").write_bytes(b"garbage" * 999 if damage == "garbage" else b"")

    memories, goals = await ask_all(folder / "data", "/memory knee", "/goals")

    assert "Traceback" not in capfd.readouterr().err
    assert "knee hurts" in memories
    assert "4kg" in goals


def test_data_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "data").write_text("mine", encoding="utf-8")

    ran = gigi(tmp_path, "chat", stdin="hello\n")

    assert_refused(ran, "data folder")
    assert (tmp_path / "data").read_text(encoding="utf-8") == "mine"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of one megabyte."""
    if not is_root:
        pytest.skip("only root may mount a disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False, timeout=10)
    if mounted.returncode != 0:
        pytest.skip("this machine lets nobody mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True, timeout=10)


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", disk], check=True, timeout=10)


def test_full_disk_is_a_sentence_and_nothing_accepted_is_lost(disk):
    lines = [f"my story number {number} " + "and so on " * 1500 for number in range(60)]

    full = gigi(disk, "chat", "--json", stdin="\n".join(lines))
    remount(disk, "size=64m")
    after = gigi(disk, "chat", "--json", stdin="history\n")

    answered = len(full.out.splitlines())
    assert full.status == 1
    assert full.err.splitlines()[-1].startswith("gigi: The disk is full")
    assert "Traceback" not in full.err
    assert 0 < answered < 60
    assert after.status == 0
    assert f"my story number {answered - 1} " in after.out


def test_disk_that_is_full_from_the_start_is_a_sentence(disk):
    (disk / "filler").write_bytes(b"x" * (1024 * 1024 - PAGE))

    assert_refused(gigi(disk, "chat", stdin="hello\n"), "full")


def test_read_only_folder_is_a_sentence(tmp_path, request):
    if is_root:
        disk = request.getfixturevalue("disk")
        remount(disk, "ro")
        ran = gigi(disk, "chat", stdin="hello\n", GIGI_STORAGE__DATA_DIR=str(disk / "data"))
        remount(disk, "rw")
    else:
        tmp_path.chmod(0o500)
        ran = gigi(tmp_path, "chat", stdin="hello\n")
        tmp_path.chmod(0o700)

    assert_refused(ran, "data folder")


def test_database_file_that_is_read_only_is_a_sentence(disk, kept):
    shutil.copytree(kept, disk / "data")
    remount(disk, "ro")

    ran = gigi(disk, "chat", stdin="hello\n", GIGI_STORAGE__DATA_DIR=str(disk / "data"))

    remount(disk, "rw")
    assert_refused(ran)


async def test_one_record_that_does_not_open_leaves_the_rest_usable(folder):
    """A sealed goal with one bit turned: the person hears a sentence or goes on, and never loses the others."""
    import sqlite3

    connection = sqlite3.connect(folder / "data" / "gigi.db")
    (sealed,) = connection.execute("select sealed from goals").fetchone()
    turned = bytes([sealed[0], *sealed[1:-1], sealed[-1] ^ 1])
    connection.execute("update goals set sealed = ?", (turned,))
    connection.commit()
    connection.close()

    try:
        replies = await ask_all(folder / "data", "history")
    except DatabaseDamaged as error:
        assert str(error).endswith(".")
    else:
        assert "knee" in replies[0]
