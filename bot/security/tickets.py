"""Tickets of buttons: short, authenticated, good for one person's one message, and worthless to anybody else."""

import base64
import hashlib
import hmac
import re
from typing import NamedTuple

from bot.entities import InboxId, Reply
from bot.security.vault import PersonCipher

_MAC_BYTES = 12
_SHAPE = re.compile(r"[0-9]{1,18}\.[0-9]{1,2}\.[A-Za-z0-9_-]{16}")


class Pressed(NamedTuple):
    """Which button: the inbox row whose reply carried it, and its place under that reply."""

    inbox_id: InboxId
    place: int  # 0 is the first


def with_tickets(cipher: PersonCipher, inbox_id: InboxId, reply: Reply) -> Reply:
    """The reply with a ticket in each of its buttons."""
    buttons = enumerate(reply.buttons)
    return reply.but(buttons=tuple(b.but(ticket=_ticket(cipher, Pressed(inbox_id, place))) for place, b in buttons))


def read_ticket(cipher: PersonCipher, ticket: str) -> Pressed | None:
    """Which button of this person's it is; None for anybody else's, and for what is no ticket."""
    if _SHAPE.fullmatch(ticket) is None:
        return None
    pressed = ticket_place(ticket)
    return pressed if hmac.compare_digest(_ticket(cipher, pressed), ticket) else None


def ticket_place(ticket: str) -> Pressed:
    """Which button a ticket names that was read before."""
    row, place, _ = ticket.split(".")
    return Pressed(InboxId(int(row)), int(place))


def _ticket(cipher: PersonCipher, pressed: Pressed) -> str:
    name = f"{pressed.inbox_id}.{pressed.place}"
    mac = hmac.new(cipher.derive(b"buttons"), name.encode(), hashlib.sha256).digest()[:_MAC_BYTES]
    return f"{name}.{base64.urlsafe_b64encode(mac).decode()}"
