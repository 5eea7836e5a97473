"""Answers to a check-in: done, partly, skipped, a value, or what to do with the question itself."""

from bot.rules.answers.checked_goal import CheckedGoal
from bot.rules.answers.reading import read_answer

__all__ = ["CheckedGoal", "read_answer"]
