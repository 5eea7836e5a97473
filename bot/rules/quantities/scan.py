"""Finds the amounts of a text."""

from dataclasses import replace

from bot.rules.quantities.context import flagged, is_list_mark, is_ordinal_or_date, money_unit
from bot.rules.quantities.forms import height_or_duration, one_unit, phrase
from bot.rules.quantities.number_reading import NUMERIC, Number, read_number, whole_number
from bot.rules.quantities.numerals import numerals
from bot.rules.quantities.quantity import Quantity
from bot.rules.quantities.tokens import tokenize
from bot.rules.quantities.unit_reading import Tokens, UnitRead, adds_half, read_unit
from bot.rules.quantities.units import convert, dimension_of

LONGEST = 20_000  # characters read; nobody states an amount behind that many
_HOURS = frozenset({"hour", "hora", "heure", "mile", "час"})  # may stand without a number: "hora y media"
_STEMS = frozenset({"vi", "dr", "по", "че", "cu", "ha", "qu"})  # first letters of whole expressions
# Units that do not make the "once" before them Spanish.
_ENGLISH_TOO = frozenset({"x", "min", "km", "kg", "book", "page", "mal", "p", "pm", "m"})
# The unit that may follow one: "1 h 20 min".
_PARTS = {"hour": "min", "min": "second", "stone": "lb", "foot": "inch", "lb": "ounce", "kg": "g"}


def find_quantities(text: str) -> list[Quantity]:
    """Every amount of `text`, in order, with clock times, years and ages flagged. Total; linear in the length.

    Ordinals, dates, hash tags, names, links, list marks and vague words ("a couple") are left out.
    """
    tokens = Tokens(tokenize(text[:LONGEST]))
    table = numerals()
    found: list[Quantity] = []
    at = 0
    while at < len(tokens.items):
        token = tokens[at]
        is_word = token.kind == "word" and (token.key in table.any_word or "-" in token.key or token.key[:2] in _STEMS)
        if token.kind not in NUMERIC and not is_word and token.key not in table.bare and token.key not in _HOURS:
            at += 1
            continue
        quantity, after = _quantity(text, tokens, at, found[-1].end if found else -1)
        if quantity is not None:
            found.append(quantity)
        at = max(after, at + 1)
    return found


def _quantity(text: str, tokens: Tokens, at: int, last_end: int) -> tuple[Quantity | None, int]:
    """The quantity that begins at this token and the index behind it; (None, index) when it is none."""
    special = phrase(tokens, at) or one_unit(tokens, at, last_end)
    if special is not None:
        value, unit, word, after = special
        value, after = adds_half(tokens, value, unit, after)
        return _built(text, tokens, at, after, Quantity(value, unit, 0, 0, "", word, in_words=True)), after
    if is_ordinal_or_date(tokens, at) or is_list_mark(tokens, at):
        return None, at + 1
    if tokens[at].key in numerals().repeats and tokens[at].kind == "word":
        return _repeats(text, tokens, at)
    if tokens[at].kind == "times":
        value = float(tokens[at].text[1:])
        return _built(text, tokens, at, at + 1, Quantity(value, "time", 0, 0, "", "x")), at + 1
    special_form = height_or_duration(tokens, at)
    if special_form is not None:
        quantity, after = special_form
        return _built(text, tokens, at, after, quantity), after
    number = read_number(tokens, at)
    return (None, at + 1) if number is None else _with_unit(text, tokens, at, number)


def _repeats(text: str, tokens: Tokens, at: int) -> tuple[Quantity | None, int]:
    """ "twice" is 2 times; the Spanish eleven "once" counts before a unit that is not English."""
    value, after = numerals().repeats[tokens[at].key], at + 1
    read = read_unit(tokens, after, 11, None) if tokens[at].key == "once" else None
    if read is not None and read.is_known and read.word not in _ENGLISH_TOO:
        eleven = Quantity(11.0, read.unit, 0, 0, "", read.word, in_words=True)
        return _built(text, tokens, at, read.after, eleven), read.after
    return _built(text, tokens, at, after, Quantity(value, "time", 0, 0, "", tokens[at].key, in_words=True)), after


def _with_unit(text: str, tokens: Tokens, at: int, number: Number) -> tuple[Quantity | None, int]:
    """`number` with the unit that follows it or the currency before it."""
    after = number.after
    currency = money_unit(tokens, at)
    read = read_unit(tokens, after, number.value, number.upper) if currency is None else None
    if read is not None and read.is_refused:
        return None, after
    is_measure = read is not None and read.is_known
    if number.needs_unit and not (is_measure or (read is not None and tokens[at].key == "one")):
        return None, at + 1
    value, unit, word, is_glued = number.value, currency, "", False
    if number.fraction is not None and is_measure:
        value, number.out_of = number.fraction, None
    if read is not None:
        unit, word, is_glued, after = read.unit, read.word, read.is_glued, read.after
        value, after = _compound(tokens, value, unit, after)
        value, after = adds_half(tokens, value, unit, after)
        number.out_of, after = _out_of_after_unit(tokens, value, number.out_of, after)
    draft = Quantity(
        value, unit, 0, 0, "", word, number.upper, number.out_of,
        approximate=number.approximate, at_least=number.at_least, is_glued=is_glued,
        is_currency=dimension_of(unit) == "money" or currency is not None,
        has_k=number.has_k, in_words=number.in_words,
    )  # fmt: skip
    return _built(text, tokens, at, after, draft), after


def _built(text: str, tokens: Tokens, at: int, after: int, draft: Quantity) -> Quantity | None:
    """The draft with its flags, sign and place in the text."""
    flags = flagged(tokens, at, after, draft)
    if flags is None:
        return None
    quantity, first, last = flags
    start, end = tokens[first].start, tokens[max(last - 1, at)].end
    return replace(quantity, start=start, end=end, text=text[start:end])


def _out_of_after_unit(tokens: Tokens, value: float, out_of: float | None, after: int) -> tuple[float | None, int]:
    """ "2 sessions out of 3"."""
    if out_of is None and tokens[after].key == "out" and tokens[after + 1].key == "of":
        whole = whole_number(tokens, after + 2 + (tokens[after + 2].key in numerals().out_of_fillers))
        if whole is not None and whole.value >= value:
            return whole.value, whole.after
    return out_of, after


def _compound(tokens: Tokens, value: float, unit: str, after: int) -> tuple[float, int]:
    """ "1 h 20 min", "11 stone 4", "5 ft 9": the second part in the first unit."""
    part = _PARTS.get(unit)
    if part is None:
        return value, after
    at = after + (tokens[after].key in numerals().joiners and tokens[after].kind == "word")
    number = whole_number(tokens, at)
    if number is None or number.value != int(number.value):
        return value, after
    read: UnitRead | None = read_unit(tokens, number.after, number.value, None)
    if read is not None and read.unit == part:
        end = read.after
    elif unit == "hour" and read is None and 1 <= number.value < 60 and tokens[number.after].kind in ("end", "sign"):
        end = number.after
    elif unit == "kg" and read is None and 100 <= number.value < 1000 and not number.in_words:
        return round(value + number.value / 1000, 3), number.after  # "79 kg 400"
    elif unit in ("stone", "foot") and at == after and tokens[number.after].kind != "num" and read is None:
        end = number.after
    else:
        return value, after
    more = convert(number.value, part, unit)
    return (value, after) if more is None else (round(value + more, 6), end)
