"""Text folded character by character, so that a place found in it is the same place in what the person wrote."""

import unicodedata
from functools import lru_cache

_PLAIN = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u0060\u00b4\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    "й": "й",
    "Й": "й",
    "ß": "ß",
    "\n": "\n",
}


def aligned(text: str) -> str:
    """`text` in lower case, without accents, with plain ' " and -, and of exactly the same length."""
    if text.isascii():
        return "".join(map(_folded, text.lower())) if not text.isprintable() else text.lower().replace("`", "'")
    return "".join(map(_folded, text))


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    if not char.isprintable():
        return " "
    base = unicodedata.normalize("NFKD", char)[0].lower()
    return base if len(base) == 1 and base.isprintable() else char
