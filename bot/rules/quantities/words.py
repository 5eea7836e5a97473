"""Reads a number written in words at the front of a list of folded words."""

from collections.abc import Sequence

from bot.rules.quantities.numerals import Numerals, numerals


def number_in_words(words: Sequence[str]) -> tuple[float, int] | None:
    """The value at the front of `words` and how many of them it takes: ("twenty", "five", "pages") is 25, 2.

    "a dozen" and "a hundred" count with their article; a lone article does not.
    """
    table = numerals()
    if len(words) > 1 and words[0] in table.articles and words[1] in table.times:
        return _more(words, 2, table.times[words[1]], "times", table)
    if not words or (words[0] in table.times and words[0] not in ("hundert", "тысяча", "mil")):
        return None
    return _more(words, 0, None, "", table)


def _more(words: Sequence[str], at: int, value: float | None, last: str, table: Numerals) -> tuple[float, int] | None:
    """Adds word after word for as long as they make one number."""
    while at < len(words):
        step = at + 1 if value is not None and words[at] in table.joiners and last != "ones" else at
        word = words[step] if step < len(words) else ""
        part = _part(word, value, last, table)
        if part is None or (step != at and part[1] == "times"):
            break
        value, last = part
        at = step + 1
    return None if value is None else (value, at)


def _part(word: str, value: float | None, last: str, table: Numerals) -> tuple[float, str] | None:
    """`value` with this word's share, and what kind of word it was; None when the word does not go on the number."""
    if word in ("vingt", "vingts") and value == 4:
        return 80.0, "tens"
    if word in table.times:
        return (value or 1.0) * table.times[word], "times"
    base = 0.0 if value is None else value
    is_open = value is None or last == "times"
    if word in table.tens and is_open:
        return base + table.tens[word], "tens"
    if word in table.whole and (is_open or (last == "tens" and base in (60, 80) and 10 <= table.whole[word] < 20)):
        return base + table.whole[word], "whole"
    if word in ("sept", "huit", "neuf") and last == "whole" and base % 20 == 10:
        return base + table.ones[word], "ones"  # quatre-vingt-dix-neuf
    if word in table.ones and (is_open or last == "tens"):
        return base + table.ones[word], "ones"
    return None
