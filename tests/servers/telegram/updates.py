"""The queue of updates: ids, what is allowed, confirmation by offset, and one poller at a time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers.telegram.refusals import Refusal, conflict
from tests.servers.telegram.waiting import Bell

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
    "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot",
)  # fmt: skip
BY_DEFAULT = frozenset(KINDS) - {"chat_member", "message_reaction", "message_reaction_count"}
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
SOON = 3.0  # seconds in which a second conflict is told late, so that two pollers do not spin


@dataclass(frozen=True)
class Update:
    id: int
    kind: str
    payload: dict[str, Any]
    chat_id: int

    @property
    def json(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.payload}


@dataclass(eq=False)
class _Poll:
    """A getUpdates that waits; the next one ends it."""

    refusal: Refusal | None = None


@dataclass
class Updates:
    bell: Bell
    loop_time: Callable[[], float]
    allowed: frozenset[str] = BY_DEFAULT
    pending: list[Update] = field(default_factory=list)
    added: int = 0
    dropped: list[str] = field(default_factory=list)  # kinds of updates the bot did not ask for
    next_id: int = 618_203_771
    conflicts: int = 0
    conflict_delay: float = SOON
    _poll: _Poll | None = None
    _told_at: float = float("-inf")

    def add(self, kind: str, payload: dict[str, Any], chat_id: int) -> None:
        """An update, unless the bot did not ask for its kind: what is allowed is looked at when it happens."""
        if kind not in self.allowed:
            self.dropped.append(kind)
            return
        # A copy: what is told is the state of now, and a message goes on changing.
        self.pending.append(Update(self.next_id, kind, json.loads(json.dumps(payload)), chat_id))
        self.next_id += 1
        self.added += 1
        self.bell.ring()

    def allow(self, given: Any) -> None:
        """From a list of kinds; an empty one is the default, and anything that is no list changes nothing."""
        if isinstance(given, list) and all(isinstance(kind, str) for kind in given):
            self.allowed = frozenset(kind.lower() for kind in given) & set(KINDS) or BY_DEFAULT

    def confirm(self, update_id: int) -> None:
        """This update need not be told again."""
        self.pending = [update for update in self.pending if update.id != update_id]
        self.bell.ring()

    def clear(self) -> None:
        self.pending = []

    async def poll(self, offset: int, limit: int, within: float, is_gone: Callable[[], bool]) -> list[dict[str, Any]]:
        """What getUpdates answers. `is_gone` says whether the caller hung up meanwhile."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            self.pending = [update for update in self.pending if update.id >= offset]
        if not self.pending and within:
            await self._wait(within, is_gone)
        return [update.json for update in self.pending[: min(max(limit, 1), 100)]]

    def end_poll(self, refusal: Refusal) -> None:
        """The poller that waits is told this instead."""
        if self._poll is not None:
            self._poll.refusal = refusal
            self.bell.ring()

    async def _wait(self, within: float, is_gone: Callable[[], bool]) -> None:
        self.end_poll(conflict(OTHER_POLLER))
        mine = self._poll = _Poll()
        await self.bell.until(lambda: True if mine.refusal or self.pending else None, within)
        if self._poll is mine:
            self._poll = None
        if mine.refusal is not None and not is_gone():
            self.conflicts += 1
            await self._tell_late()
            raise mine.refusal

    async def _tell_late(self) -> None:
        now = self.loop_time()
        if now < self._told_at + self.conflict_delay:
            await asyncio.sleep(self.conflict_delay)
        else:
            self._told_at = now
