"""Recall: what one person said before, found by meaning, words and recency; and keeping the vectors up to date."""

import asyncio
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Protocol

from bot.entities import Memory, MemoryId, PersonId
from bot.memory.embedding import Embedder, EmbeddingUnavailable
from bot.memory.ranking import ranked
from bot.memory.rotation import rotated
from bot.memory.vectors import Vectors, VectorsUnavailable
from bot.memory.words import keys, topic_of

ROTATION = b"vector-rotation"  # never changed: it would make every stored vector meaningless
BATCH = 32  # texts embedded in one go, about 0.2 s of one core
FRESH = 16  # newest memories without a vector that a recall embeds itself, so that the last words are found at once
NEAREST = 50
PATIENCE_SECONDS = 8.0


class Cipher(Protocol):
    """What a person's key can do that is needed here."""

    def derive(self, label: bytes) -> bytes:
        """32 secret bytes of this person for one purpose."""


class MemoryStore(Protocol):
    """Where memories live, encrypted: bot.store.memories."""

    async def memories_of(self, person_id: PersonId) -> Sequence[Memory]:
        """All memories of one person; none of a person who is gone."""

    async def pending_memories(self, model: str, limit: int, excluding: Collection[PersonId] = ()) -> Sequence[Memory]:
        """Memories without a vector of this model, of anybody but `excluding`."""

    async def mark_embedded(self, ids: Sequence[MemoryId], model: str) -> None:
        """Note that these have a vector of this model."""

    async def mark_pending(self, ids: Sequence[MemoryId] | None) -> None:
        """Note that these (None: all) have no vector."""

    async def cipher_of(self, person_id: PersonId) -> Cipher | None:
        """The person's key; None when they are gone."""

    async def may_leave(self, person_id: PersonId) -> bool:
        """Whether a remote service may read this person's words. Asked for a remote embedder only."""


class Recall:
    """Finds memories. Without a model or a vector store it goes by words and recency, and never raises for that."""

    def __init__(
        self, store: MemoryStore, vectors: Vectors, embedder: Embedder, patience: float = PATIENCE_SECONDS
    ) -> None:
        """`patience` is how many seconds a recall waits for meaning; the first one loads the model and opens Chroma."""
        self._store, self._vectors, self._embedder = store, vectors, embedder
        self._patience = patience
        self._indexing = asyncio.Lock()

    async def recall(self, person_id: PersonId, query: str, limit: int) -> list[str]:
        """The person's own words about what `query` asks for, best first."""
        return [memory.text for memory in await self.find(person_id, query, limit)]

    async def find(self, person_id: PersonId, query: str, limit: int) -> list[Memory]:
        """The person's memories about what `query` asks for, best first; none when nothing is about it."""
        memories = await self._store.memories_of(person_id)
        if not memories:
            return []
        topic = topic_of(query)
        cosines = await self._cosines(person_id, topic, memories) if keys(topic) else {}
        return ranked(memories, topic, cosines, limit)

    async def index_pending(self, limit: int = 256) -> int:
        """Give up to `limit` memories their vectors; how many got one. Call it after turns and when idle.

        Without a model or a vector store it gives none, and a later call tries again.
        """
        try:
            return await self._index_some(limit)
        except (EmbeddingUnavailable, VectorsUnavailable):
            return 0

    async def reindex(self) -> int:
        """Every vector anew from the encrypted memories; how many. Raises EmbeddingUnavailable, VectorsUnavailable."""
        try:
            await self._vectors.clear()
        except VectorsUnavailable:
            if not await self._note_rebuild():
                raise
        await self._store.mark_pending(None)
        total = 0
        while count := await self._index_some(BATCH):
            total += count
        return total

    async def forget(self, ids: Sequence[MemoryId]) -> None:
        """Remove the vectors of these memories.

        Without a vector store nothing happens: when a person is forgotten, the key that made sense of the vectors is
        destroyed, and what is left is noise.
        """
        try:
            await self._vectors.delete(ids)
        except VectorsUnavailable:
            await self._note_rebuild()

    def drop_if_idle(self, now: float) -> bool:
        """Free the embedding model when unused for a while; `now` is `time.monotonic()`."""
        return self._embedder.drop_if_idle(now)

    async def close(self) -> None:
        """Close the vector store."""
        await self._vectors.close()

    async def _index_some(self, limit: int) -> int:
        async with self._indexing:
            await self._note_rebuild()
            done, excluded = 0, set[PersonId]()
            try:
                while done < limit:
                    wanted = min(BATCH, limit - done)
                    batch = await self._store.pending_memories(self._embedder.name, wanted, excluded)
                    if not batch:
                        break
                    for person_id, memories in groupby(sorted(batch, key=_owner), key=_owner):
                        count = await self._index(person_id, list(memories))
                        done += count
                        if not count:
                            excluded.add(person_id)
            finally:
                await self._note_rebuild()
            return done

    async def _index(self, person_id: PersonId, memories: Sequence[Memory]) -> int:
        cipher = await self._store.cipher_of(person_id)
        if cipher is None or not await self._may_embed(person_id):
            return 0
        vectors = await asyncio.to_thread(self._embedder.embed, [memory.text for memory in memories])
        ids = [memory.id for memory in memories]
        await self._vectors.put(ids, rotated(vectors, cipher.derive(ROTATION)))
        await self._store.mark_embedded(ids, self._embedder.name)
        return len(ids)

    async def _cosines(self, person_id: PersonId, topic: str, memories: Sequence[Memory]) -> dict[str, float]:
        """How close each memory is in meaning, for those that have or can quickly get a vector."""
        cipher = await self._store.cipher_of(person_id)
        if cipher is None or not self._embedder.available or not await self._may_embed(person_id):
            return {}
        known = [memory.id for memory in memories if memory.embedded_with == self._embedder.name]
        fresh = [memory for memory in memories if memory.embedded_with != self._embedder.name]
        fresh = sorted(fresh, key=lambda memory: memory.created_at)[-FRESH:]
        cosines: dict[str, float] = {}
        missing: list[MemoryId] = []
        try:
            async with asyncio.timeout(self._patience):
                rows = await asyncio.to_thread(self._embedder.embed, [topic, *(memory.text for memory in fresh)])
                cosines = {memory.id: float(row @ rows[0]) for memory, row in zip(fresh, rows[1:], strict=True)}
                if known:
                    turned = rotated(rows[:1], cipher.derive(ROTATION))[0]
                    nearest = await self._vectors.nearest(known, turned, NEAREST)
                    cosines |= nearest.cosines
                    missing = [memory_id for memory_id in known if memory_id in nearest.missing]
        except (EmbeddingUnavailable, VectorsUnavailable, TimeoutError):
            await self._note_rebuild()
        if missing:
            await self._store.mark_pending(missing)
        return cosines

    async def _may_embed(self, person_id: PersonId) -> bool:
        return not self._embedder.is_remote or await self._store.may_leave(person_id)

    async def _note_rebuild(self) -> bool:
        is_rebuilt = self._vectors.take_rebuilt()
        if is_rebuilt:
            await self._store.mark_pending(None)
        return is_rebuilt


def _owner(memory: Memory) -> PersonId:
    return memory.person_id
