"""Where a goal stands, in numbers: totals, readings, the plan's line, days met and weeks on target. No words here."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from bot.entities import Goal, GoalKind, Log, LogStatus, Plan, Week
from bot.rules.plans.amounts import per_week
from bot.rules.plans.shape import Measure, measure_of

ENOUGH_READINGS: Final = 3
ENOUGH_DAYS: Final = 6  # between the first and the last reading
ON_TARGET: Final = 0.8  # of a week's times: the load is raised only after such a week
REPAIR: Final = timedelta(hours=48)  # so long after it ended a week may still be made good (Silverman 2023)
TREND_DAYS: Final = 7

Readings = Sequence[tuple[date, float]]


def running_total(goal: Goal, logs: Sequence[Log]) -> float:
    """What the logs come to: amounts add up, a value given as the whole replaces what was before."""
    total = goal.start or 0.0
    for log in sorted(logs, key=lambda log: (log.day, log.at)):
        if log.value is not None:
            total = log.value if log.mode == "set" else total + log.value
    return round(total, 2) if any(log.value is not None for log in logs) else (goal.current or total)


def totals(goal: Goal, logs: Sequence[Log]) -> list[tuple[date, float]]:
    """The running total at the end of each day with a value, oldest first."""
    by_day, total = {}, goal.start or 0.0
    for log in sorted(logs, key=lambda log: (log.day, log.at)):
        if log.value is not None:
            total = log.value if log.mode == "set" else total + log.value
            by_day[log.day] = round(total, 2)
    return sorted(by_day.items())


def readings(logs: Sequence[Log]) -> list[tuple[date, float]]:
    """The value of each day, oldest first: the last one said, with what was added to it later ("another 5 pages")."""
    by_day: dict[date, float] = {}
    for log in sorted(logs, key=lambda log: (log.day, log.at)):
        if log.value is not None:
            by_day[log.day] = log.value + (by_day.get(log.day, 0.0) if log.mode == "add" else 0.0)
    return sorted(by_day.items())


def has_trend(found: Readings) -> bool:
    """Whether there are enough readings, over enough days, to say anything of where they go."""
    return len(found) >= ENOUGH_READINGS and (found[-1][0] - found[0][0]).days >= ENOUGH_DAYS


def mean_until(found: Readings, end: date, days: int = TREND_DAYS) -> float | None:
    """The mean of the readings in the `days` up to `end`; None where there are none."""
    values = [value for day, value in found if end - timedelta(days=days) < day <= end]
    return sum(values) / len(values) if values else None


def trend_line(found: Readings) -> list[tuple[date, float]]:
    """The mean of the last seven days at each reading: single readings jump. Empty where it is too early to judge."""
    if not has_trend(found):
        return []
    means = [(day, mean_until(found, day)) for day, _ in found]
    return [(day, mean) for day, mean in means if mean is not None]


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


def room_of(goal: Goal, start: float | None) -> float:
    """How far from the plan's line still counts as on track."""
    if measure_of(goal) is Measure.TOTAL:
        return 0.05 * (goal.amount or 0.0)
    if goal.target is None or start is None:
        return 0.05
    return max(0.06 * abs(goal.target - start), 0.05)


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


def done_days(goal: Goal, plan: Plan | None, logs: Sequence[Log]) -> set[date]:
    """The days whose last log met what was asked; a part alone does not."""
    met: dict[date, bool] = {}
    for log in sorted(logs, key=lambda log: (log.day, log.at)):
        week = plan.week_on(log.day) if plan else None
        met[log.day] = log.status is not LogStatus.PARTLY and bool(is_met(goal, week, log))
    return {day for day, is_kept in met.items() if is_kept}


def aimed(week: Week, goal: Goal) -> float:
    """How many days of the week the core asks for, 7 at most."""
    core = [task for task in week.tasks if {"8.6", "8.7"} & set(task.bct)]
    times = sum(per_week(task.times, task.per) for task in core) or (week.target or 1.0)
    days = (week.ends - week.starts).days + 1
    return max(1.0, float(round(min(7.0, times, float(days)))))


class WeekCount(NamedTuple):
    """The days of one week of a plan that were kept, of those it asks for."""

    week: Week
    done: int
    planned: float

    @property
    def is_on_target(self) -> bool:
        return self.done >= ON_TARGET * self.planned


def week_counts(goal: Goal, plan: Plan, logs: Sequence[Log], today: date) -> list[WeekCount]:
    """Every week of the plan that has begun. Days logged late count for their own week: a week can be made good."""
    done = done_days(goal, plan, logs)
    begun = [week for week in plan.weeks if week.starts <= today]
    counts = ((week, sum(1 for day in done if week.starts <= day <= week.ends)) for week in begun)
    return [WeekCount(week, count, aimed(week, goal)) for week, count in counts]


def repairable(counts: Sequence[WeekCount], today: date) -> WeekCount | None:
    """The week that has just ended one day short of its target, while it may still be made good."""
    over = [count for count in counts if count.week.ends < today]
    if not over or today - over[-1].week.ends > REPAIR or over[-1].is_on_target:
        return None
    return over[-1] if over[-1].done and over[-1].done + 1 >= ON_TARGET * over[-1].planned else None


def was_bad_week(goal: Goal, plan: Plan, logs: Sequence[Log], day: date) -> bool:
    """Was less than half of the week before `day` done, with anything recorded at all? Then a re-plan is offered."""
    week = plan.week_on(day - timedelta(days=7))
    if week is None:
        return False
    own = [log for log in logs if log.goal_id == goal.id and week.starts <= log.day <= week.ends]
    done = {log.day for log in own if is_met(goal, week, log)}
    return bool(own) and len(done) < 0.5 * aimed(week, goal)
