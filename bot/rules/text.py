"""Text as the rules compare it: one folded form for every pattern, and undone disguises for the safety screen."""

import re
import unicodedata

# Typographic and look-alike apostrophes; phones and keyboards differ, the word does not.
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u0060\u00b4\uff07"), "'")
_QUOTES = dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"), '"')
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_PUNCTUATION = {**_APOSTROPHES, **_QUOTES, **_DASHES}
_LIGATURES = {ord("œ"): "oe", ord("æ"): "ae", ord("ø"): "o", ord("ł"): "l", ord("đ"): "d", ord("ı"): "i"}

_BREVE = "\u0306"  # й is и with a breve, a letter of its own and not an accent

# Digits and signs that stand for a letter when they touch one. The 1 is read twice, as i and as l.
_LEET = str.maketrans({"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "l"})
_WORD = re.compile(r"[a-z0-9@$!|]+")
_QUANTITY = re.compile(r"\d+(?:[.,:]\d+)*(?:[a-z]{1,4}|st|nd|rd|th)?!*|[a-z]+!+")  # "5kg", "10th", "stop!"
_SPACED = re.compile(r"(?<!\w)\w(?:[ ._*/-]{1,2}\w(?!\w)){3,}")
_SEPARATORS = re.compile(r"[ ._*/-]+")
_INNER_SIGN = re.compile(r"(?<=[^\W\d_])[._*/~-]+(?=[^\W\d_])")
_REPEAT_3 = re.compile(r"([^\W\d_])\1{2,}")

# Letters of other alphabets that look Latin, used to slip a Latin word past a filter.
_HOMOGLYPHS = str.maketrans("асеорхуікѕјԁɡαοεικνρτ", "aceopxyiksjdgaoeikvpt")
_ANY_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """`text` as patterns see it: NFKC, invisible characters gone, lower case without accents, plain ' " and -,
    and every run of white space or control characters one space. German ß is "ss" and ё is "е"; й stays."""
    if not text.isascii():
        text = _without_accents(unicodedata.normalize("NFKC", text.translate(_PUNCTUATION)).casefold())
        text = text.translate(_PUNCTUATION | _LIGATURES)
    text = text.lower().replace("`", "'")
    if not text.isprintable():
        text = "".join(map(_visible, text))
    return " ".join(text.split())


def deobfuscate(folded: str) -> tuple[str, ...]:
    """Other readings of a folded text with common disguises undone, without `folded` itself; often empty.

    Undone are digits for letters inside words ("k1ll"), repeated letters ("killll"), s p a c e d or d.o.t.t.e.d
    letters (joined into one word), signs inside words ("sui-cide") and look-alike letters of another alphabet.
    """
    latin = folded if folded.isascii() else _ANY_WORD.sub(lambda m: _in_one_alphabet(m.group()), folded)
    joined = _SPACED.sub(lambda m: _SEPARATORS.sub("", m.group()), latin)
    readings = []
    for one in ("i", "l") if "1" in joined else ("i",):
        plain = _WORD.sub(lambda m, one=one: _unleet(m.group(), one), joined)  # type: ignore[misc]
        readings += [plain, _INNER_SIGN.sub("", plain), _REPEAT_3.sub(r"\1\1", plain)]
        if _REPEAT_3.search(plain):
            readings.append(_REPEAT_3.sub(r"\1", plain))
    return tuple(dict.fromkeys(reading for reading in readings if reading != folded))


def _without_accents(text: str) -> str:
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.category(char) == "Mn" and not (char == _BREVE and kept and kept[-1] == "и"):
            continue
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _visible(char: str) -> str:
    """Format characters (zero width, direction marks, tags) vanish; controls and separators become a space."""
    if char.isprintable():
        return char
    category = unicodedata.category(char)
    return "" if category in ("Cf", "Cs", "Co", "Cn") else " "


def _in_one_alphabet(word: str) -> str:
    latin = word.translate(_HOMOGLYPHS)
    has_latin_letter = any("a" <= char <= "z" for char in word)
    return latin if has_latin_letter and latin.isascii() else word


def _unleet(word: str, one: str) -> str:
    if word.isalpha() or not any("a" <= char <= "z" for char in word) or _QUANTITY.fullmatch(word):
        return word
    return word.translate(_LEET).replace("1", one)
