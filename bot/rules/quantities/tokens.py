"""A text cut into words, numbers and signs, with the places they have in the original."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.rules.text import fold

_FRACTIONS = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8}
_TOKEN = re.compile(
    r"""
      (?P<skip>https?://\S+|www\.\S+|\w[\w.+-]{0,63}@[\w-]{1,63}\.\w+|\#\w+|@[^\W\d]\w*|\d{1,2}\ufe0f?\u20e3
          |\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([/.])\d{1,2}\2\d{2,4}|24/7|\d{11,})
    | (?P<height>\d['’′]\s?\d{1,2}(?:["”″]|''|’’|\b))
    | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d))
    | (?P<hm>\d{1,2}\s?h\s?\d{2}(?!\d)(?:\s?min)?)
    | (?P<slash>(?:\d{1,3}\s)?\d{1,4}/\d{1,4}(?![\d/]))
    | (?P<vulgar>\d{0,6}\s?[½¼¾⅓⅔⅛])
    | (?P<num>\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?!\d)(?:,\d{1,2}(?!\d))?
          |\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)(?:\.\d+)?
          |\d{1,3}(?:\.\d{3})+(?![\d])(?:,\d{1,2})?
          |\d+[.,]\d+|\d+|\.\d+)
    | (?P<times>[x×]\d{1,4}(?!\w))
    | (?P<ampm>[ap]\.\s?m\b\.?)
    | (?P<money>(?:US|CA|AU|NZ|A|C)\$)
    | (?P<word>[^\W\d_]\w*(?:['’\-‑][^\W\d_]\w*)*)
    | (?P<sign>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DOT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,2})?")
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")

key_of = lru_cache(maxsize=8192)(fold)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text: `kind` is a group of the pattern above, `key` the folded text of a word or sign."""

    kind: str
    text: str
    key: str
    start: int
    end: int
    value: float = 0.0

    def touches(self, other: "Token") -> bool:
        """True when `other` begins where this ends."""
        return self.end == other.start


NOTHING = Token("end", "", "", -9, -9)


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`, in order; white space is left out. Linear in its length."""
    tokens = []
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup or "sign", match.group()
        value = number(word) if kind == "num" else 0.0
        key = key_of(word) if len(word) < 64 and kind != "num" else ""
        tokens.append(Token(kind, word, key, match.start(), match.end(), value))
    return tokens


def number(digits: str) -> float:
    """The value of "1,150", "3.000,50", "5,5", "1 150" or "1.5".

    Three digits after a single sign are thousands in both conventions (1.500 and 1,500), unless a zero leads.
    """
    digits = digits.translate(dict.fromkeys(map(ord, " \u00a0\u202f'’")))
    if _DOT_GROUPS.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif _COMMA_GROUPS.fullmatch(digits):
        digits = digits.replace(",", "")
    else:
        digits = digits.replace(",", ".")
    return float(digits[:32])


def vulgar(text: str) -> float:
    """The value of "½" or "2½"."""
    whole = text[:-1].strip()
    return (float(whole) if whole else 0.0) + _FRACTIONS[text[-1]]
