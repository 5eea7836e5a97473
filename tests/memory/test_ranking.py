"""In which order memories are given."""

from datetime import UTC, datetime, timedelta

from bot.entities import Memory, MemoryId, MemoryKind, PersonId
from bot.memory.ranking import ranked

START = datetime(2026, 1, 1, tzinfo=UTC)


def memory(text: str, kind: MemoryKind = "exchange", days: float = 0) -> Memory:
    return Memory(
        id=MemoryId(f"m_{text}"),
        person_id=PersonId("p"),
        text=text,
        kind=kind,
        created_at=START + timedelta(days=days),
    )


def order(memories: list[Memory], topic: str, cosines: list[float] | None = None, limit: int = 10) -> list[str]:
    close = {m.id: cosine for m, cosine in zip(memories, cosines or [], strict=False)}
    return [m.text for m in ranked(memories, topic, close, limit)]


def test_a_fact_comes_before_an_exchange_that_is_as_close():
    assert order([memory("knee talk"), memory("knee fact", "fact", -1)], "knee", [0.5, 0.5])[0] == "knee fact"


def test_a_correction_comes_before_what_it_corrects_however_close_that_is():
    old = memory("my target weight is 80 kg, and that is my weight goal", "fact")
    new = memory("no, 78: that is the weight", "correction", days=1)

    assert order([old, new], "target weight", [0.8, 0.3])[0] == new.text


def test_a_correction_does_not_lower_what_was_said_after_it():
    correction = memory("it is the left knee", "correction")
    later = memory("the knee is fine now", "fact", days=5)

    assert order([correction, later], "knee", [0.3, 0.8]) == [later.text, correction.text]


def test_of_two_equally_close_memories_the_newer_comes_first():
    assert order([memory("knee one"), memory("knee two", days=60)], "knee", [0.5, 0.5])[0] == "knee two"


def test_a_rare_word_counts_more_than_a_common_one():
    common = [memory(f"run {number}") for number in range(20)]

    assert order([*common, memory("tempo")], "tempo run")[0] == "tempo"


def test_what_is_about_something_else_is_left_out():
    assert order([memory("knee"), memory("pizza")], "knee", [0.5, 0.1]) == ["knee"]


def test_a_far_second_is_not_shown_beside_a_close_first():
    assert order([memory("one"), memory("two")], "topic", [0.8, 0.26]) == ["one"]


def test_a_question_about_everything_gives_facts_first_then_the_newest():
    memories = [memory("old fact", "fact"), memory("old talk"), memory("new talk", days=2)]

    assert order(memories, "me") == ["old fact", "new talk", "old talk"]


def test_the_same_text_is_given_once_and_the_limit_is_kept():
    memories = [memory("knee"), memory("Knee ", days=1), memory("knee pain"), memory("knee brace")]

    assert len(order(memories, "knee")) == 3
    assert len(order(memories, "knee", limit=2)) == 2


def test_no_memories_give_none():
    assert order([], "knee") == []
