"""What an error of Discord's API means for us. The text of one may hold a token, so it is never shown or logged."""

import discord

from bot.errors import PersonUnreachable, SendFailed

REVOKED = (
    "Discord does not know the token in discord.token: it was mistyped or reset. The Developer Portal shows a new one "
    "under Bot, Reset Token."
)
DISALLOWED = (
    "Discord refuses the Message Content intent. Turn on the switch “Message Content Intent” under Bot in the "
    "Developer Portal, or leave discord.message_content and discord.coach_channels unset: mentions, replies, slash "
    "commands and direct messages work without it."
)
SHARDING = "Discord refuses discord.shards: leave it at 0, and Discord says how many are needed."
_DMS_CLOSED = frozenset({50007, 50278})
_TOKEN_GONE = frozenset({10015, 10062, 50027, 40094})  # of an interaction: unknown, too late, expired, used up
_GONE = frozenset({10003, 10008, 10013, 50001, 50013, 50083, 160005})


def is_passing(error: BaseException) -> bool:
    """Whether the same call may well succeed a little later."""
    import aiohttp

    if isinstance(error, discord.HTTPException):
        return error.status == 429 or error.status >= 500
    return isinstance(error, OSError | aiohttp.ClientError | TimeoutError | discord.RateLimited)


def has_closed_dms(error: discord.HTTPException) -> bool:
    """Whether this person takes no direct messages from us (any more)."""
    return error.code in _DMS_CLOSED


def is_token_gone(error: discord.HTTPException) -> bool:
    """Whether an interaction can be answered no longer."""
    return error.code in _TOKEN_GONE or error.status == 404


def is_revoked(error: discord.HTTPException) -> bool:
    """Whether Discord does not know our token any more."""
    return error.status == 401 and error.code not in _TOKEN_GONE


def refusal(error: discord.HTTPException, *, is_private: bool) -> SendFailed:
    """Why Discord will never take this, in our words."""
    if is_private and (has_closed_dms(error) or error.code in _GONE):
        return PersonUnreachable("This person takes no direct messages from Gigi.", is_for_good=False)
    if error.code in _GONE:
        return SendFailed("Gigi may not write in this channel (any more).")
    return SendFailed("Discord refused a message for good.")
