"""What is asked of a list of memories ("forget 2", "2 is wrong: I am vegan"), and how a correction is written down."""

import re
from typing import Final, NamedTuple

from bot.rules.text import fold

LONGEST: Final = 400  # characters of the words that correct
_NUMBERS = r"(?:number |no\.? ?|nr\.? ?|#)?\d{1,2}"
_FORGET = re.compile(
    rf"(?:please |can you |could you )*(?:forget|delete|remove|erase|strike|vergiss|losch[e]?|olvida|borra|oublie|efface|"
    rf"supprime|забудь|удали)(?: memory| memories)? (?P<numbers>{_NUMBERS}(?:(?:,| and|,? &|,? und|,? y|,? et|,? и) ?"
    rf"{_NUMBERS})*)(?: please)?"
)
_IS_WRONG = (
    r"(?:(?:is|was|ist|es|est) )?(?:also |now |plain |just |quite )*(?:wrong|incorrect|false|outdated|no longer true|"
    r"not (?:quite )?(?:true|right)|falsch|falso|faux|неверно)"
)
_CORRECT = re.compile(
    rf"\s*(?:please )?(?:{_NUMBERS}\s+{_IS_WRONG}\s*[:,;.\-–—]+|{_NUMBERS}\s*(?:should (?:be|say|read))|"
    rf"{_NUMBERS}:(?=\s*\S+\s+\S))\s*(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_IS_NOW = re.compile(
    rf"\s*(?:please )?(?:correct|change|fix|edit|update)\s+{_NUMBERS}\s+(?:to|into|=)\s+(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_WRONG = re.compile(rf"{_NUMBERS} {_IS_WRONG}")
_TAKES_BACK = re.compile(
    r"(?:(?:no|sorry|oops|wait|hm+|well)[,.! ]+)*(?:actually|correction|to correct (?:that|myself)|i (?:was wrong|misspoke)|"
    r"that(?:'s| is| was) (?:wrong|not (?:right|true))|not true|(?:i'm|i am|im|we're|we are) (?:not|no longer) .+ "
    r"(?:any ?more|any longer)|(?:i'm|i am|im|we're|we are) no longer|i (?:don't|do not|no longer) .+ any ?more)\b"
)
_BEFORE = "\nnot: "


class Correction(NamedTuple):
    """The number in the list, and the words that hold instead; empty where only the mistake was named."""

    number: int
    words: str = ""


def read_forgetting(text: str) -> tuple[int, ...]:
    """The numbers of a list that are to be forgotten; empty for other words."""
    found = _FORGET.fullmatch(fold(text).strip(" .!"))
    return tuple(int(n) for n in re.findall(r"\d+", found["numbers"])) if found else ()


def read_correction(text: str) -> Correction | None:
    """Which entry of a list is wrong, and what holds instead; None for other words."""
    if len(text) > LONGEST:
        return None
    folded = fold(text).strip(" .!")
    number = re.search(r"\d{1,2}", folded)
    if number is None or not re.match(rf"(?:please )?(?:correct |change |fix |edit |update )?{_NUMBERS}\b", folded):
        return None
    found = _IS_NOW.fullmatch(text) or _CORRECT.fullmatch(text)
    if found is not None and any(char.isalpha() for char in found["words"]):
        return Correction(int(number[0]), found["words"].strip())
    return Correction(int(number[0])) if _WRONG.fullmatch(folded) else None


def takes_back(text: str) -> bool:
    """Whether the words put something right that was said before: "actually, I'm vegan", "I don't smoke any more"."""
    return _TAKES_BACK.match(fold(text)) is not None


def corrected(words: str, before: str) -> str:
    """A correction as it is remembered: what holds now, and what it stands in place of, so that it is found as that."""
    return f"{words}{_BEFORE}{held_now(before)}"


def held_now(memory: str) -> str:
    """What a remembered text says, without what it corrected."""
    return memory.split(_BEFORE, 1)[0]
