"""Recall over the real store: encrypted rows, real keys, a real Chroma."""

from datetime import UTC, datetime

from bot.entities import Address, Inbound, InboundKind, Memory, MemoryId, Platform, new_id
from bot.memory.recall import Recall
from bot.store.opening import open_store

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Noon:
    def now(self) -> datetime:
        return NOW


def said_by(name: str) -> Inbound:
    address = Address(platform=Platform.CONSOLE, user=name, chat=name)
    return Inbound(event=f"e_{name}", address=address, kind=InboundKind.TEXT, text="hello", sent_at=NOW)


async def test_memories_in_the_database_are_indexed_found_and_forgotten(tmp_path, vectors, embedder):
    async with open_store("", tmp_path, [], Noon()) as store:
        ana = (await store.inbox.accept(said_by("ana"))).person_id
        ben = (await store.inbox.accept(said_by("ben"))).person_id
        texts = ["my patella hurts when I climb stairs", "I love pizza", "the cat is called Momo"]
        for person in (ana, ben):
            made = [
                Memory(id=MemoryId(new_id("m")), person_id=person, text=text, created_at=NOW, kind="fact")
                for text in texts[: 3 if person == ana else 2]
            ]
            await store.memories.add(person, made)
        recall = Recall(store.memories, vectors, embedder, patience=60)

        indexed = await recall.index_pending()
        found = await recall.recall(ana, "what did I say about my knee?", 2)
        await recall.forget(await store.memories.ids(ana))
        await store.forgetting.forget(ana)

        assert (indexed, found) == (5, texts[:1])
        assert await vectors.count() == 2
        assert await recall.recall(ben, "the dentist", 2) == []
        assert await recall.reindex() == 2
