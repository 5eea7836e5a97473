"""Progress in words, and drawn with blocks for the terminal: the number first, a verdict only when there is a trend."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from bot.catalogue import say_amount, say_number, say_weekday, t, tn
from bot.entities import Goal, Log, Plan
from bot.rules.plans.progress import (
    ENOUGH_DAYS,
    ENOUGH_READINGS,
    ON_TARGET,
    Readings,
    WeekCount,
    done_days,
    has_trend,
    is_met,
    mean_until,
    planned_on,
    readings,
    repairable,
    room_of,
    running_total,
    week_counts,
)
from bot.rules.plans.shape import Measure, measure_of

_BARS: Final = "▁▂▃▄▅▆▇█"
_LIMITED: Final = 12  # points in a chart
_KEPT_WELL: Final = 0.6  # of the weeks so far


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
    if measure_of(goal) is Measure.HABIT and plan is not None and own:
        return _week_rows(goal, plan, own)
    values = [value for _, value in readings(own)][-_LIMITED:]
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    bars = "".join(_BARS[round((v - low) / (high - low) * 7) if high > low else 3] for v in values)
    return f"{say_number(values[0])} {bars} {say_number(values[-1])}"


def _week_rows(goal: Goal, plan: Plan, logs: Sequence[Log]) -> str:
    """One row of seven days for each of the last weeks: ■ kept, □ recorded, · nothing said."""
    done, told = done_days(goal, plan, logs), {log.day for log in logs}
    rows = []
    for week in [week for week in plan.weeks if week.starts <= max(told)][-4:]:
        days = [week.starts + timedelta(days=n) for n in range((week.ends - week.starts).days + 1)]
        marks = "".join("■" if day in done else "□" if day in told else "·" for day in days)
        rows.append(f"{week.number:>2} {marks}")
    return "\n".join(rows)


def describe_trend(goal: Goal, found: Readings) -> str:
    """The mean of the last seven days against the seven before; empty where it is too early, or nothing is read."""
    if measure_of(goal) is not Measure.LEVEL or not has_trend(found):
        return ""
    now = mean_until(found, found[-1][0])
    before = mean_until(found, found[-1][0] - timedelta(days=7))
    if now is None or before is None:
        return ""
    if abs(now - before) < 0.05:
        return t("7-day trend: steady.")
    amount = say_amount(round(abs(now - before), 1), goal.unit)
    if now < before:
        return t("7-day trend: {amount} down in a week.", amount=amount)
    return t("7-day trend: {amount} up in a week.", amount=amount)


def _total(goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date) -> str:
    done, amount = running_total(goal, logs), goal.amount or 0.0
    values = {"done": say_number(done), "amount": say_amount(amount, goal.unit)}
    if done >= amount:
        return t("{done} of {amount}: you are there!", **values)
    text = t("{done} of {amount} ({left} to go).", left=say_number(round(amount - done, 2)), **values)
    planned = planned_on(plan, today, goal.start or 0.0) if plan else None
    if planned is None or plan is None or (today - plan.weeks[0].starts).days < ENOUGH_DAYS:
        return text if done else f"{text} {t('The first one is the hardest; it counts most.')}"
    return f"{text} {_verdict(done - planned, goal, room_of(goal, None))}"


def _verdict(ahead: float, goal: Goal, room: float) -> str:
    """On track, ahead or behind, with the number."""
    if abs(ahead) <= room:
        return t("On track with the plan.")
    amount = say_amount(round(abs(ahead), 1 if abs(ahead) < 20 else None), goal.unit)
    if ahead > 0:
        return t("{amount} ahead of the plan.", amount=amount)
    return t("{amount} behind the plan; the plan can be eased any time.", amount=amount)


def _level(goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date) -> str:
    found = readings(logs)
    if not found:
        if goal.start is None:
            return t("No reading yet: the first one is where the line starts.")
        start = say_amount(goal.start, goal.unit)
        return t("Start: {start}. No reading since; one is enough to see how it goes.", start=start)
    begun = goal.start if goal.start is not None else found[0][1]
    latest, target = found[-1][1], goal.target
    text = f"{_last_reading(goal, latest, begun)} {_way_to_go(goal, latest, begun)}".strip()
    if target is not None and _left(target, latest, begun) <= 0:
        return text
    if not has_trend(found):
        return f"{text} {tn('One reading, too early to judge.', '{n} readings, too early to judge.', len(found))}"
    return f"{text} {_trend(goal, plan, found, today, begun)}".strip()


def _last_reading(goal: Goal, latest: float, begun: float) -> str:
    value, moved = say_amount(latest, goal.unit), say_amount(round(abs(latest - begun), 1), goal.unit)
    if latest < begun:
        return t("Last reading {value}, {moved} down since the start.", value=value, moved=moved)
    if latest > begun:
        return t("Last reading {value}, {moved} up since the start.", value=value, moved=moved)
    return t("Last reading {value}.", value=value)


def _way_to_go(goal: Goal, latest: float, begun: float) -> str:
    target = goal.target
    if target is None:
        return ""
    left = _left(target, latest, begun)
    if left > 0:
        return t("{left} to go.", left=say_number(round(left, 1)))
    return t("{target} is reached!", target=say_amount(target, goal.unit))


def _left(target: float, latest: float, begun: float) -> float:
    sign = 1 if target > begun or (target == begun and latest < target) else -1
    return (target - latest) * sign


def _trend(goal: Goal, plan: Plan | None, found: Readings, today: date, begun: float) -> str:
    """The mean of the last seven days against the week before and against the plan: single readings jump."""
    parts, target = [describe_trend(goal, found)], goal.target
    now = mean_until(found, found[-1][0])
    planned = planned_on(plan, min(today, _middle(found, found[-1][0])), begun) if plan else None
    if planned is not None and now is not None and target is not None and target != begun:
        ahead = (now - planned) * (1 if target > begun else -1)
        parts.append(_verdict(ahead, goal, room_of(goal, begun)))
    return " ".join(part for part in parts if part)


def _middle(found: Readings, end: date) -> date:
    """The mean day of the readings that a week's mean is of: what to compare that mean with."""
    ordinals = [day.toordinal() for day, _ in found if end - timedelta(days=7) < day <= end]
    return date.fromordinal(round(sum(ordinals) / len(ordinals)))


def _daily(goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date) -> str:
    """Days that kept the amount, of the days that were recorded in the last week."""
    recent = [log for log in logs if log.day > today - timedelta(days=7)]
    days = {log.day: is_met(goal, plan.week_on(log.day) if plan else None, log) for log in recent}
    if not days:
        return t("Nothing recorded this week yet; one number is enough to begin.")
    met = sum(1 for value in days.values() if value)
    text = tn(
        "{met} of {n} recorded day in the last week on target.",
        "{met} of {n} recorded days in the last week on target.",
        len(days),
        met=met,
    )
    found = readings(recent)
    if len(found) >= 2:
        mean = say_amount(round(sum(v for _, v in found) / len(found), 1), goal.unit)
        text = f"{text} {t('On average {mean}.', mean=mean)}"
    if len(days) < ENOUGH_READINGS:
        return f"{text} {t('Too early to judge.')}"
    if met / len(days) >= ON_TARGET:
        return f"{text} {t('On track.')}"
    return text if goal.clock is not None else f"{text} {t('A smaller amount for a week is an option.')}"


def _habit(goal: Goal, plan: Plan | None, logs: Sequence[Log], today: date) -> str:
    """Weeks on target so far, and this week's count."""
    if plan is None or plan.week_on(today) is None:
        return tn("Done on one day so far.", "Done on {n} days so far.", len(done_days(goal, None, logs)))
    if not logs:
        return t("Nothing recorded yet; the next cue is a good moment.")
    counts = week_counts(goal, plan, logs, today)
    over, now = counts[:-1], counts[-1]
    values = {"done": now.done, "planned": say_number(now.planned)}
    if not over:
        return t("This week {done} of {planned}. Too early to judge.", **values)
    kept = sum(1 for count in over if count.is_on_target)
    text = tn(
        "{kept} of {n} week on target and this week {done} of {planned}.",
        "{kept} of {n} weeks on target and this week {done} of {planned}.",
        len(over),
        kept=kept,
        **values,
    )
    if (short := repairable(counts, today)) is not None:
        return f"{text} {_repair(short)}"
    verdict = t("On track.") if kept / len(over) >= _KEPT_WELL else t("The next week is a fresh one.")
    return f"{text} {verdict}"


def _repair(short: WeekCount) -> str:
    """A week that is one day short can be made good for two days: what was done on it may be recorded late."""
    day = say_weekday(short.week.ends)
    return t("Last week is one day short; a day you forgot to record still counts, like *done {day}*.", day=day)
