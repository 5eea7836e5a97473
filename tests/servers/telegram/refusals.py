"""Telegram's refusals: a code, a description, and now and then parameters."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Refusal(Exception):
    """What the server answers instead of a result."""

    code: int
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        said = {"ok": False, "error_code": self.code, "description": self.description}
        return said | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(said: str, **parameters: Any) -> Refusal:
    """400; a sentence begins in lower case, a constant such as REACTION_INVALID stays as it is."""
    if said[1:2] != "_" and not said[1:2].isupper():
        said = said[:1].lower() + said[1:]
    return Refusal(400, f"Bad Request: {said}", parameters)


def forbidden(said: str) -> Refusal:
    return Refusal(403, f"Forbidden: {said}")


def conflict(said: str) -> Refusal:
    return Refusal(409, f"Conflict: {said}")


def too_many_requests(retry_after: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
