"""What the playbook coach says when a message is talk: entries of `talk.toml`, the first that fits.

`talk.<code>.toml` holds the basics of other languages, tried first when the message is in one of them. The replies of
`talk.toml` are in the catalogue, so that they are said in the language of the turn whatever the message was written in.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from bot.catalogue import t
from bot.coach.mirror import mirrored
from bot.coach.talk_facts import facts_of
from bot.entities import Analysis, Frozen
from bot.ports import TurnView
from bot.rules.goals import language_of
from bot.rules.text import fold

LONGEST = 2_000  # characters of a message that are looked at
LANGUAGES = ("es", "de", "fr", "ru")
_RECENT = 12  # lines of conversation in which nothing is said twice
_FEW = 2  # words that may be of any language
_PLACE = re.compile(r"\{(\w+)\}")


class Entry(Frozen):
    """One kind of talk and its replies."""

    name: str
    why: str
    patterns: tuple[str, ...] = ()
    mood: tuple[str, ...] = ()
    intent: tuple[str, ...] = ()
    mirrors: bool = False  # fits a statement that can be said back
    replies: tuple[str, ...]
    unknown: tuple[str, ...] = ()  # said where a fact that the replies name is not known


def answer_talk(analysis: Analysis, view: TurnView) -> str:
    """The reply to a message that holds no goal; never the same words twice in a row."""
    message = view.message[:LONGEST]
    folded, mirror = fold(message), mirrored(message)
    facts = facts_of(view) | {"mirror": mirror, "Mirror": mirror[:1].upper() + mirror[1:]}
    for entry, pattern in _entries(_language(message, view)):
        if _fits(entry, pattern, folded, analysis, mirror):
            return _fresh(_filled(entry, facts), view)
    return ""


def _language(message: str, view: TurnView) -> str:
    """The message's own language; a word or two may be of the person's."""
    code = language_of(message)
    return view.person.profile.language if code == "en" and len(message.split()) <= _FEW else code


def _fits(entry: Entry, pattern: re.Pattern[str] | None, folded: str, analysis: Analysis, mirror: str) -> bool:
    if pattern is not None:
        return pattern.search(folded) is not None
    if entry.mood:
        return analysis.mood in entry.mood
    if entry.mirrors:
        return bool(mirror)
    return not entry.intent or analysis.intent in entry.intent


def _filled(entry: Entry, facts: dict[str, str]) -> list[str]:
    """The replies with what they name filled in, else those for what is not known."""
    is_known = all(facts.get(name) for reply in entry.replies for name in _PLACE.findall(reply))
    replies = entry.replies if is_known or not entry.unknown else entry.unknown
    return [_PLACE.sub(lambda found: facts.get(found[1], ""), t(reply)).strip() for reply in replies]


def _fresh(replies: list[str], view: TurnView) -> str:
    """The first reply that was not said lately, else the one said longest ago."""
    said = [line.text for line in view.person.session.history[-_RECENT:] if line.who == "gigi"]

    def last_said(reply: str) -> int:
        return max((place for place, text in enumerate(said) if _opening(reply) in text), default=-1)

    return min(replies, key=last_said)


def _opening(reply: str) -> str:
    """The first sentence, by which a reply is known again whatever was filled in after it."""
    return re.split(r"(?<=[.!?]) ", reply, maxsplit=1)[0]


@cache
def _entries(code: str) -> tuple[tuple[Entry, re.Pattern[str] | None], ...]:
    """What may answer in this language, in order; orders to break the rules come first in every language."""
    guard, *entries = _read("talk.toml")
    if code in LANGUAGES:  # what fits anything comes after what fits in either language
        entries = sorted((*_read(f"talk.{code}.toml"), *entries), key=lambda entry: not entry.patterns)
    entries = [guard, *entries]
    return tuple((entry, re.compile("|".join(entry.patterns)) if entry.patterns else None) for entry in entries)


@cache
def _read(name: str) -> tuple[Entry, ...]:
    table = tomllib.loads(files("bot.coach").joinpath(name).read_text(encoding="utf-8"))
    return tuple(Entry.model_validate(entry) for entry in table["say"])
