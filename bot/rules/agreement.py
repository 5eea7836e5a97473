"""Yes and no, as people type them in five languages."""

import re
from functools import cache
from importlib.resources import files
from tomllib import loads

from bot.rules.text import fold

LONGEST = 60  # characters: a longer answer says more than yes or no


def read_agreement(text: str) -> bool | None:
    """True for yes, False for no, None where the words say neither or more than that."""
    if len(text) > LONGEST:
        return None
    words = re.sub(r"[^\w\s'👍👎✅❌👌💪+-]", " ", fold(text)).split()
    plain = " ".join(words)
    yes, no, polite = _words()
    for side, answer in ((no, False), (yes, True)):
        if plain in side or (words and words[0] in side and all(word in side | polite for word in words[1:])):
            return answer
    return None


@cache
def _words() -> tuple[frozenset[str], ...]:
    table = loads(files("bot.rules").joinpath("data/agreement.toml").read_text(encoding="utf-8"))
    return tuple(
        frozenset(fold(word) for words in table[side].values() for word in words) for side in ("yes", "no", "polite")
    )
