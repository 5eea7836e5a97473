"""Whether a clause states a goal, judged by its lead, its first word and what it speaks of."""

import re
from datetime import date
from functools import partial

from bot.rules.dates import find_deadlines
from bot.rules.frequencies import find_frequencies
from bot.rules.goals.domains import read_domain
from bot.rules.goals.intent import is_feeling, is_question, is_report, is_talk
from bot.rules.goals.leads import patterns
from bot.rules.goals.split import Clause
from bot.rules.goals.surface import MARK, Surface
from bot.rules.goals.verbs import base_of, is_base, words
from bot.rules.patterns import pattern

_pattern = partial(pattern, "accept", package=__package__ or "bot.rules.goals")

_GOING = re.compile(r"(?:\bgoing(?: to)?|\bgonna|\boff to|'ll|\bwill|'m|\bam|\bim) *$")
_OF_BODY = re.compile(r"\d ?(?:kg|kilos?|lbs?|pounds?|stone|st|km|miles?|steps)\b|[$£€] ?\d|\d ?(?:€|usd|eur)\b")
_LISTED = re.compile(r"\W*[a-z]{3,} (?:the|my|our) \w")  # "..., regrout the shower"
_UNTIL_I = re.compile(r"\b(?:'?till?|until|or|so|because) i\b")
_ANY_DAY = date(2000, 1, 1)  # only the words of a deadline count here
_SUBJECT = 1.5  # support at which words speak of a part of life
_FOREIGN = re.compile(
    r"\b(?:\w{2,}(?:ar|er|ir)(?:me)?|\w{2,}(?:en|ern|re)|\w+(?:ть|ться|ти|чь))\b"
)  # an infinitive of another language; trusted only beside words about a domain
_ANNOUNCED = re.compile(r"\b(?:to|i'll|i will|going to|gonna|wanna|must|should|will) +$")  # any verb may follow
_FINITE = re.compile(
    r"\b(?:is|are|was|were|gives|makes|has|will|might|can be)\b"
)  # "smiling more is a start" states, not aims


def is_goal_clause(surface: Surface, clause: Clause, *, earlier: Clause | None, is_listed: bool = False) -> bool:
    """Whether a clause states a goal. `earlier` is the first goal of an earlier sentence; `is_listed`: it goes on with
    a list whose earlier parts are goals."""
    said = surface.plain[clause.start : clause.end].replace(MARK, " ").strip()
    sentence = surface.plain[clause.from_start : clause.to_end]
    if len(re.findall(r"\w", said)) < 2 or (
        clause.cue == "bare" and len(said.split()) < 2 and read_domain(said).score < _SUBJECT
    ):
        return False
    if clause.cue == "item":
        return not _is_aside(said) or bool(_first(said))
    if clause.cue == "ask" and _pattern("how_to").match(said):
        return False
    if clause.joined and _is_aside(said):
        return False
    if clause.cue != "ask" and _is_other(surface, sentence, clause):
        return False
    if re.match(r"\W*(?:was|were|had|did|has|have been|used to)\b", said):
        return False
    if clause.cue != "mark" and patterns()["not_a_goal"].match(said) and not _pattern("rhythm").search(said):
        return False
    match clause.cue:
        case "mark":
            return _is_marked_goal(surface, clause, said)
        case "strong" | "ask" | "negative":
            return True
        case "weak":
            return (surface.has_marker and not _is_stative(said)) or (
                not _pattern("errand").match(said)
                and not (
                    _pattern("outing").match(said) and _GOING.search(surface.plain, clause.from_start, clause.start)
                )
                and not (_pattern("soon").search(said) and not _pattern("rhythm").search(said))
                and (_is_about_something(said, surface) or (_is_doing(said) and _is_due(said)))
            )
        case _:
            return (is_listed and (_is_doing(said) or bool(_LISTED.match(said)))) or _is_bare_goal(
                surface, said, earlier
            )


def _is_other(surface: Surface, sentence: str, clause: Clause) -> bool:
    squeezed = " ".join(sentence.split())
    if _pattern("advice").match(squeezed):
        return True
    if is_talk(squeezed):
        return True
    if clause.cue == "mark":
        return is_report(squeezed, anywhere=True)
    if clause.cue in ("strong", "weak", "negative"):
        return squeezed.endswith("?") and is_question(squeezed) and not _pattern("request").match(squeezed)
    is_musing_aloud = bool(re.match(r"maybe \w+", squeezed)) and clause.cue == "bare"
    if squeezed.endswith("?") and not surface.has_marker and not is_musing_aloud:
        return True
    return is_question(squeezed) or is_report(squeezed) or (is_feeling(squeezed) and not surface.has_marker)


def _has_place(surface: Surface, clause: Clause) -> bool:
    """Whether a noun alone may be a goal: it opens the message, or its sentence says "is" or ":" before it."""
    is_first = not re.search(r"\w", surface.plain[: clause.from_start].replace(MARK, ""))
    return is_first or bool(re.search(r"(?:is|be|:|=) *$", surface.plain[clause.from_start : clause.start]))


def _is_marked_goal(surface: Surface, clause: Clause, said: str) -> bool:
    first = _first(said)
    if first in words("subjects") and not re.match(r"\W*(?:i|i'm|im) ", said):
        return False
    if _ANNOUNCED.search(surface.plain[max(clause.from_start, clause.start - 12) : clause.start]):
        return True
    if _is_doing(said) or _pattern("quantified").match(said) or _pattern("number_goal").search(said):
        return True
    if clause.joined and first in words("repeated"):
        return True
    is_adjacent = not clause.joined and _has_place(surface, clause)
    return is_adjacent and read_domain(said).score >= _SUBJECT


def _is_bare_goal(surface: Surface, said: str, earlier: Clause | None) -> bool:
    first = _first(said)
    if first in words("subjects") or _is_aside(said) or _pattern("heading").fullmatch(said):
        return False
    is_musing = base_of(first) in words("musings") and not _pattern("say_so").match(said)
    if base_of(first) and (is_musing or _FINITE.search(patterns()["cut"].split(said)[0])):
        return False
    if surface.has_marker:
        if re.match(r"\W*\w+ (?:is|was|has|are|were) ", said):
            return False
        if _is_doing(said):
            return earlier is None or not base_of(first) or bool(_pattern("number_goal").search(said))
        if earlier is not None:  # "No more soda. No more chips." is a list, "No friends and lonely" is not
            goes_on = bool(_pattern("further").match(said)) and read_domain(said).score >= _SUBJECT
            is_list = bool(
                _pattern("quantified").match(said) and _pattern("quantified").match(surface.plain, earlier.start)
            )
            return goes_on or is_list
        return bool(_pattern("quantified").match(said) or _is_measured(said, is_named=True))
    if _pattern("of_today").search(said) or _pattern("tells").match(said):
        return False
    is_habit = bool(_pattern("rhythm").search(said) or find_frequencies(said)) or bool(
        re.match(r"\W*(?:stop|start) \w+ing\b|\W*(?:put|add) .*\d", said)
    )
    if first in words("commands") and not is_habit:
        return _is_about_something(said, surface) and (_is_due(said) or bool(_pattern("own").match(said)))
    if is_base(first) or _pattern("quantified").match(said) or re.match(r"\W*(?:to )?(?:be|get) ", said):
        is_own_habit = is_habit and not _pattern("addressed").match(said)
        return (
            is_own_habit
            or _is_about_something(said, surface)
            or _is_due(said)
            or bool(_pattern("comparative").match(said))
        )
    if base_of(first) or _FOREIGN.search(said):
        return read_domain(said).score >= _SUBJECT and bool(
            _pattern("number_goal").search(said)
            or re.search(r"\b(?:more|less|mas|menos|mehr|weniger|plus|moins|больше|меньше)\b", said)
            or (_FOREIGN.match(said) and not base_of(first))
        )
    return (_is_measured(said) and _is_aimed(said)) or bool(
        re.match(r"\W*(?:asleep|(?:in )?bed|up) (?:by|at|before) ", said)
    )


def _is_measured(said: str, *, is_named: bool = False) -> bool:
    said = _UNTIL_I.split(said)[0]
    is_noun_phrase = not _pattern("pronoun" if is_named else "statement").search(said)
    return (
        is_noun_phrase
        and bool(_pattern("number_goal").search(said))
        and len(said.split()) <= 12
        and (read_domain(said).score >= _SUBJECT or bool(_OF_BODY.search(said)))
    )


def _is_aimed(said: str) -> bool:
    """Whether a noun phrase with a number says how often or by when; "12 pages" alone tells what was done."""
    return bool(_pattern("aimed").search(said)) or bool(find_deadlines(said, today=_ANY_DAY) or find_frequencies(said))


def _is_due(said: str) -> bool:
    """Whether words that address nobody set a limit of time: "hand in the report by friday"."""
    if _pattern("addressed").match(said):
        return False
    return any(_pattern("limit").match(said, d.start) for d in find_deadlines(said, today=_ANY_DAY))


def _is_about_something(said: str, surface: Surface) -> bool:
    """Whether the words name a subject of self-improvement; "I have to go now" names none."""
    return read_domain(said).score >= _SUBJECT or bool(
        re.search(r"\d ?(?:kg|lbs?|km|k\b|%|\$|€|pages?|miles?|min)", said)
    )


def _is_doing(said: str) -> bool:
    first = _first(said)
    return is_base(first) or base_of(first) is not None


def _first(said: str) -> str:
    found = _pattern("first").match(said)
    return found[1] if found else ""


def _is_aside(said: str) -> bool:
    return bool(patterns()["aside"].match(said.lstrip(" ,.!?:;-\"'()")))


def _is_stative(said: str) -> bool:
    return bool(_pattern("stative").match(said))
