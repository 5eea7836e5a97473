"""Rate limits: a bucket per route and major parameter, and one for everything (50 a second)."""

import hashlib
import time
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
class Bucket:
    """Calls counted in windows: a window begins with a call and ends for all that were counted in it."""

    most: int
    seconds: float
    began: float = 0.0
    used: int = 0

    def wait(self, now: float) -> float:
        """Seconds until a call is taken; 0 means now."""
        if now >= self.began + self.seconds:
            self.began, self.used = now, 0
        return 0.0 if self.used < self.most else max(0.001, round(self.reset_after(now), 3))

    def reset_after(self, now: float) -> float:
        return self.began + self.seconds - now


@dataclass
class Limits:
    """Generous by default; `observed()` sets what bots really meet."""

    rules: list[Limit] = field(default_factory=list)
    otherwise: Limit = Limit("*", "*", 50, 1.0)
    everything: Bucket = field(default_factory=lambda: Bucket(50, 1.0))
    refused: int = 0  # calls that were answered with 429 because of a limit here
    buckets: dict[str, Bucket] = field(default_factory=dict)

    def sets(self, method: str, path: str, calls: int, seconds: float) -> None:
        """From now on `calls` in `seconds` on this route, per channel, server or webhook."""
        self.rules.insert(0, Limit(method, path, calls, seconds))
        self.buckets.clear()

    def observed(self) -> None:
        self.rules += OBSERVED
        self.buckets.clear()

    def take(self, method: str, path: str, params: dict[str, str]) -> tuple[dict[str, str], float, bool]:
        """The headers, the seconds to wait (0: the call may go on), and whether all routes are meant."""
        now = time.monotonic()
        is_bound = not path.startswith(("/interactions", "/webhooks"))
        if is_bound and (wait := self.everything.wait(now)):
            self.refused += 1
            return {}, wait, True
        name, bucket = self._bucket(method, path, params)
        wait = bucket.wait(now)
        if wait:
            self.refused += 1
        else:
            bucket.used += 1
            self.everything.used += is_bound
        headers = {
            "X-RateLimit-Limit": str(bucket.most),
            "X-RateLimit-Remaining": str(bucket.most - bucket.used),
            "X-RateLimit-Reset": f"{time.time() + bucket.reset_after(now):.3f}",
            "X-RateLimit-Reset-After": f"{bucket.reset_after(now):.3f}",
            "X-RateLimit-Bucket": name,
        }
        return headers, wait, False

    def _bucket(self, method: str, path: str, params: dict[str, str]) -> tuple[str, Bucket]:
        rule = next((one for one in self.rules if _fits(one, method, path)), self.otherwise)
        name = hashlib.md5(f"{method} {path}".encode(), usedforsecurity=False).hexdigest()
        major = "+".join(params[key] for key in MAJOR if key in params)
        return name, self.buckets.setdefault(f"{name}:{major}", Bucket(rule.calls, rule.seconds))


def _fits(rule: Limit, method: str, path: str) -> bool:
    return rule.method in ("*", method) and fnmatchcase(path, rule.path)
