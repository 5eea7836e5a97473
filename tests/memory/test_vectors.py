"""The vector store on a real folder: what it finds, and what it survives."""

import os
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.memory import folder
from bot.memory.vectors import Vectors, VectorsUnavailable

COUNT = 1100  # Chroma writes its index files at 1,000


def unit(count: int = COUNT) -> np.ndarray:
    made = np.random.default_rng(3).normal(size=(count, 384)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def names(count: int = COUNT) -> list[str]:
    return [f"m_{number}" for number in range(count)]


async def filled(path: Path) -> None:
    vectors = Vectors("model", path)
    await vectors.put(names(), unit())
    await vectors.close()


@pytest.mark.parametrize("among", [20, 300, 301, 1000])
async def test_the_nearest_are_found_however_many_are_asked_among(vectors, among):
    rows = unit()
    await vectors.put(names(), rows)

    nearest = await vectors.nearest(names(among), rows[7], 5)

    exact = np.sort(rows[:among] @ rows[7])[::-1][:5]
    assert next(iter(nearest.cosines)) == "m_7"
    assert list(nearest.cosines.values()) == pytest.approx(exact, abs=1e-3)
    assert not nearest.missing


@pytest.mark.parametrize("among", [20, 500])
async def test_ids_without_a_vector_are_named(vectors, among):
    rows = unit()
    await vectors.put(names(), rows)

    nearest = await vectors.nearest([*names(among), "m_gone"], rows[7], 5)

    assert nearest.missing == {"m_gone"}
    assert next(iter(nearest.cosines)) == "m_7"


async def test_vectors_of_another_model_are_dropped(tmp_path):
    await filled(tmp_path / "chroma")
    other = Vectors("another model", tmp_path / "chroma")

    await other.put(["m_1"], np.eye(1, 8, dtype=np.float32))

    assert await other.count() == 1
    await other.close()


async def test_a_folder_that_was_not_touched_is_opened_without_a_trial(tmp_path):
    await filled(tmp_path / "chroma")

    assert folder.is_as_we_left_it(tmp_path / "chroma")


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def garble(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("header.bin", truncate),  # opened without a trial, the next write would end the process
        ("data_level0.bin", garble),  # here the next query would
    ],
)
async def test_a_damaged_index_is_set_aside_and_started_anew(tmp_path, file, damage):
    await filled(tmp_path / "chroma")
    damage(next((tmp_path / "chroma").rglob(file)))
    vectors = Vectors("model", tmp_path / "chroma")

    with capture_logs() as logs:
        await vectors.put(["m_1"], unit(1))

    assert await vectors.count() == 1
    assert vectors.take_rebuilt()
    assert not vectors.take_rebuilt()
    assert [entry["log_level"] for entry in logs] == ["warning"]
    await vectors.close()


async def test_damage_while_open_is_survived(tmp_path):
    await filled(tmp_path / "chroma")
    vectors = Vectors("model", tmp_path / "chroma")
    await vectors.count()
    garble(tmp_path / "chroma" / "chroma.sqlite3")

    for _ in range(3):
        try:
            await vectors.put(["m_1"], unit(1))
            break
        except VectorsUnavailable:
            continue

    assert await vectors.count() == 1
    assert vectors.take_rebuilt()
    await vectors.close()


async def test_a_server_out_of_reach_is_one_warning(tmp_path):
    vectors = Vectors("model", tmp_path / "unused", url="http://127.0.0.1:9")

    with capture_logs() as logs:
        for _ in range(2):
            with pytest.raises(VectorsUnavailable):
                await vectors.count()

    assert [entry["log_level"] for entry in logs] == ["warning"]
    assert not (tmp_path / "unused").exists()
    await vectors.close()


async def test_nothing_is_created_before_the_first_use(tmp_path):
    vectors = Vectors("model", tmp_path / "chroma")

    await vectors.close()

    assert not (tmp_path / "chroma").exists()


@pytest.mark.parametrize(
    ("error", "is_machine"),
    [
        (RuntimeError("error returned from database: (code: 13) database or disk is full"), True),
        (RuntimeError("attempt to write a readonly database"), True),
        (PermissionError(13, "Permission denied"), True),
        (RuntimeError("Error loading hnsw index"), False),
        (RuntimeError("(code: 26) file is not a database"), False),
    ],
)
def test_a_full_disk_is_no_damage(error, is_machine):
    assert folder.is_the_machine(error) is is_machine
