"""One call of a bot: its parameters out of any of the four encodings Telegram takes, and what became of it."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.servers.telegram.refusals import bad_request


@dataclass(frozen=True)
class Upload:
    """A file that came with the request."""

    name: str
    content: bytes
    mime_type: str


@dataclass(eq=False)
class Call:
    """A call with its instants. `outcome`: "ok", what the refusal said, or "pending" while nothing was done."""

    method: str
    at: float  # seconds of the loop's clock
    when: datetime  # of the server's clock
    values: dict[str, str]
    files: dict[str, Upload] = field(default_factory=dict)
    outcome: str = "pending"
    fault: str = ""  # the name of what went wrong with it, on demand
    took: float = 0.0  # seconds

    @property
    def chat_id(self) -> int | None:
        """The chat it is about, where it names one by number."""
        given = self.values.get("chat_id", "")
        return int(given) if given.lstrip("-").isdigit() else None

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def required(self, name: str) -> str:
        if not (given := self.text(name)):
            raise bad_request(f'parameter "{name}" is required')
        return given

    def integer(self, name: str, default: int = 0) -> int:
        given = self.text(name).strip()
        if not given:
            return default
        try:
            return int(given)
        except ValueError:
            raise bad_request(f'parameter "{name}" must be of type Integer') from None

    def flag(self, name: str) -> bool:
        given = self.text(name).strip().lower()
        if given not in ("", "true", "false", "yes", "no", "1", "0"):
            raise bad_request(f'parameter "{name}" must be of type Boolean')
        return given in ("true", "yes", "1")

    def structure(self, name: str, said: str) -> Any:
        """The parameter as JSON, None where it is absent; `said` names it in the refusal."""
        if not (given := self.text(name)):
            return None
        try:
            return json.loads(given)
        except ValueError:
            raise bad_request(f"can't parse {said} JSON object") from None

    def upload(self, name: str) -> Upload | str | None:
        """A file sent along, or the file_id or URL that stands in its place."""
        given = self.text(name)
        return self.files.get(name) or self.files.get(given.removeprefix("attach://")) or given or None


async def read_call(request: web.Request, method: str, at: float, when: datetime) -> Call:
    """The call out of the query string, a form, a multipart form or a JSON object. Raises a Refusal."""
    values = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json" and (body := await request.text()):
        values |= _of_json(body)
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.file.read(), value.content_type)
            else:
                values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Call(method, at, when, values, files)


def _of_json(body: str) -> dict[str, str]:
    try:
        given = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(given, dict):
        raise bad_request("object expected")
    return {name: _spelled(value) for name, value in given.items() if value is not None}


def _spelled(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
