"""A strict Gemini on loopback: it refuses what Google would refuse, answers what a test scripted, keeps what it heard.

What other stand-ins lack is here: RetryInfo, quotaId, promptFeedback, a body that breaks off, a check of the schema.
"""

import asyncio
import json
import re
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

KEY = "test-key"
MODEL = "gemini-flash-latest"
# The JSON-schema keywords of Google's documented subset, without those that fail as soon as a schema is large.
KEYWORDS = {"type", "properties", "required", "items", "enum", "description", "propertyOrdering"}
TYPES = {"object", "array", "string", "number", "integer", "boolean", "null"}
REQUEST_FIELDS = {"contents", "systemInstruction", "generationConfig", "safetySettings"}
GENERATION_FIELDS = {"candidateCount", "responseMimeType", "responseJsonSchema"}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Asked:
    """One request as it came over the wire."""

    at: float  # seconds of the loop's clock
    system: str
    text: str
    schema: dict[str, Any]
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def is_for_a_plan(self) -> bool:
        return "weeks" in self.schema["properties"]


@dataclass
class GeminiServer:
    """Plays `script` in order, then `otherwise` for ever. `problems` lists what was wrong with the requests."""

    otherwise: Answer
    url: str = ""
    script: deque[Answer] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def will(self, *answers: Answer) -> None:
        """These answers come next."""
        self.script.extend(answers)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if problems := list(_problems(request, body)):
            self.problems += problems
            return _error(400, "INVALID_ARGUMENT", "; ".join(problems))
        self.asked.append(
            Asked(
                at=asyncio.get_running_loop().time(),
                system="".join(part["text"] for part in body["systemInstruction"]["parts"]),
                text="".join(part.get("text", "") for part in body["contents"][0]["parts"]),
                schema=body["generationConfig"]["responseJsonSchema"],
                headers=dict(request.headers),
                body=body,
            )
        )
        return await (self.script.popleft() if self.script else self.otherwise)(request)


@asynccontextmanager
async def serve(otherwise: Answer) -> AsyncIterator[GeminiServer]:
    """The server on a free port of loopback until the end of the block."""
    server = GeminiServer(otherwise)
    app = web.Application(client_max_size=2**22)
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield server
    finally:
        await runner.cleanup()


def filled(values: Any) -> Answer:
    """A finished answer with these values as JSON."""
    return says(json.dumps(values))


def says(text: str, finish: str | None = "STOP", **candidate: Any) -> Answer:
    """A candidate with this text, whatever it is."""
    parts = [{"text": text}] if text else []
    answer = {"index": 0, "content": {"role": "model", "parts": parts}, **candidate}
    if finish is not None:
        answer["finishReason"] = finish
    return body({"candidates": [answer], "modelVersion": MODEL, "usageMetadata": {"promptTokenCount": 9}})


def body(values: Any, status: int = 200) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response(values, status=status)

    return answer


def blocked() -> Answer:
    """The prompt was refused: no candidate at all."""
    return body({"promptFeedback": {"blockReason": "SAFETY"}, "modelVersion": MODEL})


def html(status: int = 200) -> Answer:
    """What a captive portal or a proxy says."""

    async def answer(request: web.Request) -> web.Response:
        page = "<!doctype html><title>Sign in to the network</title>"
        return web.Response(text=page, status=status, content_type="text/html")

    return answer


def fails(status: int, state: str, message: str = "", *details: dict[str, Any]) -> Answer:
    """An error in Google's shape."""

    async def answer(request: web.Request) -> web.Response:
        return _error(status, state, message, *details)

    return answer


def exhausted(quota: str = "GenerateRequestsPerMinutePerProjectPerModel-FreeTier", wait: str | None = None) -> Answer:
    """429 with the quota that ran out, and RetryInfo where `wait` is given (such as "12s")."""
    violation = {"quotaMetric": "generativelanguage.googleapis.com/generate_content_requests", "quotaId": quota}
    details: list[dict[str, Any]] = [
        {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [violation]},
        {"@type": "type.googleapis.com/google.rpc.Help", "links": [{"description": "Learn more", "url": "https://x"}]},
    ]
    if wait is not None:
        details.append({"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": wait})
    return fails(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", *details)


def busy(retry_after: str, status: int = 429) -> Answer:
    """What a proxy in front of Gemini says: a header, and no details."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text="slow down", status=status, headers={"Retry-After": retry_after})

    return answer


def hangs() -> Answer:
    """Takes the request and never says a word."""

    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(3600)
        raise AssertionError

    return answer


def drips(every: float = 0.05) -> Answer:
    """Sends a byte now and then and never comes to an end."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(every)

    return answer


def cut(after: bytes = b"") -> Answer:
    """Breaks the connection off, before the headers or after some bytes of the body."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "1000"})
        if after:
            await response.prepare(request)
            await response.write(after)
        assert request.transport is not None
        request.transport.close()
        return response

    return answer


def _error(status: int, state: str, message: str, *details: dict[str, Any]) -> web.Response:
    error = {"code": status, "message": message or state, "status": state, "details": list(details)}
    return web.json_response({"error": error}, status=status)


def _problems(request: web.Request, content: Any) -> list[str]:
    """Why Google would refuse the request, or why we would not want it sent."""
    found = []
    if request.method != "POST" or request.path != f"/v1beta/models/{MODEL}:generateContent":
        found.append(f"{request.method} {request.path} is not generateContent")
    if request.headers.get("x-goog-api-key") != KEY or KEY in str(request.rel_url):
        found.append("the key belongs into x-goog-api-key")
    if not re.fullmatch(r"\d+", request.headers.get("X-Server-Timeout", "")):
        found.append("no server timeout is asked for")
    if extra := set(content) - REQUEST_FIELDS:
        found.append(f"unexpected fields {extra}")
    if [message.get("role") for message in content.get("contents", [])] != ["user"]:
        found.append("one user message is expected")
    config = content.get("generationConfig", {})
    if extra := set(config) - GENERATION_FIELDS:
        found.append(f"unexpected generation fields {extra}")
    if config.get("responseMimeType") != "application/json":
        found.append("the answer must be JSON")
    return found + list(_schema_problems(config.get("responseJsonSchema", {}), "schema"))


def _schema_problems(node: dict[str, Any], path: str) -> list[str]:
    found = [f"{path}: {keyword} is not in the subset" for keyword in set(node) - KEYWORDS]
    kinds = node.get("type") if isinstance(node.get("type"), list) else [node.get("type")]
    if not kinds or not set(kinds) <= TYPES:
        found.append(f"{path}: type {node.get('type')}")
    if "object" in kinds and sorted(node.get("required", [])) != sorted(node.get("properties", {"": 0})):
        found.append(f"{path}: every property is required")
    for name, child in node.get("properties", {}).items():
        found += _schema_problems(child, f"{path}.{name}")
    return found + (_schema_problems(node["items"], f"{path}[]") if "array" in kinds else [])
