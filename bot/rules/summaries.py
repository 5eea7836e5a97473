"""What was said before the lines that are still at hand: a few of the person's own sentences, bounded for good."""

import re
from collections.abc import Sequence
from typing import Final

from bot.entities import Exchange, Verdict
from bot.rules.safety import screen
from bot.rules.text import fold

MOST_ENTRIES: Final = 8
LONGEST: Final = 110  # characters of an entry
_FEWEST_WORDS: Final = 5  # shorter ones are answers, and what they answered is in goals and logs
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]{8,}")  # scripts without spaces


def summed_up(lines: Sequence[Exchange], before: str = "") -> str:
    """The summary `before` with these older lines added, an entry a line, oldest first; the newest ones are kept.

    Questions, commands, short answers and what belongs into a crisis are left out, and what Gigi said.
    """
    said = [" ".join(line.text.split()) for line in lines if line.who == "person"]
    entries = [*before.splitlines(), *(_cut(text) for text in said if _is_told(text))]
    newest = list({fold(entry): entry for entry in reversed(entries) if entry}.values())[::-1]
    return "\n".join(newest[-MOST_ENTRIES:])


def without(summary: str, texts: Sequence[str]) -> str:
    """The summary without what stands in these texts, for what a person wants forgotten."""
    gone = {_cut(" ".join(text.split())) for text in texts}
    return "\n".join(entry for entry in summary.splitlines() if entry not in gone)


def _is_told(text: str) -> bool:
    is_short = len(text.split()) < _FEWEST_WORDS and not _UNSPACED.search(text)
    if text.startswith("/") or text.endswith(("?", "？")) or is_short:
        return False
    return screen(text).verdict is Verdict.OK


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"
