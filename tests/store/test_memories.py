"""Memories belong to one person; which embedder's vector stands for each is known."""

from store_samples import NOON, message

from bot.entities import Memory, MemoryId, PersonId, UserProfile
from bot.store.opening import Store


def a_memory(person_id: PersonId, text: str) -> Memory:
    return Memory(id=MemoryId(f"m_{text}"), person_id=person_id, text=text, created_at=NOON)


async def test_memories_are_the_persons_own_and_oldest_first(store: Store) -> None:
    ana = (await store.inbox.accept(message(user="ana"))).person_id
    bob = (await store.inbox.accept(message(user="bob"))).person_id
    mine = [a_memory(ana, "knee"), a_memory(ana, "coffee")]

    await store.memories.add(ana, mine)
    await store.memories.add(bob, [a_memory(bob, "piano")])

    assert await store.memories.memories_of(ana) == mine
    assert await store.memories.ids(ana) == [memory.id for memory in mine]
    assert await store.memories.memories_of(PersonId("p_nobody")) == []


async def test_pending_are_those_without_a_vector_of_this_model(store: Store) -> None:
    ana = (await store.inbox.accept(message(user="ana"))).person_id
    bob = (await store.inbox.accept(message(user="bob"))).person_id
    one, two, three = a_memory(ana, "one"), a_memory(ana, "two"), a_memory(bob, "three")
    await store.memories.add(ana, [one, two])
    await store.memories.add(bob, [three])

    await store.memories.mark_embedded([one.id], "minilm")

    assert await store.memories.pending_memories("minilm", 10) == [two, three]
    assert await store.memories.pending_memories("minilm", 10, excluding=[bob]) == [two]
    assert len(await store.memories.pending_memories("gemini", 2)) == 2
    await store.memories.mark_embedded([two.id, three.id], "minilm")
    await store.memories.mark_pending(None)
    assert len(await store.memories.pending_memories("minilm", 10)) == 3


async def test_nobody_deletes_the_memory_of_another(store: Store) -> None:
    ana = (await store.inbox.accept(message(user="ana"))).person_id
    bob = (await store.inbox.accept(message(user="bob"))).person_id
    memory = a_memory(ana, "knee")
    await store.memories.add(ana, [memory])

    await store.memories.delete(bob, [memory.id])
    assert await store.memories.ids(ana) == [memory.id]

    await store.memories.delete(ana, [memory.id])
    assert await store.memories.ids(ana) == []


async def test_words_leave_only_with_consent_and_not_while_private(store: Store) -> None:
    ana = (await store.inbox.accept(message())).person_id
    answers = []

    for profile in (UserProfile(), UserProfile(consent=False), UserProfile(consent=True, is_private=True)):
        await store.people.save_profile(ana, profile)
        answers.append(await store.memories.may_leave(ana))
    await store.people.save_profile(ana, UserProfile(consent=True))

    assert answers == [False, False, False]
    assert await store.memories.may_leave(ana)
    assert not await store.memories.may_leave(PersonId("p_nobody"))


async def test_cipher_for_the_rotation_is_the_persons_and_stays_the_same(store: Store) -> None:
    ana = (await store.inbox.accept(message(user="ana"))).person_id
    bob = (await store.inbox.accept(message(user="bob"))).person_id

    derived = [(await store.memories.cipher_of(person)).derive(b"vectors") for person in (ana, ana, bob)]

    assert derived[0] == derived[1] != derived[2]
    assert await store.memories.cipher_of(PersonId("p_nobody")) is None
