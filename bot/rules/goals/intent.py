"""What a message wants, before its words are read as goals: recall, a reminder, a change of plan, talk ..."""

import re
from functools import cache

from bot.entities import Intent
from bot.rules.goals.surface import MARK, Surface
from bot.rules.wordlists import wordlist

_EARLY = (Intent.MEMORY, Intent.REMINDER, Intent.PLAN)  # the person addresses Gigi
_NO_GOAL = (Intent.PAST, Intent.JOKE)  # these win over goal words in the same message
_TO_GO = re.compile(r"\blose (\d{1,3})\b.{0,60}\b(?:only|just) (\d{1,3}) (?:\w+ )?(?:left )?to go\b")
_LATE = (Intent.CHECKIN, Intent.FEELING, Intent.QUESTION)


def veto(surface: Surface) -> Intent | None:
    """The intent that rules a goal out whatever else is said, None where the words may hold a goal."""
    said = surface.squeezed
    if _is_command(surface):
        return Intent.PLAN
    if not surface.has_marker:
        for intent in _EARLY:
            if _matches(intent, said):
                return intent
    for intent in _NO_GOAL:
        if _matches(intent, _with_tags(intent, surface)):
            return intent
    if _is_backwards(said) or "\N{CLOWN FACE}" in surface.text:
        return Intent.JOKE
    return Intent.CHATTER if any(pattern.search(said) for pattern in _patterns()["outcry"]) else None


def otherwise(surface: Surface) -> Intent:
    """The intent of a message that holds no goal."""
    said = surface.squeezed.replace(MARK, " ").strip()
    return next((intent for intent in (*_EARLY, *_LATE) if _matches(intent, said)), Intent.CHATTER)


def is_report(sentence: str, *, anywhere: bool = False) -> bool:
    """Whether a sentence tells what was done, so that amounts in it are no aims; `anywhere`: not by its first words."""
    return any(p.search(sentence) for p in _patterns()["checkin"] if not (anywhere and p.pattern.startswith("^")))


def is_talk(sentence: str) -> bool:
    """Whether a sentence speaks to or about others, or about resolutions as such."""
    return _matches(Intent.CHATTER, sentence.strip())


def is_question(sentence: str) -> bool:
    """Whether a sentence asks, and does not ask how to reach something."""
    return _matches(Intent.QUESTION, sentence.strip())


def is_feeling(sentence: str) -> bool:
    """Whether a sentence says how the person feels."""
    return _matches(Intent.FEELING, sentence.strip())


def _is_backwards(said: str) -> bool:
    """ "lose 10 pounds. only 14 to go": more is left than was wanted."""
    found = _TO_GO.search(said)
    return bool(found) and int(found[1]) < int(found[2])  # type: ignore[index]


def _is_command(surface: Surface) -> bool:
    """ "show me my plan for guitar": what "my plan" names here is no new goal."""
    return any(pattern.search(surface.folded.strip()) for pattern in _patterns()["show"])


def _with_tags(intent: Intent, surface: Surface) -> str:
    return f"{surface.squeezed} {surface.tags}" if intent is Intent.JOKE else surface.squeezed


def _matches(intent: Intent, said: str) -> bool:
    return any(pattern.search(said) for pattern in _patterns()[intent.value])


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    tables: dict[str, list[str]] = wordlist("intents", "bot.rules.goals")
    return {name: [re.compile(pattern) for pattern in patterns] for name, patterns in tables.items()}
