"""The word rules of the unsafe screen, read from the data files: which lists must meet in one sentence."""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from bot.rules.patterns import pattern
from bot.rules.wordlists import wordlist

GAP = r"[^.!?;]{0,45}?"  # "…" in a pattern: some words of the same sentence
_REFERENCE = re.compile(r"<([a-z_]+)>")
_LONE = re.compile(r"\(\?:<([a-z_]+)>\)(?![?*{])")  # a list alone in its group
_GROUP = re.compile(r"\\[()]|\[[^\]]*\]|<[a-z_]+>[?*]|\([^()]*\)[?*]?")  # what may be left out, or is one of several
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, eq=False)
class WordRule:
    """One category's pattern over folded text, and what makes a match harmless; compiled when first tried."""

    category: str
    written: str
    written_unless: str | None

    def may_match(self, keys: set[str]) -> bool:
        """Whether a text with these keys has a word of every list that some branch of the pattern needs."""
        return any(all(not needed.isdisjoint(keys) for needed in branch) for branch in self._branches)

    @cached_property
    def _branches(self) -> list[list[frozenset[str]]]:
        """For each alternative of the pattern the keys of its lists, of those that cannot be left out."""
        bare = _LONE.sub(r"<\1>", self.written)
        while (flat := _GROUP.sub(" ", bare)) != bare:
            bare = flat
        return [[frozenset(keys_for(name)) for name in _REFERENCE.findall(branch)] for branch in bare.split("|")]

    def matches(self, folded: str) -> bool:
        return self.pattern.search(folded) is not None and not (self.unless and self.unless.search(folded))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(expanded(self.written))

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        return re.compile(expanded(self.written_unless)) if self.written_unless else None


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """The word lists by name; `*` at the end of a word stands for any ending."""
    return {name: tuple(words) for name, words in wordlist("unsafe_words", "bot.rules.safety").items()}


@cache
def one_of(name: str) -> str:
    """A pattern for any word of the list `name`, whole words only."""
    words = sorted(vocabulary()[name], key=len, reverse=True)
    return r"\b(?:" + "|".join(re.escape(w).replace(r"\*", r"\w*") for w in words) + r")(?!\w)"


def found(name: str) -> re.Pattern[str]:
    """The pattern `name` of unsafe_patterns.toml."""
    return pattern("unsafe_patterns", name, "bot.rules.safety")


def keys_of(folded: str) -> set[str]:
    """The first four letters of every word: what `rules_by_key` and the number rules are looked up by."""
    return {word[:4] for word in _WORD.findall(folded)}


def keys_for(name: str) -> set[str]:
    """The keys that a text with a word of the list `name` has. A starred word needs four letters before its star."""
    return {heads[0][:4] for word in vocabulary()[name] if (heads := _WORD.findall(word))}


@cache
def rules_by_key() -> dict[str, tuple[int, ...]]:
    """For a word's first four letters, the positions in `word_rules()` of the rules worth trying."""
    index: dict[str, list[int]] = {}
    for position, rule in enumerate(wordlist("unsafe_rules", "bot.rules.safety")["rule"]):
        for key in set().union(*(keys_for(name) for name in rule["cues"])):
            index.setdefault(key, []).append(position)
    return {key: tuple(positions) for key, positions in index.items()}


@cache
def word_rules() -> tuple[WordRule, ...]:
    """All rules in the order of the file, which is the order in which they decide."""
    return tuple(
        WordRule(rule["category"], rule["pattern"], rule.get("unless"))
        for rule in wordlist("unsafe_rules", "bot.rules.safety")["rule"]
    )


def expanded(pattern: str) -> str:
    """`pattern` with its list names and gaps written out."""
    return _REFERENCE.sub(lambda m: one_of(m.group(1)), pattern).replace("…", GAP)
