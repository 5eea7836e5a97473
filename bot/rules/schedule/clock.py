"""Times of day from words: "quarter past 8", "halb sieben", "7 de la tarde", "à 7 h 30"."""

from collections.abc import Callable

from bot.catalogue import t
from bot.rules.schedule.nodes import Clock, Found, Node, Window, Wrong
from bot.rules.schedule.words import Signs


def find_window(signs: Signs, place: int, *, is_bare_allowed: bool) -> Found | None:
    """ "between 9 and 17", "from 9am to 5pm", "9-17"."""
    opened = signs.at(place).has("from")
    first = find_clock(signs, place + opened, is_bare_allowed=opened or is_bare_allowed)
    if first is None or not isinstance(first[0], Clock):
        return None
    joint = signs.at(first[1])
    if not joint.has("to") and not (opened and joint.has("and")):
        return None
    if not opened and joint.has("filler", "and"):  # "a las 7 a estirar" is no window
        return None
    last = find_clock(signs, first[1] + 1, is_bare_allowed=True)
    if last is None or not isinstance(last[0], Clock) or signs.at(last[1]).has("month"):
        return None
    return _window(first[0], last[0]), last[1]


def _window(first: Clock, last: Clock) -> Window:
    if last.is_fixed and not first.is_fixed and first.hour <= 12 and last.hour >= 12 and first.hour + 12 < last.hour:
        return Window(first, last)  # "9 to 10pm": the morning, as 9 stands
    if not last.is_fixed and last.hour <= first.hour and last.hour < 12:
        last = Clock(last.hour + 12, last.minute, is_fixed=True)  # "9 to 5"
    return Window(first, last)


def find_clock(signs: Signs, place: int, *, is_bare_allowed: bool) -> Found | None:
    """A time of day here. A bare number is one only after "at" or where the caller knows that a time is due."""
    start = signs.past(place, "at")
    is_told = start > place
    start = signs.past(start, "at", "day_of_month") if is_told else start
    for form in _FORMS:
        found = form(signs, start, is_told or is_bare_allowed)
        if found:
            return found
    return None


def _digital(signs: Signs, place: int, is_told: bool) -> Found | None:
    """7:30, 7.30pm, 18h30."""
    sign = signs.at(place)
    if not sign.has("clock"):
        return None
    after = signs.at(place + 1)
    if sign.has("number") and after.has("unit") and not after.has("oclock"):
        return None  # "7.50 hours"
    hour, minute = sign.get("clock")
    return _with_meridiem(signs, place + 1, hour, minute, is_padded=sign.get("padded"))


def _military(signs: Signs, place: int, is_told: bool) -> Found | None:
    """ "at 0730", "1900h"."""
    digits = signs.at(place).get("digits") or ""
    after = signs.at(place + 1)
    if len(digits) not in (3, 4) or not digits.isdigit():
        return None
    if not (is_told or after.has("oclock")) and not (after.has("meridiem") and not after.has("filler")):
        return None
    return _with_meridiem(signs, place + 1, int(digits[:-2]), int(digits[-2:]), is_padded=digits.startswith("0"))


def _half(signs: Signs, place: int, is_told: bool) -> Found | None:
    """ "half past six", British "half six", "halb sieben", "в половине седьмого"."""
    sign = signs.at(place)
    if sign.has("half_to"):
        return _before(signs, place + 1, int(sign.get("half_to")), 30)
    if sign.get("part") in ("noon", "midnight") and signs.at(place + 1).has("and_half"):
        return Clock(12 if sign.get("part") == "noon" else 0, 30, is_fixed=True), place + 2
    after = signs.past(place + 1, "at") if sign.has("half_past", "half_hour_before") else place + 1
    hour = _hour(signs, after)
    if hour is None:
        return None
    if sign.has("half_past"):
        return _with_meridiem(signs, after + 1, hour, 30)
    if sign.has("half_hour_after") and not signs.at(after + 1).has("unit"):
        return _with_meridiem(signs, after + 1, hour, 30)
    if sign.has("half_hour_before"):
        return _before(signs, after + 1, hour, 30)
    return None


def _around_the_hour(signs: Signs, place: int, is_told: bool) -> Found | None:
    """ "quarter past 8", "ten to eight", "Viertel vor acht", "без четверти восемь", "четверть девятого"."""
    sign = signs.at(place)
    if sign.has("before_hour") and not sign.has("to"):  # Russian: without ten, eight
        minutes, hour = _minutes(signs, place + 1), _hour(signs, place + 2)
        return _before(signs, place + 3, hour, minutes) if minutes and hour is not None else None
    if sign.has("quarter_to_before"):
        hour = _hour(signs, place + 1)
        return _before(signs, place + 2, hour, 15) if hour is not None else None
    minutes = _minutes(signs, place)
    if minutes is None or (minutes % 5 and signs.at(place + 1).has("to")):
        return None  # "7 to 8" is no seven minutes before eight
    link = signs.past(place + 1, "unit") if signs.at(place + 1).get("unit") == "minute" else place + 1
    if signs.at(link + 1).has("half_hour_before") and (ahead := _hour(signs, link + 2)) is not None:
        past = minutes if signs.at(link).has("after_hour") else -minutes  # "fünf nach halb acht"
        return _before(signs, link + 3, ahead, 30 - past)
    hour = _hour(signs, link + 1)
    if hour is not None and signs.at(link).has("after_hour"):
        return _with_meridiem(signs, link + 2, hour, minutes)
    if hour is not None and signs.at(link).has("before_hour"):
        return _before(signs, link + 2, hour, minutes)
    ahead = _hour(signs, place + 1)
    if sign.has("quarter") and ahead is not None:  # "viertel acht", "четверть девятого": a quarter of the hour
        return _before(signs, place + 2, ahead, 45)
    return None


def _plain(signs: Signs, place: int, is_told: bool) -> Found | None:
    """ "7", "7pm", "7 o'clock", "7 Uhr 30", "sept heures et demie", "nueve menos cuarto", "seven thirty"."""
    sign = signs.at(place)
    hour = sign.get("number")
    if not isinstance(hour, int) or sign.has("clock"):
        return None
    after = place + 1
    following = signs.at(after)
    named = following.has("oclock") and following.get("unit") != "hour"
    if named or (is_told and following.get("unit") == "hour" and following.has("oclock")):
        after += 1
    elif following.get("unit") in ("day", "week", "month", "year", "minute") and not following.has("part"):
        return None
    minute, after_minute = _said_minutes(signs, after, is_told or named)
    if minute < 0:
        return _before(signs, after_minute, hour, -minute)
    meridiem = _meridiem(signs, after_minute)
    with_part = _part_right_after(signs, after_minute)
    if not (is_told or named or meridiem or with_part or (after_minute > after)):
        return None
    is_padded = str(sign.get("digits") or "").startswith("0")
    return _with_meridiem(signs, after_minute, hour, minute, is_padded=is_padded)


def _part_right_after(signs: Signs, place: int) -> bool:
    """ "8 in the evening", "7 утра"; the article may stand between, but not "and"."""
    place = signs.past(place, "of", "filler") if not signs.at(place).has("part") else place
    sign = signs.at(place)
    return sign.has("part") and not sign.has("day")


def _said_minutes(signs: Signs, place: int, is_told: bool) -> tuple[int, int]:
    """The minutes said after the hour, negative where they are taken off; and the place after them."""
    sign, after = signs.at(place), signs.at(place + 1)
    if sign.has("hour_plus"):
        minutes = 30 if after.has("half") else 15 if after.has("quarter") else None
        number = after.get("number")
        is_hour = signs.at(place + 2).has("oclock", "unit", "meridiem")
        if minutes is None and isinstance(number, int) and 12 < number <= 59 and is_told and not is_hour:
            minutes = number
        if minutes:
            return minutes, place + 2
    if sign.has("hour_minus"):
        skip = signs.past(place + 1, "day_of_month")
        minutes = _minutes(signs, skip)
        if minutes:
            return -minutes, skip + 1
    if sign.has("and_half"):
        return 30, place + 1
    number = sign.get("number")
    if is_told and isinstance(number, int) and 10 <= number <= 59 and not signs.at(place + 1).has("meridiem"):
        unit = signs.at(place + 1).get("unit")
        if unit in (None, "minute") and not _is_noun(signs, place + 1):
            return number, place + 1 + (unit == "minute")
    if is_told and isinstance(number, int) and 10 <= number <= 59 and signs.at(place + 1).has("meridiem"):
        return number, place + 1
    return 0, place


def _minutes(signs: Signs, place: int) -> int | None:
    sign = signs.at(place)
    if sign.has("quarter"):
        return 15
    number = sign.get("number")
    return number if isinstance(number, int) and 1 <= number <= 45 else None


def _hour(signs: Signs, place: int) -> int | None:
    """An hour as a number, or as Russian says it, as an ordinal: "половина седьмого"."""
    sign = signs.at(place)
    if sign.get("part") in ("noon", "midnight"):
        return 12 if sign.get("part") == "noon" else 0
    value = sign.get("number") if sign.has("number") else sign.get("ordinal")
    return value if isinstance(value, int) and 0 <= value <= 24 and not sign.has("clock") else None


def _before(signs: Signs, place: int, hour: int, minutes: int) -> Found:
    """So many minutes before the hour. "ten to 12 pm" is 11:50, in the other half of the day than it says."""
    ahead = {0: 23, 1: 12}.get(hour, hour - 1)
    return _with_meridiem(signs, place, ahead, 60 - minutes, is_flipped=hour == 12)


def _meridiem(signs: Signs, place: int) -> str | None:
    sign = signs.at(place)
    if sign.has("filler") and sign.end - sign.start == 2 and sign.has("part", "of", "at"):
        return None
    value = sign.get("meridiem")
    return value if isinstance(value, str) else None


def _with_meridiem(
    signs: Signs, place: int, hour: int, minute: int, *, is_padded: bool = False, is_flipped: bool = False
) -> Found:
    """The time with am or pm applied, and whether it is sure which half of the day is meant."""
    if signs.at(place).has("oclock") and signs.at(place).get("unit") in (None, "hour"):
        place += 1
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return _no_such_time(hour, minute), place
    meridiem = _meridiem(signs, place)
    if meridiem and hour <= 12:
        is_late = (meridiem == "pm") != is_flipped
        hour = hour % 12 + 12 * is_late
    if meridiem:
        return Clock(hour % 24, minute, is_fixed=True), place + 1
    is_fixed = hour > 12 or hour == 0
    return Clock(hour, minute, is_fixed=is_fixed, is_dial=not is_fixed and not is_padded), place


def _no_such_time(hour: int, minute: int) -> Node:
    return Wrong(t("No clock shows {time}. What time do you mean, such as 7:30 or 19:30?", time=f"{hour}:{minute:02d}"))


def _is_noun(signs: Signs, place: int) -> bool:
    """Whether an unknown word stands here, so that a number before it counts things and tells no time."""
    sign = signs.at(place)
    return not sign.roles


def is_time_due(signs: Signs, place: int, is_after_when: bool) -> bool:
    """Whether a bare number at `place` tells a time: after a day or time and not before a thing it counts."""
    if not isinstance(signs.at(place).get("number"), int):
        return signs.at(place).has(
            "clock", "half_past", "half_hour_after", "half_hour_before", "half_to", "quarter", "before_hour"
        )
    following = signs.at(place + 1)
    if following.has("every", "weekday", "day", "tonight") and not following.has("of"):
        return place == 0 or bool(signs.at(place - 1).roles)  # not "chapter 7 tomorrow"
    return is_after_when and (not _is_noun(signs, place + 1)) and not following.has("times", "month")


_FORMS: tuple[Callable[[Signs, int, bool], Found | None], ...] = (
    _digital,
    _military,
    _half,
    _around_the_hour,
    _plain,
)
