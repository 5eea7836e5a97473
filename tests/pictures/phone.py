"""A chat as a phone shows it: bubbles with styled words, buttons under them, pictures in them."""

import re
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import matplotlib
from PIL import Image, ImageDraw, ImageFont

from tests.servers.telegram import Message

SCALE = 2
WIDTH, HEIGHT, GAP = 420, 860, 24
MARGIN, PADDING, LEADING, SIZE = 12, 12, 22, 15
WALL, OURS, THEIRS, BUTTON, INK, FAINT = "#dfe7ee", "#ffffff", "#dcf8c6", "#9fb4c6", "#1c1e21", "#7a8790"
_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def draw_phones(chats: Sequence[Sequence[Message]], zone: ZoneInfo) -> bytes:
    """The chats side by side: the first as its phone shows its beginning, the others their end; a PNG."""
    phones = [_phone(chat, zone, is_scrolled=number > 0) for number, chat in enumerate(chats)]
    width = len(phones) * (WIDTH + GAP) + GAP
    picture = Image.new("RGB", (width * SCALE, (HEIGHT + 2 * GAP) * SCALE), "#ffffff")
    for number, phone in enumerate(phones):
        picture.paste(phone, ((GAP + number * (WIDTH + GAP)) * SCALE, GAP * SCALE))
    out = BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _phone(chat: Sequence[Message], zone: ZoneInfo, *, is_scrolled: bool) -> Image.Image:
    """As much of the chat as a screen holds."""
    bubbles = [_bubble(message, zone) for message in chat]
    height = sum(bubble.height for bubble in bubbles) + MARGIN * SCALE * (len(bubbles) + 1)
    whole = Image.new("RGB", (WIDTH * SCALE, max(height, HEIGHT * SCALE)), WALL)
    top = MARGIN * SCALE
    for message, bubble in zip(chat, bubbles, strict=True):
        left = MARGIN * SCALE if message.from_bot else (WIDTH - MARGIN) * SCALE - bubble.width
        whole.paste(bubble, (left, top))
        top += bubble.height + MARGIN * SCALE
    start = max(0, top - HEIGHT * SCALE) if is_scrolled else 0
    return whole.crop((0, start, WIDTH * SCALE, start + HEIGHT * SCALE))


def _bubble(message: Message, zone: ZoneInfo) -> Image.Image:
    lines = _lines(message, (WIDTH - 84) * SCALE)
    picture = _attached(message)
    inner = max([_width(line) for line in lines] + [picture.width if picture else 0, 60 * SCALE])
    width = inner + 2 * PADDING * SCALE
    if message.keyboard:
        width = max(width, 300 * SCALE)
    top = (picture.height + PADDING * SCALE) if picture else 0
    words = (len(lines) * LEADING + 2 * PADDING + 6) * SCALE
    bubble = Image.new("RGB", (width, top + words + len(message.keyboard) * 40 * SCALE), WALL)
    pen = ImageDraw.Draw(bubble)
    pen.rounded_rectangle((0, 0, width - 1, top + words - 1), 14 * SCALE, fill=OURS if message.from_bot else THEIRS)
    if picture:
        bubble.paste(picture, (PADDING * SCALE, PADDING * SCALE))
    for number, line in enumerate(lines):
        _write(pen, line, PADDING * SCALE, top + (PADDING - 2 + number * LEADING) * SCALE)
    clock = f"{message.date.astimezone(zone):%d %b %H:%M}"
    small = _font("", 10)
    pen.text((width - (PADDING) * SCALE - small.getlength(clock), top + words - 17 * SCALE), clock, FAINT, small)
    for number, row in enumerate(message.keyboard):
        _buttons(pen, row, width, top + words + (number * 40 + 5) * SCALE)
    return bubble


def _attached(message: Message) -> Image.Image | None:
    if message.attachment is None or "photo" not in message.media:
        return None
    picture = Image.open(BytesIO(message.attachment.content)).convert("RGB")
    width = (WIDTH - 84) * SCALE
    return picture.resize((width, picture.height * width // picture.width), Image.Resampling.LANCZOS)


def _buttons(pen: ImageDraw.ImageDraw, row: Sequence[dict[str, Any]], width: int, top: int) -> None:
    each = width / len(row)
    font = _font("bold", 13)
    for number, button in enumerate(row):
        left = number * each + (2 * SCALE if number else 0)
        pen.rounded_rectangle((left, top, (number + 1) * each - 1, top + 34 * SCALE), 9 * SCALE, fill=BUTTON)
        middle = (left + (number + 1) * each - font.getlength(button["text"])) / 2
        pen.text((middle, top + 8 * SCALE), button["text"], "#ffffff", font)


Word = tuple[str, ImageFont.FreeTypeFont]


def _lines(message: Message, width: int) -> list[list[Word]]:
    """The words of a message in lines that fit."""
    lines: list[list[Word]] = [[]]
    for text, style in _runs(message):
        font = _font(style, SIZE)
        for part in re.findall(r"\n|[^\S\n]+|\S+", text):
            if part == "\n":
                lines.append([])
                continue
            if lines[-1] and _width(lines[-1]) + font.getlength(part) > width:
                lines.append([])
            if lines[-1] or not part.isspace():
                lines[-1].append((part, font))
    return lines


def _runs(message: Message) -> list[tuple[str, str]]:
    """Stretches of the text with one style each."""
    raw = message.text.encode("utf-16-le")
    marks = sorted(
        {0, len(raw) // 2}
        | {entity["offset"] for entity in message.entities}
        | {entity["offset"] + entity["length"] for entity in message.entities}
    )
    found = []
    for start, end in pairwise(marks):
        styles = {e["type"] for e in message.entities if e["offset"] <= start and end <= e["offset"] + e["length"]}
        style = "bold" if "bold" in styles else "italic" if "italic" in styles else "mono" if "code" in styles else ""
        found.append((raw[2 * start : 2 * end].decode("utf-16-le"), style))
    return found


def _width(line: Sequence[Word]) -> int:
    return int(sum(font.getlength(word) for word, font in line))


def _write(pen: ImageDraw.ImageDraw, line: Sequence[Word], left: float, top: float) -> None:
    for word, font in line:
        pen.text((left, top), word, INK, font)
        left += font.getlength(word)


def _font(style: str, size: int) -> ImageFont.FreeTypeFont:
    name = {"": "DejaVuSans", "bold": "DejaVuSans-Bold", "italic": "DejaVuSans-Oblique", "mono": "DejaVuSansMono"}[
        style
    ]
    return ImageFont.truetype(str(_FONTS / f"{name}.ttf"), size * SCALE)
