"""Small pieces of language that plans share: dates, titles, cues."""

import re
from datetime import date
from typing import Final

_MARKS: Final = re.compile(r"[*_`~\[\]<>|{}\\\"“”\n\r\t#]+")
_LONGEST_TITLE: Final = 60
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AIM: Final = "Aim:"  # begins the sentence of a focus that says how far to be, where no reading can be given
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
OPEN_END: Final = "The rest of the way"  # begins what the last focus says when the goal lies beyond the plan
SAFE_END: Final = "This is as far as is safe"  # begins what it says when a limit stops the plan short of the goal


def title_of(title: str) -> str:
    """A person's title as it can stand inside a sentence: no markup, one line, at most 60 letters."""
    plain = " ".join(_MARKS.sub(" ", title).split()).rstrip(".!?,;: ")
    if len(plain) <= _LONGEST_TITLE:
        return plain or "your goal"
    return plain[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


_NUMBER: Final = r"(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|once|twice|another)"
_UNIT: Final = (
    r"(?:minutes?|mins?|hours?|hrs?|h|seconds?|pages?|books?|chapters?|km|kms|kilomet(?:er|re)s?|miles?|words?|steps?|"
    r"days?|weeks?|months?|times?|sessions?|x|lessons?|nights?)"
)
_QUANTITIES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^\s*(?:i(?:'d| would)? (?:want|like|need|wanna|will)(?: to)?|i'm going to|to)\s+",
        rf"\b(?:for |at least |about |around |only )?{_NUMBER}\s*(?:or more )?{_UNIT}\b(?!\s+(?:with|of|for)\b)",
        rf"\b(?:an?|per|every|each|most|on)\s+(?:single )?"
        rf"(?:{_UNIT}|morning|evening|weekday|weekend|(?:{'|'.join(DAYS)})s?)\b",
        r"\b(?:once|twice|thrice|daily|weekly|monthly|every ?day|every)\b",
        r"\b(?:in|by|until|before|within|this|next|over)\s+(?:the )?(?:\d+\s*)?"
        r"(?:weeks?|months?|years?|days?|january|february|march|april|may|june|july|august|september|october|november|"
        r"december|christmas|summer|spring|end of)\b.*$",
    )
)
_LONGEST_ACTIVITY: Final = 6  # words
_STATE: Final = re.compile(r"(?:be|become|being|feel|stay|keep|think|worry|love|enjoy|appreciate|try)\b", re.IGNORECASE)


def activity_of(title: str) -> str:
    """The bare activity of a title, without amounts and frequencies: "meditate" of "meditate 10 minutes a day".

    Empty where nothing short enough is left, and for what is no activity: nobody can do "be kinder" for ten minutes.
    """
    text = title_of(title)
    for pattern in _QUANTITIES:
        text = pattern.sub(" ", text)
    words = re.sub(r"\b(?:a|an|for|of|at|in|to|and)\s*$", "", " ".join(text.split()).strip(" ,.;:-")).split()
    activity = " ".join(words)
    return activity if 0 < len(words) <= _LONGEST_ACTIVITY and not _STATE.match(activity) else ""


def short_date(day: date, *, year: bool = False) -> str:
    """ "3 Nov", or "3 Nov 2026"."""
    text = f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if year else text


def opened(text: str) -> str:
    """The text with its first letter large; the rest as written."""
    return text[:1].upper() + text[1:]


def aim_of(focus: str) -> str:
    """What a focus says about how far to be: "0.6 kg down since the start"; empty when it does not."""
    found = re.search(rf"{AIM} (.+?)\.(?: |$)", focus)
    return found[1] if found else ""


def ending_of(focus: str) -> str:
    """What the last week's focus says about what the plan leaves open; empty when it leaves nothing open."""
    found = re.search(rf"(?:{OPEN_END}|{SAFE_END}).*$", focus)
    return found[0] if found else ""


def with_numbers_of(focus: str, words: str) -> str:
    """Other words for a week's focus, keeping what the focus says about how far to be and what is left open."""
    aim, ending = aim_of(focus), ending_of(focus)
    sentence = words if words.endswith((".", "!", "?")) else f"{words}."
    return " ".join(part for part in (sentence, f"{AIM} {aim}." if aim else "", ending) if part)


def comma_list(parts: list[str]) -> str:
    """ "a, b and c"."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
