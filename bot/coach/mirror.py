"""A short statement said back: "my boss ignored me again" as "your boss ignored you again" (a simple reflection)."""

import re
from itertools import zip_longest

_MOST_WORDS, _FEWEST_WORDS = 14, 3
_STATEMENT = re.compile(
    r"(?:(?:well|so|and|but|today|honestly|also|anyway),? )*"
    r"(?P<said>(?:i|i'm|im|i've|i'd|my|we|we're|our) [a-z0-9' ,-]+)"
)
_NOT_ONE = re.compile(r"\b(?:you|your|u|gigi|ignore|password|system|hello|please|remind|tell|show|said|say)\b")
_AFTER_I = {"am": "are", "was": "were", "i'm": "you are"}
_TURNED = {
    "i": "you", "i'm": "you are", "im": "you are", "i've": "you have", "i'd": "you would", "i'll": "you will",
    "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "we're": "you are", "we": "you", "our": "your", "us": "you", "ours": "yours",
}  # fmt: skip


def mirrored(message: str) -> str:
    """The statement turned round, without a full stop; empty where it is no short statement about oneself."""
    written = " ".join(message.replace("’", "'").split()).rstrip(" .!…")
    said = written.lower()
    found = _STATEMENT.fullmatch(said)
    if found is None or _NOT_ONE.search(said):
        return ""
    words = found["said"].split()
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return ""
    turned = [_turned(word, before) for before, word in zip(["", *words], words, strict=False)]
    own = [] if written.isupper() else written.split()[-len(words) :]
    return " ".join(_as_written(new, old, mine) for new, old, mine in zip_longest(turned, words, own, fillvalue=""))


def _as_written(turned: str, word: str, written: str) -> str:
    """A word that was left as it was keeps its capitals: Ines, Porto, June."""
    return written if turned == word == written.lower() else turned


def _turned(word: str, before: str) -> str:
    bare = word.strip(",")
    is_after_i = before in ("i", "we")
    turned = _AFTER_I.get(bare, bare) if is_after_i else _TURNED.get(bare, bare)
    return word.replace(bare, turned) if bare else word
