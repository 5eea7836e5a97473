"""Where a snooze or a move goes: "+60min", a date, a date with a time, or a new regular time."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bot.rules.answers.cues import between_words, moves, table
from bot.rules.answers.days import coming_days
from bot.rules.quantities import Quantity, convert, dimension_of

_EXPLICIT = re.compile(r"[ap]\.? ?m|[:h.]\d|uhr|\dh")


@dataclass(frozen=True, slots=True)
class _Words:
    parts: tuple[tuple[str, re.Pattern[str]], ...]
    evening: re.Pattern[str]
    morning: re.Pattern[str]
    past: tuple[tuple[int, re.Pattern[str]], ...]
    to: tuple[tuple[int, re.Pattern[str]], ...]
    after: tuple[tuple[int, re.Pattern[str]], ...]


@cache
def _words() -> _Words:
    raw = table("days")
    clock = raw["clock"]
    return _Words(
        parts=tuple((time, between_words(words)) for time, words in raw["parts"].items()),
        evening=between_words(clock["evening"]),
        morning=between_words(clock["morning"]),
        past=tuple(
            (minutes, re.compile(rf"(?<!\w){re.escape(words)}\s*$")) for words, minutes in clock["past"].items()
        ),
        to=tuple((minutes, re.compile(rf"(?<!\w){re.escape(words)}\s*$")) for words, minutes in clock["to"].items()),
        after=tuple(
            (minutes, re.compile(rf"\s*(?:с )?{re.escape(words)}(?!\w)")) for words, minutes in clock["after"].items()
        ),
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time in minutes after midnight; `is_sure` when the half of the day was said."""

    minutes: int
    is_sure: bool
    start: int
    end: int

    def on_half(self, *, is_evening: bool) -> int:
        """The minutes with the half of the day settled."""
        return self.minutes + 720 if is_evening and self.minutes < 720 else self.minutes


def clocks_in(folded: str, quantities: list[Quantity]) -> list[Clock]:
    """Every clock time, also bare hours ("do 8", "make it 9"), in the order of the text."""
    found = []
    for quantity in quantities:
        is_hour = quantity.unit is None and not quantity.is_currency and quantity.out_of is None
        if (
            not (quantity.is_clock or (is_hour and quantity.value == int(quantity.value)))
            or not 0 <= quantity.value <= 24
        ):
            continue
        minutes = round(quantity.value * 60) + _shift(folded, quantity)
        is_sure = minutes >= 780 or minutes < 60 or _EXPLICIT.search(quantity.text) is not None
        is_sure = is_sure and (
            minutes >= 720 or not re.fullmatch(r"\d{1,2}[:.]\d\d", quantity.text) or quantity.text[0] == "0"
        )
        found.append(Clock(minutes % 1440, is_sure, quantity.start, quantity.end))
    return found


def _shift(folded: str, quantity: Quantity) -> int:
    """The minutes of "half past 7", "halb acht" and "las 8 y media"."""
    before, after = folded[max(quantity.start - 16, 0) : quantity.start], folded[quantity.end : quantity.end + 16]
    minutes = next((m for m, pattern in _words().past if pattern.search(before)), 0)
    minutes -= next((m for m, pattern in _words().to if pattern.search(before)), 0)
    return minutes + next((m for m, pattern in _words().after if pattern.match(after)), 0)


def wait_of(folded: str, quantities: list[Quantity]) -> str | None:
    """ "+60min" for "in an hour" or "snooze 15"; a date is left to `moment_of`. None when no length is named."""
    for quantity in quantities:
        before = folded[max(quantity.start - 28, 0) : quantity.start]
        is_wait = moves().wait_before.search(before) is not None
        after = folded[quantity.end : quantity.end + 8].strip()
        is_more = " more " in quantity.text and dimension_of(quantity.unit) == "time"
        is_wait = is_wait or is_more or after.startswith(("later", "spater", "mas tarde", "plus tard", "from now"))
        if not is_wait or quantity.is_clock or quantity.is_currency:
            continue
        minutes = _minutes(quantity)
        if minutes is not None and minutes < 1440:
            return f"+{round(minutes)}min"
    return None


def days_ahead(folded: str, quantities: list[Quantity]) -> int | None:
    """2 for "in 2 days", 7 for "in a week"."""
    for quantity in quantities:
        if quantity.unit in ("day", "week") and moves().wait_before.search(
            folded[max(quantity.start - 28, 0) : quantity.start]
        ):
            return int(quantity.value) * (7 if quantity.unit == "week" else 1)
    return None


def _minutes(quantity: Quantity) -> float | None:
    value = quantity.value if quantity.upper is None else quantity.upper
    if quantity.unit is None or (quantity.unit == "m" and quantity.is_glued):
        return value
    return convert(value, quantity.unit, "min") if dimension_of(quantity.unit) == "time" else None


def moment_of(folded: str, quantities: list[Quantity], today: date) -> str | None:
    """The named day and time: "2026-11-19", "2026-11-19T08:00"; a time alone is today. None when nothing is named."""
    days = coming_days(folded, today)
    ahead = days[-1].offset if days else days_ahead(folded, quantities)
    clocks = clocks_in(folded, quantities)
    minutes = _settled(clocks[-1], folded, is_today=ahead is None) if clocks else part_of_day(folded)
    if ahead is None and minutes is None:
        return None
    day = today + timedelta(days=ahead or 0)
    if minutes is not None and minutes == 0 and ahead is None:
        day += timedelta(days=1)
    return day.isoformat() if minutes is None else f"{day.isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}"


def _settled(clock: Clock, folded: str, *, is_today: bool) -> int:
    """The minutes of a clock time: later today an hour up to 10 is in the evening unless the morning is named."""
    if clock.is_sure:
        return clock.minutes
    if _words().evening.search(folded):
        return (
            clock.on_half(is_evening=True) % 1440
            if clock.minutes < 720
            else (0 if clock.minutes == 720 else clock.minutes)
        )
    if _words().morning.search(folded):
        return clock.minutes
    late = 11 * 60 if is_today else 5 * 60
    return clock.on_half(is_evening=clock.minutes < late)


def part_of_day(folded: str) -> int | None:
    """Minutes after midnight of "tonight", "in the morning", "noon"; None when no part of the day is named."""
    for time, pattern in _words().parts:
        if pattern.search(folded):
            return int(time[:2]) * 60 + int(time[3:])
    return None


def regular_time(folded: str, quantities: list[Quantity]) -> str | None:
    """ "daily 08:00" for the new time of every day; the clock that is given up is left out."""
    clocks = clocks_in(folded, quantities)
    old = [clock for clock in clocks if _is_old(folded, clock)]
    new = [clock for clock in clocks if clock not in old]
    if new:
        minutes = _regular_minutes(new[-1], old, folded)
    else:
        kept = _OLD_PART.sub(" ", folded)
        part = part_of_day(kept)
        if part is None:
            return None
        minutes = part
    return f"daily {minutes // 60:02d}:{minutes % 60:02d}"


_OLD_PART = re.compile(
    r"(?<!\w)(?:not|don'?t ask me|stop asking me|instead of|rather than|statt|en vez de|au lieu de|вместо)"
    r"(?: \w+){0,3} (?:mornings?|evenings?|noon|afternoons?|nights?|midnight)(?!\w)"
)


def _regular_minutes(clock: Clock, old: list[Clock], folded: str) -> int:
    if clock.is_sure:
        return clock.minutes
    if old and old[0].is_sure:
        return clock.on_half(is_evening=old[0].minutes >= 720)
    if _words().evening.search(folded) and not _words().morning.search(folded):
        return clock.on_half(is_evening=True)
    return clock.on_half(is_evening=clock.minutes < 5 * 60)


def _is_old(folded: str, clock: Clock) -> bool:
    before, after = folded[max(clock.start - 40, 0) : clock.start], folded[clock.end : clock.end + 24]
    return moves().old_before.search(before) is not None or moves().old_after.match(after) is not None
