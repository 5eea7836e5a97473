"""Reads one number with what belongs to it: k, "ish", "+", a range, "of 3"."""

from dataclasses import dataclass

from bot.rules.quantities.numerals import numerals
from bot.rules.quantities.tokens import vulgar
from bot.rules.quantities.unit_reading import Tokens, adds_half
from bot.rules.quantities.words import number_in_words

NUMERIC = frozenset({"num", "slash", "clock", "height", "hm", "vulgar", "times"})
_FRACTION_PARTS = {(1, 2), (1, 3), (2, 3), (1, 4), (3, 4)}


@dataclass(slots=True)
class Number:
    """A number before its unit is known; `after` is the index of the next token."""

    value: float
    after: int
    in_words: bool = False
    has_k: bool = False
    upper: float | None = None
    out_of: float | None = None
    approximate: bool = False
    at_least: bool = False
    needs_unit: bool = False
    fraction: float | None = None  # the value of "3/4" if a unit follows


def read_number(tokens: Tokens, at: int) -> Number | None:
    """The bare number at this token with k, "ish", "+", a range and "of 3"."""
    number = _digits(tokens, at) if tokens[at].kind in NUMERIC else _words(tokens, at)
    if number is None:
        return None
    _decimal_in_words(tokens, number)
    _multiply(tokens, number)
    _half_more(tokens, number)
    _suffixes(tokens, number)
    _range(tokens, at, number)
    _out_of(tokens, number)
    return number


def _digits(tokens: Tokens, at: int) -> Number | None:
    token = tokens[at]
    if token.kind == "num":
        return Number(token.value, at + 1)
    if token.kind == "vulgar":
        return Number(vulgar(token.text), at + 1)
    if token.kind == "times":
        return None
    parts = token.text.replace("/", " ").split()
    whole, top, bottom = (float(p) for p in (["0", *parts] if len(parts) == 2 else parts))
    if bottom == 0 or (top > bottom):
        return None
    fraction = whole + top / bottom if (int(top), int(bottom)) in _FRACTION_PARTS else None
    if len(parts) == 3:
        return None if fraction is None else Number(fraction, at + 1)
    return Number(top, at + 1, out_of=bottom, fraction=fraction)


def _words(tokens: Tokens, at: int) -> Number | None:
    """A number in words; a hyphenated token must be one as a whole ("twenty-five", "dix-sept")."""
    table, token = numerals(), tokens[at]
    if token.key in table.repeats:
        return None
    if "-" in token.key and token.key not in table.whole and token.key not in table.tens:
        parts = token.key.split("-")
        read = number_in_words(parts)
        if read is None or read[1] != len(parts):
            return None
        return Number(read[0], at + 1, in_words=True)
    keys = [tokens[at + n].key if tokens[at + n].kind == "word" else "" for n in range(6)]
    read = number_in_words(keys)
    if read is None or (keys[0] == "one" and tokens[at - 1].key in table.not_one_after):
        return None
    needs_unit = read[1] == 1 and keys[0] in table.needs_unit
    return Number(read[0], at + read[1], in_words=True, needs_unit=needs_unit)


def _decimal_in_words(tokens: Tokens, number: Number) -> None:
    """ "eighty point two", as a voice transcript has it."""
    if tokens[number.after].key not in numerals().points:
        return
    digit = tokens[number.after + 1]
    value = digit.value if digit.kind == "num" else numerals().ones.get(digit.key)
    if value is not None and value == int(value) and 0 <= value < 10:
        number.value, number.after, number.needs_unit = number.value + value / 10, number.after + 2, False


def _multiply(tokens: Tokens, number: Number) -> None:
    """10k, 5 thousand, 2 million, 20 тыс."""
    nxt = tokens[number.after]
    if nxt.key == "k" and tokens[number.after - 1].touches(nxt):
        number.value, number.after, number.has_k = number.value * 1000, number.after + 1, True
    elif not number.in_words and nxt.key in numerals().times:
        number.value, number.after = number.value * numerals().times[nxt.key], number.after + 1
        number.after += tokens[number.after].key == "." and nxt.key == "тыс"


def _half_more(tokens: Tokens, number: Number) -> None:
    """ "two and a half": the half before the unit."""
    value, after = adds_half(tokens, number.value, None, number.after)
    if after != number.after:
        number.value, number.after, number.needs_unit = value, after, False


def _suffixes(tokens: Tokens, number: Number) -> None:
    """15ish, 15-ish, 12+."""
    last, nxt, then = tokens[number.after - 1], tokens[number.after], tokens[number.after + 1]
    if nxt.key == "ish":
        number.approximate, number.after = True, number.after + 1
    elif nxt.key == "-" and then.key == "ish":
        number.approximate, number.after = True, number.after + 2
    elif nxt.key == "+" and last.touches(nxt):
        number.at_least, number.after = True, number.after + 1


def _range(tokens: Tokens, at: int, number: Number) -> None:
    """10-15, "15 to 20"; the second number is the larger, and "from 15 to 20" is a change and no range."""
    table, sign = numerals(), tokens[number.after]
    if sign.key not in table.range_words or number.out_of is not None:
        return
    if sign.kind == "word" and tokens[at - 1].key in table.range_never_after:
        return
    nxt = tokens[number.after + 1]
    if nxt.key in ("$", "€", "£"):
        return
    if nxt.kind == "num":
        upper = Number(nxt.value, number.after + 2)
    elif nxt.kind == "word" and (read := _words(tokens, number.after + 1)) is not None and not read.needs_unit:
        upper = read
    else:
        return
    _multiply(tokens, upper)
    if upper.has_k and not number.has_k and number.value < 1000:
        number.value, number.has_k = number.value * 1000, True
    if upper.value <= number.value:
        return
    number.upper, number.after, number.approximate, number.needs_unit = upper.value, upper.after, True, False
    _suffixes(tokens, number)


def _out_of(tokens: Tokens, number: Number) -> None:
    """ "2 of 3", "2 out of 3", "2 von 3": the number behind is not smaller."""
    table, at = numerals(), number.after
    if number.out_of is not None or number.upper is not None:
        return
    is_out = tokens[at].key == "out"
    at += is_out
    if tokens[at].key not in table.out_of:
        return
    at += 1
    at += tokens[at].key in table.out_of_fillers
    whole = whole_number(tokens, at)
    if whole is not None and whole.value >= number.value and number.value == int(number.value):
        number.out_of, number.after, number.needs_unit = whole.value, whole.after, False


def whole_number(tokens: Tokens, at: int) -> Number | None:
    return Number(tokens[at].value, at + 1) if tokens[at].kind == "num" else _words(tokens, at)
