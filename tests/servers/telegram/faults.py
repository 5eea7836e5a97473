"""What can go wrong with a call: each is given to `server.will(method, fault, times=..., chat=...)`.

A fault gets the request and `process`, which does what was asked and gives the answer; it may call it, or not.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.servers.telegram.refusals import Refusal
from tests.servers.telegram.refusals import too_many_requests as _too_many

Process = Callable[[], Awaitable[web.Response]]
Fault = Callable[[web.Request, Process], Awaitable[web.StreamResponse]]

HTML = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"


@dataclass
class _Planned:
    method: str
    chat_id: int | None
    fault: Fault
    left: int


@dataclass
class Plan:
    """The faults still to come."""

    planned: list[_Planned] = field(default_factory=list)

    def add(self, method: str, fault: Fault, times: int, chat_id: int | None) -> None:
        self.planned.append(_Planned(method.lower(), chat_id, fault, times))

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault for this call, used up by it."""
        for each in self.planned:
            if each.method in (method.lower(), "*") and each.chat_id in (None, chat_id):
                each.left -= 1
                if not each.left:
                    self.planned.remove(each)
                return each.fault
        return None


def name_of(fault: Fault) -> str:
    """Such as "loses_reply"; a refusal on demand is named by its description."""
    return getattr(fault, "__qualname__", "fault").split(".<locals>")[0]


def refuses(code: int, description: str, **parameters: int) -> Fault:
    """Any refusal, in Telegram's shape; nothing is done."""
    return _answers(Refusal(code, description, dict(parameters)))


def too_many_requests(retry_after: int) -> Fault:
    """429, to be asked again after so many seconds."""
    return _answers(_too_many(retry_after))


def internal_error() -> Fault:
    return refuses(500, "Internal Server Error")


def bad_gateway() -> Fault:
    """502 with a page of HTML, as the proxies before Telegram give it."""

    async def fault(request: web.Request, process: Process) -> web.StreamResponse:
        return web.Response(text=HTML, status=502, content_type="text/html")

    return fault


def hangs() -> Fault:
    """Takes the request, does nothing, and never says a word."""

    async def fault(request: web.Request, process: Process) -> web.StreamResponse:
        await asyncio.sleep(3600)
        raise AssertionError

    return fault


def cut() -> Fault:
    """The connection ends before anything was done."""

    async def fault(request: web.Request, process: Process) -> web.StreamResponse:
        return _close(request)

    return fault


def loses_reply() -> Fault:
    """What was asked is done, and the connection ends before the answer."""

    async def fault(request: web.Request, process: Process) -> web.StreamResponse:
        await process()
        return _close(request)

    return fault


def truncates(keep: int = 12) -> Fault:
    """What was asked is done; the answer is a broken piece of JSON."""

    async def fault(request: web.Request, process: Process) -> web.StreamResponse:
        answer = await process()
        assert isinstance(answer.body, bytes)
        return web.Response(body=answer.body[:keep], content_type="application/json")

    return fault


def breaks_off(keep: int = 12) -> Fault:
    """What was asked is done; the connection ends in the middle of the answer."""

    async def fault(request: web.Request, process: Process) -> web.StreamResponse:
        answer = await process()
        assert isinstance(answer.body, bytes)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(answer.body))}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(answer.body[:keep])
        _close(request)
        return response

    return fault


def slow(seconds: float, *, answer_only: bool = False) -> Fault:
    """Does what was asked after so many seconds; with `answer_only` at once, and only the answer is late."""

    async def fault(request: web.Request, process: Process) -> web.StreamResponse:
        answer = await process() if answer_only else None
        await asyncio.sleep(seconds)
        return answer or await process()

    return fault


def _answers(refusal: Refusal) -> Fault:
    async def fault(request: web.Request, process: Process) -> web.StreamResponse:
        retry_after = refusal.parameters.get("retry_after")
        headers = {"Retry-After": str(retry_after)} if retry_after else {}
        return web.json_response(refusal.body, status=refusal.code, headers=headers)

    fault.__qualname__ = refusal.description
    return fault


def _close(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.close()
    return web.Response()
