"""A message as the goal rules see it: folded in place, with mentions, links and tags out of the way."""

import re
from dataclasses import dataclass
from functools import cached_property, partial

from bot.rules.aligned import aligned
from bot.rules.patterns import pattern

_pattern = partial(pattern, "surface", package=__package__ or "bot.rules.goals")

LIMIT = 2_000  # characters analysed; a goal is said in its first sentences
MARK = "¦"  # stands where the person names a resolution or a goal as such

_EMOTICON = re.compile(r"(?<!\w)[:;=x]-?[)(dpo/|](?!\w)|<3|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]")
_NUMBER_TAG = re.compile(r"#(\d{1,2})(?!\w)")  # "#1" is the mark of a list item
_TAG = re.compile(r"#(?=\w)")
_TAG_RUN = re.compile(rf"(?:[ .!?,;]*(?:#[\w'&]+|{MARK}))+[ .!?,;{MARK}]*$")


@dataclass(frozen=True, slots=True)
class Tagged:
    """Where the hashtags of a text stand, those that are part of no sentence."""

    plain: str
    tags: str


class Surface:
    """One message: the text as typed (cut to LIMIT) and a same-length folded form for patterns."""

    def __init__(self, text: str) -> None:
        self.text = text[:LIMIT]
        self.folded = aligned(self.text)
        masked = _EMOTICON.sub(_blank, _pattern("link").sub(_blank, self.folded))
        masked = _pattern("noise").sub(_blank, _pattern("said_stop").sub(_stop, masked))
        masked = _NUMBER_TAG.sub(lambda m: m[1] + ")", masked)
        self.has_marker = bool(_pattern("marker").search(masked))
        masked = _own_words(_pattern("marker").sub(_mark, masked))
        tagged = _without_tags(_parted(masked))
        self.plain = tagged.plain
        self.tags = tagged.tags

    @cached_property
    def squeezed(self) -> str:
        """The folded form with white space and masks squeezed, for patterns that need no place."""
        return " ".join(self.plain.split())


def _without_tags(masked: str) -> Tagged:
    """A run of tags after the last sentence describes it ("#fit"); a tag inside a sentence is one of its words."""
    run = _TAG_RUN.search(masked)
    if run is None or "#" not in run.group():
        return Tagged(_TAG.sub(" ", masked), "")
    head, tail = masked[: run.start()], run.group()
    if not re.search(r"\w", head.replace(MARK, "")) or _pattern("names").search(head):
        return Tagged(_TAG.sub(" ", masked), "")
    kept = "".join(MARK if char == MARK else " " for char in tail)
    return Tagged(_TAG.sub(" ", head) + "." + kept[1:] if kept[:1] == " " else _TAG.sub(" ", head) + kept, tail)


def _own_words(masked: str) -> str:
    """What stands before "RT @somebody"; after it others speak, unless it is all there is."""
    retweet = _pattern("retweet").search(masked)
    if retweet is None or not re.search(r"\w", masked[: retweet.start()]):
        return masked
    return masked[: retweet.start()] + "." + " " * (len(masked) - retweet.start() - 1)


def _parted(masked: str) -> str:
    """A full stop before a mark that belongs to no sentence: "last gym day of the year #resolution more sleep"."""
    parts = masked.split(MARK)
    for place, part in enumerate(parts[:-1]):
        if part.endswith(" ") and re.search(r"\w", part) and not _pattern("owned").search(part):
            parts[place] = part[:-1] + "."
    return MARK.join(parts)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _stop(match: re.Match[str]) -> str:
    is_short = match.group().strip() in ("comma", "semicolon")
    return ("," if is_short else "?" if "question" in match.group() else ".").ljust(len(match.group()))


def _mark(match: re.Match[str]) -> str:
    return MARK + " " * (len(match.group()) - 1)
