"""A change of a plan, read from the person's words: how much, from where, by when, how often, which day, which task."""

import re
from datetime import date

from bot.catalogue import N_
from bot.entities import Goal
from bot.rules.frequencies import find_frequencies
from bot.rules.plans.asked import asked_table, find_asked, is_asked
from bot.rules.plans.asked_numbers import fitting_unit, is_denied, read_numbers
from bot.rules.plans.edit import (
    Checkins,
    Easier,
    Edit,
    Harder,
    NewStart,
    NotOn,
    OtherDay,
    Swap,
    Unclear,
)
from bot.rules.plans.when import WEEKEND, clock_in, weekdays_in
from bot.rules.quantities import find_quantities
from bot.rules.text import fold

LONGEST = 200  # characters of a message that asks for a change
_FEW = 12  # words of an answer to a draft
_MOST = 16  # words of any change
_SHORT = 6  # words of a change that nothing announces
_HOW_LONG = N_('How much longer? Say "two more weeks", or a date like "until the end of April".')


_REPORTED = re.compile(r"\b(?:put|set|setting|putting|laid|lay) (?:[\w.,£$€]+ ){0,2}aside\b")  # tells of money saved


def read_edits(
    text: str, goal: Goal, *, today: date, is_draft: bool = False, is_named: bool = False
) -> tuple[Edit, ...]:
    """The changes asked for of this goal's plan; empty where the words are about something else.

    `is_draft`: the plan was just proposed, so that fewer words are needed; `is_named`: the words name the goal.
    """
    words = fold(text[: LONGEST + 1]).strip(" .!,?;:")
    words = re.sub(
        r"^(?:(?:ok(?:ay)?|hm+|well|so|and|but|hey|please|pls|um+|also|"
        r"(?:no[ ,]+)?wait)[ ,]+|(?:yes|no|yeah|nah)(?:,|(?= (?:i|wait) ))\s*)+",
        "",
        words,
    )
    words = re.sub(r"[ ,]+(?:please|pls|thanks|thank you|then|ok(?:ay)?)$", "", words)
    if len(text) > LONGEST or not words or _REPORTED.search(words):
        return ()
    for one in (_size, _checkins, _start, _days, _task):
        if (edit := one(words, goal)) is not None:
            return (edit,)
    if not _is_about_plan(words, is_draft=is_draft, is_named=is_named):
        return ()
    edits = read_numbers(words, goal, today)
    if not edits and is_asked("longer", words):
        return (Unclear(question=_HOW_LONG),)
    return edits or ((Unclear(),) if is_asked("bare", words) else ())


def _is_about_plan(words: str, *, is_draft: bool, is_named: bool) -> bool:
    """Whether the words change something about a plan, rather than tell of something or name a new goal."""
    table, count = asked_table(), len(words.split())
    if count > _MOST:
        return False
    begins = rf"(?:{table['lead']}[ ,]+)*?"
    if re.match(rf"{begins}{table['verb']} {table['ref']}\b(?! to the\b)", words) or is_asked("bare", words):
        return True
    if is_named and re.match(rf"{begins}{table['verb']}\b", words):
        return True
    if re.search(rf"(?<!\w)(?:{table['deadline_word']}|{table['no_deadline']})\b", words):
        return not re.match(r"(?:what|when|is|how|was)\b", words)
    if find_asked("more", words) or is_asked("longer", words):
        return True
    return _is_short_change(words, count, is_draft=is_draft)


def _is_short_change(words: str, count: int, *, is_draft: bool) -> bool:
    """ "twice a week instead", "only 3 times a week"; beside a draft also "4 kg is enough" and "by the end of May"."""
    soft = asked_table()["soft"]
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
    if is_asked("easier", words):
        return Easier()
    return Harder() if is_asked("harder", words) else None


def _checkins(words: str, goal: Goal) -> Edit | None:
    if not find_asked("checkin", words) or not re.search(rf"(?<!\w){asked_table()['checkin_cue']}", words):
        return None
    after = re.split(r"\binstead of\b|\brather than\b|\bnot\b", words)[0]
    found = find_frequencies(after, find_quantities(after))
    frequency = next((phrase.frequency for phrase in found if phrase.frequency), None)
    days, clock = weekdays_in(after), clock_in(after)
    if not days and clock is None and frequency is None:
        return None
    return Checkins(days=days, clock=clock, frequency=None if days else frequency)


def _start(words: str, goal: Goal) -> Edit | None:
    found = find_asked("start", words)
    if found is None:
        return None
    said = [q for q in find_quantities(words) if q.is_amount and q.start >= found.end() - 1 and not is_denied(words, q)]
    return NewStart(value=said[0].value, unit=fitting_unit(said[0], goal)) if said else None


def _days(words: str, goal: Goal) -> Edit | None:
    if found := find_asked("other_day", words):
        return OtherDay(old=weekdays_in(found["old"])[0], new=weekdays_in(found["new"])[0])
    if re.search(rf"(?<!\w){asked_table()['weekdays_only']}(?!\w)", words):
        return NotOn(days=WEEKEND)
    found = find_asked("not_on", words) if len(words.split()) <= _FEW else None
    if found is None or not re.fullmatch(rf"(?:{asked_table()['lead']}[ ,]*)*", words[: found.start()]):
        return None
    return NotOn(days=weekdays_in(found["days"]))


def _task(words: str, goal: Goal) -> Edit | None:
    if (found := is_asked("swap", words)) and not find_quantities(found["new"]) and not weekdays_in(words):
        is_frequency = find_frequencies(found["new"]) or re.fullmatch(asked_table()["ref"], found["old"])
        return None if is_frequency else Swap(old=_bare(found["old"]), new=_bare(found["new"]))
    found = is_asked("dislike", words)
    return Swap(old=_bare(found["old"])) if found else None


def _bare(words: str) -> str:
    return re.sub(r"^(?:the|my|this|that|doing|all the|some|to|a|an) ", "", words.strip(" .,!?")).strip()
