"""Schedules: words to a recurrence, a recurrence to its next instants, and both in words again."""

from bot.rules.schedule.reading import read_schedule
from bot.rules.schedule.recurrence import next_after, upcoming
from bot.rules.schedule.wording import describe, echo

__all__ = ["describe", "echo", "next_after", "read_schedule", "upcoming"]
