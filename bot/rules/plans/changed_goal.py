"""A goal with another amount, start, date, frequency or time of day: its numbers and its title."""

import re
from datetime import date, timedelta

from bot.catalogue import N_, say_amount, say_date, t
from bot.entities import AmountKind, Frequency, Goal, GoalKind
from bot.rules.plans.amounts import number, say, say_often
from bot.rules.plans.clock import spoken
from bot.rules.plans.edit import (
    Edit,
    MoreDays,
    NewAmount,
    NewClock,
    NewDeadline,
    NewFrequency,
    NewStart,
)
from bot.rules.plans.shape import BARE
from bot.rules.plans.words import DAYS
from bot.rules.quantities import convert


class Impossible(Exception):
    """A change that cannot be; the message is for the person."""


def changed_goal(goal: Goal, edit: Edit, today: date) -> Goal:
    match edit:
        case NewAmount():
            return _with_amount(goal, edit)
        case NewStart(value=value, unit=unit):
            start = round(_in_unit(value, unit, goal), 2)
            return goal.but(start=start, current=start if goal.current in (None, goal.start) else goal.current)
        case NewDeadline(day=day):
            return _with_deadline(goal, day, today)
        case MoreDays(days=days):
            if goal.deadline is None:
                raise Impossible(t("This goal has no end date to move. Name one, like: by the end of April."))
            return _with_deadline(goal, max(goal.deadline, today) + timedelta(days=days), today)
        case NewFrequency(frequency=frequency):
            return with_frequency(goal, frequency)
        case NewClock(clock=clock):
            return goal.but(clock=clock, title=_clock_title(goal, spoken(clock)))
        case _:
            return goal


def _with_amount(goal: Goal, edit: NewAmount) -> Goal:
    if goal.amount is None:
        raise Impossible(t("This goal has no amount to change; tell me how often, or by when."))
    if edit.value <= 0 and goal.amount_kind is not AmountKind.CAP:
        raise Impossible(t("An amount has to be more than zero."))
    value = round(_in_unit(edit.value, edit.unit, goal), 2)
    is_reading = goal.amount_kind is AmountKind.DELTA and goal.kind is GoalKind.LEVEL and (
        edit.is_reading or (goal.start is not None and value > goal.start / 2) or value > 4 * goal.amount
    )  # fmt: skip
    if is_reading:
        is_down = goal.start is None or value < goal.start
        title = N_("Go down to {amount}") if is_down else N_("Go up to {amount}")
        title = t(title, amount=say(value, goal.unit))
        return goal.but(amount=value, amount_kind=AmountKind.TARGET, title=title)
    return goal.but(amount=value, title=_retitled(goal.title, goal.amount, value, goal.unit))


def _in_unit(value: float, unit: str | None, goal: Goal) -> float:
    if unit is None or unit == goal.unit or goal.unit is None:
        return value
    return convert(value, unit, goal.unit) or value


def _retitled(title: str, old: float, new: float, unit: str | None) -> str:
    """The title with its number replaced; the amount behind it where it holds none."""
    pattern = rf"(?<![\d.,]){re.escape(number(old))}(?:[.,]0+)?(?![\d]|[.,]\d)"
    changed, count = re.subn(pattern, number(new), title, count=1)
    if count:
        return changed
    for written in (f"{old:,.0f}", f"{old / 1000:g}k"):
        if re.search(rf"(?<![\d.,]){re.escape(written)}(?!\w)", title):
            return title.replace(written, number(new), 1)
    return f"{title} ({say(new, unit)})"


def _clock_title(goal: Goal, said: str) -> str:
    changed, count = re.subn(r"\b\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\b\.?)?|\bmidnight\b", said, goal.title, count=1)
    return changed if count else f"{goal.title} ({said})"


def _with_deadline(goal: Goal, day: date | None, today: date) -> Goal:
    if day is not None and day <= today:
        raise Impossible(t("{date} is over already; name a day to come.", date=say_date(day)))
    return goal.but(deadline=day)


_OFTEN = re.compile(
    r"\b(?:(?:\d+|one|two|three|four|five|six|seven) ?(?:x|times?|days|nights) (?:a|per|every|each) (?:day|week|month)"
    r"|once (?:a|per) \w+|twice (?:a|per) \w+|every ?day|daily|weekly|every (?:other|second) day"
    r"|on weekdays|on weekends|a (?:day|week|month))\b",
    re.I,
)


def with_frequency(goal: Goal, frequency: Frequency) -> Goal:
    """The goal so often; the number of a bare "3 times a week" is the frequency itself."""
    if frequency.per == "day" and frequency.times > 10:
        raise Impossible(t("That is more often than a day holds."))
    amount = float(frequency.times) if goal.unit in BARE and goal.amount_kind is AmountKind.RATE else goal.amount
    said = "every day" if frequency == Frequency(times=1, per="day") else (
        f"{frequency.times} times a {frequency.per}" if frequency.times > 1 else f"once a {frequency.per}"
    )  # fmt: skip
    title, count = _OFTEN.subn(said, goal.title, count=1)
    is_named = any(re.search(rf"\b{day}s?\b", goal.title, re.I) for day in DAYS)
    if not count and is_named:
        title = re.sub(rf",? ?\b(?:(?:on|every|and|&) )*(?:{'|'.join(DAYS)})s?\b", "", goal.title, flags=re.I).strip()
    return goal.but(frequency=frequency, amount=amount, title=title)


def tell_changes(before: Goal, after: Goal) -> list[str]:
    """What changes about the goal itself."""
    lines = []
    if (before.amount, before.amount_kind) != (after.amount, after.amount_kind) and after.unit not in BARE:
        was = say_amount(before.amount or 0, before.unit)
        lines.append(t("Goal: {before} → {after}", before=was, after=_goal_amount(after)))
    if before.start != after.start and after.start is not None:
        was = say_amount(before.start, before.unit) if before.start is not None else t("not known")
        lines.append(t("Start: {before} → {after}", before=was, after=say_amount(after.start, after.unit)))
    if before.deadline != after.deadline:
        lines.append(t("Until: {before} → {after}", before=_day(before.deadline), after=_day(after.deadline)))
    if before.frequency != after.frequency and after.frequency is not None:
        was = say_often(before.frequency.times, before.frequency.per) if before.frequency else t("as the plan says")
        often = say_often(after.frequency.times, after.frequency.per)
        lines.append(t("How often: {before} → {after}", before=was, after=often))
    if before.clock != after.clock and after.clock is not None:
        was = spoken(before.clock) if before.clock else t("open")
        lines.append(t("Time: {before} → {after}", before=was, after=spoken(after.clock)))
    return lines


def _goal_amount(goal: Goal) -> str:
    amount = say_amount(goal.amount or 0, goal.unit)
    is_reading = goal.amount_kind is AmountKind.TARGET and goal.kind is GoalKind.LEVEL
    return t("a reading of {amount}", amount=amount) if is_reading else amount


def _day(day: date | None) -> str:
    return say_date(day) if day else t("open")
