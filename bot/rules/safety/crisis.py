"""Reads a crisis out of a person's words: what kind, and how near. Pure patterns, no model, five languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.rules.safety.crisis_frames import frames
from bot.rules.safety.crisis_matching import in_frames
from bot.rules.safety.crisis_rules import Rule, candidates, spelling
from bot.rules.safety.crisis_signs import UNSAFE
from bot.rules.text import deobfuscate, fold

# At equal level the first of these is answered: what kills fastest, then what needs its own number.
_ORDER = (
    "medical_emergency", "suicide", "harm_others", "minor", "abuse", "psychosis", "self_harm", "eating_disorder",
    "withdrawal", "third_party",
)  # fmt: skip
_CAN_BE_IMMINENT = frozenset({"suicide", "harm_others", "third_party"})
_WINDOW, _OVERLAP = 240, 40  # words: a long message is read in stretches, so that the time stays linear
_BEFORE = 90  # characters before a match in which a denial or a frame is looked for

_TOKEN = re.compile(r"[^\W_]+|[.!?;\"\n]")
_SENTENCE_END = re.compile(r"[.!?;\n]")
_NO = re.compile(r"\b(no|nah|nope|nein|non|нет),")  # "no, I ..." answers something else: a sentence of its own
_SINGLE_QUOTE = re.compile(r"(?<!\w)'(?=\w)|(?<=[\w.!?])'(?!\w)")


@dataclass(frozen=True)
class Finding:
    """A sign found: its category as in CONTRACT.md, and its level.

    From 1 (passive) to 4 (imminent); 0 for an unsafe goal.
    """

    category: str
    level: int
    start: int = 0
    end: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        return (-self.level, _ORDER.index(self.category))


@dataclass(frozen=True)
class Signs:
    """What the words of a text say: the gravest crisis, and the unsafe goals that ideas meeting in it name."""

    crisis: Finding | None = None
    unsafe: frozenset[str] = frozenset()  # categories


def find_crisis(text: str) -> Finding | None:
    """The gravest crisis in `text`, or None. Total and linear: any string, of any length."""
    return read_signs(text).crisis


def read_signs(text: str) -> Signs:
    """The signs of crisis and of unsafe goals in `text`. Total and linear: any string, of any length.

    A line break ends a sentence first, and is then read as a space, for words written one a line.
    """
    unsafe = frozenset[str]()
    for folded in (fold(text),) if "\n" not in text else (fold(text.replace("\n", " . ")), fold(text)):
        for reading in (folded, *deobfuscate(folded)):
            signs = _in_reading(reading)
            unsafe |= signs.unsafe
            if signs.crisis:
                return Signs(signs.crisis, unsafe)
    return Signs(None, unsafe)


def is_about_oneself(text: str) -> bool:
    """Whether a text speaks of oneself: "how many of my pills", not "how many pills"."""
    known = frames()
    own = [known.guards[language][name] for language in known.guards for name in ("first", "mine")]
    places = known.lexicon.places(plain_words(text).split())
    return any(slot in places.present for slot in own)


def plain_words(text: str) -> str:
    """`text` in the form the patterns are written for, at most the first stretch of it."""
    return " ".join(next(_stretches(fold(text.replace("\n", " . ")))))


def _in_reading(folded: str) -> Signs:
    findings = [finding for stretch in _stretches(folded) for finding in _in_stretch(stretch)]
    crises = [finding for finding in findings if finding.level]
    unsafe = (finding.category.removeprefix(UNSAFE) for finding in findings if not finding.level)
    return Signs(min(crises, key=lambda finding: finding.rank, default=None), frozenset(unsafe))


def _stretches(folded: str) -> Iterator[list[str]]:
    """The plain words of a text, a sentence end as ".", in overlapping stretches of bounded length."""
    read = spelling().read
    plain = _SINGLE_QUOTE.sub('"', folded).replace("'", "")
    tokens = ["." if _SENTENCE_END.match(token) else read(token) for token in _TOKEN.findall(_NO.sub(r"\1. ", plain))]
    yield tokens[:_WINDOW]
    for start in range(_WINDOW - _OVERLAP, len(tokens) - _OVERLAP, _WINDOW - _OVERLAP):
        yield tokens[start : start + _WINDOW]


def _in_stretch(tokens: list[str]) -> list[Finding]:
    words = [word for token in tokens for word in token.split()]
    findings = [Finding(*found) for found in in_frames(words)]
    if tried := candidates(words):
        plain = " ".join(tokens)
        findings += _own([finding for rule in tried for finding in _by_rule(rule, plain)])
    return findings


def _own(findings: list[Finding]) -> list[Finding]:
    """Without what is somebody else's danger read a second time as one's own."""
    others = [f for f in findings if f.category == "third_party"]
    return [f for f in findings if f.category == "third_party" or not any(_overlap(f, other) for other in others)]


def _by_rule(rule: Rule, plain: str) -> Iterator[Finding]:
    if not all(pattern.compiled.search(plain) for pattern in rule.also):
        return
    for match in rule.any.compiled.finditer(plain):
        if not any(_is_harmless(guard, rule, match, plain) for guard in rule.guarded_by):
            yield Finding(rule.category, _level(rule, plain), match.start(), match.end())


def _level(rule: Rule, plain: str) -> int:
    if rule.level == 3 and rule.category in _CAN_BE_IMMINENT and rule.guards["imminent"].compiled.search(plain):
        return 4
    if rule.level == 2 and rule.guards["joke"].compiled.search(plain):
        return 1
    return rule.level


def _is_harmless(guard: str, rule: Rule, match: re.Match[str], plain: str) -> bool:
    """Whether this reading (a denial, the past, a story, a kitchen ...) takes the harm out of the match."""
    if guard == "past":
        return _is_past(rule, match, plain)
    held = rule.guards.get(guard)
    start, end = _sentence(plain, match)
    if guard == "fiction":
        return _is_told(rule, plain[start : match.start()], plain[start:end], match.start() - start)
    if guard == "story":
        return rule.guards["fiction"].compiled.search(plain, start, end) is not None
    if held is None:
        return False
    if held.is_before:
        found = held.compiled.search(plain[max(start, match.start() - _BEFORE) : match.start()])
        return found is not None and not (
            guard == "negated" and rule.guards["kept"].compiled.search(found.group() + match.group())
        )
    return held.compiled.search(plain, start, end) is not None


def _is_past(rule: Rule, match: re.Match[str], plain: str) -> bool:
    guards = rule.guards
    if guards["now"].compiled.search(match.group()) or not guards["past"].compiled.search(plain):
        return False
    return not guards["present"].compiled.search(plain)


def _is_told(rule: Rule, before: str, sentence: str, at: int) -> bool:
    """A story, song or film leads into the words, or they stand in quotation marks beside one."""
    if rule.guards["frame"].compiled.search(before[-_BEFORE:]):
        return True
    is_quoted = before.count('"') % 2 == 1 and '"' in sentence[at:]
    return is_quoted and rule.guards["fiction"].compiled.search(sentence) is not None


def _sentence(plain: str, match: re.Match[str]) -> tuple[int, int]:
    start = plain.rfind(" . ", 0, match.start() + 1) + 1
    end = plain.find(" . ", match.end())
    return start, len(plain) if end < 0 else end


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end
