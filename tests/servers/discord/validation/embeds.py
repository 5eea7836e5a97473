"""The documented limits of embeds."""

from typing import Any

from ..forms import Form, Path


def check(form: Form, embeds: Any) -> None:
    """Notes what is wrong with a message's embeds."""
    if not form.entries(("embeds",), embeds, 0, 10):
        return
    total = 0
    for index, embed in enumerate(embeds):
        path: Path = ("embeds", index)
        if not isinstance(embed, dict):
            form.wrong(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            continue
        total += _parts(form, path, embed)
    if total > 6000:
        form.wrong(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _parts(form: Form, path: Path, embed: dict[str, Any]) -> int:
    """The embed's characters that count towards the 6000."""
    author, footer, fields = embed.get("author") or {}, embed.get("footer") or {}, embed.get("fields") or []
    form.text((*path, "title"), embed.get("title"), 0, 256, required=False)
    form.text((*path, "description"), embed.get("description"), 0, 4096, required=False)
    form.text((*path, "author", "name"), author.get("name"), 0, 256, required=False)
    form.text((*path, "footer", "text"), footer.get("text"), 0, 2048, required=False)
    texts = [embed.get("title"), embed.get("description"), author.get("name"), footer.get("text")]
    if form.entries((*path, "fields"), fields, 0, 25):
        for index, one in enumerate(fields):
            form.text((*path, "fields", index, "name"), one.get("name"), 1, 256)
            form.text((*path, "fields", index, "value"), one.get("value"), 1, 1024)
            texts += [one.get("name"), one.get("value")]
    color = embed.get("color")
    if color is not None:
        form.number((*path, "color"), color, 0, 0xFFFFFF)
    for part in ("image", "thumbnail"):
        _link((*path, part, "url"), (embed.get(part) or {}).get("url"), form)
    _link((*path, "url"), embed.get("url"), form)
    return sum(len(text) for text in texts if isinstance(text, str))


def _link(path: Path, url: str | None, form: Form) -> None:
    if url is not None and not url.startswith(("http://", "https://", "attachment://")):
        form.wrong(path, "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').")
