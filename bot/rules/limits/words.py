"""Whether a goal's own words name a thing, in five languages; the lists are those of the unsafe screen."""

import re

from bot.rules.patterns import pattern
from bot.rules.safety.unsafe_reading import word_of


def has_word(folded: str, name: str) -> bool:
    """True when a word of the list `name` (unsafe_words.toml) stands in the folded text."""
    return word_of(name).search(folded) is not None


def found(name: str) -> re.Pattern[str]:
    """The pattern `name` of patterns.toml."""
    return pattern("patterns", name, "bot.rules.limits")
