"""The phrases of `requests.toml` as patterns."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from bot.rules.text import fold

LONGEST = 400  # characters; a longer message is talk


def find_phrase(name: str, text: str) -> re.Match[str] | None:
    """The match when the text is (or holds) a phrase of that request."""
    if len(text) > LONGEST:
        return None
    folded = fold(text)
    return _patterns()[name].search(folded)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(files("bot.conversation").joinpath("requests.toml").read_text(encoding="utf-8"))
    patterns = {}
    for name, entry in table.items():
        whole = [rf"^(?:{pattern})\W*$" for pattern in entry.get("whole", ())]
        part = [rf"(?<!\w)(?:{pattern})(?!\w)" for pattern in entry.get("part", ())]
        patterns[name] = re.compile("|".join([*whole, *part]))
    return patterns
