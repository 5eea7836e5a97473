"""Amounts that are no plain number with a unit: "half an hour", "an hour and a half", 5'9", 1h30, a clock time."""

from bot.rules.quantities.numerals import numerals
from bot.rules.quantities.quantity import Quantity
from bot.rules.quantities.unit_reading import Tokens, adds_half, read_unit
from bot.rules.quantities.units import dimension_of, units


def phrase(tokens: Tokens, at: int) -> tuple[float, str, str, int] | None:
    """A whole expression such as "quarter of an hour", also behind an article."""
    phrases = numerals().phrases
    keys = [tokens[at + n].key for n in range(5)]
    skip = 1 if keys[0] in numerals().articles else 0
    for length in range(5 - skip, 0, -1):
        entry = phrases.get(" ".join(keys[skip : skip + length]))
        if entry is not None:
            return entry[0], entry[1], keys[skip + length - 1], at + skip + length
    return None


def one_unit(tokens: Tokens, at: int, last_end: int) -> tuple[float, str, str, int] | None:
    """ "an hour", "half a mile", "media hora", "через час"; not the "an hour" of "3 times an hour"."""
    table, key, nxt = numerals(), tokens[at].key, at + 1
    before = tokens[at - 1]
    if key in table.bare and before.key not in table.bare_never_after and before.kind != "num":
        return 1.0, units().codes.get(key, key), key, nxt
    is_article = key in table.articles
    if units().codes.get(key) is not None and tokens[nxt].key in table.joiners:  # "hora y media"
        unit = units().codes[key]
        return (1.0, unit, key, nxt) if adds_half(tokens, 0.0, unit, nxt)[0] else None
    if is_article and tokens[nxt].key in table.halves:
        return _half(tokens, nxt)
    if key in table.halves:
        return _half(tokens, at)
    if not is_article or before.end == last_end or before.kind in ("num", "slash") or before.key in units().codes:
        return None
    measure = units().codes.get(tokens[nxt].key)
    dimension = dimension_of(measure)
    if measure is None or dimension in (None, "count", "share", "memory"):
        return None
    is_long = measure in ("day", "week") or dimension == "calendar"
    if is_long and before.key not in units().context["duration_article_before"]:
        return None
    return 1.0, measure, tokens[nxt].key, nxt + 1


def _half(tokens: Tokens, at: int) -> tuple[float, str, str, int] | None:
    """Half of the unit behind `half`: a measure, or any noun with an article ("half a book")."""
    table = numerals()
    nxt = at + 1
    has_article = tokens[nxt].key in table.articles
    nxt += has_article
    dozen = table.times.get(tokens[nxt].key)
    if dozen is not None:  # "half a dozen eggs"
        read = read_unit(tokens, nxt + 1, dozen / 2, None)
        return None if read is None else (dozen / 2, read.unit, read.word, read.after)
    read = read_unit(tokens, nxt, 0.5, None)
    if read is None or not (read.is_known or has_article) or read.unit == "time":
        return None
    return 0.5, read.unit, read.word, read.after


def height_or_duration(tokens: Tokens, at: int) -> tuple[Quantity, int] | None:
    """5'9", 1h30 and 1:30 h; a clock time too, which `flagged` settles."""
    token = tokens[at]
    if token.kind not in ("height", "hm", "clock"):
        return None
    digits = [float(part) for part in "".join(c if c.isdigit() else " " for c in token.text).split()]
    if token.kind == "height":
        return Quantity(digits[0] + digits[1] / 12, "foot", 0, 0, "", "foot"), at + 1
    if token.kind == "hm":
        return Quantity(digits[0] + digits[1] / 60, "hour", 0, 0, "", "h", is_glued=True), at + 1
    hours = digits[0] + digits[1] / 60 + (digits[2] / 3600 if len(digits) > 2 else 0)
    unit = units().codes.get(tokens[at + 1].key) or units().glued.get(tokens[at + 1].key)
    if unit == "hour":
        return Quantity(hours, "hour", 0, 0, "", "h"), at + 2
    if unit == "min":
        return Quantity(digits[0] + digits[1] / 60, "min", 0, 0, "", "min"), at + 2
    return Quantity(hours, "hour" if len(digits) > 2 else None, 0, 0, "", is_clock=len(digits) < 3), at + 1
