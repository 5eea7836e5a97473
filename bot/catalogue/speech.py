"""Saying a sentence of the catalogue in the language of the turn."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from bot.catalogue.translations import ENGLISH, Voice, voice_of

_TWO_STOPS = re.compile(r"(?<!\.)\.([*_]*)\.(?!\.)")  # also around the marks of what is stressed: "**18. Nov.**."
_ENGLISH = Voice(ENGLISH)
_voice: ContextVar[Voice] = ContextVar("voice", default=_ENGLISH)


@contextmanager
def speaking(language: str | Voice) -> Iterator[None]:
    """Everything said inside is said in this language; in English when there is no catalogue for it."""
    token = _voice.set(language if isinstance(language, Voice) else voice_of(language))
    try:
        yield
    finally:
        _voice.reset(token)


def spoken() -> str:
    """The code of the language that is spoken now."""
    return _voice.get().language


def t(english: str, /, **values: Any) -> str:
    """The sentence in the language of the turn, its named placeholders filled; English where none is translated."""
    translations = _voice.get().translations
    if translations is None or not english:
        return english.format_map(values) if values else english
    said = translations.gettext(english)
    return _one_stop(said.format_map(values)) if values else said


def tn(one: str, many: str, number: float, /, **values: Any) -> str:
    """The sentence for this number, which is the placeholder `{n}` too unless `n` is given. A fraction counts as 2."""
    values = {"n": number, **values}
    translations = _voice.get().translations
    if translations is None:
        return (one if number == 1 else many).format_map(values)
    said = translations.ngettext(one, many, int(number) if number == int(number) else 2)
    return _one_stop(said.format_map(values))


def N_(english: str) -> str:
    """Marks a constant for the catalogue; it is said with t(CONSTANT)."""
    return english


def Nn_(one: str, many: str) -> tuple[str, str]:
    """Marks a constant pair for the catalogue; it is said with tn(*PAIR, number)."""
    return one, many


def _one_stop(said: str) -> str:
    """A date may end in the stop of its month ("18. Nov."), and so may the sentence it ends."""
    return _TWO_STOPS.sub(r".\1", said)
