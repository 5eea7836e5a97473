"""How the pictures look: 1080 pixels wide, light or dark, and titles that never show an empty box for a letter."""

import io
import logging
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from bot.catalogue import t

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Theme = Literal["light", "dark"]
WIDTH, DOTS = 5.4, 200  # inches and dots an inch: 1080 pixels
TITLE, LABEL, SMALL = 13.0, 9.5, 8.5  # points
_LINE = 34  # characters of a title
_MOST_LINES = 2
_SMALL_LINE, _MOST_SMALL_LINES = 60, 3  # of the words under it
_ENOUGH = 0.6  # of the letters of a title that some font must have
# Installed on many machines; the first that are there fill in for letters that DejaVu (in matplotlib) lacks.
_OTHER_SCRIPTS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Source Han Sans SC",
    "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Malgun Gothic", "Noto Sans Arabic", "Noto Sans Devanagari",
    "Noto Sans Thai", "Noto Sans Hebrew",
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """The colours of one theme."""

    paper: str
    ink: str
    faint: str  # labels and grid
    accent: str  # what the person did
    soft: str  # single readings, parts
    plan: str
    band: str


LOOKS: dict[Theme, Look] = {
    "light": Look("#ffffff", "#1f2430", "#8a93a3", "#0b6e99", "#8cc3dc", "#c2571a", "#f6dcc8"),
    "dark": Look("#14181f", "#eef1f6", "#8591a5", "#58b7e0", "#2f6d8c", "#f0a36b", "#4a3426"),
}


def new_figure(look: Look, title: str, subtitle: str, height: float = 4.9) -> "tuple[Figure, Axes]":
    """A figure with its words on top and one pair of axes under them."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=DOTS, facecolor=look.paper)
    FigureCanvasAgg(figure)
    lines = title_lines(title)
    top = 1 - 0.17 / height
    figure.text(0.06, top, "\n".join(lines), va="top", color=look.ink, fontproperties=bold(), parse_math=False)
    top -= (0.25 * len(lines) + 0.04) / height
    wrapped = _whole_sentences(shown(subtitle))
    figure.text(0.06, top, "\n".join(wrapped), va="top", color=look.faint, fontproperties=plain(), parse_math=False)
    top -= (0.19 * max(1, len(wrapped)) + 0.36) / height
    axes = figure.add_axes((0.13, 0.55 / height, 0.81, top - 0.55 / height), facecolor=look.paper)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(look.faint)
    axes.tick_params(colors=look.faint, labelsize=SMALL, length=0)
    return figure, axes


def legend(axes: "Axes", look: Look, handles: list[Any]) -> None:
    """What the marks mean, in one line above the axes."""
    axes.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=len(handles), frameon=False,
        labelcolor=look.ink, prop=plain(SMALL), handlelength=1.5, columnspacing=1.2, borderaxespad=0.2,
    )  # fmt: skip


def date_axis(axes: "Axes", days: Iterable[date]) -> None:
    """At most six dates under the axes, spoken in the language of the turn."""
    from bot.catalogue import say_date

    ordered = sorted(set(days))
    step = max(1, -(-len(ordered) // 6))
    ticks = ordered[::step]
    axes.set_xticks([day.toordinal() for day in ticks], [shown(say_date(day, year=False)) for day in ticks])


def png(figure: "Figure") -> bytes:
    """The figure as a PNG; its metadata names nobody."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": "Gigi"})
    return buffer.getvalue()


def title_lines(title: str) -> list[str]:
    """The title on at most two lines; a word too long for a line is cut, and so is what is left over."""
    words = shown(title) if _is_shown(title) else t("Your goal")
    lines = textwrap.wrap(words, _LINE) or [t("Your goal")]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1][: _LINE - 1].rstrip() + "…"]
    return lines


def _whole_sentences(text: str) -> list[str]:
    """As many whole sentences from the beginning as fit into three lines."""
    sentences = re.split(r"(?<=[.!?;])\s+", text)
    while len(sentences) > 1 and len(textwrap.wrap(" ".join(sentences), _SMALL_LINE)) > _MOST_SMALL_LINES:
        sentences.pop()
    return textwrap.wrap(" ".join(sentences), _SMALL_LINE)[:_MOST_SMALL_LINES]


def shown(text: str) -> str:
    """The text without the letters that no font here has: no empty boxes."""
    letters = _letters()
    return " ".join("".join(char if char.isspace() or ord(char) in letters else "" for char in text).split())


def _is_shown(title: str) -> bool:
    letters = [char for char in title if char.isalnum()]
    return bool(letters) and sum(ord(char) in _letters() for char in letters) >= _ENOUGH * len(letters)


def plain(size: float = LABEL) -> Any:
    """The font for words."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=list(_families()), size=size)


def bold(size: float = TITLE) -> Any:
    """The font for titles."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=list(_families()), size=size, weight="bold")


@cache
def _families() -> tuple[str, ...]:
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return ("DejaVu Sans", *(name for name in _OTHER_SCRIPTS if name in installed))


@cache
def _letters() -> frozenset[int]:
    """Every letter that one of the fonts has."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    found: set[int] = set()
    for family in _families():
        for weight in ("normal", "bold"):
            found |= get_font(findfont(FontProperties(family=family, weight=weight))).get_charmap().keys()
    return frozenset(found)
