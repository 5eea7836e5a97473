"""Which memories answer a query, best first: meaning, shared words, recency, and what kind of memory it is."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.entities import Memory
from bot.memory.words import fold, keys

# Cosines of MiniLM between a topic and a sentence: about the same thing 0.25-0.7, unrelated mostly under 0.2.
IS_MEANT = 0.25
IS_WORDED = 0.3  # the share of the query's words, rare ones counting more
NEAR_BEST = 0.6  # what scores under this share of the best one is not shown beside it
RECENCY_WEIGHT = 0.05
HALF_LIFE_DAYS = 30.0
WORDS_WEIGHT = 0.5
KIND_BONUS = {"exchange": 0.0, "fact": 0.1, "correction": 0.15}


def ranked(memories: Sequence[Memory], topic: str, cosines: Mapping[str, float], limit: int) -> list[Memory]:
    """The memories that are about `topic`; with no content word in it ("me"), the newest, facts first.

    `cosines` may be empty (no model) or partial. An older memory never stands before a correction that shares a word
    with it. The same text is given once.
    """
    wanted = keys(topic)
    words: dict[str, frozenset[str]] = {memory.id: keys(memory.text) for memory in memories}
    if wanted or cosines:
        scores = _scores(memories, wanted, words, cosines)
    else:
        scores = {str(memory.id): KIND_BONUS[memory.kind] for memory in memories}
    _correct(memories, scores, words)
    found = [memory for memory in memories if memory.id in scores]
    found.sort(key=lambda memory: (scores[memory.id], memory.created_at), reverse=True)
    return _distinct(found)[:limit]


def _scores(
    memories: Sequence[Memory],
    wanted: frozenset[str],
    words: Mapping[str, frozenset[str]],
    cosines: Mapping[str, float],
) -> dict[str, float]:
    rarity = _rarity(wanted, words)
    newest = max((memory.created_at for memory in memories), default=None)
    bases: dict[str, float] = {}
    for memory in memories:
        worded = sum(rarity[key] for key in wanted & words[memory.id])
        meant = cosines.get(memory.id, 0.0)
        if meant >= IS_MEANT or worded >= IS_WORDED:
            bases[memory.id] = max(meant, 0.0) + WORDS_WEIGHT * worded
    floor = NEAR_BEST * max(bases.values(), default=0.0)
    return {
        memory.id: bases[memory.id] + KIND_BONUS[memory.kind] + RECENCY_WEIGHT * _recency(memory, newest)
        for memory in memories
        if memory.id in bases and (bases[memory.id] >= floor or memory.kind == "correction")
    }


def _rarity(wanted: frozenset[str], words: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """What each wanted word counts for (they add up to 1): more, the fewer of the person's memories hold it."""
    seen = Counter(key for found in words.values() for key in found & wanted)
    raw = {key: math.log(1 + (len(words) + 1) / (seen[key] + 1)) for key in wanted}
    total = sum(raw.values())
    return {key: value / total for key, value in raw.items()}


def _recency(memory: Memory, newest: datetime | None) -> float:
    """1 for the newest memory of this person, half of it thirty days earlier."""
    if newest is None:
        return 0.0
    return float(0.5 ** ((newest - memory.created_at).total_seconds() / 86400 / HALF_LIFE_DAYS))


def _correct(memories: Sequence[Memory], scores: dict[str, float], words: Mapping[str, frozenset[str]]) -> None:
    """Lower what a correction that was found corrects: older, and about the same thing."""
    corrections = [m for m in memories if m.kind == "correction" and m.id in scores]
    for correction in sorted(corrections, key=lambda memory: memory.created_at, reverse=True):
        for memory in memories:
            is_corrected = memory.created_at < correction.created_at and words[memory.id] & words[correction.id]
            if memory.id in scores and is_corrected:
                scores[memory.id] = min(scores[memory.id], scores[correction.id] - 1e-3)


def _distinct(memories: Sequence[Memory]) -> list[Memory]:
    return list({fold(memory.text).strip(): memory for memory in reversed(memories)}.values())[::-1]
