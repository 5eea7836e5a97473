"""Numbers and lists as people read them. English is ours; other languages follow CLDR, through Babel."""

import math
from collections.abc import Iterable
from typing import Literal

from bot.catalogue.speech import spoken
from bot.catalogue.translations import ENGLISH


def plain_number(value: float) -> str:
    """At most two decimals, halves rounded up, without needless zeros: 5, 0.63, 1500."""
    if abs(value - round(value)) < 1e-9:
        return str(round(value))
    return f"{value + math.copysign(1e-9, value):.2f}".rstrip("0").rstrip(".")


def say_number(value: float) -> str:
    """`plain_number` with the decimal sign of the language."""
    if (language := spoken()) == ENGLISH:
        return plain_number(value)
    from babel.numbers import format_decimal

    return format_decimal(plain_number(value), format="0.##", locale=language)


def say_percent(part: float) -> str:
    """`71 %` of 0.71."""
    return f"{round(part * 100)} %"


def say_list(parts: Iterable[str], joint: Literal["and", "or"] = "and") -> str:
    """`a, b and c`, or `a, b or c`; empty for nothing."""
    words = list(parts)
    if not words:
        return ""
    if (language := spoken()) == ENGLISH:
        *head, last = words
        return f"{', '.join(head)} {joint} {last}" if head else last
    from babel.lists import format_list

    return format_list(words, style="standard" if joint == "and" else "or", locale=language)
