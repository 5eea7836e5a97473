"""Trouble on demand: the next calls of a route fail, hang, are slow, or lose their reply."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from aiohttp import web

from .wire import answered

Answer = Callable[[], Awaitable[web.StreamResponse]]


@dataclass(eq=False)
class Fault:
    """What happens to calls of `method` on a route like `path`, this many times."""

    method: str
    path: str
    times: int
    kind: str  # "fail", "fail after", "limit", "lose", "hang", "slow"
    status: int = 500
    seconds: float = 0.0
    is_global: bool = False
    happened: int = 0

    def fits(self, method: str, path: str) -> bool:
        wanted = self.method in ("*", method) and fnmatchcase(path, self.path)
        return wanted and self.happened < self.times


@dataclass
class Faults:
    """Faults in the order they were asked for. Routes are written as in the documentation, `*` fits any part:
    `server.faults.fails(503, "POST", "/channels/*/messages")`."""

    planned: list[Fault] = field(default_factory=list)

    def fails(self, status: int, method: str = "*", path: str = "*", *, times: int = 1) -> Fault:
        """This status, before anything is done."""
        return self._plan(Fault(method, path, times, "fail", status))

    def fails_after(self, status: int, method: str = "*", path: str = "*", *, times: int = 1) -> Fault:
        """This status, although the call was carried out."""
        return self._plan(Fault(method, path, times, "fail after", status))

    def rate_limits(
        self, retry_after: float, method: str = "*", path: str = "*", *, times: int = 1, globally: bool = False
    ) -> Fault:
        """429 with retry_after in the body and the headers."""
        return self._plan(Fault(method, path, times, "limit", 429, retry_after, globally))

    def loses_reply(self, method: str = "*", path: str = "*", *, times: int = 1) -> Fault:
        """The call is carried out; the connection breaks off before its answer."""
        return self._plan(Fault(method, path, times, "lose"))

    def hangs(self, method: str = "*", path: str = "*", *, times: int = 1) -> Fault:
        """The call is taken and never answered."""
        return self._plan(Fault(method, path, times, "hang"))

    def is_slow(self, seconds: float, method: str = "*", path: str = "*", *, times: int = 1) -> Fault:
        """The call is carried out after these seconds."""
        return self._plan(Fault(method, path, times, "slow", seconds=seconds))

    def over(self) -> None:
        """No planned fault happens any more."""
        self.planned.clear()

    def _plan(self, fault: Fault) -> Fault:
        self.planned.append(fault)
        return fault

    def next(self, method: str, path: str) -> Fault | None:
        for fault in self.planned:
            if fault.fits(method, path):
                fault.happened += 1
                return fault
        return None


async def around(fault: Fault | None, request: web.Request, answer: Answer) -> web.StreamResponse:
    """The answer, unless the fault prevents or loses it."""
    if fault is None:
        return await answer()
    failed = answered({"message": f"{fault.status}: on demand", "code": 0}, fault.status)
    match fault.kind:
        case "fail":
            return failed
        case "limit":
            return limited(fault.seconds, is_global=fault.is_global)
        case "hang":
            await asyncio.sleep(3600)
        case "slow":
            await asyncio.sleep(fault.seconds)
    response = await answer()
    if fault.kind == "fail after":
        return failed
    if fault.kind == "lose" and request.transport is not None:
        request.transport.abort()
    return response


def limited(retry_after: float, *, is_global: bool, more: dict[str, str] | None = None) -> web.Response:
    """429 in Discord's shape."""
    headers = {
        **(more or {}),
        "Retry-After": str(max(1, math.ceil(retry_after))),
        "X-RateLimit-Reset-After": f"{retry_after:.3f}",
        "X-RateLimit-Scope": "global" if is_global else "user",
        **({"X-RateLimit-Global": "true"} if is_global else {}),
    }
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": is_global}
    return answered(body, 429, headers)
