"""parse_mode=HTML as Telegram reads it: its few tags, its entities, its refusals."""

import re
from dataclasses import dataclass
from typing import Any

from tests.servers.telegram.links import WrongLink, checked_link
from tests.servers.telegram.refusals import Refusal, bad_request

Entity = dict[str, Any]

NAMES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}  # fmt: skip
ATTRIBUTE = r"""\s+([^\s=>/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.-]+))?"""
TOKEN = re.compile(rf"<(?P<open>[^\s>/][^\s>]*)(?P<attributes>(?:{ATTRIBUTE})*)\s*>|</(?P<close>[^\s>]*)\s*>|<")
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));?")


def width(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def unparsable(said: str) -> Refusal:
    return bad_request(f"can't parse entities: {said}")


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    begin: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text without its tags, and the entities they stood for. Raises a Refusal that says where it broke."""
    text, entities, nested, at = "", list[Entity](), list[_Open](), 0
    for token in TOKEN.finditer(source):
        text += _decoded(source[at : token.start()])
        at, byte = token.end(), len(source[: token.start()].encode())
        if token["open"] is not None:
            tag, attributes = token["open"].lower(), _attributes(token["attributes"])
            _check_tag(tag, attributes, byte)
            nested.append(_Open(tag, attributes, width(text), len(text)))
        elif token["close"] is not None:
            entities += _closed(nested, token["close"].lower(), text, byte)
        else:
            raise unparsable(f"{_broken(source[token.start() :])} at byte offset {byte}")
    if nested:
        raise unparsable(f'Can\'t find end tag corresponding to start tag "{nested[-1].tag}"')
    return text + _decoded(source[at:]), entities


def _decoded(source: str) -> str:
    def symbol(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else int(match[2]) if match[2] else 0
        return chr(code) if 0 < code < 0x10FFFF else NAMES.get(match[3] or "", match.group())

    return REFERENCE.sub(symbol, source)


def _attributes(source: str) -> dict[str, str]:
    return {name: _decoded(value.strip("\"'")) for name, value in re.findall(ATTRIBUTE, source)}


def _check_tag(tag: str, attributes: dict[str, str], byte: int) -> None:
    if tag not in TAGS:
        raise unparsable(f'Unsupported start tag "{tag}" at byte offset {byte}')
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')


def _broken(rest: str) -> str:
    if rest.startswith("</"):
        return "Unclosed end tag"
    name = re.split(r"[\s>]", rest, maxsplit=1)[0]
    if name == rest or name[1:].lower() in TAGS:
        return "Unclosed start tag"
    return f'Unsupported start tag "{name[1:].lower()}"'


def _closed(nested: list[_Open], tag: str, text: str, byte: int) -> list[Entity]:
    if not nested:
        raise unparsable(f"Unexpected end tag at byte offset {byte}")
    opened = nested.pop()
    if tag not in ("", opened.tag):
        raise unparsable(f'Unmatched end tag at byte offset {byte}, expected "</{opened.tag}>", found "</{tag}>"')
    if opened.tag == "code" and nested and nested[-1].tag == "pre":  # a block of code in a language
        nested[-1].attributes |= {"language": opened.attributes.get("class", "").removeprefix("language-")}
        return []
    length = width(text) - opened.offset
    entity = {"type": TAGS[opened.tag], "offset": opened.offset, "length": length}
    return _completed(entity, opened, text[opened.begin :]) if length else []


def _completed(entity: Entity, opened: _Open, inside: str) -> list[Entity]:
    given = opened.attributes
    match opened.tag:
        case "a":
            return link(entity, given.get("href") or inside)
        case "pre" if given.get("language"):
            return [entity | {"language": given["language"]}]
        case "blockquote" if "expandable" in given:
            return [entity | {"type": "expandable_blockquote"}]
        case "tg-emoji":
            if not given.get("emoji-id", "").isdigit():
                raise unparsable("Invalid custom emoji identifier specified")
            return [entity | {"custom_emoji_id": given["emoji-id"]}]
        case "tg-time":
            if not re.fullmatch(r"[rR]?|[tTdDwW]*", given.get("format", "")):
                raise unparsable("Invalid date-time format specified")
            moment = {"unix_time": int(given.get("unix", "0")), "date_time_format": given.get("format", "")}
            return [entity | {name: value for name, value in moment.items() if value}] if moment["unix_time"] else []
    return [entity]


def link(entity: Entity, url: str) -> list[Entity]:
    """A text link, or a mention of a user without a name, or nothing where Telegram would not follow the address."""
    if user := re.fullmatch(r"tg://user\?id=(\d+)", url):
        return [entity | {"type": "text_mention", "user": {"id": int(user[1])}}]
    try:
        return [entity | {"url": checked_link(url)}]
    except WrongLink:
        return []
