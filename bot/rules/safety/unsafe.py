"""Unsafe goals in a person's words: too fast, too little, too soon, or a doctor's business. Pure, in five languages."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache

from bot.rules.quantities import convert
from bot.rules.safety.crisis import read_signs
from bot.rules.safety.unsafe_intake import intake_category
from bot.rules.safety.unsafe_load import load_category, step_category
from bot.rules.safety.unsafe_reading import Said, word_of
from bot.rules.safety.unsafe_weight import weight_category
from bot.rules.safety.unsafe_words import found, keys_for, keys_of, rules_by_key, word_rules
from bot.rules.text import fold

LONGEST = 1200  # characters judged at once; a longer text is judged in overlapping pieces, so time stays linear
_OVERLAP = 200
_MOST_PIECES = 100

LONGEST_SESSION_KM = 25.0  # in one run, for somebody whose longest run is not known
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")
_MOST_SENTENCES = 500

NumberRule = Callable[[Said], str | None]


def find_unsafe(text: str, folded: str, now: datetime | None = None) -> str | None:
    """The category of the first unsafe goal in a message (COACHING limits), None when it may be planned.

    `folded` is `fold(text)` or another reading of it; `now` resolves dates such as "by Friday". Never raises.
    """
    for piece in _pieces(folded):
        if (category := _category_of(piece, now)) is not None:
            return category
    return None


def gravest(found: str | None, signs: frozenset[str]) -> str | None:
    """The unsafe goal to answer: a request for a method first, then what the rules found, then a meeting of ideas."""
    if "method_request" in signs:
        return "method_request"
    return found or min(signs, default=None)


def find_unsafe_advice(text: str, now: datetime | None = None) -> str | None:
    """The category of harm in `text` ("eat 500 kcal", "skip your medication", "fast for 3 days"), None when fine.

    A sentence that warns against a thing ("never fast for three days") is no advice to do it. Never raises.
    """
    for sentence in _SENTENCE.split(text)[:_MOST_SENTENCES]:
        folded = fold(sentence)
        if not folded or found("advice_warns").search(folded):
            continue
        mine = found("advice_your").sub("my", folded)
        found_here = find_unsafe(mine, mine, now) or _as_instruction(mine)
        if (category := gravest(found_here, read_signs(mine).unsafe)) is not None:
            return category
    return None


def find_unsafe_words(folded: str) -> str | None:
    """What the words alone say of a folded text: no amounts, no dates, no body."""
    piece = folded[:LONGEST]
    return gravest(next(_words_say(piece, keys_of(piece)), None), read_signs(piece).unsafe)


def _pieces(folded: str) -> Iterator[str]:
    if len(folded) <= LONGEST:
        yield folded
        return
    step = LONGEST - _OVERLAP
    for start in range(0, min(len(folded), step * _MOST_PIECES), step):
        yield folded[start : start + LONGEST]


def _category_of(folded: str, now: datetime | None) -> str | None:
    keys = keys_of(folded)
    if (said_outright := next(_words_say(folded, keys), None)) is not None:
        return said_outright
    said = Said(folded, now)
    for cues, rule in _number_rules():
        if not cues.isdisjoint(keys) and (category := rule(said)) is not None:
            return "minor" if _is_minor_with_body_goal(said) else category
    return "minor" if not _body_cues().isdisjoint(keys) and _is_minor_with_body_goal(said) else None


def _words_say(folded: str, keys: set[str]) -> Iterator[str]:
    index = rules_by_key()
    tried = sorted({position for key in keys if key in index for position in index[key]})
    rules = word_rules()
    return (
        rules[position].category
        for position in tried
        if rules[position].may_match(keys) and rules[position].matches(folded)
    )


def _is_minor_with_body_goal(said: Said) -> bool:
    age = said.body.age
    is_minor = (age is not None and age < 18) or bool(word_of("school").search(said.folded))
    return is_minor and bool(word_of("body").search(said.folded))


@cache
def _body_cues() -> frozenset[str]:
    return frozenset(keys_for("body"))


@cache
def _number_rules() -> tuple[tuple[frozenset[str], NumberRule], ...]:
    """Each rule with the keys of which one must occur in a text before it is tried."""

    def keys(*names: str) -> frozenset[str]:
        return frozenset().union(*(keys_for(name) for name in names))

    return (
        (keys("cue_mass"), weight_category),
        (keys("cue_intake"), intake_category),
        (keys("cue_load"), load_category),
        (keys("cue_steps"), step_category),
    )


def _as_instruction(folded: str) -> str | None:
    if found("advice_dose").search(folded):
        return "medication"
    if not found("advice_run").search(folded) or found("advice_not_once").search(folded):
        return None
    distances = [convert(q.value, q.unit, "km") for q in Said(folded, None).quantities if q.unit]
    return "training_load" if any(km and km > LONGEST_SESSION_KM for km in distances) else None
