"""One Markdown into each platform's dialect. Pure.

- `plain`: for a pipe, and for a terminal that renders Markdown
- `telegram`: text with entities, in pieces that Telegram takes
- `discord`: Discord's own Markdown
"""

from adapters.rendering.plain import plain_text, safe_text, terminal_markdown

__all__ = ["plain_text", "safe_text", "terminal_markdown"]
