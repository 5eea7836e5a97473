"""A message cut into the clauses that may each be a goal: list items, sentences, and joined verbs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from bot.rules.goals.leads import Cue, lead_of, patterns
from bot.rules.goals.surface import MARK, Surface
from bot.rules.goals.verbs import base_of, is_base, words
from bot.rules.patterns import pattern

_pattern = partial(pattern, "split", package=__package__ or "bot.rules.goals")

MAX_CLAUSES = 12

# what may follow a verb that is as often a noun: "read a book", "work out"
_OBJECTS = frozenset(["more", "less", "a", "my", "out", "on", "off", "every", "at", "for", "with", "in", "the", "to"])

_ONE_WORD = re.compile(r"[\w'-]+,? (?:and|&|n|or) ([\w'-]+)")
_SAYS_SO = re.compile(
    r"\W*(?:i|i'd|i'm|i've|id|im|we|would|want|wanna|hope|hoping|try|trying|tryna|plan|planning|aim|aiming)\b"
)
_NUMBERED_BARE = re.compile(r"(?:(?<=\s)|(?<=^))(?P<n>[1-9]) (?=[a-z])")
_SENTENCE = re.compile(r"(?:\.(?!\d|[a-z]{1,3}\.)|[!?;\n…]|\.{2,}|(?<=\s)-{1,2}(?=\s)|(?<=\s)(?://|\|)(?=\s))+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the message, lead taken off, with how strongly its lead announces a goal."""

    start: int
    end: int
    cue: Cue
    sentence: int  # number of the sentence it stands in
    from_start: int  # where its sentence begins, lead included
    to_end: int  # where its sentence ends
    joined: bool = False  # a later part of a sentence with several


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    kind: Literal["sentence", "item"]


def split_clauses(surface: Surface) -> list[Clause]:
    """The candidate clauses of a message in order, at most MAX_CLAUSES."""
    clauses: list[Clause] = []
    for number, stretch in enumerate(_stretches(surface.plain)):
        clauses += _clauses_of(surface.plain, stretch, number)
        if len(clauses) >= MAX_CLAUSES:
            break
    return clauses[:MAX_CLAUSES]


def _stretches(plain: str) -> Iterator[_Stretch]:
    marks = _list_marks(plain)
    if not marks:
        yield from _sentences(plain, 0, len(plain))
        return
    yield from _sentences(plain, 0, marks[0].start())
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(plain)
        inner = list(_sentences(plain, mark.end(), end))
        for place, stretch in enumerate(inner):
            yield replace(stretch, kind="item") if place == 0 else stretch


def _list_marks(plain: str) -> list[re.Match[str]]:
    """The marks of a list: at least two, numbers counting up from 1, or bullets."""
    found = list(_pattern("item").finditer(plain))
    numbered = [mark for mark in found if mark["n"] or mark["word"]]
    if len(numbered) >= 2:
        return numbered if not numbered[0]["n"] or int(numbered[0]["n"]) <= 2 else []
    bare = list(_NUMBERED_BARE.finditer(plain))
    if len(bare) >= 3 and [mark["n"] for mark in bare] == [str(i + 1) for i in range(len(bare))]:
        return bare
    bullets = [mark for mark in found if not (mark["n"] or mark["word"])]
    if len(bullets) >= 2 or (bullets and "\n" in plain):
        return bullets
    return []


def _sentences(plain: str, start: int, end: int) -> Iterator[_Stretch]:
    at = start
    for stop in _SENTENCE.finditer(plain, start, end):
        if re.search(r"\w", plain[at : stop.start()]):
            keeps_mark = "?" in stop.group()
            yield _Stretch(at, stop.end() if keeps_mark else stop.start(), "sentence")
            at = stop.end()
    if re.search(r"\w", plain[at:end]):
        yield _Stretch(at, end, "sentence")


def _clauses_of(plain: str, stretch: _Stretch, number: int) -> Iterator[Clause]:
    text = plain[stretch.start : stretch.end].rstrip(f" {MARK}.,!?:;-\n")
    lead = lead_of(text)
    cue: Cue = "item" if stretch.kind == "item" and lead.cue == "bare" else lead.cue
    body = text[lead.length :]
    for index, (start, end) in enumerate(_parts(body, cue)):
        again = lead_of(body[start:end]) if index else None
        skip = again.length if again else 0
        if end - start - skip > 1:
            at = stretch.start + lead.length
            part_cue = again.cue if again and again.cue != "bare" else cue
            yield Clause(at + start + skip, at + end, part_cue, number, stretch.start, stretch.end, joined=index > 0)


def _parts(body: str, cue: Cue) -> Iterator[tuple[int, int]]:
    """Where the joined goals of one sentence stand."""
    start, is_single = 0, False
    limit = _end_of_goal(body)
    for joint in _pattern("joint").finditer(body):
        if limit and limit.start() < joint.start() and not _restarts(body[joint.end() :]):
            continue
        left, right = body[start : joint.start()], body[joint.end() :]
        if joint.group() == "/" and not is_base(_first_word(left)):
            continue
        is_listed = is_single and is_base(left.strip())  # the "read" of "run, read and sleep more"
        if _stands_alone(left, is_comma="," in joint.group() or cue == "item" or is_listed) and _begins_goal(
            right, left, joint.group()
        ):
            yield start, joint.start()
            start, is_single = joint.end(), len(left.split()) == 1
    yield start, len(body)


def _end_of_goal(body: str) -> re.Match[str] | None:
    """Where a reason begins; a remark in brackets interrupts a list and does not end it."""
    limit = patterns()["cut"].search(body)
    while limit and limit.group().endswith("(") and (closed := body.find(")", limit.end())) > 0:
        limit = patterns()["cut"].search(body, closed)
    return limit


def _restarts(right: str) -> bool:
    return bool(re.match(r"(?:to|i will|i want to|no more|stop|quit) ", right))


def _stands_alone(left: str, *, is_comma: bool) -> bool:
    content = [word for word in re.findall(r"[\w'-]+", left) if word not in words("particles")]
    return len(content) >= (1 if is_comma and content and len(content[0]) > 2 else 2)


def _begins_goal(right: str, left: str, joint: str) -> bool:
    """Whether the words after "and" or a comma begin another goal."""
    found = re.match(r"([\w'-]+)(?:[ ]+([\w'%$-]+))?", right)
    if not found or (_pattern("limit").match(right) and not is_base(_first_word(left))):
        return False
    first, second = found[1], found[2]
    if re.match(rf"\W*{re.escape(first)}\b", left) and first in words("repeated"):
        return bool(second)
    if first == "not":
        return bool(second) and (second == "to" or is_base(second) or base_of(second) is not None)
    if first in words("quantifiers"):
        return bool(second) and not (first in ("more", "less", "better") and "," not in joint and not _is_list(left))
    if first == "be":
        return bool(second)
    gerund_left = base_of(re.split(r"\s", left.strip(), maxsplit=1)[0]) is not None
    if base_of(first) and gerund_left:
        return bool(second)
    if "," in joint and _pattern("measured").match(right):
        return True
    is_list = "," in joint and is_base(_first_word(left)) and first not in words("boundaries")
    if is_list and second in ("my", "the", "our") and not base_of(first) and not is_base(first):
        return True  # "sort the loft, insure the car"
    if not is_base(first) and first not in words("nouns_too"):
        return bool(_pattern("wish").match(right)) or (
            bool(_SAYS_SO.match(right)) and lead_of(right).cue in ("strong", "negative")
        )
    if first in words("nouns_too"):
        pair = _ONE_WORD.match(right) if "," in joint else None
        if pair and is_base(pair[1]) and is_base(_first_word(left)):
            return True  # "run, read and sleep more"
        return bool(second) and second not in words("boundaries") - _OBJECTS
    return bool(second) or "," in joint


def _first_word(said: str) -> str:
    return next(iter(re.findall(r"[\w']+", said)), "")


def _is_list(left: str) -> bool:
    return bool(re.match(r"\W*(?:be |to be )?(?:more|less|fewer|better|no)\b", left))
