"""What is asked of a list of memories ("forget 2", "2 is wrong: I am vegan"), and how a correction is written down."""

import re
from functools import cache
from typing import Final, NamedTuple

from bot.catalogue import t
from bot.rules.patterns import joined
from bot.rules.text import fold
from bot.rules.wordlists import wordlist

LONGEST: Final = 400  # characters of the words that correct
_BEFORE = "\nnot: "


class Correction(NamedTuple):
    """The number in the list, and the words that hold instead; empty where only the mistake was named."""

    number: int
    words: str = ""


def read_forgetting(text: str) -> tuple[int, ...]:
    """The numbers of a list that are to be forgotten; empty for other words."""
    found = _pattern("forget").fullmatch(fold(text).strip(" .!"))
    return tuple(int(n) for n in re.findall(r"\d+", found["numbers"])) if found else ()


def read_correction(text: str) -> Correction | None:
    """Which entry of a list is wrong, and what holds instead; None for other words."""
    if len(text) > LONGEST:
        return None
    number = re.search(r"\d{1,2}", text)
    if number is None:
        return None
    found = _pattern("change").fullmatch(text) or _pattern("correct").fullmatch(text)
    if found is not None and any(char.isalpha() for char in found["words"]):
        return Correction(int(number[0]), found["words"].strip())
    return Correction(int(number[0])) if _pattern("only_wrong").fullmatch(text.strip(" .!")) else None


def takes_back(text: str) -> bool:
    """Whether the words put something right that was said before: "actually, I'm vegan", "I don't smoke any more"."""
    return _pattern("takes_back").match(fold(text)) is not None


def corrected(words: str, before: str) -> str:
    """A correction as it is remembered: what holds now, and what it stands in place of, so that it is found as that."""
    return f"{words}{_BEFORE}{held_now(before)}"


def told(memory: str) -> str:
    """A remembered text in one line, a correction with what it corrected."""
    now, _, before = memory.partition(_BEFORE)
    return t("{now} (no longer true: {before})", now=now, before=before) if before else now


def held_now(memory: str) -> str:
    """What a remembered text says, without what it corrected."""
    return memory.split(_BEFORE, 1)[0]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    table = wordlist("corrections")["patterns"]
    text = joined(table[name]).replace("{wrong}", joined(table["wrong"])).replace("{n}", table["number"])
    return re.compile(text, re.IGNORECASE | re.DOTALL)
