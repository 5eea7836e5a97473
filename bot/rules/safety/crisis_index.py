"""Which word beginnings a pattern cannot do without, so that most messages need not try it.

Read off the parsed regular expression itself: an index written by hand would silently hide patterns.
"""

from re import _constants as op  # type: ignore[attr-defined]  # the parsed form has no public name before 3.13
from re import _parser  # type: ignore[attr-defined]
from typing import Any

SHORTEST = 3  # letters a beginning must have to tell anything

# Words so frequent that any other word of a pattern is a better sign of it.
_FREQUENT_WORDS = """
the and that this with have has had want not dont just for from like get got going will all are was when after every
over out too any more can cant would could they them she her him his you your about been being day days today
tonight now time make made people need think keep feel back what how who que con los las una para por mas muy esta
este quiero voy tengo ich mich mir nicht mehr und die der das ein eine mein meine habe bin ist den dem auf von mit
les des une pas plus pour dans est suis veux mon mes avec qui что как это все мне меня хочу уже wish hope ever never
one some here there took take eat run two three
i im ive id ill me my he she of to in on a is it be go so if do up us we yo me mi se si de a y o en el lo no ya te il
je un ne se si ma mon er es in zu so da du я не в и на с мы он за по у к
"""
FREQUENT = frozenset(_FREQUENT_WORDS.split())

_Anchors = frozenset[str] | None


def anchors(pattern: str) -> frozenset[str] | None:
    """Word beginnings of which every match of `pattern` holds at least one; None where there is no such set."""
    return _of_sequence(list(_parser.parse(pattern)), is_start=True)[0]


def cost(found: _Anchors) -> float:
    """How often a message will hold one of these by chance, roughly; infinite for None."""
    if not found:
        return float("inf")
    return sum(40 if stem in FREQUENT else 12 / len(stem) for stem in found)


def _of_sequence(items: list[Any], *, is_start: bool, word: str = "") -> tuple[_Anchors, bool]:
    """The best anchors of a sequence, and whether a word starts after it. `is_start`: one starts before it, of
    which `word` has been read (the parser moves the common beginning of alternatives in front of them)."""
    best: _Anchors = None
    fresh = is_start  # the letters read since the last boundary are all in `word`
    for code, value in items:
        if code is op.LITERAL and chr(value).isalnum():
            word += chr(value) if fresh else ""
        elif code is op.LITERAL:
            best, word, fresh = _better(best, _stem(word)), "", True
        elif code not in (op.ASSERT, op.ASSERT_NOT, op.AT):
            inner, ends_fresh = _of_group(code, value, is_start=fresh, word=word)
            best = _better(_better(best, inner), _stem(word))
            fresh, word = ends_fresh, ""
    return _better(best, _stem(word)), fresh and not word


def _of_group(code: Any, value: Any, *, is_start: bool, word: str) -> tuple[_Anchors, bool]:
    if code is op.SUBPATTERN:
        return _of_sequence(list(value[3]), is_start=is_start, word=word)
    if code is op.BRANCH:
        read = [_of_sequence(list(branch), is_start=is_start, word=word) for branch in value[1]]
        sets = [found for found, _ in read if found]
        union = frozenset[str]().union(*sets) if len(sets) == len(read) else None
        return union, all(is_fresh for _, is_fresh in read)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        found, is_fresh = _of_sequence(list(value[2]), is_start=is_start, word=word)
        return (found if value[0] > 0 else None), is_fresh and is_start and not word
    return None, False


def _stem(word: str) -> _Anchors:
    return frozenset({word}) if len(word) >= SHORTEST else None


def _better(one: _Anchors, other: _Anchors) -> _Anchors:
    return one if cost(one) <= cost(other) else other
