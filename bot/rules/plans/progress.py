"""Progress in words and as a small text chart: the number first, a verdict only when there is a trend."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from bot.entities import Goal, GoalKind, Log, LogStatus, Plan, Week
from bot.rules.plans.amounts import number, per_week, say
from bot.rules.plans.shape import Measure, measure_of
from bot.rules.plans.words import comma_list

_ENOUGH_READINGS: Final = 3
_ENOUGH_DAYS: Final = 6  # between the first and the last reading
_ON_TARGET: Final = 0.8  # of a week's times: the load is raised only after such a week
_BARS: Final = "▁▂▃▄▅▆▇█"
_LIMITED: Final = 12  # points in a chart


def describe_progress(goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date) -> str:
    """Where the goal stands: value, way to go, on track, ahead or behind with the number. Kind, and no streaks."""
    own = tuple(log for log in logs if log.goal_id == goal.id and log.day <= today)
    say_it: dict[Measure, Callable[[Goal, Plan | None, Sequence[Log], date], str]] = {
        Measure.TOTAL: _total, Measure.LEVEL: _level, Measure.RATE: _daily, Measure.CAP: _daily, Measure.HABIT: _habit,
    }  # fmt: skip
    return say_it[measure_of(goal)](goal, plan, own, today)


def progress_chart(goal: Goal, plan: Plan | None, logs: Sequence[Log]) -> str:
    """A bar for a total, a line of readings for the rest; empty when there is nothing to draw."""
    own = tuple(log for log in logs if log.goal_id == goal.id)
    if measure_of(goal) is Measure.TOTAL and goal.amount:
        share = max(0.0, min(1.0, running_total(goal, own) / goal.amount))
        return f"{'█' * round(share * 10)}{'░' * (10 - round(share * 10))} {round(share * 100)} %"
    values = [value for _, value in readings(own)][-_LIMITED:]
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    bars = "".join(_BARS[round((v - low) / (high - low) * 7) if high > low else 3] for v in values)
    return f"{number(values[0])} {bars} {number(values[-1])}"


def running_total(goal: Goal, logs: Sequence[Log]) -> float:
    """What the logs come to: amounts add up, a value given as the whole replaces what was before."""
    total = goal.start or 0.0
    for log in sorted(logs, key=lambda log: (log.day, log.at)):
        if log.value is not None:
            total = log.value if log.mode == "set" else total + log.value
    return round(total, 2) if any(log.value is not None for log in logs) else (goal.current or total)


def readings(logs: Sequence[Log]) -> list[tuple[date, float]]:
    """The value of each day, oldest first: the last one said, with what was added to it later ("another 5 pages")."""
    by_day: dict[date, float] = {}
    for log in sorted(logs, key=lambda log: (log.day, log.at)):
        if log.value is not None:
            by_day[log.day] = log.value + (by_day.get(log.day, 0.0) if log.mode == "add" else 0.0)
    return sorted(by_day.items())


def planned_on(plan: Plan, day: date, base: float | None) -> float | None:
    """The value the plan's targets stand at on `day`, between the end of one week and the next; None without them."""
    before, start = base, plan.weeks[0].starts - timedelta(days=1)
    for week in plan.weeks:
        if week.target is not None and week.ends >= day:
            if before is None:
                return None
            return before + (week.target - before) * max(0, (day - start).days) / (week.ends - start).days
        if week.target is not None:
            before, start = week.target, week.ends
    return before


def _total(goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date) -> str:
    done, amount = running_total(goal, logs), goal.amount or 0.0
    text = f"{number(done)} of {say(amount, goal.unit)}"
    if done >= amount:
        return f"{text}: you are there!"
    text += f" ({number(round(amount - done, 2))} to go)."
    planned = planned_on(plan, today, goal.start or 0.0) if plan else None
    if planned is None or plan is None or (today - plan.weeks[0].starts).days < _ENOUGH_DAYS:
        return text + ("" if done else " The first one is the hardest; it counts most.")
    return f"{text} {_verdict(done - planned, goal.unit, room=0.05 * amount)}"


def _verdict(ahead: float, unit: str | None, room: float) -> str:
    """On track, ahead or behind, with the number."""
    if abs(ahead) <= room:
        return "On track with the plan."
    shown = say(round(abs(ahead), 1 if abs(ahead) < 20 else None), unit)
    return f"{shown} ahead of the plan." if ahead > 0 else f"{shown} behind the plan; the plan can be eased any time."


def _level(goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date) -> str:
    found = readings(logs)
    if not found:
        if goal.start is None:
            return "No reading yet: the first one is where the line starts."
        return f"Start: {say(goal.start, goal.unit)}. No reading since; one is enough to see how it goes."
    start = goal.start if goal.start is not None else found[0][1]
    latest, target = found[-1][1], goal.target
    text = f"Last reading {say(latest, goal.unit)}"
    text += f", {_moved(latest - start, goal.unit)} since the start" if latest != start else ""
    if target is not None:
        sign = 1 if target > start or (target == start and latest < target) else -1
        left = (target - latest) * sign
        text += f" ({number(round(left, 1))} to go)." if left > 0 else f": {say(target, goal.unit)} is reached!"
        if left <= 0:
            return text
    else:
        text += "."
    count = f"{len(found)} reading{'s' if len(found) > 1 else ''}"
    if len(found) < _ENOUGH_READINGS or (found[-1][0] - found[0][0]).days < _ENOUGH_DAYS:
        return f"{text} {count}, too early to judge."
    return f"{text} {_trend(goal, plan, found, today, start, target)}".strip()


def _moved(change: float, unit: str | None) -> str:
    return f"{say(round(abs(change), 1), unit)} {'down' if change < 0 else 'up'}"


def _trend(
    goal: Goal, plan: Plan | None, found: list[tuple[date, float]], today: date, start: float, target: float | None
) -> str:
    """The mean of the last seven days against the week before and against the plan: single readings jump."""
    now = _mean(found, found[-1][0], 7)
    before = _mean(found, found[-1][0] - timedelta(days=7), 7)
    parts = []
    if now is not None and before is not None and abs(now - before) >= 0.05:
        parts.append(f"7-day trend: {_moved(now - before, goal.unit)} in a week.")
    elif before is not None:
        parts.append("7-day trend: steady.")
    planned = planned_on(plan, min(today, _middle(found, found[-1][0], 7)), start) if plan else None
    if planned is not None and now is not None and target is not None and target != start:
        ahead = (now - planned) * (1 if target > start else -1)
        parts.append(_verdict(ahead, goal.unit, room=max(0.06 * abs(target - start), 0.05)))
    return " ".join(parts)


def _mean(found: list[tuple[date, float]], end: date, days: int) -> float | None:
    values = [value for day, value in found if end - timedelta(days=days) < day <= end]
    return sum(values) / len(values) if values else None


def _middle(found: list[tuple[date, float]], end: date, days: int) -> date:
    """The mean day of the readings that a mean is of: what to compare that mean with."""
    ordinals = [day.toordinal() for day, _ in found if end - timedelta(days=days) < day <= end]
    return date.fromordinal(round(sum(ordinals) / len(ordinals)))


def is_met(goal: Goal, week: Week | None, log: Log) -> bool | None:
    """Did this log meet the day's amount? None when it does not say."""
    if log.status is LogStatus.SKIPPED:
        return False
    if goal.kind is GoalKind.CAP and measure_of(goal) is Measure.HABIT and (log.value or 0.0) > (goal.amount or 0.0):
        return False  # three cigarettes on the way to none
    if log.value is None or measure_of(goal) is Measure.HABIT:
        return log.status in (LogStatus.DONE, LogStatus.VALUE)
    aim = week.target if week and week.target is not None else goal.amount
    if aim is None:
        return True
    return log.value <= aim if measure_of(goal) is Measure.CAP else log.value >= aim


def _daily(goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date) -> str:
    """Days that kept the amount, of the days that were recorded in the last week."""
    recent = [log for log in logs if log.day > today - timedelta(days=7)]
    days = {log.day: is_met(goal, plan.week_on(log.day) if plan else None, log) for log in recent}
    if not days:
        return "Nothing recorded this week yet; one number is enough to begin."
    met = sum(1 for value in days.values() if value)
    recorded = f"{len(days)} recorded day{'s' if len(days) > 1 else ''}"
    text = f"{met} of {recorded} in the last week {'was' if met == 1 else 'were'} on target."
    found = readings(recent)
    if len(found) >= 2:
        text += f" On average {say(round(sum(v for _, v in found) / len(found), 1), goal.unit)}."
    if len(days) < _ENOUGH_READINGS:
        return text + " Too early to judge."
    if met / len(days) >= _ON_TARGET:
        return f"{text} On track."
    return text if goal.clock is not None else f"{text} A smaller amount for a week is an option."


def _habit(goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date) -> str:
    """Weeks on target so far, and this week's count."""
    done = {log.day for log in logs if log.status is not LogStatus.PARTLY and is_met(goal, None, log)}
    if plan is None or plan.week_on(today) is None:
        return f"Done on {len(done)} day{'' if len(done) == 1 else 's'} so far."
    if not logs:
        return "Nothing recorded yet; the next cue is a good moment."
    now = plan.week_on(today)
    over = [week for week in plan.weeks if week.ends < today]
    kept = sum(1 for week in over if _times(week, done) >= _ON_TARGET * aimed(week, goal))
    parts = [f"{kept} of {len(over)} week{'s' if len(over) > 1 else ''} on target"] if over else []
    if now is not None:
        parts.append(f"this week {_times(now, done)} of {number(aimed(now, goal))}")
    verdict = "" if not over else (" On track." if kept / len(over) >= 0.6 else " The next week is a fresh one.")
    text = comma_list(parts)
    return f"{text[:1].upper()}{text[1:]}.{verdict if over else ' Too early to judge.'}"


def aimed(week: Week, goal: Goal) -> float:
    """How many days of the week the core asks for, 7 at most."""
    core = [task for task in week.tasks if {"8.6", "8.7"} & set(task.bct)]
    times = sum(per_week(task.times, task.per) for task in core) or (week.target or 1.0)
    days = (week.ends - week.starts).days + 1
    return max(1.0, float(round(min(7.0, times, float(days)))))


def _times(week: Week, done: set[date]) -> int:
    return sum(1 for day in done if week.starts <= day <= week.ends)


def was_bad_week(goal: Goal, plan: Plan, logs: Sequence[Log], day: date) -> bool:
    """Was less than half of the week before `day` done, with anything recorded at all? Then a re-plan is offered."""
    week = plan.week_on(day - timedelta(days=7))
    if week is None:
        return False
    own = [log for log in logs if log.goal_id == goal.id and week.starts <= log.day <= week.ends]
    done = {log.day for log in own if is_met(goal, week, log)}
    return bool(own) and len(done) < 0.5 * aimed(week, goal)
