"""How a goal and a log are said back in a few words."""

from datetime import date

from bot.entities import AmountKind, Frequency, Goal, GoalDraft, Log, LogStatus
from bot.rules.plans.amounts import say

_PERIODS = {"day": "a day", "week": "a week", "month": "a month", "year": "a year"}


def describe_goal(goal: Goal | GoalDraft) -> str:
    """`Lose 5 kg by 18 Jan 2027`: the title, with frequency and date where the title lacks them."""
    title = goal.title.strip().rstrip(".")
    said = title[:1].upper() + title[1:]
    is_sum = goal.amount_kind in (AmountKind.DELTA, AmountKind.TARGET, AmountKind.COUNT)
    if goal.frequency is not None and not is_sum and not _mentions_frequency(title):
        said += f", {say_frequency(goal.frequency)}"
    if goal.deadline is not None:
        said += f" by {goal.deadline.day} {goal.deadline:%b %Y}"
    return said


def _mentions_frequency(title: str) -> bool:
    words = title.lower()
    return any(
        mark in words for mark in (" a day", " a week", " a month", " per ", "every", "daily", "weekly", "times")
    )


def say_frequency(frequency: Frequency) -> str:
    """`3 times a week`, `every day`, `once a month`."""
    if frequency.times == 1:
        return "every day" if frequency.per == "day" else f"once {_PERIODS[frequency.per]}"
    return f"{frequency.times} times {_PERIODS[frequency.per]}"


def describe_log(log: Log, goal: Goal | None, *, today: date) -> str:
    """`Noted for today: 79.4 kg.` The recorded value is always echoed."""
    day = say_day(log.day, today)
    value = None if log.value is None else say(log.value, log.unit)
    match log.status:
        case LogStatus.DONE:
            return f"Noted for {day}: done{f', {value}' if value else ''}."
        case LogStatus.PARTLY:
            return f"Noted for {day}: partly{f', {value}' if value else ''}. A part counts."
        case LogStatus.SKIPPED:
            return f"Noted for {day}: skipped. One miss does no measurable harm; the next one counts."
        case LogStatus.VALUE:
            is_total = log.mode == "set" and goal is not None and goal.kind == "total"
            return f"Noted for {day}: {value}{' in all' if is_total else ''}."


def say_day(day: date, today: date) -> str:
    """`today`, `yesterday`, or `Wed 18 Nov`."""
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if (away := (today - day).days) in near:
        return near[away]
    return f"{day:%a} {day.day} {day:%b}"
