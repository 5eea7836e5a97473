"""Which of the five languages a message is in, by its small words."""

import re
from functools import cache

from bot.rules.wordlists import wordlist

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:'[^\W\d_]+)?")  # "8am" holds no word
_CYRILLIC = re.compile(r"[а-яё]", re.I)
_SAMPLE = 600
_FEWEST = 3  # words of a message that can be clearly of one language
_CLEAR = 2  # small words of it, and so many times what any other language has
_NOT_RUSSIAN = re.compile(r"[іїєґўјљњћђџѓќѕ]", re.I)


def language_of(text: str) -> str:
    """ISO 639-1 code of en, es, de, fr or ru; "en" where the words do not tell."""
    sample = text[:_SAMPLE].lower().replace("’", "'")
    if len(_CYRILLIC.findall(sample)) * 2 > sum(map(str.isalpha, sample)):
        return "ru"
    words = _WORD.findall(sample)
    scores = {
        code: sum(word in small for word in words) + 0.5 * sum(c in marks for c in sample)
        for code, small, marks in _tables()
    }
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > scores["en"] else "en"


def clear_language(text: str) -> str | None:
    """The code of the language the words are plainly in; None for a word or two, and where two languages fit."""
    sample = text[:_SAMPLE].lower().replace("’", "'")
    words = _WORD.findall(sample)
    if len(words) < _FEWEST:
        return None
    if len(_CYRILLIC.findall(sample)) * 2 > sum(map(str.isalpha, sample)):
        return None if _NOT_RUSSIAN.search(sample) else "ru"
    found = sorted(((len(set(words) & small), code) for code, small, _ in _tables()), reverse=True)
    (most, best), (next_most, _) = found[0], found[1]
    return best if most >= max(_CLEAR, _CLEAR * next_most) else None


@cache
def _tables() -> list[tuple[str, frozenset[str], frozenset[str]]]:
    tables = wordlist("languages", "bot.rules.goals")
    return [(code, frozenset(table["words"].split()), frozenset(table["letters"])) for code, table in tables.items()]
