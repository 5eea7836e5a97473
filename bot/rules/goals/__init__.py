"""Goals read from what people really type, by rules alone."""

from bot.rules.goals.approach import approach_of, as_approach
from bot.rules.goals.clarify import question_for
from bot.rules.goals.complete import as_first_step, complete_draft
from bot.rules.goals.domains import read_domain
from bot.rules.goals.language import clear_language, language_of
from bot.rules.goals.mood import read_mood
from bot.rules.goals.reading import read_goals

__all__ = [
    "approach_of",
    "as_approach",
    "as_first_step",
    "clear_language",
    "complete_draft",
    "language_of",
    "question_for",
    "read_domain",
    "read_goals",
    "read_mood",
]
