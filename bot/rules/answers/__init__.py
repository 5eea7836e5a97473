"""Answers to a check-in: done, partly, skipped, a value, or what to do with the question itself."""

from bot.rules.answers.checked_goal import CheckedGoal
from bot.rules.answers.doubts import Doubt, doubt_about
from bot.rules.answers.lapses import as_lapse, describe_lapse, is_lapse, names_abstinence, names_lapse
from bot.rules.answers.nights import is_rating
from bot.rules.answers.reading import read_answer

__all__ = [
    "CheckedGoal",
    "Doubt",
    "as_lapse",
    "describe_lapse",
    "doubt_about",
    "is_lapse",
    "is_rating",
    "names_abstinence",
    "names_lapse",
    "read_answer",
]
