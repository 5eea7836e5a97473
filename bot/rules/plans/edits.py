"""A change of a plan, read from the person's words: how much, from where, by when, how often, which day, which task."""

import re
import tomllib
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from bot.entities import Goal
from bot.rules.dates import find_deadlines
from bot.rules.frequencies import find_frequencies
from bot.rules.goals.clocks import find_clock
from bot.rules.plans.amounts import DAYS as DAYS_IN
from bot.rules.plans.edit import (
    Checkins,
    Easier,
    Edit,
    Harder,
    MoreDays,
    NewAmount,
    NewClock,
    NewDeadline,
    NewFrequency,
    NewStart,
    NotOn,
    OtherDay,
    Swap,
    Unclear,
)
from bot.rules.plans.shape import BARE
from bot.rules.plans.when import WEEKEND, clock_in, weekdays_in
from bot.rules.plans.words import DAYS
from bot.rules.quantities import Quantity, convert, find_quantities
from bot.rules.text import fold

LONGEST = 200  # characters of a message that asks for a change
_LIKE_A_YEAR = 500  # amounts of this size make 2000 a number and no year
_FEW = 12  # words of an answer to a draft
_MOST = 16  # words of any change
_SHORT = 6  # words of a change that nothing announces
_HOW_LONG = 'How much longer? Say "two more weeks", or a date like "until the end of April".'
_NUMBERS = {"a": 1, "an": 1, "one": 1, "another": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "four": 4, "five": 5}
_NUMBERS |= {"six": 6, "eight": 8, "ten": 10}


def read_edits(
    text: str, goal: Goal, *, today: date, is_draft: bool = False, is_named: bool = False
) -> tuple[Edit, ...]:
    """The changes asked for of this goal's plan; empty where the words are about something else.

    `is_draft`: the plan was just proposed, so that fewer words are needed; `is_named`: the words name the goal.
    """
    words = fold(text[: LONGEST + 1]).strip(" .!,?;:")
    words = re.sub(
        r"^(?:(?:ok(?:ay)?|hm+|well|so|and|but|hey|please|pls|um+|also)[ ,]+|(?:yes|no|yeah|nah)(?:,|(?= i ))\s*)+",
        "",
        words,
    )
    words = re.sub(r"[ ,]+(?:please|pls|thanks|thank you|then|ok(?:ay)?)$", "", words)
    if len(text) > LONGEST or not words:
        return ()
    for one in (_size, _checkins, _start, _days, _task):
        if (edit := one(words, goal)) is not None:
            return (edit,)
    if not _is_about_plan(words, is_draft=is_draft, is_named=is_named):
        return ()
    edits = _numbers(words, goal, today)
    if not edits and _whole("longer", words):
        return (Unclear(question=_HOW_LONG),)
    return edits or ((Unclear(),) if _whole("bare", words) else ())


def _is_about_plan(words: str, *, is_draft: bool, is_named: bool) -> bool:
    """Whether the words change something about a plan, rather than tell of something or name a new goal."""
    table, count = _table(), len(words.split())
    if count > _MOST:
        return False
    begins = rf"(?:{table['lead']}[ ,]+)*?"
    if re.match(rf"{begins}{table['verb']} {table['ref']}\b(?! to the\b)", words) or _whole("bare", words):
        return True
    if is_named and re.match(rf"{begins}{table['verb']}\b", words):
        return True
    if re.search(rf"(?<!\w)(?:{table['deadline_word']}|{table['no_deadline']})\b", words):
        return not re.match(r"(?:what|when|is|how|was)\b", words)
    if _found("more", words) or _whole("longer", words):
        return True
    return _is_short_change(words, count, is_draft=is_draft)


def _is_short_change(words: str, count: int, *, is_draft: bool) -> bool:
    """ "twice a week instead", "only 3 times a week"; beside a draft also "4 kg is enough" and "by the end of May"."""
    soft = _table()["soft"]
    if is_draft and count <= _FEW:
        begins_with_date = count <= _SHORT and re.match(r"(?:by|until|till|in|before|at|end of|over) ", words)
        if begins_with_date or re.search(rf"\b{soft}\b", words):
            return True
    if count > _SHORT:
        return False
    if re.search(r"\binstead(?: of)?\b|\brather than\b", words):
        return True
    return re.match(rf"{soft} ", words) is not None and bool(find_frequencies(words, find_quantities(words)))


def _size(words: str, goal: Goal) -> Edit | None:
    if _whole("easier", words):
        return Easier()
    return Harder() if _whole("harder", words) else None


def _checkins(words: str, goal: Goal) -> Edit | None:
    if not _found("checkin", words) or not re.search(rf"(?<!\w){_table()['checkin_cue']}", words):
        return None
    after = re.split(r"\binstead of\b|\brather than\b|\bnot\b", words)[0]
    found = find_frequencies(after, find_quantities(after))
    frequency = next((phrase.frequency for phrase in found if phrase.frequency), None)
    days, clock = weekdays_in(after), clock_in(after)
    if not days and clock is None and frequency is None:
        return None
    return Checkins(days=days, clock=clock, frequency=None if days else frequency)


def _start(words: str, goal: Goal) -> Edit | None:
    found = _found("start", words)
    if found is None:
        return None
    said = [
        q for q in find_quantities(words) if q.is_amount and q.start >= found.end() - 1 and not _is_denied(words, q)
    ]
    return NewStart(value=said[0].value, unit=_fitting(said[0], goal)) if said else None


def _is_denied(words: str, quantity: Quantity) -> bool:
    """The 84 of "85, not 84" and of "85 instead of 84"."""
    return re.search(r"\b(?:not|instead of|rather than|from)\W*$", words[: quantity.start]) is not None


def _days(words: str, goal: Goal) -> Edit | None:
    if found := _found("other_day", words):
        return OtherDay(old=weekdays_in(found["old"])[0], new=weekdays_in(found["new"])[0])
    if re.search(rf"(?<!\w){_table()['weekdays_only']}(?!\w)", words):
        return NotOn(days=WEEKEND)
    found = _found("not_on", words) if len(words.split()) <= _FEW else None
    if found is None or not re.fullmatch(rf"(?:{_table()['lead']}[ ,]*)*", words[: found.start()]):
        return None
    return NotOn(days=weekdays_in(found["days"]))


def _task(words: str, goal: Goal) -> Edit | None:
    if (found := _whole("swap", words)) and not find_quantities(found["new"]) and not weekdays_in(words):
        is_frequency = find_frequencies(found["new"]) or re.fullmatch(_table()["ref"], found["old"])
        return None if is_frequency else Swap(old=_bare(found["old"]), new=_bare(found["new"]))
    found = _whole("dislike", words)
    return Swap(old=_bare(found["old"])) if found else None


def _bare(words: str) -> str:
    return re.sub(r"^(?:the|my|this|that|doing|all the|some|to|a|an) ", "", words.strip(" .,!?")).strip()


def _numbers(words: str, goal: Goal, today: date) -> tuple[Edit, ...]:
    """Date, frequency and amount may be said in one breath."""
    when, spans = _deadline(words, goal, today)
    is_large = (goal.amount or 0) >= _LIKE_A_YEAR
    quantities = [
        q for q in find_quantities(words) if (q.is_amount or (q.is_year and is_large)) and not _is_denied(words, q)
    ]
    quantities = [q for q in quantities if not any(start <= q.start < end for start, end in spans)]
    often = _frequency(words, goal, quantities)
    edits: list[Edit] = [edit for edit in (when, often) if edit is not None]
    if goal.clock is not None and (clock := find_clock(f"in bed by {_said_after_to(words)}")):
        return (*edits, NewClock(clock=clock))
    amount = _amount(words, goal, quantities, is_bare_allowed=often is None)
    return (*edits, *([amount] if amount else []))


def _is_said(words: str, quantity: Quantity, goal: Goal) -> bool:
    """Whether a number is an amount that is wanted; 2000 is a year beside a small goal, and after "in"."""
    is_amount_like_year = (
        quantity.is_year
        and (goal.amount or 0) >= _LIKE_A_YEAR
        and not re.search(r"\b(?:in|for|of|by|until)\W*$", words[: quantity.start])
    )
    return (quantity.is_amount or is_amount_like_year) and not _is_denied(words, quantity)


def _said_after_to(words: str) -> str:
    return re.split(r"\b(?:to|at|it|for)\b", words)[-1].strip()


def _deadline(words: str, goal: Goal, today: date) -> tuple[Edit | None, list[tuple[int, int]]]:
    """The new end, and where in the words it stands."""
    if re.search(rf"(?<!\w){_table()['no_deadline']}(?!\w)", words):
        return NewDeadline(day=None), []
    if found := _found("more", words):
        return MoreDays(days=_count(found["n"]) * _days_in(found["unit"])), [found.span()]
    for said in (words, re.sub(r"\b(?:to|at|is|be|it|deadline:?)(?: the)? (?=\w)", "by ", words)):
        dates = [d for d in find_deadlines(said, today=today) if d.day is not None]
        if dates:
            return NewDeadline(day=dates[0].day), [(d.start, d.end) for d in dates] if said == words else [(0, 999)]
    spans = [q for q in find_quantities(words) if q.unit in ("week", "month", "day") and not _is_denied(words, q)]
    is_length = spans and goal.unit not in ("week", "month", "day") and not find_frequencies(words, spans)
    if is_length and (spans[0].unit != "day" or goal.deadline is not None):
        days = round(spans[0].value * DAYS_IN[spans[0].unit or ""])
        return NewDeadline(day=today + timedelta(days=days)), [(spans[0].start, spans[0].end)]
    return None, []


def _count(words: str) -> int:
    plain = words.removeprefix("a ").removesuffix(" of")
    return int(plain) if plain.isdigit() else _NUMBERS.get(plain, 1)


def _days_in(unit: str) -> int:
    return round(DAYS_IN[unit.rstrip("s")])


def _frequency(words: str, goal: Goal, quantities: list[Quantity]) -> NewFrequency | None:
    """ "twice a week"; a bare "3 times" keeps the period. "10 pages a day" is an amount."""
    wanted = re.split(r"\binstead of\b|\brather than\b|,? ?\bnot\b", words)[0].strip() or words
    phrases = [p for p in find_frequencies(wanted, find_quantities(wanted)) if p.frequency is not None]
    is_amount = any(q.unit not in (None, *BARE, "week", "month") for q in quantities)
    if phrases and phrases[0].frequency is not None:
        is_period_alone = phrases[0].frequency.times == 1 and is_amount
        return None if is_period_alone and goal.frequency == phrases[0].frequency else NewFrequency(
            frequency=phrases[0].frequency
        )  # fmt: skip
    times = [q for q in quantities if q.unit == "time" and 1 <= q.value <= 28]
    if times and goal.frequency is not None:
        return NewFrequency(frequency=goal.frequency.but(times=round(times[0].value)), is_per_said=False)
    return None


def _amount(words: str, goal: Goal, quantities: list[Quantity], *, is_bare_allowed: bool) -> Edit | None:
    if goal.amount is None or goal.unit in BARE:
        return None
    for quantity in quantities:
        is_bare = quantity.unit is None and is_bare_allowed
        if is_bare or (quantity.unit is not None and _fitting(quantity, goal) is not None):
            is_reading = bool(re.search(r"\btarget weight\b|\bdown to\b|\bup to\b|\bweigh\b|\breach\b", words))
            return NewAmount(value=quantity.value, unit=quantity.unit, is_reading=is_reading)
    return None


def _fitting(quantity: Quantity, goal: Goal) -> str | None:
    """The quantity's unit where it measures the same as the goal's."""
    if quantity.unit is None or goal.unit is None:
        return goal.unit
    return quantity.unit if convert(1, quantity.unit, goal.unit) is not None else None


def _found(name: str, words: str) -> re.Match[str] | None:
    return next((m for p in _patterns(name) if (m := re.search(rf"(?<!\w)(?:{p})(?!\w)", words))), None)


def _whole(name: str, words: str) -> re.Match[str] | None:
    return next((m for p in _patterns(name) if (m := re.fullmatch(p, words))), None)


@cache
def _patterns(name: str) -> tuple[str, ...]:
    entry = _table()[name]
    return tuple(entry) if isinstance(entry, list) else (entry,)


@cache
def _table() -> dict[str, Any]:
    text = resources.files("bot.rules.plans").joinpath("edits.toml").read_text("utf-8")
    days = "(?:" + "|".join(day.lower() for day in DAYS) + ")"

    def filled(value: Any) -> Any:
        return [filled(v) for v in value] if isinstance(value, list) else value.replace("@day@", days)

    return {name: filled(value) for name, value in tomllib.loads(text).items()}
