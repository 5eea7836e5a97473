"""Reads the unit that follows a number."""

from dataclasses import dataclass

from bot.rules.quantities.numerals import numerals
from bot.rules.quantities.tokens import NOTHING, Token
from bot.rules.quantities.units import dimension_of, singular, units

CLOCK_MARKS = frozenset({"am", "pm", "a", "p", "uhr", "oclock"})
_FREE_NOUN_WORDS = 3  # how far behind the number its noun may stand: "3 really good workouts"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text; a place outside it holds an empty token."""

    items: list[Token]

    def __getitem__(self, at: int) -> Token:
        return self.items[at] if 0 <= at < len(self.items) else NOTHING


@dataclass(frozen=True, slots=True)
class UnitRead:
    """A unit and the index behind it. `is_known`: from the tables rather than a free noun.
    `is_refused`: the letters that touch the number make it no quantity ("2nite")."""

    unit: str
    word: str
    after: int
    is_known: bool = True
    is_glued: bool = False
    is_refused: bool = False


def read_unit(tokens: Tokens, at: int, value: float, upper: float | None) -> UnitRead | None:
    """The unit at this place, None when the number stands alone."""
    word = tokens[at]
    if word.key in ("de", "of", "d") and tokens[at - 1].key in numerals().times:
        at, word = at + 1, tokens[at + 1]  # "une dizaine de pages"
    is_glued = tokens[at - 1].touches(word)
    if word.key == "-" and is_glued and word.touches(tokens[at + 1]) and tokens[at + 1].kind == "word":
        word, at = tokens[at + 1], at + 1  # "30-day", "5-mile"
        is_glued = False
    if word.key in units().symbols:
        return UnitRead(units().symbols[word.key], word.key, at + 1)
    if word.key == "%":
        return UnitRead("%", "%", at + 1)
    if word.kind != "word":
        return None
    return _known(tokens, at, is_glued) or _free_noun(tokens, at, is_glued, (upper or value) == 1 or value < 1)


def adds_half(tokens: Tokens, value: float, unit: str | None, after: int) -> tuple[float, int]:
    """`value` plus a half where "and a half" follows, and the index behind it."""
    table = numerals()
    is_russian = tokens[after].key == "с" and tokens[after + 1].key == "половинои"
    if is_russian or (tokens[after].key == "с" and tokens[after + 1].key == "половиной"):
        return value + 0.5, after + 2
    if tokens[after].key not in table.joiners or tokens[after].kind != "word":
        return value, after
    at = after + 1
    at += tokens[at].key in table.articles
    if tokens[at].key not in table.halves or (unit is not None and tokens[at + 1].key in units().codes):
        return value, after
    return value + 0.5, at + 1


def _known(tokens: Tokens, at: int, is_glued: bool) -> UnitRead | None:
    table, key = units(), tokens[at].key
    nxt = tokens[at + 1]
    if key in table.pairs and nxt.key in table.pairs[key]:
        return UnitRead(f"{key}-up", f"{key} {nxt.key}", at + 2, is_glued=is_glued)
    for spelling in (key, key.partition("-")[0], key.rstrip("'s") if key.endswith("'s") else key):
        code = table.codes.get(spelling) or (table.glued.get(spelling) if is_glued else None)
        code = code or table.nouns.get(spelling)
        if code is not None and not (code == "time" and key in ("x", "×") and nxt.kind == "num"):
            end = at + 1 + (nxt.key == "." and tokens[at].touches(nxt) and len(key) <= 3)
            return UnitRead(code, spelling, end, is_glued=is_glued)
    return None


def _free_noun(tokens: Tokens, at: int, is_glued: bool, is_one: bool) -> UnitRead | None:
    """The noun behind the number, past adjectives: a plural if there is one, else the first word that can be one."""
    first = tokens[at].key
    if is_glued:
        if first in CLOCK_MARKS:
            return None
        stripped = singular(first)
        if stripped == first or len(first) < 4:
            return UnitRead("", first, at + 1, is_refused=True)
        return UnitRead(stripped, first, at + 1, is_glued=True)
    candidate: UnitRead | None = None
    for step in range(_FREE_NOUN_WORDS):
        token = tokens[at + step]
        is_far = step > 0 and tokens[at + step - 1].end + 1 != token.start
        if token.kind == "word" and not is_far and token.key in units().adjectives:
            continue
        if token.kind != "word" or _is_no_noun(token.key) or is_far:
            break
        if step and (known := _known(tokens, at + step, False)) is not None:
            return known if known.unit != "time" and dimension_of(known.unit) is None else candidate or known
        noun = singular(token.key)
        if not is_one and noun != token.key:
            return UnitRead(noun, token.key, at + step + 1, is_known=False)
        if candidate is None and not _is_adjective(token.key):
            candidate = UnitRead(noun, token.key, at + step + 1, is_known=False)
            if is_one:
                break
    return candidate


def _is_no_noun(key: str) -> bool:
    table = numerals()
    return len(key) < 2 or key in units().not_units or key in table.ones or key in table.tens or "'" in key


def _is_adjective(key: str) -> bool:
    return key in units().adjectives or (len(key) > 4 and key.endswith(units().adjective_endings))
