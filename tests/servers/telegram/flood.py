"""Telegram's flood limits, off until a test switches them on."""

import math
from collections import deque
from dataclasses import dataclass, field

from tests.servers.telegram.refusals import too_many_requests


@dataclass
class FloodLimits:
    """30 messages a second in all, one a second per private chat after a short burst, 20 a minute per group.

    Who is told to wait and does not is told again, and waits no shorter for it.
    """

    on: bool = False
    per_second: int = 30
    burst: int = 3  # messages a private chat takes at once
    per_minute_in_group: int = 20
    refused: list[tuple[float, int]] = field(default_factory=list)  # instant and chat
    ignored: list[tuple[float, int]] = field(default_factory=list)  # refused while it had been told to wait
    _all: deque[float] = field(default_factory=deque)
    _tokens: dict[int, tuple[float, float]] = field(default_factory=dict)  # private chat: tokens left, and when
    _group: dict[int, deque[float]] = field(default_factory=dict)
    _shut_until: dict[int, float] = field(default_factory=dict)

    def check(self, chat_id: int, now: float) -> None:
        """Counts one message. Raises 429 with the seconds to wait where it is too much."""
        if not self.on:
            return
        if (until := self._shut_until.get(chat_id, 0.0)) > now:
            self.ignored.append((now, chat_id))
            self._refuse(chat_id, now, until - now)
        while self._all and self._all[0] <= now - 1:
            self._all.popleft()
        if len(self._all) >= self.per_second:
            self._refuse(chat_id, now, self._all[0] + 1 - now)
        wait = self._wait_of_group(chat_id, now) if chat_id < 0 else self._wait_of_person(chat_id, now)
        if wait > 0:
            self._refuse(chat_id, now, wait)
        self._all.append(now)

    def _refuse(self, chat_id: int, now: float, wait: float) -> None:
        seconds = max(1, math.ceil(wait))
        self.refused.append((now, chat_id))
        self._shut_until[chat_id] = max(self._shut_until.get(chat_id, 0.0), now + wait)
        raise too_many_requests(seconds)

    def _wait_of_person(self, chat_id: int, now: float) -> float:
        tokens, since = self._tokens.get(chat_id, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + now - since)
        if tokens < 1:
            self._tokens[chat_id] = (tokens, now)
            return 1 - tokens
        self._tokens[chat_id] = (tokens - 1, now)
        return 0.0

    def _wait_of_group(self, chat_id: int, now: float) -> float:
        sent = self._group.setdefault(chat_id, deque())
        while sent and sent[0] <= now - 60:
            sent.popleft()
        if len(sent) >= self.per_minute_in_group:
            return sent[0] + 60 - now
        sent.append(now)
        return 0.0
