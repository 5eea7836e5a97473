"""What stands before a goal: "my resolution is to", "I want to", "how can I", and how much it promises."""

import re
from functools import cache
from typing import Literal, NamedTuple

from bot.rules.goals.surface import MARK
from bot.rules.goals.verbs import base_of, is_base
from bot.rules.wordlists import wordlist

Cue = Literal["mark", "strong", "ask", "weak", "negative", "item", "bare"]
_ORDER: tuple[Cue, ...] = ("ask", "strong", "negative", "weak")
_RANK: dict[Cue, int] = {"bare": 0, "weak": 1, "negative": 2, "ask": 3, "strong": 3, "item": 3, "mark": 4}


_INTRO = re.compile(r"[^,.!?¦]{2,60},\s*(?=(?:i|i'm|i'll|i'd|my|we|ich|je|j'|я|yo)\b)|(?:next|this) year,? (?=i\b)")


_UNSURE = re.compile(r"\b(?:if|when|whenever|why|how|who|wish|unless|until)\b")
_SELF = re.compile(
    r"\s(?=(?:i'm|i am|im|i'll|i will|i want|i wanna|i resolve|i promise|i'd|id|i would|i hope|i need|i plan)\b)"
)
_SUBORDINATE = re.compile(
    r"\b(?:if|when|because|that|what|how|which|where|why|who|cuz|before|until|since|think|will|is|are|was|were|be|can|has|have|had|do|does|did|gets?|know|say|says|said|told|"
    r"guess|hope|so|and|while|whenever|everyone|people|you|he|she|they)\b|\bi\b"
)
_COLON = re.compile(r"[^.!?:]{2,70}:+\s+")
_AMOUNTS = frozenset(["more", "less", "fewer", "no", "be", "stop", "quit", "never", "not"])


class Lead(NamedTuple):
    """How many characters come before the goal itself, and the strongest cue among them."""

    length: int
    cue: Cue


def lead_of(text: str) -> Lead:
    """The lead of one sentence of folded text. A negative ("I will never") stays part of the goal."""
    lead = _lead_at(text, 0)
    if lead.cue in ("bare", "weak") and MARK in text and (named := patterns()["mark_later"].match(text)):
        return _lead_at(text, named.end())._replace(cue="mark")
    if lead.cue in ("bare", "mark") and not _opens(text[lead.length :]):
        intro = _INTRO.match(text, lead.length)
        later = _lead_at(text, intro.end()) if intro else lead
        if intro and later.cue != "bare":
            return later if lead.cue == "bare" else later._replace(cue="mark")
    if lead.cue == "bare" and not _opens(text[lead.length :]):
        for boundary in patterns()["boundary"].finditer(text, lead.length):
            said = _lead_at(text, boundary.end())
            if said.cue not in ("bare", "ask", "negative") and not _UNSURE.search(text, 0, boundary.end()):
                return said
    for later_on in _SELF.finditer(text, lead.length):
        if lead.cue == "bare" and not _SUBORDINATE.search(text, 0, later_on.end()) and not _opens(text):
            said = _lead_at(text, later_on.end())
            if said.cue != "bare":
                return said
    listed = _COLON.match(text, lead.length)
    return Lead(listed.end(), lead.cue) if listed and _opens(text[listed.end() :]) else lead


def _opens(text: str) -> bool:
    """Whether words begin a goal by themselves: a verb, or more, less, no."""
    first = re.match(r"\W*(?:to |not to )?([\w']+)", text)
    return bool(first) and (is_base(first[1]) or base_of(first[1]) is not None or first[1] in _AMOUNTS)  # type: ignore[index]


def _lead_at(text: str, at: int) -> Lead:
    found: Cue = "bare"
    for _ in range(6):
        filler = patterns()["fillers"].match(text, at)
        start = filler.end() if filler else at
        step = _step(text, start)
        if step is None:
            return Lead(start, found)
        at, cue = step
        if _RANK[cue] > _RANK[found]:
            found = cue
        if cue == "negative":
            return Lead(start, found)
    return Lead(at, found)


def _step(text: str, at: int) -> tuple[int, Cue] | None:
    mark = patterns()["mark"].match(text, at) if MARK in text[at : at + 80] else None
    if mark:
        return mark.end(), "mark"
    for cue in _ORDER:
        found = patterns()[cue].match(text, at)
        if found and found.end() > at:
            return found.end(), cue
    return None


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of leads.toml by name."""
    tables: dict[str, str] = wordlist("leads", "bot.rules.goals")
    return {name: re.compile(f"(?:{_joined(pattern)})") for name, pattern in tables.items()}


def _joined(pattern: str) -> str:
    return "".join(line.lstrip() for line in pattern.splitlines())
