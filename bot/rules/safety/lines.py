"""Emergency numbers and help lines by country, numbers exactly as dialled there."""

import json
import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from bot.catalogue import t
from bot.entities import Frozen

VERIFIED_FOR = timedelta(days=90)  # after this a number must be dialled again

Serves = Literal["anyone", "abuse", "young", "emergency"]


class CrisisLine(Frozen):
    """One number to call or text."""

    country: str  # ISO 3166-1 alpha-2
    name: str = "emergency number"
    channel: str = "call"  # the words before the number: "call or text", "text SHOUT to"
    number: str
    languages: tuple[str, ...] = ()  # ISO 639-1
    hours: str = "24/7"
    serves: Serves = "anyone"
    source: str = ""
    verified_at: str = ""  # ISO date on which a person dialled it; empty: never

    def is_verified(self, today: date) -> bool:
        """Whether a person dialled it in the last 90 days."""
        return bool(self.verified_at) and today - date.fromisoformat(self.verified_at) <= VERIFIED_FOR


class CountryLines(Frozen):
    """What to call in one country."""

    emergency: CrisisLine
    lines: tuple[CrisisLine, ...] = ()

    def serving(self, *serves: Serves) -> tuple[CrisisLine, ...]:
        """The lines for these needs, in the order of the needs."""
        return tuple(line for need in serves for line in self.lines if line.serves == need)


class CrisisLines(Frozen):
    """All countries known."""

    countries: dict[str, CountryLines] = Field(default_factory=dict)

    def for_country(self, code: str | None) -> CountryLines | None:
        """The lines of a country by its ISO code in either case; None where the country is unknown."""
        return self.countries.get((code or "").strip().upper())

    def unverified(self, today: date) -> list[CrisisLine]:
        """Entries no person has dialled in the last 90 days, emergency numbers included."""
        every = [line for country in self.countries.values() for line in (country.emergency, *country.lines)]
        return [line for line in every if not line.is_verified(today)]


def load_lines(override: Path | None = None) -> CrisisLines:
    """The lines shipped with Gigi; a country in `override` (TOML or JSON, same form) replaces the shipped one.

    Raises ValueError naming the file when it cannot be read as crisis lines; OSError when it cannot be opened.
    """
    if override is None:
        return _shipped()
    try:
        text = override.read_text(encoding="utf-8")
        table = json.loads(text) if override.suffix == ".json" else tomllib.loads(text)
        own = _read(table)
    except (ValueError, TypeError, KeyError, AttributeError, ValidationError) as error:
        raise ValueError(f"{override} is not a crisis lines file: {error}") from error
    return CrisisLines(countries=_shipped().countries | own.countries)


def describe_lines(lines: CrisisLines, country: str | None) -> str:
    """The lines of a country as Markdown; the way to find them, and how to tell the country, where it is unknown."""
    known = lines.for_country(country)
    if known is None:
        return t(
            "In danger now: your local emergency number. Free lines in your country: https://findahelpline.com. "
            "Tell me your country with `/country NAME` and I show its numbers."
        )
    listed = [f"- **{line.name}**: {line.channel} {line.number} ({line.hours})" for line in known.lines]
    return "\n".join([t("In danger now: **{number}**", number=known.emergency.number), *listed])


@cache
def _shipped() -> CrisisLines:
    source = files("bot.rules.safety").joinpath("data", "crisis_lines.toml")
    return _read(tomllib.loads(source.read_text(encoding="utf-8")))


def _read(table: dict[str, Any]) -> CrisisLines:
    return CrisisLines(countries={code.upper(): _country(code.upper(), entry) for code, entry in table.items()})


def _country(code: str, entry: dict[str, Any]) -> CountryLines:
    return CountryLines(
        emergency=_line(code, entry["emergency"], serves="emergency"),
        lines=tuple(_line(code, line) for line in entry.get("lines", ())),
    )


def _line(code: str, entry: dict[str, Any], **more: Any) -> CrisisLine:
    line = CrisisLine.model_validate({"country": code} | entry | more)
    if line.verified_at:
        date.fromisoformat(line.verified_at)
    return line
