"""What Gigi says in a crisis: fixed words per category and level, with the numbers of the person's country."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from bot.entities import Screening
from bot.rules.safety.lines import CountryLines, CrisisLine, CrisisLines, Serves

_LINES_SHOWN = 3
_NEEDS: dict[str, tuple[Serves, ...]] = {"abuse": ("abuse", "anyone"), "minor": ("young", "anyone")}
_HIGH = 3  # from this level a reply treats the danger as active


def crisis_reply(
    screening: Screening, *, country: str | None, language: str, turns: int = 0, lines: CrisisLines
) -> str:
    """Markdown for a crisis verdict. `turns` is how many replies of this crisis went before: 0 opens with the
    country's numbers, later ones take the next step without repeating the list or the last question.

    `language` falls back to English where a reply is not translated. An unknown country gets findahelpline.com
    and "your local emergency number", never a number of another country.
    """
    key = _key(screening)
    words, reply = _words(language, key)
    known = lines.for_country(country)
    emergency = known.emergency.number if known else words["emergency_name"]
    if turns <= 0:
        help_block = _help(words, known, screening.category or "")
        return str(reply["first"]).strip().replace("{help}", help_block).replace("{emergency}", emergency)
    steps: list[str] = reply["next"]
    return steps[(turns - 1) % len(steps)].strip().replace("{emergency}", emergency)


def _key(screening: Screening) -> str:
    level = screening.level or _HIGH
    match screening.category:
        case "suicide":
            return "suicide_high" if level >= _HIGH else "suicide_low"
        case "self_harm":
            return "self_harm_high" if level >= _HIGH else "suicide_low"
        case None:
            return "suicide_low"
        case category:
            return category


def _help(words: dict[str, str], known: CountryLines | None, category: str) -> str:
    if known is None:
        return "\n".join((words["unknown_emergency"], words["unknown_lines"], "", words["ask_country"]))
    chosen = known.serving(*_NEEDS.get(category, ("anyone",)))[:_LINES_SHOWN]
    head = words["emergency"].format(number=known.emergency.number)
    listed = [_line(words, line) for line in chosen] or [words["unknown_lines"]]
    return "\n".join((head, *listed))


def _line(words: dict[str, str], line: CrisisLine) -> str:
    return words["line"].format(name=line.name, channel=line.channel, number=line.number, hours=line.hours)


def _words(language: str, key: str) -> tuple[dict[str, str], dict[str, Any]]:
    """The help words and the reply in `language`, or both in English: one reply is never in two languages."""
    table = _replies(language.lower()[:2])
    if key not in table:
        table = _replies("en")
    return table["help"], table.get(key) or table["suicide_high"]


@cache
def _replies(language: str) -> dict[str, Any]:
    source = files("bot.rules.safety").joinpath("data", f"crisis_replies_{language}.toml")
    if not language.isalpha() or not source.is_file():
        return {}
    return tomllib.loads(source.read_text(encoding="utf-8"))
