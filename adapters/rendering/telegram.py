"""The Markdown of a reply as Telegram takes it: plain text with entities, in pieces of its sizes."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from adapters.rendering.plain import safe_text

if TYPE_CHECKING:
    from telegramify_markdown import RenderConfig

LONGEST_TEXT = 4096  # UTF-16 units, as Telegram counts
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100

STYLES = frozenset({
    "bold", "italic", "underline", "strikethrough", "code", "pre", "blockquote", "expandable_blockquote",
})  # fmt: skip
_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\(\s*([^)\s]+)[^)\n]*\)")
_INSIDE_WORD = re.compile(r"(?<=\w)([*_]+)(?=\w)")
_RULE = re.compile(r"(?m)^([ \t]*)([-=]+)(?=[ \t]*\n)")  # under a line it would make a heading of it
_COMMAND = re.compile(r"/[a-z]")
_MEANING_MORE = re.compile(r"[<&$|~\[]")  # HTML, formulas, tables, spoilers, references: Gigi uses none of them


class Entity(NamedTuple):
    """A style over a stretch of a text; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    language: str | None = None  # of a block of code


class Piece(NamedTuple):
    """What fits into one message."""

    text: str
    entities: tuple[Entity, ...] = ()


def pieces(markdown: str, longest: int = LONGEST_TEXT) -> tuple[Piece, ...]:
    """The text in as few messages as it fits into, cut between paragraphs, lines or words; none for an empty text."""
    text, entities = _converted(markdown)
    offsets = _offsets(text)
    found: list[Piece] = []
    start = 0
    while start < len(text):
        stop = _stop(text, offsets, entities, start, longest)
        if piece := _piece(text, offsets, entities, start, stop):
            found.append(piece)
        start = stop
    return tuple(found)


def units(text: str) -> int:
    """How long Telegram says a text is."""
    return _offsets(text)[-1]


def _offsets(text: str) -> list[int]:
    """Where each character begins, in UTF-16 units, and where the last one ends."""
    return [0, *accumulate(2 if ord(char) > 0xFFFF else 1 for char in text)]


def _converted(markdown: str) -> tuple[str, list[Entity]]:
    from telegramify_markdown import convert

    text, entities = convert(_plain_dialect(safe_text(markdown) + "\n"), latex_escape=False, config=_symbols())
    if not text.strip():  # Markdown that stands for nothing, such as a lone "#"
        return safe_text(markdown), []
    styled = [Entity(e.type, e.offset, e.length, e.language) for e in entities if e.type in STYLES and e.length > 0]
    offsets = _offsets(text)
    shown = [e for e in styled if e.type != "code" or not _COMMAND.match(text, bisect_right(offsets, e.offset) - 1)]
    return text, sorted(shown, key=lambda entity: entity.offset)  # a command can be tapped where it is no code


def _plain_dialect(markdown: str) -> str:
    """Only emphasis, code, lists, headings and quotes keep a meaning; where a link leads stands in the open."""
    parts = _CODE.split(markdown)
    return "".join(part if index % 2 else _escaped(part) for index, part in enumerate(parts))


def _escaped(text: str) -> str:
    text = _LINK.sub(lambda link: f"{link[1]} ({link[2]})" if link[1] != link[2] else link[2], text)
    text = _INSIDE_WORD.sub(lambda marks: "".join(f"\\{mark}" for mark in marks[1]), text)
    text = _RULE.sub(r"\1\\\2", text)
    return _MEANING_MORE.sub(lambda char: f"\\{char[0]}", text)


@cache
def _symbols() -> "RenderConfig":
    from telegramify_markdown import RenderConfig

    config = RenderConfig.isolated()
    symbols = config.markdown_symbol
    symbols.heading_level_1 = symbols.heading_level_2 = symbols.heading_level_3 = symbols.heading_level_4 = ""
    symbols.unordered_list_item = "•"
    return config


def _stop(text: str, offsets: Sequence[int], entities: Sequence[Entity], start: int, longest: int) -> int:
    """Where the piece that begins at `start` ends."""
    budget = offsets[start] + longest
    ahead = [entity for entity in entities if entity.offset + entity.length > offsets[start]]
    if len(ahead) > MOST_ENTITIES and ahead[MOST_ENTITIES].offset > offsets[start]:
        budget = min(budget, ahead[MOST_ENTITIES].offset)
    if offsets[-1] <= budget:
        return len(text)
    end = max(start + 1, bisect_right(offsets, budget) - 1)
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, start + (end - start) // 2, end)
        if at > start:
            return at + len(mark)
    return end


def _piece(text: str, offsets: Sequence[int], entities: Sequence[Entity], start: int, stop: int) -> Piece | None:
    """The stretch without white space around it, with the entities that lie in it."""
    said = text[start:stop]
    begin = start + len(said) - len(said.lstrip())
    end = begin + len(said.strip())
    first, last = offsets[begin], offsets[end]
    clipped = [
        entity._replace(offset=from_ - first, length=to - from_)
        for entity in entities
        if (from_ := max(entity.offset, first)) < (to := min(entity.offset + entity.length, last))
    ]
    return Piece(text[begin:end], tuple(clipped[:MOST_ENTITIES])) if end > begin else None
