"""The .po files of this folder: which languages there are, and each one's translations, read when first spoken.

A translation whose placeholders are not those of its English is left out: its English is said instead.
"""

from functools import cache
from importlib.resources import files
from io import BytesIO
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

from bot.logs import Log

if TYPE_CHECKING:
    from gettext import NullTranslations

    from babel.messages.catalog import Catalog, Message

log = Log(__name__)
ENGLISH = "en"
_DOMAIN = "gigi"
_ONE = frozenset({"n"})  # the form for one may leave the number out: "every week"


class Voice(NamedTuple):
    """A language and what is said in it by the English; English itself needs no translations."""

    language: str
    translations: "NullTranslations | None" = None


class Broken(NamedTuple):
    """A translation that cannot be said: its English, and why."""

    english: str
    why: str


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages Gigi speaks: English, and every language with a .po file here."""
    found = sorted(entry.name[:-3] for entry in files(__package__).iterdir() if entry.name.endswith(".po"))
    return (ENGLISH, *found)


def language_like(code: str) -> str | None:
    """The language of the catalogue for a code as clients send it: "de" for "de-AT"; None when there is none."""
    plain = code.strip().replace("-", "_").casefold()
    by_code = {each.casefold(): each for each in languages()}
    return by_code.get(plain) or by_code.get(plain.partition("_")[0])


def name_of(language: str) -> str:
    """What a language calls itself: "Deutsch"."""
    if language == ENGLISH:
        return "English"
    return (_locale_name(language, language) or language).capitalize()


def language_named(words: str) -> str | None:
    """The code of a language of the catalogue by its code or its name, in English or in any of its languages."""
    asked = _plain(words.strip(" .!"))
    return _names().get(asked) or _names().get(asked.replace("-", "_"))


def voice_of(language: str) -> Voice:
    """The voice of the catalogue for a code as clients send it: German for "de-AT"; English when there is none."""
    return _voice_of(language_like(language) or ENGLISH)


@cache
def _voice_of(code: str) -> Voice:
    """English too where the file cannot be read at all: nobody is left without an answer for a misplaced quote."""
    if code == ENGLISH:
        return Voice(ENGLISH)
    try:
        return Voice(code, compiled(catalog_of(code)))
    except Exception as error:  # whatever a .po file can make Babel and gettext raise
        log.error("language_unreadable", language=code, error=type(error).__name__)
        return Voice(ENGLISH)


def compiled(catalog: "Catalog") -> "NullTranslations":
    """The translations of the catalogue that can be said."""
    from gettext import GNUTranslations

    from babel.messages.mofile import write_mo

    for broken in faults(catalog):
        catalog.delete(broken.english)
    file = BytesIO()
    write_mo(file, catalog)
    file.seek(0)
    return GNUTranslations(file)


def catalog_of(language: str) -> "Catalog":
    """The .po file as Babel reads it, with Babel's plural forms where it names none. Raises what is wrong with it."""
    from babel import Locale
    from babel.messages.pofile import read_po

    with (files(__package__) / f"{language}.po").open("rb") as file:
        return read_po(file, locale=Locale.parse(language), domain=_DOMAIN, abort_invalid=True)


def faults(catalog: "Catalog") -> list[Broken]:
    """Every translation whose placeholders are not those of its English."""
    found = ((message, _fault(message)) for message in catalog if message.id)
    return [Broken(_singular(message), why) for message, why in found if why]


def placeholders(text: str) -> frozenset[str]:
    """The placeholders of a text as written, without braces. Raises ValueError where the braces do not match."""
    return frozenset(
        name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, name, spec, conversion in Formatter().parse(text)
        if name is not None
    )


def _fault(message: "Message") -> str:
    english = message.id if isinstance(message.id, list | tuple) else (message.id,)
    said = message.string if isinstance(message.string, list | tuple) else (message.string,)
    offered = [placeholders(text) for text in english]
    allowed, needed = frozenset().union(*offered), frozenset.intersection(*offered)
    for form, text in enumerate(said):
        if not text:
            continue
        try:
            found = placeholders(text)
        except ValueError as error:
            return f"its braces do not match: {error}"
        if extra := found - allowed:
            return f"{{{min(extra)}}} is not in the English"
        if missing := needed - found - (_ONE if form == 0 and len(said) > 1 else frozenset()):
            return f"{{{min(missing)}}} is missing"
    return ""


def _singular(message: "Message") -> str:
    return message.id[0] if isinstance(message.id, list | tuple) else message.id


@cache
def _names() -> dict[str, str]:
    """Codes and names of the languages, in small letters without accents."""
    names = {_plain(code): code for code in languages()} | {"castellano": "es"}
    for code in languages():
        for other in languages():
            if name := _locale_name(code, other):
                names.setdefault(_plain(name), code)
    return names


def _plain(name: str) -> str:
    return "".join(char for char in normalize("NFD", name.casefold()) if not combining(char))


def _locale_name(language: str, said_in: str) -> str | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language).get_display_name(said_in)
    except (UnknownLocaleError, ValueError):
        return None  # a file named after no language
