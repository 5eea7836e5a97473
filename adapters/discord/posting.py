"""Messages as calls of Discord's API: posted, answering an interaction, put in place of an older one, reacted with."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import discord

from adapters.discord.composing import EPHEMERAL, Part, body_of, rows
from adapters.discord.line import Line

_MISSING_PERMISSIONS = 50013


class Token(NamedTuple):
    """What answers an interaction for a quarter of an hour; it travels in `Address.interaction`."""

    is_press: bool  # of a button: the message it stood under is what is edited
    is_hidden: bool  # the answer is for one person's eyes, where others read along
    application: str
    secret: str

    def __str__(self) -> str:
        return f"{'b' if self.is_press else 'c'}{'h' if self.is_hidden else 'o'}:{self.application}:{self.secret}"


def read_token(interaction: str) -> Token | None:
    """The token in an address; None where there is none."""
    kind, _, rest = interaction.partition(":")
    application, _, secret = rest.partition(":")
    return Token(kind[0] == "b", kind[1] == "h", application, secret) if len(kind) == 2 and secret else None


class Posting:
    """Raises what `Line.call` raises, unless a method says otherwise."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._rooms: dict[str, str] = {}  # a person's direct channel

    async def direct(self, user: str) -> str:
        """The channel of direct messages with somebody, opened where it is not yet."""
        if user not in self._rooms:
            opened = await self._line.call("POST", "/users/@me/channels", {"recipient_id": user})
            self._rooms[user] = str(opened["id"])
        return self._rooms[user]

    async def post(self, channel: str, part: Part, nonce: str, *, answers: str = "", pings: Sequence[str] = ()) -> str:
        """The id of the new message; the same one for a nonce that Discord knows. Where a card is refused, plainer."""
        body = body_of(part, pings=pings) | {"nonce": nonce, "enforce_nonce": True}
        if answers:
            body["message_reference"] = {"message_id": answers, "fail_if_not_exists": False}
        try:
            posted = await self._line.call(
                "POST", "/channels/{channel_id}/messages", body, files=part.files, channel_id=channel
            )
        except discord.Forbidden as error:
            if error.code != _MISSING_PERMISSIONS or part.card is None:
                raise
            for number, plain in enumerate(part.plainer):
                found = await self.post(channel, plain, f"{nonce}{number}"[-25:], answers=answers, pings=pings)
            return found
        return str(posted["id"])

    async def answer(self, token: Token, part: Part) -> None:
        """The deferred answer becomes this; after a press, the message with the button."""
        body = body_of(part)
        body.pop("flags", None)  # what is hidden stays so, and other flags cannot be set here
        await self._hook("PATCH", "/messages/@original", token, body, part)

    async def follow(self, token: Token, part: Part) -> None:
        """One more message after the answer."""
        body = body_of(part)
        if token.is_hidden:
            body["flags"] = body.get("flags", 0) | EPHEMERAL
        await self._hook("POST", "", token, body, part)

    async def close(self, token: Token, content: str | None) -> None:
        """The pressed message without its buttons, and with these words in place of its own where some are given."""
        body: dict[str, Any] = {"components": []}
        if content is not None:
            body |= {"content": content, "allowed_mentions": {"parse": []}}
        await self._hook("PATCH", "/messages/@original", token, body)

    async def replace(self, channel: str, message: str, part: Part) -> None:
        """An older message of ours becomes this."""
        body = body_of(part)
        body.pop("flags", None)
        await self._edit(channel, message, body, part)

    async def strip(self, channel: str, message: str) -> None:
        """An older message of ours loses its buttons."""
        await self._edit(channel, message, {"components": rows(())})

    async def react(self, channel: str, message: str, emoji: str) -> None:
        await self._line.call(
            "PUT",
            "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me",
            channel_id=channel,
            message_id=message,
            emoji=emoji,
        )

    async def _edit(self, channel: str, message: str, body: dict[str, Any], part: Part | None = None) -> None:
        await self._line.call(
            "PATCH",
            "/channels/{channel_id}/messages/{message_id}",
            body,
            files=part.files if part else (),
            channel_id=channel,
            message_id=message,
        )

    async def _hook(self, method: str, path: str, token: Token, body: dict[str, Any], part: Part | None = None) -> None:
        await self._line.call(
            method,
            "/webhooks/{webhook_id}/{webhook_token}" + path,
            body,
            files=part.files if part else (),
            query={"wait": "true"} if method == "POST" else None,
            webhook_id=token.application,
            webhook_token=token.secret,
        )
