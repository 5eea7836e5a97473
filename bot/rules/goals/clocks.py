"""A time of day that belongs to a goal: "asleep by 12", "wake up at 6", "5am runs"."""

from datetime import time
from functools import partial

from bot.rules.patterns import pattern

_pattern = partial(pattern, "clocks", package=__package__ or "bot.rules.goals")


def find_clock(plain: str) -> time | None:
    """The clock time in one goal's folded words, None without one. "by 12" is midnight for a bedtime."""
    is_bed, is_rise = bool(_pattern("bed").search(plain)), bool(_pattern("rise").search(plain))
    for match in (*_pattern("at").finditer(plain), *_pattern("naked").finditer(plain)):
        if match["word"]:
            return time(12) if match["word"] in ("noon", "mittag", "mediodia", "midi") else time(0)
        is_marked = bool(match["half"] or match["minute"])
        if is_marked and match.re is _pattern("naked") and not match["half"]:
            continue  # a naked 4:10 may be a running time
        if is_marked or (match.re is _pattern("at") and (is_bed or is_rise)):
            return _clock(
                int(match["hour"]), int(match["minute"] or 0), match["half"] or "", is_bed=is_bed and not is_rise
            )
    return None


def _clock(hour: int, minute: int, half: str, *, is_bed: bool) -> time:
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    elif not half and is_bed and 6 <= hour <= 12:
        hour += 12
    return time(hour % 24, minute)
