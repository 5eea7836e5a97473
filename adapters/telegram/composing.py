"""A reply as the messages that Telegram will show. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from adapters.rendering.telegram import LONGEST_CAPTION, LONGEST_TEXT, Piece, pieces, units
from bot.entities import Attachment, Button, Reply

WIDEST_ROW = 30  # letters of the labels that stand side by side on a narrow phone
MOST_IN_ROW = 4
_PICTURES = ("image/png", "image/jpeg")


class Link(NamedTuple):
    """A button that opens an address."""

    label: str
    url: str


class Outgoing(NamedTuple):
    """One message: words, or a file with words under it, and what stands below."""

    piece: Piece
    buttons: tuple[Button, ...] = ()
    file: Attachment | None = None
    link: Link | None = None

    @property
    def is_picture(self) -> bool:
        return self.file is not None and self.file.media_type in _PICTURES

    @property
    def plainer(self) -> "Outgoing":
        """The same without what Telegram may not like about it: styles, and pictures that are too long or too wide."""
        file = self.file.but(media_type="application/octet-stream") if self.file else None
        return self._replace(piece=Piece(self.piece.text), file=file)


def compose(reply: Reply) -> tuple[Outgoing, ...]:
    """The messages in their order; the buttons stand under the last words.

    One picture with few words is one message. Otherwise the words come first and each file after them.
    """
    said = pieces(reply.text)
    pictures = [file for file in reply.files if file.media_type in _PICTURES]
    others = [file for file in reply.files if file not in pictures]
    found: list[Outgoing] = []
    if pictures and len(said) == 1 and units(said[0].text) <= LONGEST_CAPTION:
        found.append(Outgoing(said[0], reply.buttons, pictures.pop(0)))
    else:
        found += [Outgoing(piece) for piece in said]
        found[-1:] = [last._replace(buttons=reply.buttons) for last in found[-1:]]
    found += [Outgoing(_caption(file), file=file) for file in (*pictures, *others)]
    if reply.buttons and not said and found:
        found[-1] = found[-1]._replace(buttons=reply.buttons)
    return tuple(found)


def rows(buttons: Sequence[Button]) -> list[list[Button]]:
    """The buttons side by side as long as their labels fit a narrow phone."""
    found: list[list[Button]] = []
    width = 0
    for button in buttons:
        letters = len(button.label) + 3
        if not found or len(found[-1]) == MOST_IN_ROW or width + letters > WIDEST_ROW:
            found.append([])
            width = 0
        found[-1].append(button)
        width += letters
    return found


def chosen(piece: Piece, label: str) -> Piece:
    """A message whose button was pressed: the choice stands under it. As it was, where there is no room."""
    text = f"{piece.text}\n\n✓ {label}"
    return piece._replace(text=text) if units(text) <= LONGEST_TEXT else piece


def _caption(file: Attachment) -> Piece:
    """What a picture shows, for those who do not see it."""
    return pieces(file.alt, LONGEST_CAPTION)[0] if file.alt.strip() else Piece("")
