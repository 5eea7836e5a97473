"""Saying a sentence of the catalogue in the language of the turn."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from bot.catalogue.translations import ENGLISH, known, translations

_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything said inside is said in this language; in English when there is no catalogue for it."""
    token = _language.set(known(language))
    try:
        yield
    finally:
        _language.reset(token)


def spoken() -> str:
    """The code of the language that is spoken now."""
    return _language.get()


def t(english: str, /, **values: Any) -> str:
    """The sentence in the language of the turn, its named placeholders filled; English where none is translated."""
    language = _language.get()
    if language == ENGLISH:
        return english.format_map(values) if values else english
    said = translations(language).gettext(english) if english else ""
    return _one_stop(said.format_map(values)) if values else said


def tn(one: str, many: str, number: float, /, **values: Any) -> str:
    """The sentence for this number, which is the placeholder `{n}` too unless `n` is given. A fraction counts as 2."""
    language = _language.get()
    values = {"n": number, **values}
    if language == ENGLISH:
        return (one if number == 1 else many).format_map(values)
    said = translations(language).ngettext(one, many, int(number) if number == int(number) else 2)
    return _one_stop(said.format_map(values))


def N_(english: str) -> str:
    """Marks a constant for the catalogue; it is said with t(CONSTANT)."""
    return english


def Nn_(one: str, many: str) -> tuple[str, str]:
    """Marks a constant pair for the catalogue; it is said with tn(*PAIR, number)."""
    return one, many


def _one_stop(said: str) -> str:
    """A date may end in the stop of its month ("18. Nov."), and so may the sentence it ends."""
    return _TWO_STOPS.sub(".", said) if ".." in said else said
