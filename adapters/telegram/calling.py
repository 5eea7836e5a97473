"""Calls that must get through: in the pace of their chat, again after what passes, with an end for what does not."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar

from adapters.telegram.faults import is_undone, lacks_topic
from adapters.telegram.line import seconds_in
from adapters.telegram.pacing import Pace
from bot.entities import Address
from bot.logs import Log

log = Log(__name__)
T = TypeVar("T")
PATIENCE_SECONDS = 600.0  # for Telegram to come back while a message is in hand
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0


class Place(NamedTuple):
    """Where a message goes."""

    chat: str
    thread: int | None = None  # a topic
    answers: int | None = None  # the message it is a reply to, where others read along

    @property
    def is_private(self) -> bool:
        return not self.chat.startswith("-")


def place_of(address: Address) -> Place:
    """Where the message that came from there is answered."""
    answers = int(address.message) if address.message and not address.is_private and not address.interaction else None
    thread = int(address.thread) if address.thread else None
    return Place(address.chat or address.user, thread, answers)


class Calls:
    """Makes calls for one chat after the other, or for many at a time."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._moved: dict[str, str] = {}  # groups that became supergroups

    async def send(self, place: Place, call: Callable[[Place], Awaitable[T]]) -> T:
        """What the call gives in the end. What was certainly not done is tried again, for minutes if need be.

        Raises BadRequest or Forbidden where Telegram will never do it; another TelegramError after a lost answer
        (only the caller knows whether a message may be shown twice) and when Telegram does not come back.
        """
        from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

        began, wait = time.monotonic(), FIRST_WAIT
        while True:
            place = place._replace(chat=self._moved.get(place.chat, place.chat))
            await self._pace.turn(place.chat)
            try:
                return await call(place)
            except RetryAfter as error:
                self._pace.hold(place.chat, seconds_in(error.retry_after))
                continue
            except ChatMigrated as error:
                self._moved[place.chat] = str(error.new_chat_id)
                continue
            except (BadRequest, Forbidden) as error:
                if place.thread is None or not lacks_topic(error):
                    raise
                place = place._replace(thread=None)
                continue
            except TelegramError as error:
                if not is_undone(error) or time.monotonic() - began > PATIENCE_SECONDS:
                    raise
                log.warning("Telegram cannot be reached or answers with an error; the message waits.",
                            error=type(error).__name__)  # fmt: skip
            await asyncio.sleep(wait * random.uniform(0.5, 1))
            wait = min(LONGEST_WAIT, wait * 2)
