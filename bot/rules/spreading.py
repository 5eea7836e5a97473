"""Many nudges due at one moment, spread so that they fit the platforms' limits; never before they are due."""

import hashlib
from datetime import timedelta

from bot.entities import PersonId, Platform, ReminderKind
from bot.rules.pacing import WINDOWS

# Nudges a second: about two thirds of what a platform allows a bot in all, so that answers are never kept waiting.
# Telegram's limit is some 30 messages a second, Discord's 50 requests; a direct message there takes two.
RATES = {Platform.TELEGRAM: 20.0, Platform.DISCORD: 15.0}
AT_ONCE = timedelta(seconds=15)  # what goes out within one sweep is not spread
_PARTS = 1 << 32


def span_of(platform: Platform, count: int) -> timedelta:
    """Over how long `count` nudges of a platform are spread; nothing where they fit into one sweep."""
    rate = RATES.get(platform)
    span = timedelta(seconds=count / rate) if rate else timedelta()
    return span if span > AT_ONCE else timedelta()


def place_in(span: timedelta, person_id: PersonId) -> timedelta:
    """How long after the due instant this person's turn comes: the same at every attempt, from 0 up to the span."""
    digest = hashlib.sha256(person_id.encode()).digest()
    return span * (int.from_bytes(digest[:4], "big") / _PARTS)


def most_at_once(platform: Platform) -> int | None:
    """How many nudges may come due at one moment and still be sent before they are stale; None without a limit."""
    rate = RATES.get(platform)
    return None if rate is None else int(rate * min(WINDOWS[kind] for kind in ReminderKind).total_seconds())
