"""`gigi try goal --coach gemini`: the same bench with Gemini's understanding on top of the rules."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from functools import cache

from bot.cli.bench import BadLine, Record, goal_record
from bot.coach.gemini.allowance import Allowance
from bot.coach.gemini.coach import GeminiCoach
from bot.config import read_settings
from bot.entities import Person, PersonId, Session, UserProfile
from bot.errors import ConfigError, ModelUnavailable
from bot.ports import TurnView
from bot.rules.goals import question_for


class _Counters:
    """The allowance's books for the length of one bench."""

    def __init__(self) -> None:
        self._used: Counter[tuple[str, str]] = Counter()

    async def count(self, period: str, *scopes: str, amount: int = 1) -> dict[str, int]:
        self._used.update({(period, scope): amount for scope in scopes})
        return await self.used(period, *scopes)

    async def used(self, period: str, *scopes: str) -> dict[str, int]:
        return {scope: self._used[period, scope] for scope in scopes}

    async def drop_before(self, period: str) -> None:
        self._used = Counter({key: count for key, count in self._used.items() if key[0] >= period})


class _Now:
    def now(self) -> datetime:
        return datetime.now(UTC)


async def _one() -> int:
    return 1


@cache
def _coach() -> tuple[GeminiCoach, asyncio.Runner]:
    gemini = read_settings().gemini
    if not gemini.api_key.get_secret_value():
        raise ConfigError("--coach gemini needs gemini.api_key (GIGI_GEMINI__API_KEY).")
    allowance = Allowance(_Counters(), _Now(), gemini.requests_per_minute, gemini.requests_per_day, _one)
    return GeminiCoach(gemini, allowance), asyncio.Runner()


def understand(text: str, now: datetime, zone: str) -> Record:
    """The goals Gemini hears in the text, with the rules' numbers and dates."""
    coach, runner = _coach()
    session = Session(token="", started_at=now)
    person = Person(id=PersonId("bench"), profile=UserProfile(zone=zone), session=session)
    try:
        found = runner.run(coach.understand(TurnView(message=text, now=now, person=person)))
    except ModelUnavailable as error:
        raise BadLine(str(error)) from None
    drafts = found.analysis.goals
    question = question_for(drafts[0]) if drafts else None
    return {"is_goal": bool(drafts), "goals": [goal_record(draft) for draft in drafts], "question": question}
