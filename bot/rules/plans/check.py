"""The invariants every plan keeps, whoever wrote it, as one pure checker. An empty list means the plan is fine."""

import re
import tomllib
from collections.abc import Iterator
from datetime import time, timedelta
from functools import cache
from importlib import resources
from typing import Final

from bot.entities import Frozen, Goal, Plan, Task, UserProfile, Week
from bot.rules.plans.amounts import DISTANCE_KM, KG, per_week
from bot.rules.plans.clock import minutes_from
from bot.rules.plans.outline import Outline, outline
from bot.rules.plans.playbook import MOST_WEEKS, Limits
from bot.rules.plans.shape import Measure
from bot.rules.plans.targets import has_capped_sessions

MOST_TASKS: Final = 7
_LONGEST_TEXT: Final = 240
GRADED: Final = "8.7"
_SAME_BEHAVIOUR: Final = ("8.7", "8.6")


class _Limit(Frozen):
    what: str
    pattern: str
    least: float = float("-inf")
    most: float = float("inf")
    unless: str = "(?!)"


class _Forbidden(Frozen):
    what: str
    pattern: str


def check_plan(plan: Plan, goal: Goal, profile: UserProfile) -> list[str]:
    """Every invariant that the plan breaks, in words: dates, tasks, techniques, load, targets, safe limits."""
    if not plan.weeks:
        return ["the plan has no weeks"]
    broken = _broken(plan, goal, profile)
    if broken and goal.current is not None:  # the plan may be older than the last reading
        return min(broken, _broken(plan, goal.but(current=None), profile), key=len)
    return broken


def _broken(plan: Plan, goal: Goal, profile: UserProfile) -> list[str]:
    out = outline(goal, profile, plan.weeks[0].starts)
    return [
        *_calendar(plan, out),
        *_tasks(plan),
        *_techniques(plan),
        *_skips(plan, out),
        *_load(plan, out),
        *_targets(plan, out),
        *_sessions(plan, out, profile),
        *_clocks(plan, out.playbook.limits),
        *_frequency(plan, out),
        *_words(plan),
    ]


def _calendar(plan: Plan, out: Outline) -> Iterator[str]:
    weeks = plan.weeks
    if len(weeks) > MOST_WEEKS:
        yield f"{len(weeks)} weeks are written; at most {MOST_WEEKS} can be"
    for number, week in enumerate(weeks, 1):
        days = (week.ends - week.starts).days + 1
        if week.number != number:
            yield f"week {number} is numbered {week.number}"
        if (days != 7 and number < len(weeks)) or not 1 <= days <= 13:
            yield f"week {number} has {days} days"
        if number > 1 and week.starts != weeks[number - 2].ends + timedelta(days=1):
            yield f"week {number} does not follow week {number - 1}"
    last = out.weeks[out.last - 1].ends
    if abs((weeks[-1].ends - last).days) > (1 if out.goal.deadline else 7 * MOST_WEEKS):
        yield f"the plan ends on {weeks[-1].ends}, not on {last}"


def _tasks(plan: Plan) -> Iterator[str]:
    ids = [task.id for week in plan.weeks for task in week.tasks]
    if len(ids) != len(set(ids)):
        yield "two tasks have the same id"
    for week in plan.weeks:
        if not 1 <= len(week.tasks) <= MOST_TASKS:
            yield f"week {week.number} has {len(week.tasks)} tasks; 1 to {MOST_TASKS} are possible"
        for task in week.tasks:
            yield from (f"week {week.number}, task {task.id}: {what}" for what in _task(task))


def _task(task: Task) -> Iterator[str]:
    if not task.cue.strip() or not task.action.strip():
        yield "the cue or the action is missing"
    if len(task.cue) > _LONGEST_TEXT or len(task.action) > _LONGEST_TEXT:
        yield "the words are too long"
    if not 1 <= task.minutes <= 600:
        yield f"{task.minutes} minutes are not possible"
    if not 1 <= task.times <= (10 if task.per == "day" else 31):
        yield f"{task.times} times a {task.per} are not possible"
    if not task.bct:
        yield "no behaviour change technique is named"


def _techniques(plan: Plan) -> Iterator[str]:
    for week in plan.weeks:
        held = {tag for task in week.tasks for tag in task.bct}
        for tag, what in (("1.4", "action planning"), ("2.3", "self-monitoring")):
            if tag not in held:
                yield f"week {week.number} has no {what} ({tag})"
        if not held & {"8.7", "1.2", "12.1"}:
            yield f"week {week.number} has none of 8.7, 1.2 and 12.1"
        if week.number == 1 and not held & {"1.1"}:
            yield "week 1 does not set the goal (1.1)"
        if week.number % 2 == 0 and "1.5" not in held:
            yield f"week {week.number} does not look back at the goal (1.5)"


def _skips(plan: Plan, out: Outline) -> Iterator[str]:
    is_daily = any(t.per == "day" and GRADED in t.bct for week in plan.weeks for t in week.tasks)
    wants = out.playbook.defaults.skips_per_week
    if is_daily and wants and not plan.skips_per_week:
        yield "daily tasks have no skip days"
    if plan.skips_per_week > 3 or (not wants and plan.skips_per_week):
        yield f"{plan.skips_per_week} skip days a week do not fit this goal"


def load(week: Week) -> float:
    """Minutes a week of the graded tasks: what grows in a plan."""
    return sum(t.minutes * per_week(t.times, t.per) for t in week.tasks if GRADED in t.bct)


def _load(plan: Plan, out: Outline) -> Iterator[str]:
    highest = 0.0
    for week in plan.weeks:
        is_short = (week.ends - week.starts).days < 6
        if week.is_deload and (week.number % 4 or week is plan.weeks[-1]):
            yield f"week {week.number} may not be a lighter one"
        if plan.version == 1 and not is_short and not week.is_deload and load(week) < highest - 0.5:
            yield f"the load falls in week {week.number}"
        if not is_short and not week.is_deload:
            highest = max(highest, load(week))
        for task in week.tasks:
            if task.minutes > out.playbook.limits.minutes_per_day:
                yield f"week {week.number}, task {task.id}: {task.minutes} minutes in one go are too many"


def _targets(plan: Plan, out: Outline) -> Iterator[str]:
    expected = out.targets.week[out.last - 1]
    last = plan.weeks[-1].target
    if expected is not None and (last is None or abs(last - expected) > max(0.011 * abs(expected), 0.051)):
        yield f"the last week's target is {last}, not {expected}"
    yield from _direction(plan, out)
    yield from _weight(plan, out)


def _direction(plan: Plan, out: Outline) -> Iterator[str]:
    """Targets do not go back on the way, except in lighter weeks of an amount a day."""
    shape = out.shape
    if shape.measure is Measure.HABIT:
        return
    down = shape.measure is Measure.CAP or (shape.measure is Measure.LEVEL and (shape.change or 0) < 0)
    furthest: float | None = None
    for week in plan.weeks:
        if week.target is None or week.is_deload:
            continue
        if furthest is not None and ((week.target > furthest + 1e-6) if down else (week.target < furthest - 1e-6)):
            yield f"the target goes back in week {week.number}"
        furthest = week.target


def _weight(plan: Plan, out: Outline) -> Iterator[str]:
    """Body weight: at most the playbook's change a week from the start on, rounding allowed for."""
    limits, shape = out.playbook.limits, out.shape
    factor = KG.get(shape.unit or "")
    if shape.measure is not Measure.LEVEL or factor is None or shape.base is None or limits.loss_per_week is None:
        return
    start, faster = shape.base * factor, limits.gain_per_week or float("inf")
    slower = min(limits.loss_per_week, (limits.loss_share_per_week or 1) * start)
    before, days = start, 0
    for week in plan.weeks:
        if week.target is None:
            continue
        value, span = week.target * factor, (week.ends - week.starts).days + 1
        days += span
        lost = start - value > slower * days / 7 + 0.12 or before - value > slower * max(1, span / 7) + 0.12
        gained = value - start > faster * days / 7 + 0.12
        if lost or gained:
            yield f"the weight changes too fast by week {week.number}"
        before = value


def _sessions(plan: Plan, out: Outline, profile: UserProfile) -> Iterator[str]:
    """No session is more than the limit beyond the longest of the last four weeks."""
    growth = out.playbook.limits.session_growth
    if growth is None or out.shape.unit not in DISTANCE_KM or not has_capped_sessions(out.shape, out.playbook):
        return
    known = out.shape.base if out.shape.measure is not Measure.TOTAL else None
    if known is None and profile.weekly_km:
        known = profile.weekly_km / 3 / DISTANCE_KM[out.shape.unit]
    lately: list[float] = [known] * 4 if known else []
    for week in plan.weeks:
        longest = max((task.amount for task in week.tasks if task.amount), default=0.0)
        if lately and longest > max(lately[-4:]) * growth + 0.011:
            yield f"the longest session grows too fast in week {week.number}"
        lately.append(longest)


def _clocks(plan: Plan, limits: Limits) -> Iterator[str]:
    """Times of day in the core move slowly."""
    most = 7 // limits.clock_shift_days * limits.clock_shift_minutes
    before = None
    for week in plan.weeks:
        now = next((c for t in week.tasks if GRADED in t.bct and (c := _clock_in(t.action))), None)
        if now and before and abs(minutes_from(before, now)) > most:
            yield f"the time moves by more than {most} minutes in week {week.number}"
        before = now or before


def _clock_in(text: str) -> time | None:
    found = re.search(r"\b([01]?\d|2[0-3]):([0-5]\d)\b", text)
    return time(int(found[1]), int(found[2])) if found else None


def _frequency(plan: Plan, out: Outline) -> Iterator[str]:
    """The core happens as often as the person said, in every whole week."""
    wanted = out.shape.frequency
    if wanted.per in ("month", "year") or out.shape.measure is Measure.CAP or out.shape.is_weekly_sum:
        return
    for week in plan.weeks:
        core = [t for t in week.tasks if set(t.bct) & set(_SAME_BEHAVIOUR)]
        times = sum(per_week(t.times, t.per) for t in core)
        if core and (week.ends - week.starts).days >= 6 and times > per_week(wanted.times, wanted.per) + 0.01:
            yield f"week {week.number} asks for {times:g} times, more than was wanted"


def _words(plan: Plan) -> Iterator[str]:
    first: dict[str, int] = {}  # each line once, with the first week that holds it
    for week in plan.weeks:
        for task in week.tasks:
            first.setdefault(f"{task.cue}: {task.action}", week.number)
            first.setdefault(task.swap or "", week.number)
        first.setdefault(week.focus, week.number)
    for line, number in first.items():
        yield from (f"week {number} asks for {what}" for what in unsafe_words(line))


def unsafe_words(line: str) -> Iterator[str]:
    """What a line of a plan asks for that no plan may ask for."""
    limits, forbidden = _text_limits()
    for limit, pattern, unless in limits:
        for found in pattern.finditer(line):
            value = float(found[1].replace(",", "").rstrip("."))
            rest = f"{line[: found.start()]}#{line[found.end() :]}"
            if not limit.least <= value <= limit.most and not unless.search(rest):
                yield limit.what
    for rule, pattern in forbidden:
        if pattern.search(line):
            yield rule.what


@cache
def _text_limits() -> tuple[list[tuple[_Limit, re.Pattern[str], re.Pattern[str]]], list[tuple[_Forbidden, re.Pattern[str]]]]:  # fmt: skip  # noqa: E501
    read = tomllib.loads(resources.files("bot.rules.plans").joinpath("limits.toml").read_text("utf-8"))
    limits = [_Limit(**row) for row in read["limit"]]
    forbidden = [_Forbidden(**row) for row in read["forbidden"]]
    return (
        [(rule, re.compile(rule.pattern, re.I), re.compile(rule.unless, re.I)) for rule in limits],
        [(rule, re.compile(rule.pattern, re.I)) for rule in forbidden],
    )
