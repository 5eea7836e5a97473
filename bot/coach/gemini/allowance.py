"""How many calls are left: per minute and per Pacific day, for everybody and for each person, across restarts."""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.coach.gemini.faults import ModelFault
from bot.entities import PersonId
from bot.ports import Clock

PACIFIC: Final = ZoneInfo("America/Los_Angeles")  # Google's day
RESERVE: Final = 5  # calls a day kept for answers to nudges
SMALLEST_SHARE: Final = 5
EVERYBODY: Final = "all"
_NEAR_ENOUGH: Final = 0.05  # seconds: a sleep may wake a little early


class Counters(Protocol):
    """Where the counts are kept (bot.store.quota)."""

    async def count(self, period: str, *scopes: str, amount: int = 1) -> dict[str, int]: ...

    async def used(self, period: str, *scopes: str) -> dict[str, int]: ...

    async def drop_before(self, period: str) -> None: ...


class Allowance:
    """Counts every try before it is made. A person's share is what a day holds divided by the people here."""

    def __init__(
        self,
        counters: Counters,
        clock: Clock,
        per_minute: int,
        per_day: int,
        people: Callable[[], Awaitable[int]],
    ) -> None:
        self._counters, self._clock, self._people = counters, clock, people
        self._per_minute, self._per_day = per_minute, per_day
        self._reserve = min(RESERVE, per_day - 1)
        self._rests_until = 0.0  # on the machine's own steady clock: a server's wish is about real seconds
        self._day = ""

    async def take(self, person_id: PersonId, *, answers_nudge: bool = False) -> None:
        """One try is used up. Raises ModelFault where none is left: quota_minute (with the wait), _day or _share."""
        rest = self._rests_until - time.monotonic()
        if rest > _NEAR_ENOUGH:
            raise ModelFault("quota_minute", rest, was_asked=False)
        now = self._clock.now()
        day, minute = _day(now), _minute(now)
        await self._drop_old(day)
        limits = await self._limits(person_id, answers_nudge)
        _refuse_beyond(await self._counters.used(day, *limits), limits, person_id, new=1)
        await self._take_of_minute(minute, now)
        try:  # counted first and looked at then: several at once cannot share the last one
            _refuse_beyond(await self._counters.count(day, *limits), limits, person_id)
        except ModelFault:
            await self._counters.count(day, *limits, amount=-1)
            await self._counters.count(minute, EVERYBODY, amount=-1)
            raise

    async def note(self, fault: ModelFault) -> None:
        """What the server itself said of the quota counts more than our own books."""
        if not fault.was_asked:
            return
        if fault.reason == "quota_day":
            await self._counters.count(_day(self._clock.now()), EVERYBODY, amount=self._per_day)
        elif fault.wait and fault.reason in ("quota_minute", "overloaded"):
            self._rests_until = max(self._rests_until, time.monotonic() + fault.wait)

    async def _limits(self, person_id: PersonId, answers_nudge: bool) -> dict[str, int]:
        """Calls of today that everybody and this person may have had after this one."""
        ordinary = self._per_day - self._reserve
        share = max(SMALLEST_SHARE, ordinary // max(1, await self._people()))
        extra = self._reserve if answers_nudge else 0
        return {EVERYBODY: ordinary + extra, person_id: share + extra}

    async def _take_of_minute(self, minute: str, now: datetime) -> None:
        full = ModelFault("quota_minute", 60 - now.second - now.microsecond / 1e6, was_asked=False)
        if (await self._counters.used(minute, EVERYBODY))[EVERYBODY] >= self._per_minute:
            raise full
        if (await self._counters.count(minute, EVERYBODY))[EVERYBODY] > self._per_minute:
            await self._counters.count(minute, EVERYBODY, amount=-1)
            raise full

    async def _drop_old(self, day: str) -> None:
        if day != self._day:
            self._day = day
            await self._counters.drop_before(day)


def _refuse_beyond(used: dict[str, int], limits: dict[str, int], person_id: PersonId, new: int = 0) -> None:
    if used[EVERYBODY] + new > limits[EVERYBODY]:
        raise ModelFault("quota_day", was_asked=False)
    if used[person_id] + new > limits[person_id]:
        raise ModelFault("quota_share", was_asked=False)


def _day(now: datetime) -> str:
    return f"{now.astimezone(PACIFIC):%Y-%m-%d}"


def _minute(now: datetime) -> str:
    return f"{now.astimezone(PACIFIC):%Y-%m-%dT%H:%M}"
