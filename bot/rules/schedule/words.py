"""A person's words as signs: each word or phrase with every role it can play in a schedule, in five languages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bot.rules.text import fold
from bot.rules.wordlists import wordlist

LANGUAGES = ("en", "es", "de", "fr", "ru")
MOST_CHARACTERS = 500  # a request is a sentence; what follows is not read

_TOKEN = re.compile(
    r"""
    (?P<iso>\d{4}-\d{1,2}-\d{1,2}(?!\d))
  | (?P<half>½|\b1/2(?=\s*(?:an?\s*)?h))
  | (?P<date>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d)|\d{1,2}/\d{1,2}(?![\d/])|\d{1,2}\.\d{1,2}\.(?!\d))
  | (?P<clock>\d{1,2}(?:[:.h]\d{2}|:\d)(?![\d:]))
  | (?P<ordinal>\d{1,2}(?:st|nd|rd|th|er|[èe]re|[èe]me|[ºª]|-?(?:го|ого|е|ое|й|ый|я|ая|ю|ую))(?![^\W_]))
  | (?P<number>\d+(?:[.,]\d+)?)
  | (?P<word>[^\W\d_]+)
  | (?P<sign>->|[^\s\w'’ʼ`´"“”«»„])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMERIC_ORDINAL = re.compile(r"\d+\.(?=\s+[^\W\d])")
_ARTICLE_BEFORE = re.compile(r"\b(?:am|dem|den|vom|zum|des)\s+$", re.IGNORECASE)
_PLURAL = "_plural"
_PACKAGE = "bot.rules.schedule"


@dataclass(frozen=True, slots=True)
class Sign:
    """One word or phrase: where it stands in the text, and its roles with their values."""

    text: str
    start: int
    end: int
    roles: Mapping[str, Any] = field(default_factory=dict)

    def has(self, *roles: str) -> bool:
        return any(role in self.roles for role in roles)

    def get(self, role: str) -> Any:
        return self.roles.get(role)


END = Sign("", -1, -1, {"end": True})


class Signs(tuple[Sign, ...]):
    """The signs of a text; a place outside is the END sign, so that rules may look ahead freely."""

    __slots__ = ()

    def at(self, place: int) -> Sign:
        return self[place] if 0 <= place < len(self) else END

    def past(self, place: int, *roles: str) -> int:
        """The first place from `place` on whose sign has none of these roles."""
        while self.at(place).has(*roles):
            place += 1
        return place


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one language by their first word, longest first."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Mapping[str, Any]], ...]]
    stems: tuple[tuple[str, Mapping[str, Any]], ...]
    spellings: Mapping[str, Mapping[str, Any]]  # words that are worth recognising when misspelt


def signs_in(text: str, language: str) -> Signs:
    """The signs of `text` as `language` reads it. Linear in the length of the text."""
    tokens = list(_tokens(text[:MOST_CHARACTERS], language))
    lexicon = lexicon_of(language)
    signs: list[Sign] = []
    place = 0
    while place < len(tokens):
        sign, place = _sign_at(tokens, place, lexicon)
        signs.append(sign)
    return Signs(signs)


def languages_of(text: str) -> tuple[str, ...]:
    """The languages that recognise something of `text`, the one that recognises most first; English wins a tie."""
    scores = {language: _known_characters(signs_in(text, language)) for language in LANGUAGES}
    best = sorted(LANGUAGES, key=lambda language: -scores[language])
    return tuple(language for language in best if scores[language]) or ("en",)


def _known_characters(signs: Signs) -> float:
    return sum(
        (sign.end - sign.start) * (0.5 if sign.has("filler", "joint") and len(sign.roles) < 3 else 1.0)
        for sign in signs
        if sign.text[:1].isalpha() and sign.roles
    )


def _tokens(text: str, language: str) -> Iterator[Sign]:
    skipped = -1
    for match in _TOKEN.finditer(text):
        if match.start() == skipped:
            continue
        kind, raw = match.lastgroup or "sign", match.group()
        roles = _NUMERALS[kind](raw) if kind in _NUMERALS else {}
        if kind == "number" and language == "de" and _is_german_ordinal(text, match):
            roles |= {"ordinal": int(float(raw.replace(",", ".")))}
            skipped = match.end()  # its full stop
        parts = _compound(fold(raw), language) if kind == "word" else None
        if parts:
            middle = match.start() + len(parts[0])
            yield Sign(parts[0], match.start(), middle)
            yield Sign(parts[1], middle, match.end())
        else:
            yield Sign(fold(raw), match.start(), match.end(), roles)


def _compound(word: str, language: str) -> tuple[str, str] | None:
    """ "Sonntagabend" in its two words."""
    table = wordlist(language, _PACKAGE).get("compound")
    first = next((word[: len(day)] for day in table["first"] if word.startswith(day)), "") if table else ""
    return (first, word[len(first) :]) if table and first and word[len(first) :] in table["last"] else None


def _is_german_ordinal(text: str, number: re.Match[str]) -> bool:
    """ "3. Dezember", "am 29."; the full stop of "um 9." is none."""
    if _NUMERIC_ORDINAL.match(text, number.start()):
        return True
    return text[number.end() : number.end() + 1] == "." and bool(_ARTICLE_BEFORE.search(text[: number.start()]))


def _clock(raw: str) -> dict[str, Any]:
    hour, separator, minute = re.split(r"([:.hH])", raw)
    clock = {"clock": (int(hour), int(minute)), "padded": hour.startswith("0")}
    return clock | ({"number": float(raw)} if separator == "." else {})


def _date(raw: str) -> dict[str, Any]:
    parts = [int(part) for part in re.split(r"[./]", raw.strip("."))]
    year = parts[2] if len(parts) > 2 else None
    return {"date": (parts[0], parts[1], year + 2000 if year is not None and year < 100 else year, "/" in raw)}


def _iso(raw: str) -> dict[str, Any]:
    year, month, day = (int(part) for part in raw.split("-"))
    return {"date": (day, month, year, False)}


def _number(raw: str) -> dict[str, Any]:
    value = float(raw.replace(",", "."))
    return {"number": int(value) if value.is_integer() and value < 10**9 else value, "digits": raw}


def _ordinal(raw: str) -> dict[str, Any]:
    return {"ordinal": int(re.match(r"\d+", raw).group())}  # type: ignore[union-attr]


_NUMERALS = {
    "iso": _iso,
    "half": lambda _: {"number": 0.5},
    "date": _date,
    "clock": _clock,
    "ordinal": _ordinal,
    "number": _number,
}


def _sign_at(tokens: list[Sign], place: int, lexicon: Lexicon) -> tuple[Sign, int]:
    """The longest phrase that starts here, or the single token; and the place after it."""
    token = tokens[place]
    if token.roles:
        return token, place + 1
    for phrase, roles in lexicon.phrases.get(token.text, ()):
        end = _end_of(tokens, place, phrase)
        if end:
            return Sign(" ".join(phrase), token.start, tokens[end - 1].end, roles), end
    return Sign(token.text, token.start, token.end, _guess(token.text, lexicon)), place + 1


def _end_of(tokens: list[Sign], place: int, phrase: tuple[str, ...]) -> int:
    """The place after `phrase` if it stands here (a hyphen or full stop between its words does not matter), else 0."""
    for number, word in enumerate(phrase):
        if number and place < len(tokens) and tokens[place].text in ("-", "."):
            place += 1
        if place >= len(tokens) or tokens[place].text != word:
            return 0
        place += 1
    return place


def _guess(word: str, lexicon: Lexicon) -> Mapping[str, Any]:
    for stem, roles in lexicon.stems:
        if word.startswith(stem):
            return roles
    if len(word) < 5:
        return {}
    for known, roles in lexicon.spellings.items():
        if abs(len(known) - len(word)) <= 2 and known[0] == word[0] and _is_misspelt(word, known):
            return roles
    return {}


def _is_misspelt(word: str, known: str) -> bool:
    """One slip of a finger in a word of five letters or more, two where both ends of a long word agree."""
    allowed = 2 if min(len(word), len(known)) >= 7 and known[-1] == word[-1] else 1
    return len(known) >= 5 and _distance(word, known) <= allowed


def _distance(a: str, b: str) -> int:
    """Optimal string alignment distance: insert, delete, replace, swap neighbours."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


@cache
def lexicon_of(language: str) -> Lexicon:
    """The words of one language, from `data/{language}.toml` and `data/common.toml`."""
    roles: dict[tuple[str, ...], dict[str, Any]] = {}
    stems: dict[str, dict[str, Any]] = {}
    spellings: dict[str, dict[str, Any]] = {}
    for name in ("common", language):
        for table, entries in wordlist(name, _PACKAGE).items():
            if table == "compound":
                continue
            for key, phrases in entries.items():
                for phrase in phrases:
                    words = _words(phrase)
                    target = stems.setdefault(words[0], {}) if phrase.endswith("*") else roles.setdefault(words, {})
                    target |= _roles(table, key)
                    if table in _SPELLED and len(words) == 1 and len(words[0]) >= 5:
                        spellings[words[0]] = target
    return Lexicon(_by_first_word(roles), tuple(stems.items()), spellings)


_SPELLED = ("weekday", "weekday_plural", "set_plural", "day", "month", "repeat")


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(match.group() for match in _TOKEN.finditer(fold(phrase.rstrip("*"))))


def _roles(table: str, key: str) -> dict[str, Any]:
    if table in ("sign", "phrase"):
        return {key: True}
    value: Any = key
    if table in ("repeat", "duration"):
        amount, unit = key.split()
        value = (int(amount), unit)
    elif key.lstrip("-").replace(".", "").isdigit():
        value = float(key) if "." in key else int(key)
    if table.endswith(_PLURAL):
        return {table.removesuffix(_PLURAL): value, "plural": True}
    return {table: value}


def _by_first_word(
    roles: dict[tuple[str, ...], dict[str, Any]],
) -> dict[str, tuple[tuple[tuple[str, ...], Mapping[str, Any]], ...]]:
    phrases: dict[str, list[tuple[tuple[str, ...], Mapping[str, Any]]]] = {}
    for words, meanings in sorted(roles.items(), key=lambda item: -len(item[0])):
        phrases.setdefault(words[0], []).append((words, meanings))
    return {first: tuple(entries) for first, entries in phrases.items()}
