"""What a text from a model must be like before anybody sees it: plain, short, in style, nothing made up."""

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from bot.catalogue import t
from bot.rules.dates import find_deadlines
from bot.rules.quantities import Quantity, dimension_of, find_quantities

LONGEST_WORDS: Final = 60
LONGEST_SENTENCE: Final = 600  # characters
LONGEST_CHARACTERS: Final = 4_000  # of a reply that are looked at; a longer one is no reply
SMALL_COUNT: Final = 10  # "try 2 glasses" is advice; more than this is an amount that somebody must have said
SMALL_MINUTES: Final = 60

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}[^)]{0,300}\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,200}>")
_MARKS = str.maketrans("", "", "*`~|<>[]{}\\#^")
_INVISIBLE = re.compile(
    r"[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_MENTION = re.compile(r"@(?=\w)")
_QUESTION = re.compile(r"[?？؟][\"'”’»)]*$")
_IN_MINUTES: Final = {"second": 1 / 60, "min": 1.0, "hour": 60.0}
_COUNTED: Final = (None, "count")  # dimensions of nouns and of bare numbers


class Said:
    """What was said: the words that amounts and dates may be drawn from, read once."""

    def __init__(self, text: str) -> None:
        self._folded = " ".join(text.split()).casefold()
        self._amounts = {(value, q.unit) for q in find_quantities(text) for value in (q.value, q.upper)}

    def holds(self, quantity: Quantity) -> bool:
        """Whether this amount was named; a number without its unit counts as the same, on either side."""
        if quantity.unit is None:
            return any(value == quantity.value for value, _ in self._amounts)
        return bool(self._amounts & {(quantity.value, quantity.unit), (quantity.value, None)})

    def has(self, phrase: str) -> bool:
        return phrase.casefold() in self._folded


def tidied(
    text: str, *, said: Said | None = None, today: date | None = None, most_questions: int = 1, message: str = ""
) -> str:
    """The reply as plain text: what was heard first and the question last, cut after some 60 words; "" at worst.

    Sentences that claim a deed (a model saves, sends and schedules nothing) are dropped; with `said`, the words the
    reply may draw its amounts and dates from, so are sentences that bring an amount or a date of their own. Advice is
    kept where `message` asks for some, or where the sentence leaves the choice; else an idea is offered instead.
    """
    statements: list[str] = []
    questions: list[str] = []
    may_advise = bool(_pattern("asks").search(message))
    is_held_back = False
    for sentence in _SENTENCE.split(plain(text, LONGEST_CHARACTERS)):
        if not sentence or _pattern("claim").search(sentence):
            continue
        if said is not None and invents(sentence, said, today=today):
            continue
        if not may_advise and _pattern("advice").search(sentence) and not _pattern("permission").search(sentence):
            is_held_back = True
            continue
        (questions if _QUESTION.search(sentence) else statements).append(_shortened(sentence))
    if is_held_back and not questions:
        questions.append(t("Would you like an idea for that?"))
    return _within(statements, questions[:most_questions])


def _within(statements: list[str], questions: list[str]) -> str:
    """As many statements as there is room for beside the questions, which come last."""
    room = LONGEST_WORDS - sum(len(question.split()) for question in questions)
    kept: list[str] = []
    for sentence in statements:
        room -= len(sentence.split())
        if room < 0 and (kept or questions):
            break
        kept.append(sentence)
    return " ".join((*kept, *questions))


def plain(text: str, longest: int) -> str:
    """One line of at most `longest` characters without markup, links, mentions and invisible characters."""
    text = _INVISIBLE.sub(" ", text[: 4 * longest])
    text = _ADDRESS.sub("", _LINK.sub(r"\1", text))
    text = _TAG.sub(" ", text).translate(_MARKS).replace("__", "")
    return " ".join(_MENTION.sub("", text).split())[:longest].strip()


def invents(text: str, said: Said, *, today: date | None = None) -> bool:
    """Whether `text` names an amount, or (with `today`) a date, that `said` does not hold.

    Small counts and up to an hour are advice and not an amount; times of day are free.
    """
    if any(not _is_free(quantity) and not said.holds(quantity) for quantity in find_quantities(text)):
        return True
    if today is None:
        return False
    phrases = (text[deadline.start : deadline.end] for deadline in find_deadlines(text, today=today))
    return any(any(c.isdigit() for c in phrase) and not said.has(phrase) for phrase in phrases)


def _is_free(quantity: Quantity) -> bool:
    if quantity.is_clock:
        return True
    largest = max(quantity.value, quantity.upper or 0)
    if quantity.unit in _IN_MINUTES:
        return largest * _IN_MINUTES[quantity.unit] <= SMALL_MINUTES
    return dimension_of(quantity.unit) in _COUNTED and largest <= SMALL_COUNT


def _shortened(sentence: str) -> str:
    words = sentence.split()
    cut = " ".join(words[:LONGEST_WORDS])[:LONGEST_SENTENCE]
    return sentence if len(cut) == len(sentence) else f"{cut} …"


@cache
def _pattern(kind: Literal["claim", "advice", "permission", "asks"]) -> re.Pattern[str]:
    table = tomllib.loads(files("bot.rules").joinpath("data/replies.toml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{entry['pattern']})" for entry in table[kind]), re.IGNORECASE)
