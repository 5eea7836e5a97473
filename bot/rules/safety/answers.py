"""What a person says while a crisis is open: still in it, denying it, safe now, or back to coaching."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from bot.rules.safety.crisis import find_crisis, plain_words

CrisisAnswer = Literal["still", "denied", "safe_now", "back_to_coaching", "unclear"]

# "Still" is read before a wish to go on, so that "not safe, but back to my goals" does not end anything.
_DENIED_WORDS = 6  # a "no" that opens a longer message may answer another question


def read_crisis_answer(text: str) -> CrisisAnswer:
    """How `text` answers an open crisis. Only "back_to_coaching", an explicit wish, lets the caller close it."""
    if find_crisis(text):
        return "still"
    plain = plain_words(text)
    denied = _starts_with_no(plain) or bool(_patterns("denied_anywhere").search(plain))
    if _patterns("unsafe").search(plain):
        return "still"
    if _patterns("back_to_coaching").search(plain) and not _patterns("refuses").search(plain):
        return "back_to_coaching"
    if _patterns("safe_now").search(plain):
        return "safe_now"
    if denied:
        return "denied"
    return "still" if _patterns("yes").match(plain) else "unclear"


def _starts_with_no(plain: str) -> bool:
    return _patterns("no").match(plain) is not None and len(plain.split()) <= _DENIED_WORDS


@cache
def _patterns(name: str) -> re.Pattern[str]:
    source = files("bot.rules.safety").joinpath("data", "crisis_answers.toml")
    patterns: list[str] = tomllib.loads(source.read_text(encoding="utf-8"))[name]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")
