"""Lengths of time from words, and what is so far from now: "in 2 hours", "3 days from now", "2 hours ago"."""

from bot.catalogue import t
from bot.rules.schedule.nodes import After, Found, Past, Wrong
from bot.rules.schedule.words import Signs

Lengths = tuple[tuple[float, str], ...]


def find_length(signs: Signs, place: int, *, is_bare_unit_allowed: bool = False) -> tuple[Lengths, int] | None:
    """ "2 hours", "1 h 30 min", "half an hour", "three and a half days": pairs of amount and unit."""
    pairs: list[tuple[float, str]] = []
    while True:
        pair = _pair(signs, place, is_bare_unit_allowed and not pairs)
        if pair is None or (pairs and pair[0][1] == pairs[-1][1]):
            break
        pairs.append(pair[0])
        place = pair[1]
        joint = signs.past(place, "and", "sep")
        if not signs.at(joint).has("number", "duration") or not _pair(signs, joint, False):
            break
        place = joint
    return (tuple(pairs), place) if pairs else None


def _pair(signs: Signs, place: int, is_bare_unit_allowed: bool) -> tuple[tuple[float, str], int] | None:
    sign = signs.at(place)
    if sign.has("duration") and not (sign.has("unit") and signs.at(place - 1).has("number")):
        amount, unit = sign.get("duration")
        return _halved(signs, place + 1, float(amount), unit)
    if sign.has("clock") and "h" in sign.text:  # 1h30
        hours, minutes = sign.get("clock")
        return (hours * 60 + minutes, "minute"), place + 1
    amount, after = sign.get("number"), place + 1
    if amount is None:
        if is_bare_unit_allowed and sign.has("unit") and not sign.has("weekday"):
            return _halved(signs, after, 1.0, str(sign.get("unit")))
        return None
    if signs.at(after).has("and_half"):
        amount, after = amount + 0.5, after + 1
    if signs.at(after).has("half") and signs.at(after + 1).has("unit"):
        amount, after = amount / 2, after + 1
    after += signs.at(after).text in ("more", "weitere", "mas")
    unit = signs.at(after)
    if not unit.has("unit") or (unit.get("unit") == "second" and unit.has("ordinal") and amount == 1):
        return None
    return _halved(signs, after + 1, float(amount), str(unit.get("unit")))


def _halved(signs: Signs, place: int, amount: float, unit: str) -> tuple[tuple[float, str], int]:
    """With "and a half" where it follows."""
    return ((amount + 0.5, unit), place + 1) if signs.at(place).has("and_half") else ((amount, unit), place)


def find_relative(signs: Signs, place: int) -> Found | None:
    """ "in 2 hours", "3 days from now", "2 hours ago", "vor 3 Stunden"."""
    sign = signs.at(place)
    if sign.has("in"):
        skip = signs.past(place + 1, "at") if signs.at(place + 1).has("at") else place + 1
        if signs.at(skip).text == "-":
            return Wrong(t("I cannot remind you in the past. In how long do you mean?")), skip + 2
        length = find_length(signs, skip, is_bare_unit_allowed=sign.text in ("через", "спустя"))
        if length:
            end = length[1] + signs.at(length[1]).has("from_now")
            return _after(length[0]), end
    if sign.has("ago_before"):
        length = find_length(signs, place + 1)
        if length and not signs.at(length[1]).has("number"):
            return Past(), length[1]
    length = find_length(signs, place)
    if length is None:
        return _bare_minutes(signs, place)
    after = signs.at(length[1])
    if after.has("ago"):
        return Past(), length[1] + 1
    if after.has("from_now") or (place == 0 and after.has("end")):  # "10 min" as a whole answer
        return _after(length[0]), length[1] + after.has("from_now")
    day = signs.at(length[1] + 1).get("day")
    if after.has("from") and isinstance(day, int) and day >= 0:  # "a week from tomorrow"
        return After((*length[0], (day, "day"))), length[1] + 2
    return None


def _bare_minutes(signs: Signs, place: int) -> Found | None:
    """ "in 20", and nothing else: minutes."""
    number = signs.at(place + 1).get("number")
    is_alone = signs.at(place).has("in") and signs.at(place + 2).has("end")
    return (After(((number, "minute"),)), place + 2) if is_alone and isinstance(number, int) and number > 4 else None


def _after(lengths: Lengths) -> After | Wrong:
    if sum(amount for amount, _ in lengths) <= 0:
        return Wrong(t("That is right now. In how long shall I remind you?"))
    return After(lengths)
