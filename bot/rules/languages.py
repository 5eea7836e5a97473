"""The languages Gigi's rules understand, by code and by name."""

from bot.rules.text import fold

_NAMES = {
    "en": ("en", "english", "ingles", "englisch", "anglais", "английский"),
    "es": ("es", "spanish", "espanol", "castellano", "spanisch", "espagnol", "испанский"),
    "de": ("de", "german", "deutsch", "aleman", "allemand", "немецкий"),
    "fr": ("fr", "french", "francais", "frances", "franzosisch", "французский"),
    "ru": ("ru", "russian", "русский", "ruso", "russisch", "russe"),
}
_CODES = {fold(name): code for code, names in _NAMES.items() for name in names}


def read_language(text: str) -> str | None:
    """The ISO 639-1 code of a language named in any of the five, None for others."""
    return _CODES.get(fold(text).strip(" .!"))
