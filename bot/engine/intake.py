"""How many messages a minute one account may send. A crisis is always let in."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.entities import Address, Inbound, Platform
from bot.errors import TooManyMessages

if TYPE_CHECKING:
    from limits.strategies import MovingWindowRateLimiter


class Intake:
    """Counts in memory: who was too fast a minute ago is not remembered longer than that."""

    def __init__(self, per_minute: int, is_crisis: Callable[[str], bool]) -> None:
        self._per_minute, self._is_crisis = per_minute, is_crisis
        self._limiter: MovingWindowRateLimiter | None = None

    def admit(self, inbound: Inbound) -> None:
        """Raises TooManyMessages. The terminal, where everybody is at home, has no limit."""
        if inbound.address.platform is Platform.CONSOLE or self._has_room(inbound.address):
            return
        if not self._is_crisis(inbound.text):
            raise TooManyMessages("An account sends more messages a minute than limits.messages_per_minute.")

    def _has_room(self, address: Address) -> bool:
        from limits import RateLimitItemPerMinute
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        if self._limiter is None:
            self._limiter = MovingWindowRateLimiter(MemoryStorage())
        return self._limiter.hit(RateLimitItemPerMinute(self._per_minute), address.platform, address.user)
