"""One REST call: who asks, what for, and the way through faults, limits and refusals to an answer."""

import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from .. import faults
from ..channels import Channel
from ..errors import Refusal, bad_user_agent, invalid_form, invalid_json, unauthorized, unknown_channel
from ..outgoing import Upload, check_access
from ..wire import VIA, answered

if TYPE_CHECKING:
    from ..server import DiscordServer


@dataclass(frozen=True)
class Heard:
    """One call as it came, kept for the test."""

    at: float  # monotonic seconds
    method: str
    path: str  # with ids
    body: Any


@dataclass
class Call:
    """What a handler is given."""

    server: "DiscordServer"
    method: str
    route: str  # with * for what differs
    params: dict[str, str]
    query: dict[str, str]
    body: Any = None
    uploads: dict[int, Upload] = field(default_factory=dict)

    def id(self, name: str) -> int:
        """The snowflake of this name in the path."""
        value = self.params[name]
        if not value.isdigit():
            wrong = {"code": "NUMBER_TYPE_COERCE", "message": f'Value "{value}" is not snowflake.'}
            raise invalid_form({name: {"_errors": [wrong]}})
        return int(value)

    @property
    def fields(self) -> dict[str, Any]:
        """The body of a call that must have one."""
        if not isinstance(self.body, dict):
            raise invalid_json()
        return self.body

    @property
    def channel(self) -> Channel:
        """The channel of the path, if the bot sees it."""
        found = self.server.channels.get(self.id("channel_id"))
        if found is None:
            raise unknown_channel()
        check_access(self.server, found)
        return found


Handler = Callable[[Call], Awaitable[Any]]
Route = tuple[str, str, Handler]  # "GET", "/channels/{channel_id}", handler


def endpoint(server: "DiscordServer", method: str, path: str, handler: Handler) -> Callable[..., Any]:
    """The aiohttp handler of a route."""
    route = re.sub(r"{\w+}", "*", path)

    async def handle(request: web.Request) -> web.StreamResponse:
        call = Call(server, method, route, dict(request.match_info), dict(request.query))
        try:
            await _read_body(call, request)
        except Refusal as refusal:
            return answered(refusal.body(), refusal.status)
        server.heard.append(Heard(time.monotonic(), method, request.path.removeprefix("/api/v10"), call.body))
        server.bell.ring()
        return await faults.around(server.faults.next(method, route), request, lambda: _answer(call, request, handler))

    return handle


async def _answer(call: Call, request: web.Request, handler: Handler) -> web.StreamResponse:
    """What Discord says to the call, without faults on demand."""
    server = call.server
    headers: dict[str, str] = {}
    try:
        if not call.route.startswith(("/interactions", "/webhooks")):
            _check_sender(server, request)
        headers, wait, is_global = server.limits.take(call.method, call.route, call.params)
        if wait:
            return faults.limited(wait, is_global=is_global, more=headers)
        return _reply(await handler(call), headers)
    except Refusal as refusal:
        server.refusals.append(refusal)
        return answered(refusal.body(), refusal.status, headers)
    except Exception as error:
        server.problems.append(f"{call.method} {call.route} failed in the server itself: {error!r}")
        raise


def _reply(result: Any, headers: dict[str, str]) -> web.Response:
    if result is None:
        return web.Response(status=204, headers={**VIA, **headers})
    return answered(result, headers=headers)


def _check_sender(server: "DiscordServer", request: web.Request) -> None:
    if request.headers.get("Authorization") != f"Bot {server.token}":
        raise unauthorized()
    if not re.match(r"DiscordBot \(\S+,? [^)]+\)", request.headers.get("User-Agent", "")):
        server.problems.append(f"User-Agent {request.headers.get('User-Agent')!r} is not DiscordBot (url, version)")
        raise bad_user_agent()


async def _read_body(call: Call, request: web.Request) -> None:
    """JSON, or multipart with payload_json and files[n]."""
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.name == "payload_json":
                call.body = _json(await part.text())
            elif found := re.fullmatch(r"files\[(\d+)\]", part.name or ""):
                kind = part.headers.get("Content-Type", "application/octet-stream")
                call.uploads[int(found[1])] = Upload(part.filename or "file", bytes(await part.read()), kind)
            else:
                call.server.problems.append(f"a multipart field {part.name!r}")
        call.body = call.body or {}
    elif request.can_read_body:
        if request.content_type != "application/json":
            call.server.problems.append(f"{request.method} {request.path} as {request.content_type}")
            raise Refusal(400, 50035, "Invalid Form Body")
        call.body = _json(await request.text())


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise invalid_json() from None
