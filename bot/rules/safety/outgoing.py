"""The same screen on the way out: what a model wrote is said only when nothing in it could harm."""

import re
import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files

from bot.entities import Verdict
from bot.rules.safety.screen import screen
from bot.rules.safety.unsafe import find_unsafe_advice
from bot.rules.text import fold

_YOU = re.compile(r"\b(yourself|your|you)\b", re.IGNORECASE)
_AS_I = {"yourself": "myself", "your": "my", "you": "I"}
_MEANS = re.compile(  # an amount of something to swallow, or a means named beside an end: never ours to say
    r"\b(?:\d{2,}|handful of|bottle of|whole pack of|all (?:of )?(?:your|the)) ?(?:mg |milligrams? |g )?(?:of )?"
    r"(?:pills|tablets|capsules|paracetamol|tylenol|acetaminophen|ibuprofen|aspirin|sleeping pills|insulin)\b"
    r"|\b(?:painless|quick|easy) (?:way|method) to (?:die|go|end)",
    re.IGNORECASE,
)
_NEVER = ("minimising", "clearing", "siding", "blaming")


def is_fit_to_say(
    text: str, *, now: datetime | None = None, is_off_weight: bool = False, is_after_crisis: bool = False
) -> bool:
    """Whether a text written by a model may reach a person: no crisis talk, no unsafe goal or advice, nothing that
    makes light of pain or talks out of help. `is_off_weight`: no praise of loss either; `is_after_crisis`: no streaks.

    The screen reads what people say of themselves, so what a model says to a person is read in the first person too.
    """
    kinds = (*_NEVER, *(("praise_of_loss",) if is_off_weight else ()), *(("pressing",) if is_after_crisis else ()))
    folded = fold(text)
    if any(_patterns(kind).search(folded) for kind in kinds):
        return False
    about_them = _YOU.sub(lambda found: _AS_I[found[1].lower()], text)
    is_safe = all(screen(said, now=now).verdict is Verdict.OK for said in dict.fromkeys((text, about_them)))
    return is_safe and not _MEANS.search(text) and find_unsafe_advice(text, now) is None


@cache
def _patterns(kind: str) -> re.Pattern[str]:
    source = files("bot.rules.safety").joinpath("data", "outgoing.toml")
    patterns: list[str] = tomllib.loads(source.read_text(encoding="utf-8"))[kind]["patterns"]
    return re.compile("|".join(patterns))
