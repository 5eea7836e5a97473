"""The part of life a goal belongs to, from the words it uses; and the finer topic that picks plan templates."""

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from bot.entities import Domain
from bot.rules.goals.verbs import stems
from bot.rules.goals.verbs import words as verbs
from bot.rules.wordlists import wordlist

_WORD = re.compile(r"\d+\.\d+|[^\W_][\w+'-]*")
_VOWELS = frozenset("aeiouy")
_LONG = 6  # letters from which a slip still tells the word
_LONGEST = 30  # letters: no word we know is longer
_WEIGHTS = {"strong": 3.0, "words": 2.0, "weak": 1.0}


class Evidence(NamedTuple):
    """The domain with the most support, how much, and the topic inside it."""

    domain: Domain
    score: float
    topic: str | None


class _Entry(NamedTuple):
    rest: tuple[str, ...]  # the words after the first; the last may end in *
    key: tuple[str, str | None]  # domain, topic
    weight: float


def read_domain(plain: str) -> Evidence:
    """The domain of a piece of folded text; OTHER with score 0 where no word speaks for any."""
    words = _WORD.findall(_in_sense(_neutral().sub(_spare, plain)))[:120]
    forms = [stems(word) for word in words]
    scores: dict[str, float] = defaultdict(float)
    topics: dict[tuple[str, str], float] = defaultdict(float)
    for place in range(len(words)):
        best: dict[tuple[str, str | None], float] = {}
        for entry in _entries_at(forms, place):
            best[entry.key] = max(best.get(entry.key, 0.0), entry.weight * (1 + len(entry.rest) / 2))
        for (domain, topic), weight in best.items():
            if topic is None:
                scores[domain] += weight * (1.0 - 0.01 * min(place, 40))
            else:
                topics[domain, topic] += weight
    if not scores:
        return _misspelt(words)
    domain = max(scores, key=lambda name: scores[name])
    topic = max((t for d, t in topics if d == domain), key=lambda t: topics[domain, t], default=None)
    return Evidence(Domain(domain), scores[domain], topic)


def _misspelt(words: list[str]) -> Evidence:
    """What a word means that is one slip away from one we know; half as sure as the word itself."""
    for word in words:
        if (
            _LONG <= len(word) <= _LONGEST
            and word.isalpha()
            and not any(form in verbs("verbs") for form in stems(word))
        ):
            for shorter in (word, *_one_less(word)):
                for known, key, weight in _slips().get(shorter, ()):
                    if _is_slip(word, known):
                        return Evidence(Domain(key), weight / 2, None)
    return Evidence(Domain.OTHER, 0.0, None)


def _one_less(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(1, len(word))}


def _is_slip(word: str, known: str) -> bool:
    """One letter too many or too few, two letters swapped, or one vowel for another; "saying" is not "saving"."""
    if len(word) != len(known):
        return True
    differ = [(one, other) for one, other in zip(word, known, strict=True) if one != other]
    if len(differ) == 2:
        return differ[0] == differ[1][::-1]
    return len(differ) == 1 and set(differ[0]) <= _VOWELS


@cache
def _slips() -> dict[str, list[tuple[str, str, float]]]:
    """Every long word of the lists, and each of its forms with one letter left out."""
    found: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
    for word, entries in _lexicon().words.items():
        known = [(word, entry.key[0], entry.weight) for entry in entries if not entry.rest and entry.key[1] is None]
        if known and len(word) >= _LONG and word.isascii() and word.isalpha():
            for shorter in (word, *_one_less(word)):
                found[shorter] += known[:1]
    return dict(found)


def _entries_at(forms: list[tuple[str, ...]], place: int) -> list[_Entry]:
    lexicon = _lexicon()
    found = [entry for form in forms[place] for entry in lexicon.words.get(form, ())]
    word = forms[place][0]
    found += [entry for start, entry in lexicon.starts.get(word[:3], ()) if word.startswith(start)]
    return [entry for entry in found if _continues(forms, place + 1, entry.rest)]


def _continues(forms: list[tuple[str, ...]], place: int, rest: tuple[str, ...]) -> bool:
    if place + len(rest) > len(forms):
        return False
    return all(
        forms[place + i][0].startswith(word[:-1]) if word.endswith("*") else word in forms[place + i]
        for i, word in enumerate(rest)
    )


def _spare(match: re.Match[str]) -> str:
    """ "on time" and "late" are about time itself; other neutral phrases vanish."""
    return "punctual" if match.group().endswith(("on time", "late")) else " "


def _in_sense(plain: str) -> str:
    """The words with those of several meanings replaced by the one meant here."""
    for word, pattern in _senses():
        plain = pattern.sub(f"{word} ", plain)
    return plain


@cache
def _senses() -> list[tuple[str, re.Pattern[str]]]:
    tables: dict[str, list[str]] = wordlist("domains", "bot.rules.goals")["senses"]
    return [(word, re.compile(rf"\b(?:{'|'.join(patterns)})")) for word, patterns in tables.items()]


@cache
def _neutral() -> re.Pattern[str]:
    phrases = wordlist("domains", "bot.rules.goals")["neutral"]["phrases"]
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b")


class _Lexicon(NamedTuple):
    words: dict[str, list[_Entry]]
    starts: dict[str, list[tuple[str, _Entry]]]


@cache
def _lexicon() -> _Lexicon:
    words: dict[str, list[_Entry]] = defaultdict(list)
    starts: dict[str, list[tuple[str, _Entry]]] = defaultdict(list)
    for domain, table in wordlist("domains", "bot.rules.goals").items():
        if domain in ("neutral", "senses"):
            continue
        lists = [((domain, None), weight, table[name]) for name, weight in _WEIGHTS.items()]
        lists += [((domain, topic), 1.0, phrases) for topic, phrases in table.get("topics", {}).items()]
        for key, weight, phrases in lists:
            for phrase in phrases:
                first, *rest = phrase.split()
                entry = _Entry(tuple(rest), key, weight)
                if first.endswith("*"):
                    starts[first[:3]].append((first[:-1], entry))
                else:
                    words[first].append(entry)
    return _Lexicon(dict(words), dict(starts))
