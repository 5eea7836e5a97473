"""What the bot wants to say: the body of a message, checked and read."""

import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import mentions
from .channels import Channel, Thread
from .errors import (
    Refusal,
    archived_thread,
    closed_to_messages,
    empty_message,
    missing_access,
    missing_permissions,
    no_mutual_guilds,
    reply_needs_history,
)
from .forms import Form
from .messages import COMPONENTS_V2, EPHEMERAL, SILENT, SUPPRESS_EMBEDS, Attachment, Message
from .permissions import BITS
from .validation import components as component_rules
from .validation import embeds as embed_rules

if TYPE_CHECKING:
    from .server import DiscordServer

FIELDS = {
    *("content", "nonce", "enforce_nonce", "tts", "embeds", "allowed_mentions", "message_reference", "components"),
    *("sticker_ids", "attachments", "flags", "poll", "shared_client_theme"),
}
LARGEST = 10 * 2**20


@dataclass(frozen=True)
class Upload:
    """One files[n] of a multipart body."""

    filename: str
    data: bytes
    content_type: str


@dataclass(frozen=True)
class Draft:
    """A message as asked for; None where an edit leaves things as they are."""

    content: str | None
    embeds: list[dict[str, Any]] | None
    components: list[dict[str, Any]] | None
    attachments: list[Attachment] | None
    flags: int
    allowed: mentions.Allowed
    reply_to: int | None
    nonce: str | int | None
    enforce_nonce: bool


def read(
    server: "DiscordServer",
    channel: Channel,
    body: dict[str, Any],
    uploads: dict[int, Upload],
    *,
    old: Message | None = None,
    prefix: tuple[str, ...] = (),
) -> Draft:
    """The draft, or a refusal: 50035 with its tree, 50006 when nothing would be shown, 413 when too large."""
    form = Form(*prefix)
    if extra := set(body) - FIELDS:
        server.problems.append(f"unknown message fields {sorted(extra)}")
    flags = body.get("flags") or 0
    flags = flags if form.number(("flags",), flags, 0, 2**31) else 0
    if old is not None:
        flags |= old.flags & COMPONENTS_V2
    v2 = bool(flags & COMPONENTS_V2)
    form.text(("content",), body.get("content"), 0, 2000, required=False)
    embed_rules.check(form, body.get("embeds") or [])
    component_rules.check(form, body.get("components") or [], v2=v2)
    if v2:
        _no_legacy(form, body)
    allowed = mentions.read(form, body.get("allowed_mentions"))
    nonce = body.get("nonce")
    if isinstance(nonce, str):
        form.text(("nonce",), nonce, 0, 25)
    attachments = _attachments(server, channel, form, body, uploads, old)
    reply = body.get("message_reference") or {}
    form.refuse()
    return Draft(
        content=_content(body, old),
        embeds=_embeds(body, old, attachments or []),
        components=_given(body, old, "components"),
        attachments=attachments,
        flags=flags & (SUPPRESS_EMBEDS | SILENT | COMPONENTS_V2 | EPHEMERAL),
        allowed=allowed,
        reply_to=int(reply["message_id"]) if reply.get("message_id") else None,
        nonce=nonce,
        enforce_nonce=bool(body.get("enforce_nonce")) and nonce not in (None, ""),
    )


def _given(body: dict[str, Any], old: Message | None, key: str) -> Any:
    if key in body or old is None:
        return body.get(key) or []
    return None


def _content(body: dict[str, Any], old: Message | None) -> str | None:
    if "content" in body or old is None:
        return (body.get("content") or "").strip()
    return None


def _embeds(body: dict[str, Any], old: Message | None, files: list[Attachment]) -> list[dict[str, Any]] | None:
    """The embeds, with attachment:// links put through to the files."""
    embeds = _given(body, old, "embeds")
    for embed in embeds or []:
        embed.setdefault("type", "rich")
        for part in ("image", "thumbnail"):
            link = (embed.get(part) or {}).get("url", "")
            for file in files:
                if link == f"attachment://{file.filename}":
                    embed[part] = {"url": file.url, "proxy_url": file.url}
    return embeds  # type: ignore[no-any-return]


def _no_legacy(form: Form, body: dict[str, Any]) -> None:
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(key):
            code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
            form.wrong((key,), code, f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")


def _attachments(
    server: "DiscordServer",
    channel: Channel,
    form: Form,
    body: dict[str, Any],
    uploads: dict[int, Upload],
    old: Message | None,
) -> list[Attachment] | None:
    """Kept and new files, in the order asked for. Undeclared uploads come last."""
    if sum(len(file.data) for file in uploads.values()) > LARGEST:
        raise Refusal(413, 40005, "Request entity too large")
    declared = body.get("attachments")
    if declared is None:
        if old is not None and not uploads:
            return None
        declared = [{"id": file.id} for file in (old.attachments if old else [])]
    kept = {file.id: file for file in (old.attachments if old else [])}
    files, left = [], dict(uploads)
    for index, entry in enumerate(declared):
        path = ("attachments", index)
        form.text((*path, "description"), entry.get("description"), 0, 1024, required=False)
        id = int(entry.get("id", -1))
        if id in kept:
            files.append(kept[id])
        elif id in left:
            files.append(_stored(server, channel, left.pop(id), entry))
        else:
            form.wrong((*path, "id"), "ATTACHMENT_NOT_FOUND", f"No file was uploaded as files[{id}]")
    files += [_stored(server, channel, upload, {}) for upload in left.values()]
    form.entries(("attachments",), files, 0, 10)
    return files


def _stored(server: "DiscordServer", channel: Channel, upload: Upload, entry: dict[str, Any]) -> Attachment:
    id = server.snowflake()
    name = entry.get("filename") or upload.filename
    kind = upload.content_type
    if kind == "application/octet-stream":
        kind = mimetypes.guess_type(name)[0] or kind
    url = f"{server.url}/attachments/{channel.id}/{id}/{name}"
    file = Attachment(id, name, upload.data, kind, url, entry.get("description"))
    server.files[id] = file
    return file


def check_not_empty(draft: Draft, old: Message | None = None) -> None:
    """Refuses what would show nothing."""
    parts = [
        getattr(old, name) if old is not None and getattr(draft, name) is None else getattr(draft, name)
        for name in ("content", "embeds", "components", "attachments")
    ]
    if not any(parts):
        raise empty_message()


def check_may_send(server: "DiscordServer", channel: Channel, draft: Draft) -> None:
    """Refuses a message of the bot to this channel: 50001, 50013, 50007, 50278, 50083, 160002."""
    person = getattr(channel, "person", None)
    if person is not None:
        if not person.is_reachable:
            raise no_mutual_guilds()
        if person.refuses_messages:
            raise closed_to_messages()
        return
    check_access(server, channel)
    granted = channel.permissions_of(server.bot)
    needed = ["send_messages_in_threads" if channel.is_thread else "send_messages"]
    needed += ["attach_files"] if draft.attachments else []
    needed += ["embed_links"] if draft.embeds else []
    if any(not granted & BITS[name] for name in needed):
        raise missing_permissions()
    if isinstance(channel, Thread) and channel.locked and not granted & BITS["manage_threads"]:
        raise archived_thread()
    if draft.reply_to is not None and not granted & BITS["read_message_history"]:
        raise reply_needs_history()


def check_access(server: "DiscordServer", channel: Channel) -> None:
    if not channel.visible_to(server.bot):
        raise missing_access()
