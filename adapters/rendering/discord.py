"""The Markdown of a reply as Discord takes it: its own Markdown in pieces of its size, and a plan as a card."""

import re
from typing import NamedTuple

from adapters.rendering.plain import safe_text

LONGEST_TEXT = 1970  # of 2000, counted in UTF-16 units to be on the safe side; the rest is room for a mention
LONGEST_CARD, LONGEST_TITLE = 4096, 256
_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\(\s*<?([^)\s>]+)>?[^)\n]*\)")
_FENCE = re.compile(r"(?m)^ {0,3}```([^`\n]{0,20})")
_CLOSING = "\n```"
_SECTION = re.compile(r"(?m)^\*\*[^*\n]+\*\*(?= ·|$)")
_FEWEST_SECTIONS = 3  # bold heads in one block: a plan with its weeks


class Card(NamedTuple):
    """A plan in a frame of its own, with what is said before it."""

    before: str
    title: str
    body: str


def pieces(markdown: str, longest: int = LONGEST_TEXT) -> tuple[str, ...]:
    """The text in as few messages as it fits into, cut between paragraphs, lines or words; none for an empty text.

    A block of code that is cut is closed and opened again.
    """
    rest, opened, found = _dialect(markdown).strip(), "", list[str]()
    while rest:
        stop = _stop(rest, longest - units(opened) - len(_CLOSING))
        said, rest = opened + rest[:stop], rest[stop:]
        fence = _open_fence(said) if rest else None
        if fence is None:
            rest, opened = rest.lstrip(), ""
        else:
            said, opened = said.rstrip() + _CLOSING, f"```{fence}\n"
            rest = rest.removeprefix("\n")
        if said.strip():
            found.append(said.strip())
    return tuple(found)


def card(markdown: str) -> Card | None:
    """The plan in a text as a card; None for a text without one, or where it is too long for one."""
    blocks = _dialect(markdown).strip().split("\n\n")
    place = next((n for n, block in enumerate(blocks) if len(_SECTION.findall(block)) >= _FEWEST_SECTIONS), 0)
    if place == 0 or not blocks[place - 1].startswith("**") or "\n" in blocks[place - 1].strip():
        return None
    found = Card("\n\n".join(blocks[: place - 1]), blocks[place - 1].replace("**", ""), "\n\n".join(blocks[place:]))
    fits = units(found.before) <= LONGEST_TEXT and units(found.title) <= LONGEST_TITLE
    return found if fits and units(found.body) <= LONGEST_CARD else None


def units(text: str) -> int:
    """How long Discord may say a text is."""
    return len(text) + sum(char > "\uffff" for char in text)


def _dialect(markdown: str) -> str:
    """Where a link leads stands in the open, and brings no preview of the page."""
    parts = _CODE.split(safe_text(markdown))
    return "".join(part if number % 2 else _LINK.sub(_opened, part) for number, part in enumerate(parts))


def _opened(link: re.Match[str]) -> str:
    return f"<{link[2]}>" if link[1] in ("", link[2]) else f"{link[1]} (<{link[2]}>)"


def _stop(text: str, longest: int) -> int:
    """Where the piece that begins the text ends."""
    if units(text) <= longest + len(_CLOSING):
        return len(text)
    end = _fitting(text, longest)
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, end // 2, end)
        if at > 0:
            return at + len(mark)
    return max(1, end)


def _fitting(text: str, longest: int) -> int:
    """How many characters of the text are no longer than that."""
    room = longest
    for number, char in enumerate(text):
        room -= units(char)
        if room < 0:
            return number
    return len(text)


def _open_fence(text: str) -> str | None:
    """The language of the block of code that the text leaves open ("" without one); None where all are closed."""
    fences = _FENCE.findall(text)
    return str(fences[-1]).strip() if len(fences) % 2 else None
