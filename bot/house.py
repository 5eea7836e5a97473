"""What this installation decides for everyone, drawn from the settings."""

from dataclasses import dataclass
from datetime import time
from typing import Literal

from bot.entities import Person
from bot.rules.safety import CrisisLines


@dataclass(frozen=True)
class House:
    """What this installation decides for everyone."""

    lines: CrisisLines
    morning: time = time(8)
    evening: time = time(19)
    quiet: tuple[time, time] = (time(21), time(8))
    nudges_per_day: int = 1
    has_model: bool = False
    model_tier: Literal["free", "paid"] = "free"
    asks_consent: bool = True
    allowed: frozenset[str] | None = None  # REFs that are let in; None: everybody
    has_invitations: bool = False  # whether those who are in may let others in

    def may_use_model(self, person: Person) -> bool:
        """Whether this person's words may go to the model now."""
        profile = person.profile
        has_consent = profile.consent is True or (profile.consent is None and not self.asks_consent)
        return self.has_model and has_consent and not profile.is_private

    def admits(self, *refs: str) -> bool:
        """Whether one of a person's names (`telegram:1`, an internal id) is on the list."""
        return self.allowed is None or not self.allowed.isdisjoint(refs)
