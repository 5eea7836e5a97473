"""The crisis phrases as data: loaded once from data/crisis_*.toml, and indexed by the word beginnings they need."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from bot.rules.safety.crisis_index import SHORTEST, anchors, cost

LANGUAGES = ("en", "es", "de", "fr", "ru")
_DEFAULT_GUARDS = ("negated", "past", "fiction")
_MACRO = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, eq=False)
class Late:
    """Patterns of the data, compiled when first searched: a message needs few of them, and soon."""

    patterns: tuple[str, ...]
    words: dict[str, str] = field(repr=False)  # the word lists they name
    is_before: bool = False  # ends directly before the match

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        body = "|".join(_expanded(pattern, self.words) for pattern in self.patterns)
        return re.compile(rf"(?<!\w)(?:{_whole_words(body)})" + ("" if self.is_before else r"(?!\w)"))


Guards = dict[str, Late]


@dataclass(frozen=True)
class Rule:
    """One group of patterns. It holds where `any` matches unguarded and every one of `also` matches somewhere."""

    category: str
    level: int
    language: str
    stems: frozenset[str] | None  # one of these begins a word of every match; None: always tried
    any: Late
    also: tuple[Late, ...]
    guarded_by: tuple[str, ...]
    guards: Guards = field(repr=False)  # of its language
    why: str


@dataclass(frozen=True)
class Spelling:
    """How written words are read: exact entries, and long keywords recognised with one letter wrong."""

    words: dict[str, str]
    near: dict[str, str]
    real: frozenset[str]

    def read(self, word: str) -> str:
        """The word the patterns know, or `word` itself."""
        known = self.words.get(word)
        if known is None and len(word) >= _FUZZY_LENGTH and word not in self.real:
            word = self._keyword(word)
            known = self.words.get(word)
        return word if known is None else known

    def _keyword(self, word: str) -> str:
        if len(word) > _LONGEST:
            return word
        for form in (word, *_with_one_letter_less(word)):
            if form in self.near:
                return self.near[form]
        return word


_FUZZY_LENGTH = 6
_LONGEST = 16


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of every language, in file order."""
    return tuple(rule for language in LANGUAGES for rule in _of(language))


@cache
def spelling() -> Spelling:
    """The spelling table."""
    table = _table("spelling")
    keywords: list[str] = table["keywords"]
    near = {form: word for word in keywords for form in _with_one_letter_less(word)}
    near |= {word: word for word in keywords}
    return Spelling(words=table["words"], near=near, real=frozenset(table["real"]))


def candidates(words: Iterable[str]) -> list[Rule]:
    """The rules worth trying on a text of these words: those that can match at all, in file order."""
    always, prefixes = _index()
    found = set(always)
    for word in words:
        for stem, numbers in prefixes.get(word[:SHORTEST], ()):
            if word.startswith(stem):
                found |= numbers
    every = rules()
    return [every[number] for number in sorted(found)]


def needed_stems(rule: Rule) -> frozenset[str]:
    """Word beginnings of which every match of `rule` holds one, read off its patterns: data/crisis_index.toml
    lists these, because reading all of them takes a second. Empty where there are none."""
    found = (anchors(part.compiled.pattern) for part in (rule.any, *rule.also))
    return min(found, key=cost) or frozenset()


@cache
def _index() -> tuple[frozenset[int], dict[str, tuple[tuple[str, frozenset[int]], ...]]]:
    by_stem: dict[str, set[int]] = {}
    for number, rule in enumerate(rules()):
        for stem in rule.stems or ():
            by_stem.setdefault(stem, set()).add(number)
    index: dict[str, list[tuple[str, frozenset[int]]]] = {}
    for stem, numbers in by_stem.items():
        index.setdefault(stem[:SHORTEST], []).append((stem, frozenset(numbers)))
    always = frozenset(number for number, rule in enumerate(rules()) if rule.stems is None)
    return always, {prefix: tuple(stems) for prefix, stems in index.items()}


def _of(language: str) -> Iterator[Rule]:
    table = _table(language)
    words: dict[str, str] = {}
    for name, pattern in table["words"].items():
        words[name] = f"(?:{_expanded(pattern, words)})"
    guards = {
        name: Late((pattern,), words, is_before=pattern.endswith("$"))
        for name, pattern in (table["guards"] | table["levels"]).items()
    }
    stems: list[str] = _table("index")[language]
    for entry, listed in zip(table["rule"], stems, strict=True):
        yield _rule(entry, listed, language, words, guards)


def _rule(entry: dict[str, Any], listed: str, language: str, words: dict[str, str], guards: Guards) -> Rule:
    return Rule(
        category=entry["category"],
        level=entry["level"],
        language=language,
        stems=frozenset(listed.split()) or None,
        any=Late(tuple(entry["any"]), words),
        also=tuple(Late((pattern,), words) for pattern in entry.get("also", ())),
        guarded_by=tuple(entry.get("guards", _DEFAULT_GUARDS)),
        guards=guards,
        why=entry["why"],
    )


def _whole_words(pattern: str) -> str:
    """`pattern` with each "(?! ...)" holding whole words, so that "not followed by to" lets "tomorrow" pass."""
    out, opened = [], list[bool]()
    for at, char in enumerate(pattern):
        is_escaped = at > 0 and pattern[at - 1] == "\\"
        if char == "(" and not is_escaped:
            opened.append(pattern.startswith("(?! ", at))
        elif char == ")" and not is_escaped and opened.pop():
            out.append(r"(?!\w)")
        out.append(char)
    return "".join(out)


def _expanded(pattern: str, words: dict[str, str]) -> str:
    return _MACRO.sub(lambda match: words[match.group(1)], pattern)


def _table(name: str) -> dict[str, Any]:
    source = files("bot.rules.safety").joinpath("data", f"crisis_{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _with_one_letter_less(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]
