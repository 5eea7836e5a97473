"""Delivery to a webhook: in order within a chat, several chats at once, again and again until it is taken."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.servers.telegram.refusals import bad_request
from tests.servers.telegram.updates import Update, Updates

PORTS = (80, 88, 443, 8443)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_WAIT = 60.0
ANSWER_WITHIN = 60.0


@dataclass
class Webhook:
    """`behind` is where requests for an https address really go, as behind a proxy; `patience` scales the waits."""

    updates: Updates
    now: Callable[[], datetime]
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    behind: str = ""
    patience: float = 1.0
    last_error: str = ""
    last_error_at: datetime | None = None
    deliveries: list[tuple[int, int]] = field(default_factory=list)  # update id and status; 0 is no answer
    _busy: set[int] = field(default_factory=set)  # chats with a delivery under way

    def set(self, url: str, secret: str, max_connections: int, ip_address: str) -> None:
        """Raises a Refusal where Telegram would."""
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not re.fullmatch(r"[\w-]*", secret, re.ASCII):
            raise bad_request("secret token contains unallowed characters")
        _check_address(url)
        self.url, self.secret, self.ip_address = url, secret, ip_address
        self.max_connections = min(max(max_connections or 40, 1), 100)
        self.last_error, self.last_error_at = "", None
        self.updates.bell.ring()

    def delete(self) -> None:
        self.url = self.secret = self.ip_address = ""

    @property
    def info(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "url": self.url, "has_custom_certificate": False, "pending_update_count": len(self.updates.pending),
        }  # fmt: skip
        if self.url:
            told |= {"max_connections": self.max_connections, "ip_address": self.ip_address or "127.0.0.1"}
        if self.last_error_at is not None:
            told |= {"last_error_date": int(self.last_error_at.timestamp()), "last_error_message": self.last_error}
        return told | {"allowed_updates": sorted(self.updates.allowed)}

    async def run(self) -> None:
        """Delivers for ever."""
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:
            while True:
                await self.updates.bell.until(lambda: True if self._ready() else None, 3600)
                while self._ready():
                    update = self._ready()[0]
                    self._busy.add(update.chat_id)
                    tasks.create_task(self._deliver(session, update))

    def _ready(self) -> list[Update]:
        if not self.url or len(self._busy) >= self.max_connections:
            return []
        first = {update.chat_id: update for update in reversed(self.updates.pending)}
        return [update for chat_id, update in sorted(first.items(), key=lambda each: each[1].id)
                if chat_id not in self._busy]  # fmt: skip

    async def _deliver(self, session: aiohttp.ClientSession, update: Update) -> None:
        delay, tries = 1.0, 0
        try:
            while self.url and update in self.updates.pending:
                retry_after = await self._try(session, update)
                if retry_after is None:
                    self.updates.confirm(update.id)
                    return
                if tries and not retry_after:
                    delay = min(delay * 2, LONGEST_WAIT)
                wait = retry_after or (delay if tries else 0)
                tries += 1
                await asyncio.sleep(wait * self.patience)
        finally:
            self._busy.discard(update.chat_id)
            self.updates.bell.ring()

    async def _try(self, session: aiohttp.ClientSession, update: Update) -> float | None:
        """None when it was taken, else the seconds the receiver asked to be left alone."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        try:
            async with session.post(self._address(), json=update.json, headers=headers, timeout=timeout) as answer:
                self.deliveries.append((update.id, answer.status))
                if answer.ok:
                    return None
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                given = answer.headers.get("Retry-After", "")
                return min(float(given), 3600.0) if given.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self.deliveries.append((update.id, 0))
            refused = isinstance(error, aiohttp.ClientConnectorError)
            self._failed("Connection refused" if refused else "Webhook connection closed")
            return 0.0

    def _address(self) -> str:
        parts = urlsplit(self.url)
        return self.behind.rstrip("/") + parts.path if self.behind else self.url

    def _failed(self, said: str) -> None:
        self.last_error, self.last_error_at = said, self.now()


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if parts.hostname in LOOPBACK:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
