"""The pieces of a schedule in a sentence, in the order they are said, and which of its words they used."""

from collections.abc import Callable, Iterator

from bot.rules.schedule.bounds import find_bound, find_except, find_season
from bot.rules.schedule.clock import find_clock, find_window, is_time_due
from bot.rules.schedule.days import find_date, find_month_days, find_offset, find_weekdays
from bot.rules.schedule.lengths import find_relative
from bot.rules.schedule.nodes import Found, Node, Offset, Part, Vague
from bot.rules.schedule.parts import find_part
from bot.rules.schedule.repeats import find_often, find_repeat
from bot.rules.schedule.words import Signs

Piece = tuple[Node, int, int]  # the places from and to which it stands
_Finder = Callable[[Signs, int], Found | None]
_LINKS = ("filler", "at", "and", "or", "sep", "of", "from", "day_of_month")


def pieces_of(signs: Signs, *, is_month_first: bool = False) -> list[Piece]:
    """Every piece found, left to right. `is_month_first`: 12/24 is Christmas Eve."""
    finders = _finders(is_month_first)
    pieces: list[Piece] = []
    place = 0
    while place < len(signs):
        if signs.at(place).has("tonight"):
            tonight: tuple[Node, Node] = (Offset(0), Part(signs.at(place).get("tonight")))
            pieces += [(node, place, place + 1) for node in tonight]
            place += 1
            continue
        is_due = _is_time_due(signs, place, pieces)
        found = next((found for finder in finders if (found := finder(signs, place))), None)
        found = found or find_window(signs, place, is_bare_allowed=is_due)
        found = found or find_clock(signs, place, is_bare_allowed=is_due)
        if found:
            pieces.append((found[0], place, found[1]))
        place = found[1] if found else place + 1
    return pieces


def _finders(is_month_first: bool) -> tuple[_Finder, ...]:
    return (
        _find_vague,
        find_relative,
        find_except,
        lambda signs, place: find_bound(signs, place, is_month_first=is_month_first),
        find_often,
        lambda signs, place: find_repeat(signs, place, is_month_first=is_month_first),
        lambda signs, place: find_window(signs, place, is_bare_allowed=False),
        lambda signs, place: find_date(signs, place, is_month_first=is_month_first),
        find_weekdays,
        find_month_days,
        find_part,
        find_offset,
        find_season,
    )


def _find_vague(signs: Signs, place: int) -> Found | None:
    return (Vague(), place + 1) if signs.at(place).has("vague", "event") else None


def _is_time_due(signs: Signs, place: int, pieces: list[Piece]) -> bool:
    """Whether a bare number here would be a time: right after a day or a time, or right before a day."""
    last = pieces[-1][2] if pieces else -1
    is_after_when = last >= 0 and all(signs.at(i).has(*_LINKS) for i in range(last, place))
    return is_time_due(signs, place, is_after_when)


def is_choice(signs: Signs, pieces: list[Piece]) -> bool:
    """Whether two pieces are offered as a choice: "at 7 or 8"."""
    ends, starts = {last for _, _, last in pieces}, {first for _, first, _ in pieces}
    choices = (place for place, sign in enumerate(signs) if sign.has("or") and place in ends)
    return any(place + 1 in starts or signs.past(place + 1, "filler", "at") in starts for place in choices)


def leftovers(signs: Signs, pieces: list[Piece]) -> Iterator[tuple[int, int]]:
    """The runs of places that no piece used, without the little words that touch a piece."""
    used = {place for _, first, last in pieces for place in range(first, max(last, first + 1))}
    for _, first, last in pieces:
        before = first - 1
        while before >= 0 and before not in used and signs.at(before).has(*_LINKS):
            used.add(before)
            before -= 1
        if last < len(signs) and signs.at(last).has("sep"):
            used.add(last)
    start = None
    for place in range(len(signs) + 1):
        is_free = place < len(signs) and place not in used
        if is_free and start is None:
            start = place
        if not is_free and start is not None:
            yield start, place
            start = None
