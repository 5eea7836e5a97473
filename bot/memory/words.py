"""Texts as comparable words, in any language, and the topic of a question about the past."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

# Scripts written without spaces, or with particles glued on, are compared by pairs of characters.
_PAIRED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_PAIRED}]+|[^\W_{_PAIRED}]+(?:['’][^\W_]+)?")
_ENDINGS = re.compile(r"(?:ing|edly|ed|ly|s)$")
MAX_QUERY = 500
_LATIN_LENGTH = 6  # words are compared by their beginnings, which survives most European inflection
_OTHER_LENGTH = 4


def fold(text: str) -> str:
    """Lower case without accents, so that "Rodílla" meets "rodilla"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c) or c in "\u3099\u309a")
    return unicodedata.normalize("NFC", bare)


def keys(text: str) -> frozenset[str]:
    """What two texts about the same thing share: beginnings of their content words, stop words left out."""
    found: set[str] = set()
    for token in _TOKEN.findall(fold(text)):
        if token[0] >= "\u0e00" and re.match(rf"[{_PAIRED}]", token):
            found.update(token[i : i + 2] for i in range(max(1, len(token) - 1)))
        elif (word := re.sub("['’]s$", "", token)) not in _stop_words():
            found.add(_stem(word))
    return frozenset(found)


def topic_of(query: str) -> str:
    """What a question about the past is about: "what did I say about my knee?" gives "knee".

    Folded, and without the small words it begins with: they pull its vector towards everything else that is "my".
    """
    plain = " ".join(fold(query[:MAX_QUERY]).split()).strip(" ?!.¿¡\"'“”؟？")
    plain = re.sub(r"^(?:(?:hey|hi|hello|ok|okay|so|and|but|well|please|gigi|hola|hallo|salut)[ ,]+)+", "", plain)
    for frame in _frames():
        if match := frame.match(plain):
            plain = _tail().sub("", match["topic"]).strip(" ,")
            break
    words = plain.split()
    first = next((place for place, word in enumerate(words) if word not in _stop_words()), 0)
    return " ".join(words[first:])


def _stem(word: str) -> str:
    if not word.isascii():
        return word[: _LATIN_LENGTH if word[0] < "\u0250" else _OTHER_LENGTH]
    root = _ENDINGS.sub("", word) if len(word) > 4 else word
    if len(word) == 4 and word.endswith("s") and not word.endswith("ss"):
        root = word[:-1]
    while len(root) > 3 and root[-1] in "yie":
        root = root[:-1]  # study, studies and studying meet as "stud"
    if len(root) > 3 and root[-1] == root[-2]:
        root = root[:-1]  # running and run; falls and fall meet as "fal"
    return root[:_LATIN_LENGTH]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("bot.memory").joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def _stop_words() -> frozenset[str]:
    stop: dict[str, str] = _data()["stop"]
    return frozenset(word for words in stop.values() for word in fold(words).split())


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(frame["pattern"]) for frame in _data()["frame"])


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(_data()["tail"]["pattern"])
