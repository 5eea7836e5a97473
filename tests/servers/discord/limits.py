"""Rate limits: a bucket per route and major parameter, and one for everything (50 a second)."""

import hashlib
import time
from collections import deque
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token", "token")


@dataclass(frozen=True)
class Limit:
    method: str
    path: str
    calls: int
    seconds: float


# What is commonly seen. Discord publishes none of these and may change them any day.
OBSERVED = [
    Limit("POST", "/channels/*/messages", 5, 5.0),
    Limit("PATCH", "/channels/*/messages/*", 5, 5.0),
    Limit("DELETE", "/channels/*/messages/*", 5, 1.0),
    Limit("PUT", "/channels/*/messages/*/reactions/*", 1, 0.25),
    Limit("*", "/webhooks/*", 5, 2.0),
    Limit("POST", "/users/@me/channels", 5, 5.0),
]


@dataclass
class Limits:
    """Generous by default; `observed()` sets what bots really meet."""

    rules: list[Limit] = field(default_factory=list)
    otherwise: Limit = Limit("*", "*", 50, 1.0)
    a_second: int = 50
    refused: int = 0  # calls that were answered with 429 because of a limit here
    used: dict[str, deque[float]] = field(default_factory=dict)
    everything: deque[float] = field(default_factory=deque)

    def sets(self, method: str, path: str, calls: int, seconds: float) -> None:
        """From now on `calls` in `seconds` on this route, per channel, server or webhook."""
        self.rules.insert(0, Limit(method, path, calls, seconds))

    def observed(self) -> None:
        self.rules += OBSERVED

    def take(self, method: str, path: str, params: dict[str, str]) -> tuple[dict[str, str], float, bool]:
        """The headers, the seconds to wait (0: the call may go on), and whether all routes are meant."""
        now = time.monotonic()
        bound = not path.startswith(("/interactions", "/webhooks"))
        if bound and (wait := _wait(self.everything, self.a_second, 1.0, now)):
            self.refused += 1
            return {}, wait, True
        rule = next((one for one in self.rules if _fits(one, method, path)), self.otherwise)
        name = hashlib.md5(f"{method} {path}".encode(), usedforsecurity=False).hexdigest()
        major = "+".join(params[key] for key in MAJOR if key in params)
        calls = self.used.setdefault(f"{name}:{major}", deque())
        wait = _wait(calls, rule.calls, rule.seconds, now)
        if wait:
            self.refused += 1
        else:
            calls.append(now)
            self.everything.append(now)
        reset = (calls[0] + rule.seconds - now) if calls else rule.seconds
        headers = {
            "X-RateLimit-Limit": str(rule.calls),
            "X-RateLimit-Remaining": str(max(0, rule.calls - len(calls))),
            "X-RateLimit-Reset": f"{time.time() + reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": name,
        }
        return headers, wait, False


def _fits(rule: Limit, method: str, path: str) -> bool:
    return rule.method in ("*", method) and fnmatchcase(path, rule.path)


def _wait(calls: deque[float], most: int, seconds: float, now: float) -> float:
    while calls and calls[0] <= now - seconds:
        calls.popleft()
    return round(calls[0] + seconds - now, 3) if len(calls) >= most else 0.0
