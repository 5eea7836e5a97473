"""What the words around a number make of it: a clock time, a year, an age, a list mark, money, an ordinal."""

from dataclasses import replace

from bot.rules.quantities.numerals import numerals
from bot.rules.quantities.quantity import Quantity
from bot.rules.quantities.unit_reading import Tokens
from bot.rules.quantities.units import singular, unit_of, units

_APPROXIMATE_SIGNS = frozenset({"~", "≈", "±"})
_LIST_REACH = 40  # tokens to the neighbouring mark of the same list
_PM = frozenset({"pm", "p", "p.m", "p.m."})
_AM_PM = frozenset({"am", "a", "a.m", "a.m.", *_PM})
_CLOCK_WORDS = frozenset({"o'clock", "oclock", "uhr"})
_RUSSIAN_DAY_PARTS = frozenset({"утра", "вечера", "ночи", "дня"})
_ORDINAL_ENDINGS = frozenset({"th", "nd", "rd", "er", "ere", "eme", "e", "o", "ª", "º"})


def is_ordinal_or_date(tokens: Tokens, at: int) -> bool:
    """117th, 21st, 18-е, 3. Mai, 18 November."""
    token, nxt, then = tokens[at], tokens[at + 1], tokens[at + 2]
    if token.kind != "num":
        return False
    months = numerals().months
    if token.touches(nxt) and nxt.key in _ORDINAL_ENDINGS:
        return True
    if token.touches(nxt) and nxt.key == "st":
        return token.value % 10 == 1 and token.value % 100 != 11 and then.key not in ("lb", "lbs")
    if token.touches(nxt) and nxt.key == "-" and nxt.touches(then) and "а" <= then.key[:1] <= "я":
        return len(then.key) <= 3 and then.key not in units().codes
    if token.value > 31 or token.value != int(token.value):
        return False
    dotted = then if nxt.key in (".", "de", "of") else nxt
    if dotted.kind == "word" and dotted.key in months:
        return True
    is_after_month = tokens[at - 1].key in months and nxt.key not in units().codes
    return is_after_month and nxt.key not in units().nouns and tokens[at - 1].text[:1].isupper()


def is_list_mark(tokens: Tokens, at: int) -> bool:
    """ "1) ", and "1." or "1:" where the text goes on to count."""
    token, nxt = tokens[at], tokens[at + 1]
    if token.kind != "num" or not token.touches(nxt) or token.value > 20 or len(token.text) > 2:
        return False
    if nxt.key == ")":
        return tokens[at - 1].key != "(" and not any(t.key == "(" for t in tokens.items[max(at - 6, 0) : at])
    if nxt.key not in (".", ":") or tokens[at + 2].kind == "end":
        return False
    near = range(max(at - _LIST_REACH, 0), at + _LIST_REACH)
    return any(
        tokens[i].kind == "num"
        and tokens[i].value in (token.value - 1, token.value + 1)
        and tokens[i].touches(tokens[i + 1])
        and tokens[i + 1].key in (".", ":")
        for i in near
    )


def money_unit(tokens: Tokens, at: int) -> str | None:
    """The ISO code of the currency sign or code right before the number."""
    before, table = tokens[at - 1], units()
    if tokens[at].start - before.end > 1:
        return None
    if before.kind == "money":
        return {"us$": "USD", "ca$": "CAD", "c$": "CAD", "au$": "AUD", "a$": "AUD", "nz$": "NZD"}.get(before.key, "USD")
    if before.key in table.symbols:
        return table.symbols[before.key]
    code = table.codes.get(before.key)
    is_code = code is not None and code.lower() == before.key and table.dimensions[code] == "money"
    return code if is_code else None


def flagged(tokens: Tokens, at: int, after: int, draft: Quantity) -> tuple[Quantity, int, int] | None:
    """The draft with sign and flags, and the first and last token of its span; None when it is no quantity at all."""
    table, first, before = units(), at, tokens[at - 1]
    if draft.is_currency and tokens[at].kind != "word" and money_unit(tokens, at) is not None:
        first, before = at - 1, tokens[at - 2]
    if before.key in ("number", "no", "nr", "chapter", "kapitel", "level", "day_") and draft.unit is None:
        return None
    quantity = draft
    if before.end == tokens[first].start and before.key in ("+", "-", "~", "≈", "±"):
        if before.key in ("+", "-") and not (before.key == "-" and tokens[first - 2].end == before.start):
            quantity, first = replace(quantity, sign="+" if before.key == "+" else "-"), first - 1
        elif before.key in _APPROXIMATE_SIGNS:
            quantity, first = replace(quantity, approximate=True), first - 1
    if before.key in table.context["approximate"] or before.key in _APPROXIMATE_SIGNS:
        quantity = replace(quantity, approximate=True)
    clock = _clock(tokens, at, after, quantity)
    if clock is not None:
        return clock[0], first, clock[1]
    quantity = _money_or_distance(tokens, at, after, quantity)
    return _year_or_age(tokens, at, after, quantity), first, after


def _clock(tokens: Tokens, at: int, after: int, quantity: Quantity) -> tuple[Quantity, int] | None:
    """The quantity as a clock time in hours with the index behind am or pm, None when it is none."""
    token, nxt, before = tokens[at], tokens[at + 1], tokens[at - 1].key
    is_digits = token.kind == "num" and quantity.upper is None
    if quantity.is_clock and quantity.unit is None:
        mark = nxt.key if nxt.key in _AM_PM and (len(nxt.key) > 1 or token.touches(nxt)) else ""
        after = at + 1 + bool(mark) + (not mark and nxt.key in _CLOCK_WORDS)
        return replace(quantity, value=_with_pm(quantity.value, mark)), after
    hours = _hours_of(token.text) if token.kind == "num" else quantity.value
    is_hour = hours is not None and 0 <= hours <= 24
    mark = tokens[after].key
    touching = tokens[after - 1].touches(tokens[after])
    is_marked = tokens[after].kind == "ampm" or (mark in _AM_PM and (len(mark) > 1 or touching))
    if is_hour and quantity.unit is None and is_marked:
        german = tokens[after + 1].key in (
            "montag",
            "dienstag",
            "mittwoch",
            "donnerstag",
            "freitag",
            "samstag",
            "stuck",
        )
        if not german:
            value = _with_pm(hours if hours is not None else 0, mark)
            return replace(quantity, value=value, unit=None, is_clock=True), after + 1
    if not is_digits or hours is None or not is_hour:
        return _clock_in_words(tokens, at, after, quantity)
    if nxt.key in _CLOCK_WORDS:
        return replace(quantity, value=hours, unit=None, is_clock=True), at + 2
    if quantity.unit == "hour" and (tokens[after].key in _RUSSIAN_DAY_PARTS or before in ("в", "к")):
        return replace(quantity, value=hours, unit=None, is_clock=True), after
    is_at = before in units().context["clock_before"] and tokens[at - 2].key not in units().context["not_clock_before"]
    is_at = is_at or before == "a"  # French à
    if is_at and quantity.unit not in units().dimensions and _is_free_word(quantity):
        quantity, after = replace(quantity, unit=None, word=""), at + 1  # "um 8 nochmal": no noun after all
    is_bare_hour = nxt.key == "h" and token.touches(nxt) and quantity.unit == "hour"
    if is_bare_hour and (is_at or (hours >= 13 and before not in units().context["duration_before"])):
        return replace(quantity, value=hours, unit=None, is_clock=True), after
    if (
        is_at
        and before != "a"
        and quantity.unit is None
        and not quantity.is_currency
        and not quantity.has_k
        and not quantity.out_of
    ):
        return replace(quantity, value=hours, is_clock=True), after
    return None


def _is_free_word(quantity: Quantity) -> bool:
    """True for a unit that is only the next word, and no plural or known noun."""
    return bool(quantity.word) and unit_of(quantity.word) is None and singular(quantity.word) == quantity.word


def _clock_in_words(tokens: Tokens, at: int, after: int, quantity: Quantity) -> tuple[Quantity, int] | None:
    """ "at nine", "18h30" and "à 7h30"."""
    before = tokens[at - 1].key
    is_at = before in units().context["clock_before"] and tokens[at - 2].key not in units().context["not_clock_before"]
    if tokens[at].kind == "hm" and (is_at or quantity.value >= 13):
        return replace(quantity, unit=None, is_clock=True), after
    is_whole = quantity.value == int(quantity.value) and 0 < quantity.value <= 24
    if quantity.in_words and is_at and quantity.unit is None and is_whole and quantity.upper is None:
        return replace(quantity, is_clock=True), after
    return None


def _hours_of(digits: str) -> float | None:
    """ "7" and "7.30" as hours; None for a number that is no clock time."""
    hours, _, minutes = digits.replace(",", ".").partition(".")
    if not hours.isdecimal() or len(hours) > 2 or (minutes and (len(minutes) != 2 or int(minutes) > 59)):
        return None
    return int(hours) + (int(minutes) / 60 if minutes else 0.0)


def _with_pm(hours: float, mark: str) -> float:
    if mark in _PM:
        return hours + 12 if hours < 12 else hours
    return hours - 12 if mark and 12 <= hours < 13 else hours


def _money_or_distance(tokens: Tokens, at: int, after: int, quantity: Quantity) -> Quantity:
    """Pounds beside words about money are GBP; "ran a 5k" is 5 km."""
    context = units().context
    around = {t.key for t in tokens.items[max(at - 5, 0) : after + 4]}
    if quantity.unit == "lb" and quantity.word in ("pound", "pounds") and around & context["money"]:
        return replace(quantity, unit="GBP", is_currency=True)
    if quantity.has_k and quantity.unit in (None, "run", "race", "walk", "jog") and not quantity.is_currency:
        is_article = tokens[at - 1].key in ("a", "my", "the", "first", "un", "einen")
        near = {t.key for t in tokens.items[max(at - 3, 0) : after + 2]}
        if quantity.value <= 100_000 and (near & context["distance"] or is_article):
            return replace(quantity, value=quantity.value / 1000, unit="km", word="k", has_k=False)
    return quantity


def _year_or_age(tokens: Tokens, at: int, after: int, quantity: Quantity) -> Quantity:
    """2015 as a year; "26 years old", "I'm 34", "aged 40" as ages."""
    context, before, token = units().context, tokens[at - 1].key, tokens[at]
    is_plain = token.kind == "num" and token.text.isdecimal() and quantity.sign != "+" and not quantity.is_currency
    if is_plain and len(token.text) == 4 and 1900 <= quantity.value <= 2100:
        is_noun = quantity.unit is not None and quantity.word not in context["year_nouns"]
        if not is_noun or (before in ("in", "since", "my", "year") and quantity.unit not in units().dimensions):
            return replace(quantity, is_year=True, unit=None)
    if not 5 <= quantity.value <= 120:
        return quantity
    is_old = tokens[after].key == "old" or tokens[after].key in context["age_after"] or quantity.word in ("yo",)
    if (quantity.unit == "year" and is_old) or (quantity.unit is None and is_old):
        return replace(quantity, is_age=True)
    is_im = before in ("i'm", "im") or (before == "am" and tokens[at - 2].key == "i")
    is_end = tokens[after].kind in ("end", "sign") or tokens[after].key in (
        "and",
        "years",
        "now",
        "i",
        "male",
        "female",
    )
    if quantity.unit is None and is_plain and is_im and is_end and quantity.value == int(quantity.value):
        return replace(quantity, is_age=True)
    if quantity.unit in (None, "year") and before in context["age_before"]:
        return replace(quantity, is_age=True)
    return quantity
