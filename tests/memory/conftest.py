"""A memory store in a dict, the real model and the real Chroma."""

import hashlib
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.entities import Memory, MemoryId, MemoryKind, PersonId, new_id
from bot.memory.embedding import LocalEmbedder
from bot.memory.recall import Recall
from bot.memory.vectors import Vectors
from bot.security.vault import PersonCipher

START = datetime(2026, 11, 1, 9, tzinfo=UTC)


class Shelf:
    """A MemoryStore whose memories are at hand for a test to look at."""

    def __init__(self) -> None:
        self.memories: dict[MemoryId, Memory] = {}
        self.agreed: set[PersonId] = set()

    def add(self, person: str, text: str, kind: MemoryKind = "exchange", days: float = 0) -> Memory:
        made = START + timedelta(days=days, seconds=len(self.memories))
        memory = Memory(id=MemoryId(new_id("m")), person_id=PersonId(person), text=text, kind=kind, created_at=made)
        self.memories[memory.id] = memory
        return memory

    async def memories_of(self, person_id: PersonId) -> Sequence[Memory]:
        return [memory for memory in self.memories.values() if memory.person_id == person_id]

    async def pending_memories(self, model: str, limit: int, excluding: Collection[PersonId] = ()) -> Sequence[Memory]:
        pending = [
            memory
            for memory in self.memories.values()
            if memory.embedded_with != model and memory.person_id not in excluding
        ]
        return pending[:limit]

    async def mark_embedded(self, ids: Sequence[MemoryId], model: str) -> None:
        for memory_id in ids:
            self.memories[memory_id] = self.memories[memory_id].but(embedded_with=model)

    async def mark_pending(self, ids: Sequence[MemoryId] | None) -> None:
        for memory_id in list(self.memories) if ids is None else ids:
            self.memories[memory_id] = self.memories[memory_id].but(embedded_with=None)

    async def cipher_of(self, person_id: PersonId) -> PersonCipher:
        return PersonCipher(person_id, hashlib.sha256(person_id.encode()).digest())

    async def may_leave(self, person_id: PersonId) -> bool:
        return person_id in self.agreed


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(scope="session")
def embedder() -> LocalEmbedder:
    return LocalEmbedder()


@pytest.fixture
async def vectors(tmp_path: Path, embedder: LocalEmbedder) -> AsyncIterator[Vectors]:
    opened = Vectors(embedder.name, tmp_path / "chroma")
    yield opened
    await opened.close()


@pytest.fixture
def recall(shelf: Shelf, vectors: Vectors, embedder: LocalEmbedder) -> Recall:
    return Recall(shelf, vectors, embedder, patience=60)
