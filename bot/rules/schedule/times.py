"""The times of day of one clause: clocks joined with the parts of the day that say which half is meant."""

from datetime import time

from bot.rules.schedule.nodes import Clock, Part
from bot.rules.schedule.parts import default_of, in_part

Times = tuple[time, ...]
_SMALL_HOURS = range(1, 6)  # a bare "at 3" is hardly ever said of the night


def times_of(pieces: list[Clock | Part], morning: time, evening: time, *, is_dial_day: bool) -> tuple[Times, bool]:
    """The local times that clocks and parts say together, and whether a default had to stand in.

    "8" and "evening" are 20:00; "8", "morning", "evening" are 08:00 and 20:00; "morning" alone is the default.
    `is_dial_day`: the language says hours from 1 to 12, so that a bare "at 3" is 15:00.
    """
    times: list[time] = []
    is_default = False
    place = 0
    while place < len(pieces):
        found, used, was_default = _next_times(pieces[place:], morning, evening, is_dial_day)
        times += found
        is_default |= was_default
        place += used
    return tuple(sorted(set(times))), is_default


def _next_times(
    pieces: list[Clock | Part], morning: time, evening: time, is_dial_day: bool
) -> tuple[list[time], int, bool]:
    first = pieces[0]
    if isinstance(first, Clock):
        parts = _leading_parts(pieces[1:])
        told = [clock for part in parts if (clock := in_part(first, part.name))]
        if parts and len(told) == len(parts) and not _belongs_to_next(pieces[1:], first):
            return [as_time(clock) for clock in told], 1 + len(parts), False
        return [as_time(daytime(first) if is_dial_day else first)], 1, False
    parts = _leading_parts(pieces)
    following = pieces[len(parts)] if len(parts) < len(pieces) else None
    if isinstance(following, Clock):
        told = [clock for part in parts if (clock := in_part(following, part.name))]
        if len(told) == len(parts):
            return [as_time(clock) for clock in told], len(parts) + 1, False
    return [default_of(part.name, morning, evening) for part in parts], len(parts), True


def _leading_parts(pieces: list[Clock | Part]) -> list[Part]:
    parts: list[Part] = []
    for piece in pieces:
        if not isinstance(piece, Part):
            break
        parts.append(piece)
    return parts


def _belongs_to_next(rest: list[Clock | Part], first: Clock) -> bool:
    """Whether the parts after a sure time belong to the clock after them: "7am, evening at 8"."""
    parts = _leading_parts(rest)
    return first.is_fixed and len(parts) < len(rest) and len(parts) == 1 and in_part(first, parts[0].name) is None


def daytime(clock: Clock) -> Clock:
    """A bare "at 3" as 15:00; every other time as it stands."""
    if clock.is_dial and clock.hour in _SMALL_HOURS and clock.minute == 0:
        return Clock(clock.hour + 12, clock.minute, is_fixed=True)
    return clock


def as_time(clock: Clock) -> time:
    return time(clock.hour % 24, clock.minute)
