"""Files: what people and the bot send, kept by file id."""

import struct
from dataclasses import dataclass, field
from typing import Any

from tests.servers.telegram.calls import Upload
from tests.servers.telegram.refusals import bad_request

MOST_TO_DOWNLOAD = 20 * 2**20
MOST_OF_A_PHOTO = 10 * 2**20
MOST_TO_UPLOAD = 50 * 2**20
JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Stored:
    """A file on Telegram's side."""

    file_id: str
    path: str
    content: bytes
    name: str = ""
    mime_type: str = "application/octet-stream"

    @property
    def json(self) -> dict[str, Any]:
        """As any media names it."""
        return {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": len(self.content)}


@dataclass
class FileStore:
    by_id: dict[str, Stored] = field(default_factory=dict)
    by_path: dict[str, Stored] = field(default_factory=dict)

    def keep(self, kind: str, content: bytes, name: str = "", mime_type: str = "application/octet-stream") -> Stored:
        """`kind` is the folder Telegram shows: voice, photos, documents ..."""
        number = len(self.by_id) + 1
        suffix = name.rsplit(".", 1)[-1] if "." in name else "oga" if kind == "voice" else "bin"
        stored = Stored(f"AgAD{kind}{number:06d}", f"{kind}/file_{number}.{suffix}", content, name, mime_type)
        self.by_id[stored.file_id] = self.by_path[stored.path] = stored
        return stored

    def find(self, file_id: str) -> Stored:
        if file_id not in self.by_id:
            raise bad_request("invalid file_id")
        return self.by_id[file_id]

    def take(self, given: Upload | str | None, kind: str, said: str) -> Stored:
        """What a bot sends: an upload, or a file it knows by id. Raises a Refusal in Telegram's words."""
        if given is None:
            raise bad_request(f"there is no {said} in the request")
        if isinstance(given, str):
            if "://" in given:
                raise bad_request("failed to get HTTP URL content")
            if given not in self.by_id:
                raise bad_request("wrong file identifier/HTTP URL specified")
            return self.by_id[given]
        if not given.content:
            raise bad_request("file must be non-empty")
        if len(given.content) > (MOST_OF_A_PHOTO if kind == "photos" else MOST_TO_UPLOAD):
            raise bad_request("file is too big")
        return self.keep(kind, given.content, given.name, given.mime_type)


def photo_sizes(stored: Stored) -> list[dict[str, Any]]:
    """The PhotoSize list of a PNG or a JPEG. Refused where it is neither, or where Telegram would not show it."""
    size = _png_size(stored.content) or _jpeg_size(stored.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return [stored.json | {"width": size[0], "height": size[1]}]


def _png_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        length, _, height, width = struct.unpack(">HBHH", content[at + 2 : at + 9])
        if content[at + 1] in JPEG_FRAMES:
            return width, height
        at += 2 + length
    return None
