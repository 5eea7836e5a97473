"""What a check-in says, drawn from the stored plan, and when Gigi proposes to ask."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Final, Literal

from bot.catalogue import say_amount, say_date, t
from bot.entities import Domain, Goal, Log, LogStatus, Plan, Task, Week
from bot.entities.plan import Obstacle
from bot.rules.plans.amounts import per_week
from bot.rules.plans.check import GRADED
from bot.rules.plans.playbook import Playbook, load_playbooks, playbook_for
from bot.rules.plans.said import said as said_in_words
from bot.rules.plans.show import is_action
from bot.rules.plans.words import DAYS, opened

MOST_WORDS: Final = 60
_SPREAD: Final = {1: "SU", 2: "WE,SU", 3: "MO,WE,FR", 4: "MO,WE,FR,SU"}


def default_checkin(goal: Goal, plan: Plan) -> tuple[str, Literal["morning", "evening"]]:
    """The proposal for when to ask about this goal: an RRULE without a time of day, and morning or evening."""
    checkin = playbook_for(goal).checkin
    if checkin.rrule:
        return checkin.rrule, checkin.time
    core = [task for task in plan.weeks[0].tasks if {GRADED, "8.6"} & set(task.bct)]
    times = round(sum(per_week(task.times, task.per) for task in core))
    days = _SPREAD.get(max(1, times))
    return ("FREQ=DAILY" if days is None else f"FREQ=WEEKLY;BYDAY={days}"), checkin.time


def checkin_words(plan: Plan, goal: Goal, day: date, last_log: Log | None, previous_text: str | None) -> str:
    """The text of a check-in: week, task and cue, the last log said back, one question. At most 60 words.

    The same arguments give the same words; no sentence of `previous_text` comes again.
    """
    said = previous_text or ""
    turn = day.toordinal()
    parts = [part for part in _parts(plan, goal, day, last_log, turn, said) if part]
    while len(" ".join(parts).split()) > MOST_WORDS and len(parts) > 2:
        parts.pop(0)
    return " ".join(parts)


def _parts(plan: Plan, goal: Goal, day: date, log: Log | None, turn: int, said: str) -> Iterator[str]:
    book = _book(plan, goal)
    week = plan.week_on(day)
    if week is None:
        is_before = day < plan.weeks[0].starts
        begins = say_date(plan.weeks[0].starts, year=False)
        yield _fresh(_lines()["before" if is_before else "after"], turn, said, date=begins)
        yield _fresh(book.checkin.question, turn, said)
        return
    task = core_of(week, day)
    place = {"week": week.number, "weeks": len(plan.weeks)}
    yield _fresh(_lines()["open"], turn, said, **place)
    if log is not None:
        yield from _echo(plan, goal, log, turn, said)
    cue = said_in_words(task.cue)
    yield _fresh(_lines()["task"], turn, said, cue=cue, Cue=opened(cue), task=_short(task))
    yield _fresh(book.checkin.question, turn, said)


def _echo(plan: Plan, goal: Goal, log: Log, turn: int, said: str) -> Iterator[str]:
    """The last log said back; after a miss the small version, and the plan's answer to what got in the way."""
    lines = _lines()
    if log.status is LogStatus.SKIPPED:
        is_lapse = goal.domain is Domain.SUBSTANCE  # a half-size version of a slip is no comfort
        yield _fresh(lines["lapse" if is_lapse else "skipped"], turn, said)
        if not is_lapse:
            yield _fresh(lines["half"], turn, said)
        if plan.obstacles:
            answers = [said_in_words(o.answer) for o in _nearest(plan.obstacles, log.note)]
            yield next((answer for answer in answers if answer not in said), answers[0])
    elif log.value is not None:
        yield _fresh(lines["value"], turn, said, value=say_amount(log.value, log.unit or goal.unit))
    else:
        yield _fresh(lines["partly" if log.status is LogStatus.PARTLY else "done"], turn, said)


def _nearest(obstacles: Sequence[Obstacle], why: str) -> list[Obstacle]:
    """The obstacles, those that share words with what the person said about the miss first."""
    said = {word for word in re.findall(r"\w+", why.lower()) if len(word) > 3}
    return sorted(obstacles, key=lambda o: -len(said & set(re.findall(r"\w+", f"{o.obstacle} {o.answer}".lower()))))


def core_of(week: Week, day: date) -> Task:
    """The task to speak of on `day`: the graded one of that weekday, else one of any day, else the first."""
    graded = [task for task in week.tasks if GRADED in task.bct] or [t for t in week.tasks if is_action(t)]
    named = [task for task in graded if DAYS[day.weekday()].lower() in task.cue.lower()]
    free = [task for task in graded if not any(name.lower() in task.cue.lower() for name in DAYS)]
    return (named or free or graded or list(week.tasks))[0]


def _short(task: Task) -> str:
    words = said_in_words(task.action).rstrip(".").split()
    return " ".join(words[:24])


def _fresh(variants: Sequence[str], turn: int, said: str, **values: object) -> str:
    """The variant of this turn, or the next one that was not part of the previous text."""
    texts = [t(variants[(turn + n) % len(variants)], **values) for n in range(len(variants))]
    return next((text for text in texts if text not in said), texts[0])


def _book(plan: Plan, goal: Goal) -> Playbook:
    return load_playbooks().get(plan.playbook) or playbook_for(goal)


@cache
def _lines() -> dict[str, list[str]]:
    lines: dict[str, list[str]] = tomllib.loads(
        resources.files("bot.rules.plans").joinpath("nudge.toml").read_text("utf-8")
    )
    return lines
