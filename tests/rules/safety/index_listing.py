"""Rewrites data/crisis_index.toml: for each rule the word beginnings that every match of it holds.

They are read off the parsed patterns, which takes a second; so they are listed once instead of at every start.
After a change of data/crisis_*.toml: python -m tests.rules.safety.index_listing
"""

from itertools import groupby
from pathlib import Path

import bot.rules.safety
from bot.rules.safety.crisis_rules import Rule, needed_stems, rules

LISTING = Path(bot.rules.safety.__file__).with_name("data") / "crisis_index.toml"
_HEAD = """\
# For each rule of data/crisis_*.toml, in file order, word beginnings of which every match holds one; empty: always
# tried. Written by tests/rules/safety/index_listing.py, and compared with the patterns by a test.
"""


def listing() -> str:
    """The whole file."""
    return _HEAD + "".join(_of(language, list(own)) for language, own in groupby(rules(), lambda rule: rule.language))


def _of(language: str, own: list[Rule]) -> str:
    lines = "".join(f'  "{" ".join(sorted(needed_stems(rule)))}",\n' for rule in own)
    return f"{language} = [\n{lines}]\n"


if __name__ == "__main__":
    LISTING.write_text(listing(), encoding="utf-8")
