"""Countries by ISO 3166-1 code and English name, read from the time-zone database's own table."""

from functools import cache
from importlib.resources import files

from bot.rules.text import fold

_ALSO = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB", "united kingdom": "GB",
    "usa": "US", "us": "US", "united states": "US", "united states of america": "US", "america": "US", "states": "US",
    "holland": "NL", "the netherlands": "NL", "czech republic": "CZ", "czechia": "CZ", "south korea": "KR",
    "korea": "KR", "russia": "RU", "turkey": "TR", "turkiye": "TR", "vietnam": "VN", "uae": "AE",
    "españa": "ES", "deutschland": "DE", "österreich": "AT", "schweiz": "CH", "suisse": "CH", "россия": "RU",
    "brasil": "BR", "méxico": "MX", "italia": "IT", "polska": "PL", "україна": "UA", "украина": "UA",
    "new zealand aotearoa": "NZ", "ivory coast": "CI", "burma": "MM", "eire": "IE", "republic of ireland": "IE",
}  # fmt: skip


def read_country(text: str) -> str | None:
    """The two-letter code for a country's name or code, None when it is not known."""
    wanted = fold(text).strip(" .!")
    for prefix in ("i live in ", "i'm in ", "im in ", "i am in ", "in ", "the "):
        wanted = wanted.removeprefix(prefix)
    return _codes().get(wanted)


def name_of_country(code: str) -> str:
    """The English name; the code itself when there is none."""
    return _names().get(code.upper(), code)


@cache
def _names() -> dict[str, str]:
    table = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {code: name for code, _, name in rows}


@cache
def _codes() -> dict[str, str]:
    codes = {fold(name): code for code, name in _names().items()}
    codes |= {code.lower(): code for code in _names()}
    return codes | {fold(name): code for name, code in _ALSO.items()}
