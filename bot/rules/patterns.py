"""Regular expressions that live in the rules' data files, compiled on first use."""

import re
from functools import cache

from bot.rules.wordlists import wordlist


@cache
def pattern(table: str, name: str, package: str = "bot.rules") -> re.Pattern[str]:
    """`[patterns] name` of `data/{table}.toml` in `package`."""
    return re.compile(joined(wordlist(table, package)["patterns"][name]))


def joined(text: str) -> str:
    """A pattern written over several lines as one, without the lines' indentation."""
    return "".join(line.lstrip() for line in text.splitlines())
