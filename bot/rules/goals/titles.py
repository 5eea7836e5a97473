"""A goal's short title: the person's own words as an imperative, without lead, deadline and tags."""

import re
from functools import partial

from bot.catalogue import t
from bot.rules.goals.leads import patterns
from bot.rules.goals.split import Clause
from bot.rules.goals.surface import Surface
from bot.rules.goals.verbs import base_of
from bot.rules.patterns import pattern

_pattern = partial(pattern, "titles", package=__package__ or "bot.rules.goals")

MAX_TITLE = 70

_LEADING = re.compile(r"^(?:to|and|that|i|my|just|finally|hopefully)\s+(?=\w)", re.I)
_SLIPS = {"loose": "Lose", "ween": "Wean"}
_EDGE = " \t\n.,;:!?-–—…+&/'`=~"


def title_of(surface: Surface, clause: Clause, deadlines: list[tuple[int, int]]) -> str:
    """A title of at most MAX_TITLE characters; control characters never get into it."""
    start, end = clause.start, clause.end
    limit = patterns()["cut"].search(surface.plain, start, end)
    if limit and limit.start() > start + 3:
        end = limit.start()
    words = _without(surface.text, start, end, deadlines)
    words = " ".join(_pattern("link").sub(" ", _printable(words)).split()).strip(_EDGE)
    negative = _pattern("negative").match(words.replace("’", "'"))
    if negative:
        words = ("Never " if "never" in negative["word"].lower() else "Don't ") + words[negative.end() :]
    words = _pattern("trailing").sub("", _LEADING.sub("", words, count=1))
    return _shortened(_as_imperative(words)) or t("My goal")


def _without(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    kept, at = [], start
    for first, last in sorted(spans):
        if start <= first < end:
            kept.append(text[at:first])
            at = max(at, last)
    return " ".join([*kept, text[at:end]])


def _as_imperative(words: str) -> str:
    if words.isupper() and len(words) > 4:
        words = words.lower()
    first, _, rest = words.partition(" ")
    plain = first.lower()
    if plain.endswith("ing") and (base := base_of(plain)) and plain not in ("being",):
        first = base
    elif plain in _SLIPS:
        first = _SLIPS[plain]
    elif plain == "being":
        first = "be"
    words = f"{first} {rest}".strip()
    return words[:1].upper() + words[1:]


def _shortened(words: str) -> str:
    if len(words) <= MAX_TITLE:
        return words
    cut = words[: MAX_TITLE - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[20:] else cut).rstrip(_EDGE) + "…"


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
