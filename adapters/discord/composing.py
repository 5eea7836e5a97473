"""A reply as the messages that Discord will show. Pure."""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from adapters.rendering.discord import LONGEST_TEXT, Card, card, pieces, units
from bot.entities import Address, Attachment, Button, Reply

PREFIX = "gigi:"  # of what our buttons and forms are known by
COLOUR = 0x3BA55D
MOST_FILES, MOST_IN_ROW, MOST_ROWS, LONGEST_LABEL = 10, 5, 5, 80
LONGEST_ALT = 1024
SUPPRESS_EMBEDS, EPHEMERAL = 1 << 2, 1 << 6


class Part(NamedTuple):
    """One message."""

    content: str
    card: Card | None = None
    buttons: tuple[Button, ...] = ()
    files: tuple[Attachment, ...] = ()

    @property
    def plainer(self) -> "tuple[Part, ...]":
        """The same without its card, for where Discord takes none."""
        if self.card is None:
            return (self,)
        text = "\n\n".join(filter(None, (self.content, f"**{self.card.title}**", self.card.body)))
        return _finished([Part(piece) for piece in pieces(text)], self.buttons, self.files)


def compose(reply: Reply) -> tuple[Part, ...]:
    """The messages in their order; buttons and files stand at the last words. A plan is a card."""
    if (framed := card(reply.text)) is not None:
        said = [Part(framed.before, framed)]
    else:
        said = [Part(piece) for piece in pieces(reply.text)]
    return _finished(said, reply.buttons, reply.files)


def _finished(said: list[Part], buttons: tuple[Button, ...], files: tuple[Attachment, ...]) -> tuple[Part, ...]:
    if not said and (buttons or files):
        said = [Part("")]
    if said:
        said[-1] = said[-1]._replace(buttons=buttons, files=files[:MOST_FILES])
    more = [Part("", files=files[at : at + MOST_FILES]) for at in range(MOST_FILES, len(files), MOST_FILES)]
    return (*said, *more)


def body_of(part: Part, *, pings: Sequence[str] = ()) -> dict[str, Any]:
    """What Discord is sent for it; nobody is pinged but those named in `pings`."""
    body: dict[str, Any] = {
        "content": part.content,
        "embeds": [] if part.card is None else [embed(part.card)],
        "components": rows(part.buttons),
        "allowed_mentions": {"parse": [], "users": list(pings), "replied_user": False},
        "attachments": [
            {"id": number, "filename": file.name, "description": file.alt[:LONGEST_ALT]}
            for number, file in enumerate(part.files)
        ],
    }
    if part.card is None and "http" in part.content:
        body["flags"] = SUPPRESS_EMBEDS
    return body


def embed(framed: Card) -> dict[str, Any]:
    return {"type": "rich", "title": framed.title, "description": framed.body, "color": COLOUR}


def rows(buttons: Sequence[Button]) -> list[dict[str, Any]]:
    """The buttons, five side by side."""
    shown = [
        {"type": 2, "style": 2, "label": button.label[:LONGEST_LABEL], "custom_id": PREFIX + button.ticket}
        for button in buttons[: MOST_IN_ROW * MOST_ROWS]
    ]
    return [{"type": 1, "components": shown[at : at + MOST_IN_ROW]} for at in range(0, len(shown), MOST_IN_ROW)]


def chosen(content: str, label: str) -> str | None:
    """The words of a message whose button was pressed, with the choice under them; None where there is no room."""
    text = f"{content}\n\n✓ {label}".strip()
    return text if units(text) <= LONGEST_TEXT else None


def nonce_of(key: str, address: Address, number: int, part: Part) -> str:
    """The same at every attempt to send this part of this reply, and for nothing else."""
    said = [key, address.user, address.chat, address.message, str(number), part.content, part.card and part.card.body]
    said += [button.ticket for button in part.buttons]
    return hashlib.sha256("\0".join(map(str, said)).encode()).hexdigest()[:24]
