"""Words with entities, as Telegram takes them: checked, cleaned, trimmed and counted in UTF-16 units."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.servers.telegram.links import WrongLink, checked_link
from tests.servers.telegram.markdown import parse_markdown, parse_markdown_v2
from tests.servers.telegram.markup import Entity, parse_html, width
from tests.servers.telegram.refusals import bad_request

MOST_ENTITIES = 100
SIMPLE = {"bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote", "expandable_blockquote"}
DETECTED = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
NEEDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}
PARSERS = {"html": parse_html, "markdown": parse_markdown, "markdownv2": parse_markdown_v2}
INVISIBLE = {"\r", *map(chr, range(0x2028, 0x202F)), "\u0333", "\u033f", "\u030a"}
FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/@])/\w{1,64}(?:@\w{3,32})?)|(?P<url>\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.\w{2,})|(?P<mention>(?<![\w@])@\w{3,32}\b)|(?P<hashtag>(?<![\w#])#[^\W\d]\w*)"
)


@dataclass(frozen=True)
class Words:
    """A text and its entities, offsets and lengths in UTF-16 units."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def part(self, entity: Entity) -> str:
        """The words an entity is about."""
        units = self.text.encode("utf-16-le")
        return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


def read_words(text: str, parse_mode: str, given: Any, problems: list[str]) -> Words:
    """What would be shown. Raises a Refusal in Telegram's words; `problems` takes what is dropped in silence."""
    if len(text.encode(errors="surrogatepass")) > 1 << 15:
        raise bad_request("text is too long")
    mode = parse_mode.lower()
    if text and mode not in ("", "none"):
        if mode not in PARSERS:
            raise bad_request("unsupported parse_mode")
        text, entities = PARSERS[mode](text)
    else:
        entities = list(_typed(given))
    return _shown(*_cleaned(text, _bounded(text, entities)), problems)


def plain(text: str) -> Words:
    """What a person typed, with the entities that Telegram finds by itself."""
    return Words(text, tuple(_found(text)))


def in_parts(text: str, most: int = 4096) -> list[str]:
    """The text as a client sends it: in messages of at most so many UTF-16 units."""
    parts, room = [""], most
    for symbol in text:
        if width(symbol) > room:
            parts, room = [*parts, ""], most
        parts[-1] += symbol
        room -= width(symbol)
    return parts


def _typed(given: Any) -> Iterator[Entity]:
    if given is None:
        return
    if not isinstance(given, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    for entity in given:
        if problem := _type_problem(entity):
            raise bad_request(f"can't parse MessageEntity: {problem}")
        if entity["type"] == "text_link":
            yield _link(entity)
        elif entity["type"] not in DETECTED:
            yield entity


def _link(entity: Entity) -> Entity:
    try:
        return entity | {"url": checked_link(entity["url"])}
    except WrongLink as wrong:
        raise bad_request(f"entity URL '{entity['url']}' is invalid: {wrong}") from None


def _type_problem(entity: Any) -> str:
    if not isinstance(entity, dict):
        return "expected an Object"
    for name in ("offset", "length"):
        if not isinstance(entity.get(name), int):
            return f'field "{name}" must be of type Number'
    kind = entity.get("type")
    if not kind:
        return "type is not specified"
    if kind not in SIMPLE | DETECTED | set(NEEDS) | {"pre"}:
        return "unsupported type specified"
    if (needed := NEEDS.get(kind)) and not entity.get(needed):
        return f'can\'t find field "{needed}"'
    if kind == "date_time" and not re.fullmatch(r"[rR]?|[tTdDwW]*", entity.get("date_time_format") or ""):
        return "invalid date-time format specified"
    return ""


def _bounded(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The entities that cover something; every one of them must lie on whole symbols of the text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    starts, offset, byte = {}, 0, 0  # the UTF-16 offset of each symbol, and its offset in bytes
    for symbol in text:
        starts[offset] = byte
        offset, byte = offset + width(symbol), byte + len(symbol.encode())
    starts[offset] = byte
    for entity in entities:
        _check_bounds(entity, starts, offset)
    return [entity for entity in entities if entity["length"] > 0]


def _check_bounds(entity: Entity, starts: dict[int, int], total: int) -> None:
    begin, length = entity["offset"], entity["length"]
    if not 0 <= begin <= 1_000_000:
        raise bad_request(f"receive an entity with incorrect offset {begin}")
    if not 0 <= length <= 1_000_000:
        raise bad_request(f"receive an entity with incorrect length {length}")
    end = begin + length
    if length and begin > total:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {begin}")
    if length and begin not in starts:
        raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {starts[begin + 1]}")
    if length and end > total:
        raise bad_request(
            f"entity beginning at UTF-16 offset {begin} ends after the end of the text at UTF-16 offset {end}"
        )
    if length and end not in starts:
        raise bad_request(
            f"entity beginning at UTF-16 offset {begin} ends in a middle of a UTF-16 symbol "
            f"at byte offset {starts[end + 1]}"
        )


def _cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without control characters, and without white space around; the entities moved along."""
    kept, moved, at = [], [], 0
    for symbol in text:
        new = "" if symbol in INVISIBLE else " " if symbol < " " and symbol != "\n" else symbol
        moved += [at] * width(symbol)
        kept.append(new)
        at += width(new)
    clean, moved = "".join(kept), [*moved, at]
    spans = [(moved[each["offset"]], moved[each["offset"] + each["length"]], each) for each in entities]
    end = width(clean.rstrip(" \n"))
    limit = min([begin for begin, _, _ in spans] or [end])
    cut = min(len(clean) - len(clean.lstrip(" \n")), limit)
    shown = clean.rstrip(" \n")[cut:]
    return shown, [
        each | {"offset": begin - cut, "length": min(stop, end) - begin}
        for begin, stop, each in spans
        if min(stop, end) > begin
    ]


def _shown(text: str, entities: list[Entity], problems: list[str]) -> Words:
    if len(entities) > MOST_ENTITIES:
        problems.append(f"{len(entities)} entities, of which Telegram shows {MOST_ENTITIES}")
    kept = sorted(entities, key=lambda each: (each["offset"], -each["length"]))[:MOST_ENTITIES]
    for code in [each for each in kept if each["type"] in ("code", "pre")]:
        kept = [each for each in kept if each is code or not _overlap(each, code) or "quote" in each["type"]]
    links = [each for each in kept if each["type"] in ("code", "pre", "text_link", "text_mention", "date_time")]
    found = [each for each in _found(text) if not any(_overlap(each, link) for link in links)]
    return Words(text, tuple(sorted(kept + found, key=lambda each: (each["offset"], -each["length"]))))


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def _found(text: str) -> Iterator[Entity]:
    for match in FOUND.finditer(text):
        assert match.lastgroup is not None
        yield {"type": match.lastgroup, "offset": width(text[: match.start()]), "length": width(match.group())}
