"""An answer cut into clauses, and what the words of each say: done, partly or skipped."""

import re
from dataclasses import dataclass
from enum import IntEnum

from bot.entities import AnswerStatus
from bot.rules.answers.checked_goal import CheckedGoal
from bot.rules.answers.cues import cues
from bot.rules.text import fold

_CONJUNCTIONS = (
    "- but though tho although however then pero aunque y aber und dafur mais et но зато и because cause cuz cos since "
    "weil porque car потому"
)
_BREAK = re.compile(rf"[.!?;\n]+(?=\s|$)|,(?!\d)| (?:{'|'.join(_CONJUNCTIONS.split())}) |(?<=\w) and | а (?=\w)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 5  # letters that have to agree for a word to be the goal's own
_PLAIN_TITLE_WORDS = re.compile(
    r"(?:week|day|minute|hour|session|time)s?|weekdays?|daily|every|month|year|each|before|after|more|less|than|least|most|"
    r"with|from|into|the|and|for|per|max|not|you|jeden|woche|mal|pro|cada|semana|por|fois|par|раз|дня|день"
)


class Strength(IntEnum):
    """How surely a cue speaks."""

    HINT = 1  # an excuse, a cheer, the goal's own word
    WORD = 2
    SURE = 3  # settles it whatever else is said: "relapsed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cue: what it says, how surely, and where in the text it stands."""

    status: AnswerStatus
    strength: Strength
    at: int
    word: str = ""  # empty for an emoji


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the folded text. `is_question`: it ends in a question mark."""

    start: int
    end: int
    text: str
    is_question: bool


def clauses_of(folded: str, whole: list[tuple[int, int]]) -> list[Clause]:
    """The clauses of `folded`; no cut falls into a span of `whole` (the quantities)."""
    inside = {i for start, end in whole for i in range(start, end)}
    clauses, start = [], 0
    for match in _BREAK.finditer(folded):
        if match.start() in inside or (match.end() - 1) in inside:
            continue
        clauses.append(Clause(start, match.start(), folded[start : match.start()], "?" in match.group()))
        start = match.end()
    clauses.append(Clause(start, len(folded), folded[start:], False))
    return [clause for clause in clauses if clause.text.strip()]


def evidence_in(clause: Clause, goal: CheckedGoal, quantities: list[tuple[int, int]]) -> list[Evidence]:
    """Every cue of one clause, in the order of the text. Amounts are blanked: "half an hour" is not half done."""
    if clause.is_question and len(clause.text.split()) > 1:
        return []
    if goal.is_limit and clause.start > 0 and _BARE_DENIAL.fullmatch(clause.text.strip()):
        return [Evidence(AnswerStatus.DONE, Strength.WORD, clause.start, clause.text.strip())]
    reader = _Reader(_blanked(clause, quantities), clause.start)
    table = cues()
    reader.take(table.neutral, None)
    if goal.is_limit:
        reader.take(table.unrelated, None)
        reader.take(table.kept, AnswerStatus.DONE)
        reader.take(table.none, AnswerStatus.DONE)
        reader.take(table.relapse, AnswerStatus.SKIPPED, Strength.SURE)
        reader.take(table.lapse, AnswerStatus.PARTLY)
        reader.take(table.broken, AnswerStatus.SKIPPED)
    reader.take(table.not_skipped, AnswerStatus.DONE)
    reader.take(_WEAK_NEGATION, AnswerStatus.SKIPPED, Strength.HINT)
    reader.take(table.partly, AnswerStatus.PARTLY)
    reader.take(table.skipped, AnswerStatus.SKIPPED)
    reader.take(table.excuse, AnswerStatus.SKIPPED, Strength.HINT)
    reader.take(table.done, AnswerStatus.DONE)
    reader.take_emoji(table.emoji)
    reader.take_own_words(goal.title)
    return sorted(_without_negated(reader.found), key=lambda evidence: evidence.at)


# "almost had one but didn't": on a goal where less is better the denial at the end is the success.
_BARE_DENIAL = re.compile(r"(?:i )?(?:did|have)(?:n'?t| not)|no lo hice|hab(?:e)? ich (?:aber )?nicht|не стал\w*")
_WEAK_NEGATION = re.compile(
    r"(?<!\w)(?:(?:did|do|does|was|was|am|wo|would|could)(?:n'?t| not)|never|not) (?:even |really |actually )*"
    r"(?:feel\w*|want\w*|like|enjoy\w*|expect\w*|think|thought|plan\w*|mind|know|hurt|care|motivated|in the mood|easy)"
    r"(?: like it| to| it)*(?!\w)"
)


_NEGATION = re.compile(
    r"n'?t$|^(?:no+|not|never|cannot|none|nope|nothing|nicht|kein\w*|nichts|pas|jamais|не|ни|нет|tampoco|rien)$"
)


def _without_negated(found: list[Evidence]) -> list[Evidence]:
    """A negation takes the verbs of its clause with it: "not done", "did not read", "не ходил"."""
    if not any(e.status is AnswerStatus.SKIPPED and _NEGATION.search(e.word) for e in found):
        return found
    return [e for e in found if e.status is not AnswerStatus.DONE or not e.word]


def _blanked(clause: Clause, quantities: list[tuple[int, int]]) -> str:
    text = clause.text
    for start, end in quantities:
        if clause.start <= start < clause.end:
            a, b = start - clause.start, min(end - clause.start, len(text))
            text = text[:a] + "_" * (b - a) + text[b:]
    return text


class _Reader:
    """Takes cues out of a text; what one pattern took is blanked for the next."""

    def __init__(self, text: str, offset: int) -> None:
        self._text = text
        self._offset = offset
        self.found: list[Evidence] = []

    def take(self, pattern: re.Pattern[str], status: AnswerStatus | None, strength: Strength = Strength.WORD) -> None:
        def blank(match: re.Match[str]) -> str:
            if status is not None:
                self.found.append(Evidence(status, strength, self._offset + match.start(), match.group()))
            return "\x00" * len(match.group())

        self._text = pattern.sub(blank, self._text)

    def take_emoji(self, emoji: dict[str, frozenset[str]]) -> None:
        for name, status, strength in (
            ("done", AnswerStatus.DONE, Strength.WORD),
            ("cheer", AnswerStatus.DONE, Strength.HINT),
            ("skipped", AnswerStatus.SKIPPED, Strength.HINT),
            ("partly", AnswerStatus.PARTLY, Strength.WORD),
        ):
            for at, char in enumerate(self._text):
                if char in emoji[name]:
                    self.found.append(Evidence(status, strength, self._offset + at))

    def take_own_words(self, title: str) -> None:
        """A word of the goal's title hints that it was done: "gym ✔", "stretched"."""
        own = own_stems(title)
        for match in _WORD.finditer(self._text):
            if match.group()[:_STEM] in own:
                self.found.append(
                    Evidence(AnswerStatus.DONE, Strength.HINT, self._offset + match.start(), match.group())
                )


def own_stems(title: str) -> frozenset[str]:
    """The beginnings of the words of a title that tell it apart."""
    words = re.findall(r"[^\W\d_]{3,}", fold(title))
    return frozenset(word[:_STEM] for word in words if not _PLAIN_TITLE_WORDS.fullmatch(word))
