"""Which words begin a goal: base forms and their -ing forms."""

from functools import cache, lru_cache

from bot.rules.wordlists import wordlist

_VOWELS = frozenset("aeiouy")


@cache
def words(name: str) -> frozenset[str]:
    """One of the word classes of words.toml."""
    return frozenset(wordlist("words", "bot.rules.goals")[name].split())


def is_base(word: str) -> bool:
    """Whether a word is the base form of a goal's verb."""
    return word in words("verbs")


@lru_cache(maxsize=4096)
def base_of(word: str) -> str | None:
    """ "running" as "run"; None for what is no -ing form of a verb we know."""
    ending = next((ending for ending in ("ing", "in'", "in") if word.endswith(ending)), "")
    stem = word.removesuffix(ending)
    if not ending or len(stem) < (3 if ending == "in" else 2) or (ending == "in" and word in words("verbs")):
        return None
    candidates = [stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem]
    if stem.endswith("y"):
        candidates.append(stem[:-1] + "ie")
    return next((verb for verb in candidates if verb in words("verbs")), None)


@lru_cache(maxsize=16384)
def stems(word: str) -> tuple[str, ...]:
    """A word and the base forms it may be a form of: "biked" gives "biked", "bik", "bike"."""
    found = [word]
    if word.endswith("in") and len(word) > 5:
        found += stems(word + "g")  # "smokin"
    for ending in ("'s", "s", "es", "ed", "ing", "d", "er", "n"):
        if word.endswith(ending) and len(word) - len(ending) >= (2 if ending == "s" else 3):
            stem = word[: -len(ending)]
            found.append(stem)
            if ending in ("ed", "ing", "er"):
                found.append(stem + "e")
                if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
                    found.append(stem[:-1])
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    return tuple(dict.fromkeys(found))
