"""Mood and motivation as the words of one message show them: a hint for the reply's tone, no diagnosis."""

import re
from functools import cache
from typing import Literal

from bot.rules.text import fold
from bot.rules.wordlists import wordlist

Mood = Literal["good", "neutral", "low", "stressed", "tired"]
Motivation = Literal["low", "medium", "high"]
_MOODS: tuple[Mood, ...] = ("stressed", "tired", "low", "good")
_LIMIT = 1_000


def read_mood(text: str) -> tuple[Mood, Motivation]:
    """Mood ("neutral" where no word tells) and motivation ("medium" likewise) of one message."""
    said = fold(text[:_LIMIT])
    tables = _patterns()
    calm = tables["negated"].sub(" ", said)
    mood: Mood = next((name for name in _MOODS if tables[name].search(calm)), "neutral")
    if mood == "good" and tables["not_good"].search(said):
        mood = "low"
    motivation: Motivation = "medium"
    if tables["unmotivated"].search(said):
        motivation = "low"
    elif tables["motivated"].search(said):
        motivation = "high"
    return mood, motivation


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(parts)) for name, parts in wordlist("moods", "bot.rules.goals").items()}
