"""The Markdown of a reply as plain text and for a terminal."""

import re
import unicodedata

from bot.entities import Reply

_KEPT = frozenset("\n\t")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*_])([*_])(?=\S)([^*_\n]+?)(?<=\S)\3(?![\w*_])")


_SOFT_BREAK = re.compile(r"(?<=[^\n`])\n(?!\n|[-*] |\d+\. |[`#>|░█])")  # Markdown would join these lines


def safe_text(text: str) -> str:
    """The text without control and bidirectional-override characters: what a terminal may be given."""
    return "".join(
        char
        for char in text
        if char in _KEPT or unicodedata.category(char) not in ("Cc", "Cf", "Cs") or char in "\u200d\ufe0f"
    )


def plain_text(reply: Reply) -> str:
    """The reply for a pipe: Markdown emphasis removed, buttons in a last line."""
    text = _EMPHASIS.sub(lambda found: found[2] or found[4], safe_text(reply.text)).replace("`", "")
    if reply.buttons:
        text += "\n[" + "] [".join(safe_text(button.label) for button in reply.buttons) + "]"
    return text


def terminal_markdown(reply: Reply) -> str:
    """The reply for a terminal that renders Markdown."""
    text = _SOFT_BREAK.sub("  \n", safe_text(reply.text))
    if reply.buttons:
        text += "\n\n" + "  ".join(f"`{safe_text(button.label)}`" for button in reply.buttons)
    return text
