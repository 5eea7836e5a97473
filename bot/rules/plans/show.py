"""A plan as Markdown that reads well on a phone: the whole draft, one week, one day."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.catalogue import say_amount, say_date, say_number, say_range, t, tn
from bot.entities import Goal, Plan, Task, Week
from bot.rules.plans.amounts import say_often
from bot.rules.plans.rates import AT_MOST, EACH, EACH_TIME
from bot.rules.plans.said import said, said_focus
from bot.rules.plans.shape import Measure, measure_of
from bot.rules.plans.words import aim_of, ending_of, opened, title_of

_MOST_FULL_WEEKS: Final = 8  # a longer plan is shown in full only near the present week
_FIRST_WEEKS: Final = 4


def is_action(task: Task) -> bool:
    """Does the task ask for more than writing something down?"""
    return not set(task.bct) <= {"1.5", "1.7", "2.2", "2.3", "2.4"}


def show_plan(plan: Plan, goal: Goal, *, today: date, short: bool = False) -> str:
    """The plan as Markdown: each week a line with dates and target, and a line with its tasks (not when `short`).

    A plan of more than eight weeks shows the four from the present one on in full and the others by the month.
    """
    first, last = plan.weeks[0], plan.weeks[-1]
    length = say_amount(len(plan.weeks), "week")
    now = plan.week_on(today)
    start = now.number if now else 1
    lines = [f"**{opened(title_of(goal.title))}** · {length}, {say_range(first.starts, last.ends)}", ""]
    for weeks in _grouped(plan.weeks, start):
        full = not short and (len(plan.weeks) <= _MOST_FULL_WEEKS or weeks[0].number in _near(start))
        lines.append(_week_lines(weeks, goal, is_now=now in weeks and today > first.starts, full=full))
    lines += ["", *filter(None, [said(ending_of(last.focus))]), t("_Record:_ {measure}", measure=said(plan.measure))]
    if plan.skips_per_week and not short:
        lines.append(
            tn(
                "_Room to breathe:_ the plan has {n} skip day a week.",
                "_Room to breathe:_ the plan has {n} skip days a week.",
                plan.skips_per_week,
            )
        )
    if plan.obstacles and not short:
        lines.append(t("_If it gets hard:_ {answer}", answer=said(plan.obstacles[0].answer)))
    return "\n".join(lines)


def _grouped(weeks: Sequence[Week], start: int) -> list[list[Week]]:
    """Single weeks in a short plan; in a long one the next four single and the others in fours."""
    if len(weeks) <= _MOST_FULL_WEEKS:
        return [[week] for week in weeks]
    groups: list[list[Week]] = []
    for week in weeks:
        if (
            week.number in _near(start)
            or not groups
            or len(groups[-1]) == _FIRST_WEEKS
            or groups[-1][-1].number in _near(start)
        ):
            groups.append([week])
        else:
            groups[-1].append(week)
    return groups


def _near(start: int) -> range:
    return range(start, start + _FIRST_WEEKS)


def _week_lines(weeks: Sequence[Week], goal: Goal, *, is_now: bool, full: bool) -> str:
    first, last = weeks[0], weeks[-1]
    name = t("Week {n}", n=first.number)
    if first is not last:
        name = t("Weeks {first}–{last}", first=first.number, last=last.number)
    head = (
        f"**{name}**",
        say_range(first.starts, last.ends),
        say_target(last, goal) or said(aim_of(last.focus)),
        t("a lighter week") if first is last and last.is_deload else "",
        t("now") if is_now else "",
    )
    tasks = [_in_line(task) for task in last.tasks if is_action(task)] if full else []
    return "\n".join([" · ".join(filter(None, head)), *([" ".join(tasks)] if tasks else [])])


def _in_line(task: Task) -> str:
    size = _size(task)
    return f"{opened(said(task.cue))}: {said(task.action)}" + (f" ({size})." if size else ".")


def _size(task: Task) -> str:
    """How often and how long; minutes only where the words do not say them already and there are some."""
    often = "" if (task.times, task.per) == (1, "week") else say_often(task.times, task.per)
    minutes = "" if "min" in task.action or task.minutes < 10 else say_amount(task.minutes, "min")
    return ", ".join(part for part in (often, minutes) if part)


def say_target(week: Week, goal: Goal) -> str:
    """The week's target in words: "83.4 kg", "500 of 1500 EUR", "13 pages a day"; empty without one."""
    if week.target is None:
        return ""
    measure = measure_of(goal)
    per, amount = goal.frequency.per if goal.frequency else "day", say_amount(week.target, goal.unit)
    if measure is Measure.TOTAL and goal.amount:
        if week.target <= 0:
            return ""
        return t("{part} of {whole}", part=say_number(week.target), whole=say_amount(goal.amount, goal.unit))
    if measure is Measure.CAP:
        return t(AT_MOST[per], amount=amount)
    if measure is Measure.RATE:
        is_each_time = goal.frequency is not None and goal.frequency.times > 1
        return t(EACH_TIME if is_each_time else EACH[per], amount=amount)
    if measure is Measure.HABIT:
        return ""  # the tasks say how often
    return amount


def show_week(plan: Plan, goal: Goal, day: date) -> str:
    """The tasks of the week that holds `day`, each as an if-then sentence; what comes next outside the plan."""
    week = plan.week_on(day)
    if week is None:
        return _outside(plan, goal, day)
    head = (
        f"**{t('Week {n} of {weeks}', n=week.number, weeks=len(plan.weeks))}**",
        say_range(week.starts, week.ends),
        say_target(week, goal),
        t("a lighter week") if week.is_deload else "",
    )
    lines = [" · ".join(filter(None, head)), said_focus(week.focus), "", *map(_as_intention, week.tasks)]
    if plan.obstacles:
        lines += ["", said(plan.obstacles[(week.number - 1) % len(plan.obstacles)].answer)]
    return "\n".join(lines)


def _as_intention(task: Task) -> str:
    """ "- After dinner, I will walk (every day, 20 min)." """
    action = said(task.action) + (f" ({size})" if (size := _size(task)) else "")
    return t("- {Cue}, I will {action}.", Cue=opened(said(task.cue)), action=action)


def _outside(plan: Plan, goal: Goal, day: date) -> str:
    first, last = plan.weeks[0].starts, plan.weeks[-1].ends
    if day < first:
        return t("**{goal}** starts on {date}.", goal=opened(title_of(goal.title)), date=say_date(first))
    return t("The plan for **{goal}** ended on {date}.", goal=title_of(goal.title), date=say_date(last))


def first_step(plan: Plan, day: date) -> Task | None:
    """The smallest thing of this week that can be done at once; None outside the plan."""
    tasks = [task for task in today_tasks(plan, day) if is_action(task)]
    tonight = [task for task in tasks if task.cue.startswith("tonight")]
    return min(tonight or tasks, key=lambda task: task.minutes, default=None)


def today_tasks(plan: Plan, day: date) -> tuple[Task, ...]:
    """What may be done on `day`: this week's tasks, those of every day first."""
    week = plan.week_on(day)
    return () if week is None else tuple(sorted(week.tasks, key=lambda task: (task.per != "day", not is_action(task))))
