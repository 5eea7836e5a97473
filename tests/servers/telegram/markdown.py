"""parse_mode=MarkdownV2 and the older Markdown, as Telegram reads them, with their refusals."""

import re
from dataclasses import dataclass, field

from tests.servers.telegram.markup import Entity, link, unparsable, width

RESERVED = "_*[]()~`>#+-=|{}.!\n"
# The marks of an entity, longest first, and what Telegram calls it when its end is missing.
MARKS = {
    "```": ("pre", "Pre"), "__": ("underline", "Underline"), "||": ("spoiler", "Spoiler"),
    "![": ("emoji", "CustomEmoji"),
    "_": ("italic", "Italic"), "*": ("bold", "Bold"), "~": ("strikethrough", "Strikethrough"), "`": ("code", "Code"),
    "[": ("text_link", "TextUrl"),
}  # fmt: skip
ENDS = {mark: mark for mark in MARKS} | {"[": "]", "![": "]"}
LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")


@dataclass
class _Open:
    mark: str
    offset: int
    begin: int
    byte: int
    language: str = ""


@dataclass
class _Reader:
    """MarkdownV2 read once from left to right."""

    source: str
    at: int = 0
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    nested: list[_Open] = field(default_factory=list)

    @property
    def byte(self) -> int:
        return len(self.source[: self.at].encode())

    @property
    def in_code(self) -> bool:
        return bool(self.nested) and self.nested[-1].mark in ("`", "```")

    def read(self) -> None:
        while self.at < len(self.source):
            here = self.source[self.at]
            if here == "\\" and self.source[self.at + 1 : self.at + 2] and 0 < ord(self.source[self.at + 1]) <= 126:
                self.take(self.source[self.at + 1], 2)
            elif here not in ("`" if self.in_code else RESERVED):
                self.take(here, 1)
            elif here in "\n>" and self.quotes(here):
                continue
            elif self.nested and self.source.startswith(ENDS.get(self.nested[-1].mark, "\0"), self.at) and self.ends():
                self.close()
            else:
                self.open()
        self.finish_quote(self.at)
        if self.nested:
            raise self.missing_end()

    def take(self, symbol: str, read: int) -> None:
        self.text += symbol
        self.at += read

    def ends(self) -> bool:
        """An underscore that is doubled belongs to an underline, not to the italic that is open."""
        return self.nested[-1].mark != "_" or not self.source.startswith("__", self.at)

    def quotes(self, here: str) -> bool:
        """Begins, goes on with or ends a block quotation; False where the symbol is no part of one."""
        quoted = any(each.mark == ">" for each in self.nested)
        if here == "\n":
            if quoted and not self.source.startswith(">", self.at + 1):
                self.finish_quote(self.at)
            self.take("\n", 1)
            return True
        if self.text and not self.text.endswith("\n"):
            return False
        if not quoted:
            self.nested.append(_Open(">", width(self.text), len(self.text), self.byte))
        self.at += 1
        return True

    def finish_quote(self, end: int) -> None:
        if not any(each.mark == ">" for each in self.nested):
            return
        kind = "blockquote"
        if self.nested[-1].mark == "||" and self.source.endswith("||", 0, end):
            self.nested.pop()
            kind = "expandable_blockquote"
        if self.nested[-1].mark != ">":
            raise self.missing_end()
        self.add(self.nested.pop(), {"type": kind})

    def open(self) -> None:
        mark = next((mark for mark in MARKS if self.source.startswith(mark, self.at)), None)
        if mark is None:
            raise unparsable(
                f"Character '{self.source[self.at]}' is reserved and must be escaped with the preceding '\\'"
            )
        self.nested.append(_Open(mark, width(self.text), len(self.text), self.byte))
        self.at += len(mark)
        if mark == "```":
            self.begin_code()

    def begin_code(self) -> None:
        if language := LANGUAGE.match(self.source, self.at):
            self.nested[-1].language = language[1]
            self.at = language.end()
        self.at += len(re.compile(r"\r\n|\n\r|\r|\n|").match(self.source, self.at)[0])  # type: ignore[index]

    def close(self) -> None:
        opened = self.nested.pop()
        self.at += len(ENDS[opened.mark])
        kind = MARKS[opened.mark][0]
        if kind == "text_link":
            url = self.address() if self.source.startswith("(", self.at) else self.text[opened.begin :]
            self.entities += link(self.span(opened), url) if width(self.text) > opened.offset else []
        elif kind == "emoji":
            self.add(opened, self.emoji())
        else:
            self.add(opened, {"type": kind} | ({"language": opened.language} if opened.language else {}))

    def address(self) -> str:
        begin, url = self.at + 1, ""
        self.at = begin
        while self.at < len(self.source) and self.source[self.at] != ")":
            self.at += self.source[self.at] == "\\"
            url += self.source[self.at : self.at + 1]
            self.at += 1
        if self.at >= len(self.source):
            raise unparsable(f"Can't find end of a URL at byte offset {len(self.source[:begin].encode())}")
        self.at += 1
        return url

    def emoji(self) -> Entity:
        if not self.source.startswith("(", self.at):
            raise unparsable("The entity must contain a tg://emoji or tg://time URL")
        url = self.address()
        if emoji := re.fullmatch(r"tg://emoji\?id=(\d+)", url):
            return {"type": "custom_emoji", "custom_emoji_id": emoji[1]}
        if time := re.fullmatch(r"tg://time\?unix=(\d+)(?:&format=([rRtTdDwW]+))?", url):
            return {"type": "date_time", "unix_time": int(time[1])} | ({"date_time_format": time[2]} if time[2] else {})
        raise unparsable("Invalid tg://emoji or tg://time URL specified")

    def span(self, opened: _Open) -> Entity:
        return {"type": "text_link", "offset": opened.offset, "length": width(self.text) - opened.offset}

    def add(self, opened: _Open, entity: Entity) -> None:
        if width(self.text) > opened.offset:
            self.entities.append(self.span(opened) | entity)

    def missing_end(self) -> Exception:
        opened = self.nested[-1]
        name = "BlockQuote" if opened.mark == ">" else MARKS[opened.mark][1]
        return unparsable(f"Can't find end of {name} entity at byte offset {opened.byte}")


def parse_markdown_v2(source: str) -> tuple[str, list[Entity]]:
    """The text without its marks, and its entities. Raises a Refusal that says where it broke."""
    reader = _Reader(source)
    reader.read()
    return reader.text, reader.entities


OLD = re.compile(
    r"\\([_*`\[])|```(?:([^\s`]+)(?=\s))?\n?(.*?)```|([_*`])(.*?)\4|\[([^\]]*)\](?:\(([^)]*)\))?|[_*`\[]", re.S
)
OLD_KINDS = {"_": "italic", "*": "bold", "`": "code"}


def parse_markdown(source: str) -> tuple[str, list[Entity]]:
    """The older Markdown: nothing is nested, and a mark without its end is refused."""
    text, entities, at = "", list[Entity](), 0
    for token in OLD.finditer(source):
        text += source[at : token.start()]
        at, offset = token.end(), width(text)
        escaped, language, code, mark, marked, label, url = token.groups()
        inside = next((part for part in (escaped, code, marked, label) if part is not None), None)
        if inside is None:
            byte = len(source[: token.start()].encode())
            raise unparsable(f"Can't find end of the entity starting at byte offset {byte}")
        text += inside
        entity = {"type": OLD_KINDS.get(mark or "", "pre"), "offset": offset, "length": width(inside)}
        if label is not None and label:
            entities += link(entity | {"type": "text_link"}, label if url is None else url)
        elif escaped is None and inside:
            entities.append(entity | ({"language": language} if language else {}))
    return text + source[at:], entities
