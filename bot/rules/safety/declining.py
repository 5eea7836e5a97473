"""What is said to an unsafe wish that has no safe number to offer: why not, and what would be possible."""

import tomllib
from functools import cache
from importlib.resources import files

from bot.catalogue import t
from bot.rules.safety.lines import CrisisLines, describe_lines


def unsafe_reply(category: str, country: str | None, lines: CrisisLines) -> str:
    """Markdown for an unsafe_goal verdict; with help lines where the category calls for people."""
    entry = _replies().get(category) or _replies()["other"]
    text = t(str(entry["say"])).strip()
    return f"{text}\n\n{describe_lines(lines, country)}" if entry.get("with_lines") else text


@cache
def _replies() -> dict[str, dict[str, str | bool]]:
    text = files("bot.rules.safety").joinpath("data", "unsafe_replies.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
