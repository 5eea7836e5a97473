"""What an error of the Bot API means for us. The text of one may hold the token, so it is never shown or logged."""

from typing import TYPE_CHECKING

from bot.errors import PersonUnreachable, SendFailed

if TYPE_CHECKING:
    from telegram.error import TelegramError

REVOKED = (
    "Telegram does not know the token in telegram.token: it was mistyped or revoked. BotFather shows the right one, "
    "or makes a new one with /revoke."
)
_GONE = ("blocked by the user", "user is deactivated", "initiate conversation", "chat not found", "user not found")
_UNCHANGED = ("message is not modified",)
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic closed", "topic deleted")


def is_about_the_chat(error: "TelegramError") -> bool:
    """Whether nothing at all can be sent there, however it looks."""
    return _says(error, (*_GONE, "rights", "not a member", "kicked"))


def is_unchanged(error: "TelegramError") -> bool:
    """Whether the message already looks as it was to look."""
    return _says(error, _UNCHANGED)


def lacks_topic(error: "TelegramError") -> bool:
    """Whether the topic that was written to is no longer there (or never was)."""
    return _says(error, _NO_TOPIC)


def is_undone(error: "TelegramError") -> bool:
    """Whether it is certain that Telegram did not do what it was asked: it answered so, or was never reached."""
    import httpx
    from telegram.error import TelegramError

    if type(error) is TelegramError:  # an answer that nobody can read
        return False
    cause = error.__cause__
    return not isinstance(cause, httpx.HTTPError) or isinstance(
        cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout
    )


def refusal(error: "TelegramError", *, is_private: bool) -> SendFailed:
    """Why Telegram will never take this, in our words."""
    from telegram.error import Forbidden

    if is_private and (isinstance(error, Forbidden) or _says(error, _GONE)):
        return PersonUnreachable("This person blocked Gigi, never started it, or is gone.", is_for_good=True)
    if isinstance(error, Forbidden) or _says(error, _GONE):
        return SendFailed("Gigi may not write in this group (any more).")
    return SendFailed("Telegram refused a message for good.")


def _says(error: "TelegramError", words: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(word in said for word in words)
