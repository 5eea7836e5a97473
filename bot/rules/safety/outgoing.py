"""The same screen on the way out: what a model wrote is said only when nothing in it could harm."""

import re
from datetime import datetime

from bot.entities import Verdict
from bot.rules.safety.screen import screen
from bot.rules.safety.unsafe import find_unsafe_advice

_YOU = re.compile(r"\b(yourself|your|you)\b", re.IGNORECASE)
_AS_I = {"yourself": "myself", "your": "my", "you": "I"}
_MEANS = re.compile(  # an amount of something to swallow, or a means named beside an end: never ours to say
    r"\b(?:\d{2,}|handful of|bottle of|whole pack of|all (?:of )?(?:your|the)) ?(?:mg |milligrams? |g )?(?:of )?"
    r"(?:pills|tablets|capsules|paracetamol|tylenol|acetaminophen|ibuprofen|aspirin|sleeping pills|insulin)\b"
    r"|\b(?:painless|quick|easy) (?:way|method) to (?:die|go|end)",
    re.IGNORECASE,
)


def is_fit_to_say(text: str, *, now: datetime | None = None) -> bool:
    """Whether a text written by a model may reach a person: no crisis talk, no unsafe goal, no unsafe advice.

    The screen reads what people say of themselves, so what a model says to a person is read in the first person too.
    """
    about_them = _YOU.sub(lambda found: _AS_I[found[1].lower()], text)
    is_safe = all(screen(said, now=now).verdict is Verdict.OK for said in dict.fromkeys((text, about_them)))
    return is_safe and not _MEANS.search(text) and find_unsafe_advice(text, now) is None
