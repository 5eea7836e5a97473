"""A stored plan in the language of the turn.

Plans are written and changed in English, the language of the playbooks and of the rules that ease, move and check
them; what is shown is translated here, from the playbooks' own sentences. Words of the person or of a model, which no
playbook holds, stay as they are.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from string import Formatter
from typing import Any, NamedTuple

from bot.catalogue import ENGLISH, N_, say_amount, say_date, say_list, say_number, say_weekday, spoken, t, unit_of
from bot.rules.plans.playbook import load_playbooks
from bot.rules.plans.words import AIM, DAYS, aim_of, ending_of

_WRITTEN = (  # by the code that writes and changes plans
    N_("at {clock}"),
    N_("on {day}"),
    N_("on {day} morning"),
    N_("on {day} evening"),
    N_("on {day}, {cue}"),
    N_("{cue}, not on {days}"),
    N_("{action} for about {minutes} minutes"),
    N_("{amount} a day"),
    N_("{amount} a week"),
    N_("{amount} a month"),
    N_("{amount} down since the start"),
    N_("{amount} up since the start"),
    N_("The rest of the way, to {date}, is planned from here."),
    N_("This is as far as is safe by then; the rest follows in the next plan."),
)
_DAY = f"(?:{'|'.join(DAYS)})"
_FILLED = {  # what a placeholder may be filled with, where that is more than any words
    "day": _DAY,
    "days": rf"{_DAY}(?:(?:, | and ){_DAY})*",
    "date": r"\d{1,2} [A-Z][a-z]{2} \d{4}",
    "clock": r"\d\d:\d\d",
    "minutes": r"\d+",
}
_IN_BRACKETS = re.compile(r"(?P<action>.+) \((?P<amount>[^()]+)\)")
_AMOUNT = re.compile(r"(?P<number>\d+(?:\.\d+)?) (?P<unit>\S.*)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def said(text: str) -> str:
    """A cue, an action, a measure or an answer of a plan in the language of the turn; unchanged where none knows it."""
    return text if spoken() == ENGLISH else _known(text) or text


def said_focus(focus: str) -> str:
    """A week's focus in the language of the turn: its words, how far to be, what is left open."""
    if spoken() == ENGLISH:
        return focus
    aim, ending = aim_of(focus), ending_of(focus)
    words = focus.removesuffix(ending).rstrip()
    words = words.removesuffix(f"{AIM} {aim}.").rstrip() if aim else words
    aimed = t("Aim: {amount}.", amount=said(aim)) if aim else ""
    return " ".join(part for part in (said(words), aimed, said(ending)) if part)


class _Template(NamedTuple):
    """A sentence with placeholders, as a pattern that finds what they were filled with."""

    text: str
    opening: str  # what every text of it begins with
    pattern: re.Pattern[str]


def _known(text: str) -> str | None:
    whole = t(text)
    if whole != text:
        return whole
    for template in _templates():
        if text.startswith(template.opening) and (found := template.pattern.fullmatch(text)) is not None:
            if t(template.text) == template.text:
                return None  # half a sentence in another language helps nobody
            return t(template.text, **{name: _value(value, name) for name, value in found.groupdict().items()})
    if (found := _IN_BRACKETS.fullmatch(text)) is not None and (action := _known(found["action"])):
        return f"{action} ({_value(found['amount'])})"
    return None


def _value(value: str, name: str = "") -> str:
    """What a placeholder was filled with: an amount, a day, a plan's own words, or the person's."""
    if name in ("day", "days"):
        return say_list(say_weekday(DAYS.index(day)) for day in re.findall(_DAY, value))
    if name == "date":
        return say_date(datetime.strptime(value, "%d %b %Y").date())  # noqa: DTZ007 (a day has no zone)
    if _NUMBER.fullmatch(value):
        return say_number(float(value))
    if (found := _AMOUNT.fullmatch(value)) is not None and (unit := unit_of(found["unit"])) is not None:
        return say_amount(float(found["number"]), unit)
    return _known(value) or value


@cache
def _templates() -> tuple[_Template, ...]:
    """Every sentence with placeholders that may stand in a plan; those with most words of their own first."""
    books = (book.model_dump(mode="json") for book in load_playbooks().values())
    texts = {*_WRITTEN, *(text for book in books for text in _texts(book) if "{" in text)}
    return tuple(map(_template, sorted(texts, key=lambda text: (-len(re.sub(r"\{\w+\}", "", text)), text))))


def _template(text: str) -> _Template:
    pattern, seen, opening = "", set[str](), ""
    for literal, name, _, _ in Formatter().parse(text):
        pattern += re.escape(literal)
        opening = opening if seen else literal
        if name is not None:
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>{_FILLED.get(name, '.+?')})"
            seen.add(name)
    return _Template(text, opening, re.compile(pattern))


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _texts(each)
        case dict():
            for each in value.values():
                yield from _texts(each)
