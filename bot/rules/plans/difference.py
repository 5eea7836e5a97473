"""What changes from one version of a plan to the next, in a few lines of Markdown."""

import re
from datetime import date
from typing import Final

from bot.catalogue import N_, say_amount, say_date, say_number, t
from bot.entities import Goal, Plan, Task, Week
from bot.rules.plans.amounts import say_often
from bot.rules.plans.check import GRADED
from bot.rules.plans.said import said
from bot.rules.plans.show import say_target
from bot.rules.plans.words import ending_of

NO_CHANGES: Final = N_("No changes.")
_MOST_LINES: Final = 10
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")


def diff_plans(old: Plan, new: Plan, goal: Goal | None = None) -> str:
    """What changes, as a short Markdown list; weeks with the same change are one line. NO_CHANGES when none.

    A plan of another length is described by its length and its first and last week.
    """
    lines: list[tuple[str, list[int]]] = []
    is_redated = (old.weeks[0].starts, old.weeks[-1].ends) != (new.weeks[0].starts, new.weeks[-1].ends)
    if is_redated:
        lines.append((_lengths(old, new), []))
        lines += [(text, []) for text in _ends(old, new, goal)]
    for was, now in () if is_redated else zip(old.weeks, new.weeks, strict=False):
        for text in _week_changes(was, now, goal):
            _append(lines, text, now.number)
    if not lines:
        return NO_CHANGES
    shown = [f"- {_in_weeks(text, numbers)}" for text, numbers in lines[:_MOST_LINES]]
    more = [t("- and {n} more", n=len(lines) - _MOST_LINES)] if len(lines) > _MOST_LINES else []
    return "\n".join([*shown, *more])


def sum_up(old: Plan, new: Plan, goal: Goal, day: date) -> str:
    """A change of the whole plan in a few lines: its length, the first and last target, and this week's tasks."""
    if old.weeks == new.weeks:
        return ""
    lines = []
    if (old.weeks[0].starts, old.weeks[-1].ends) != (new.weeks[0].starts, new.weeks[-1].ends):
        lines.append(_lengths(old, new))
    lines += _ends(old, new, goal)
    week = new.week_on(day) or new.weeks[0]
    was = old.week_on(day) or old.weeks[0]
    same = {(task.cue, task.action, task.minutes, task.times, task.per) for task in was.tasks}
    lines += [
        f"{t('Week {n}', n=week.number)}: {said(task.cue)}, {said(task.action)} ({say_often(task.times, task.per)})"
        for task in week.tasks
        if GRADED in task.bct and (task.cue, task.action, task.minutes, task.times, task.per) not in same
    ]
    return "\n".join(f"- {line}" for line in lines)


def _lengths(old: Plan, new: Plan) -> str:
    before, after = (
        t("{weeks} to {date}", weeks=say_amount(len(plan.weeks), "week"), date=say_date(plan.weeks[-1].ends))
        for plan in (old, new)
    )
    return t("Length: {before} → {after}", before=before, after=after)


def _ends(old: Plan, new: Plan, goal: Goal | None) -> list[str]:
    """The targets of the first and the last week before and after, where they differ."""
    if goal is None:
        return []
    texts = []
    for name, place in ((t("First week"), 0), (t("Last week"), -1)):
        if place and ending_of(new.weeks[place].focus):
            continue  # the goal lies beyond the last week that is written
        was, now = say_target(old.weeks[place], goal), say_target(new.weeks[place], goal)
        if now and was != now:
            texts.append(f"{name}: {was or t('open')} → {now}")
    return texts


def _append(lines: list[tuple[str, list[int]]], text: str, number: int) -> None:
    for known, numbers in lines:
        if known == text and numbers:
            numbers.append(number)
            return
    lines.append((text, [number]))


def _in_weeks(text: str, numbers: list[int]) -> str:
    """The change after the weeks it holds in."""
    if not numbers:
        return text
    if len(numbers) == 1:
        return f"{t('Week {n}', n=numbers[0])}: {text}"
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{t('Weeks {first}–{last}', first=numbers[0], last=numbers[-1])}: {text}"
    return f"{t('Weeks {numbers}', numbers=', '.join(map(str, numbers)))}: {text}"


def _week_changes(was: Week, now: Week, goal: Goal | None) -> list[str]:
    changes = []
    if was.target != now.target and goal is not None:
        old_target, target = say_target(was, goal), say_target(now, goal)
        change = t("target {before} → {after}", before=old_target or t("open"), after=target or t("open"))
        changes += [change] if old_target != target else []
    gone = {task.id: task for task in was.tasks}
    for task in now.tasks:
        before = gone.pop(task.id, None)
        changes += [_added(task)] if before is None else _task_changes(before, task)
    return [*changes, *(t("without: {action}", action=said(task.action)) for task in gone.values())]


def _added(task: Task) -> str:
    return t("new: {cue}, {action}", cue=said(task.cue), action=said(task.action))


def _task_changes(was: Task, now: Task) -> list[str]:
    """A new cue, another action, another size: each as one short text that is the same for all weeks it holds in."""
    changes = []
    if was.cue != now.cue:
        changes.append(f"{said(was.cue)} → {said(now.cue)}")
    if was.action != now.action:
        numbers = [pair for pair in zip(_numbers(was.action), _numbers(now.action), strict=False) if pair[0] != pair[1]]
        is_resized = bool(numbers) and _DIGITS.sub("", was.action) == _DIGITS.sub("", now.action)
        if is_resized:
            before = say_number(float(numbers[0][0]))
            changes.append(t("{action} (was {before})", action=said(now.action), before=before))
        else:
            changes.append(f"{said(now.cue)}: {said(now.action)}")
    elif was.minutes != now.minutes:
        changes.append(f"{said(was.action)}: {was.minutes} → {say_amount(now.minutes, 'min')}")
    if (was.times, was.per) != (now.times, now.per):
        changes.append(f"{said(now.action)}: {say_often(was.times, was.per)} → {say_often(now.times, now.per)}")
    return changes


def _numbers(text: str) -> list[str]:
    return _DIGITS.findall(text)
