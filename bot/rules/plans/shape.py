"""How a goal is planned: what is measured, where from, where to, and how often, within the playbook's limits."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from bot.entities import AmountKind, Direction, Domain, Frequency, Goal, GoalKind, UserProfile
from bot.entities.goal import Period
from bot.rules.plans.amounts import DAYS, DISTANCE_KM, KG, MINUTES, grain, rounded_down
from bot.rules.plans.playbook import Limits, Playbook, playbook_for

BARE: Final = ("time", "session", "day", "night", "workout")  # units that only count repetitions
_ENERGY: Final = ("kcal", "calorie", "cal")
_DOWN: Final = (Direction.DECREASE, Direction.STOP)
_LOWEST_BMI: Final = 18.5  # WHO


class Measure(StrEnum):
    LEVEL = "level"  # a reading that moves towards a value
    TOTAL = "total"  # logs that add up
    RATE = "rate"  # an amount each repetition or period
    CAP = "cap"  # stay at or under
    HABIT = "habit"  # done or not


@dataclass(frozen=True)
class Shape:
    """A goal as numbers to plan with, in the goal's own unit."""

    measure: Measure
    unit: str | None
    frequency: Frequency
    base: float | None = None  # the reading now, or the running total
    final: float | None = None  # what the last week should show
    change: float | None = None  # from base to final, signed; known for a delta without a base too

    @property
    def is_weekly_sum(self) -> bool:
        """ "10 hours a week", "30 km a week": a sum to be split, not one long sitting."""
        is_once = self.frequency == Frequency(times=1, per="week")
        return self.measure is Measure.RATE and is_once and self.unit in (*MINUTES, *DISTANCE_KM, "page", "word")

    @property
    def is_rate_by_month(self) -> bool:
        return self.measure in (Measure.RATE, Measure.CAP) and self.frequency.per in ("month", "year")


def shape_of(goal: Goal, profile: UserProfile, playbook: Playbook) -> Shape:
    """The goal read for planning. Amounts that break a limit of the playbook are brought to the limit."""
    measure = _measure(goal, playbook)
    shape = Shape(measure, goal.unit, _frequency(goal, measure, playbook))
    if measure is Measure.HABIT or goal.amount is None:
        return shape
    if measure is Measure.LEVEL:
        return _level(shape, goal, profile, playbook)
    days = 7 if shape.frequency == Frequency(times=1, per="week") else 1
    amount = _within(goal.amount / days, goal.unit, playbook.limits) * days
    if measure is Measure.TOTAL:
        done = goal.current if goal.current is not None else _given_start(goal)
        return replace(shape, base=min(done, amount), final=amount, change=amount - min(done, amount))
    start = None if goal.start is None else _within(goal.start / days, goal.unit, playbook.limits) * days
    return replace(shape, base=start, final=amount)


def _measure(goal: Goal, playbook: Playbook) -> Measure:
    amount, kind, unit = goal.amount, goal.amount_kind, goal.unit
    if (
        amount is None
        or amount < 0
        or unit in playbook.uncounted
        or (amount == 0 and goal.kind in (GoalKind.TOTAL, GoalKind.DAILY))
    ):
        return Measure.HABIT
    if unit in _ENERGY and (goal.domain is not Domain.NUTRITION or goal.kind is GoalKind.TOTAL):
        return Measure.HABIT  # energy is planned as a day's intake only
    if goal.domain is Domain.WEIGHT and unit in KG:
        return Measure.LEVEL
    if goal.kind is GoalKind.CAP or (kind is AmountKind.RATE and goal.direction in _DOWN and unit not in BARE):
        return Measure.CAP if amount > 0 else Measure.HABIT
    if kind is AmountKind.DURATION:
        return Measure.HABIT if unit in DAYS or unit not in MINUTES else Measure.RATE
    named = {GoalKind.TOTAL: Measure.TOTAL, GoalKind.DAILY: Measure.RATE, GoalKind.LEVEL: Measure.LEVEL}
    return named.get(goal.kind, Measure.HABIT)


def _frequency(goal: Goal, measure: Measure, playbook: Playbook) -> Frequency:
    """What the person asked for, else what their number implies, else the playbook's."""
    given = goal.frequency
    bare = goal.amount_kind is AmountKind.RATE and goal.unit in BARE and goal.amount is not None and goal.amount >= 1
    if bare and goal.amount is not None and (given is None or given.times == 1):
        return _possible(Frequency(times=round(goal.amount), per=given.per if given else "week"))
    if given is not None and given.times >= 1:
        return _possible(given)
    is_challenge = goal.amount_kind is AmountKind.DURATION and goal.unit == "day"
    if measure in (Measure.RATE, Measure.CAP) or is_challenge:
        return Frequency(times=1, per="day")
    return Frequency(times=playbook.defaults.times, per=playbook.defaults.per)


def _possible(wanted: Frequency) -> Frequency:
    """The frequency as somebody could live it; more than 31 times a year are so many times a week."""
    if wanted.per == "year" and wanted.times > 31:
        wanted = Frequency(times=max(1, round(wanted.times / 52)), per="week")
    most = {"day": 10, "week": 14, "month": 31, "year": 31}[wanted.per]
    return wanted if wanted.times <= most else wanted.but(times=most)


def _given_start(goal: Goal) -> float:
    """What was there before the first log, when the target is an amount to own rather than one to add."""
    return goal.start if goal.start is not None and goal.amount_kind is AmountKind.TARGET else 0.0


def _within(amount: float, unit: str | None, limits: Limits) -> float:
    """The amount inside the playbook's lowest and highest for its unit; lengths of time are compared in hours."""
    key, factor = ("hour", MINUTES[unit] / 60) if unit in MINUTES else (unit or "", 1.0)
    low, high = limits.lowest.get(key), limits.highest.get(key)
    value = amount * factor
    value = max(value, low) if low is not None else value
    value = min(value, high) if high is not None else value
    return amount if value == amount * factor else round(value / factor, 2)


def _level(shape: Shape, goal: Goal, profile: UserProfile, playbook: Playbook) -> Shape:
    base = goal.current if goal.current is not None else goal.start
    if base is None and goal.domain is Domain.WEIGHT and profile.weight_kg and goal.unit in KG:
        base = round(profile.weight_kg / KG[goal.unit], 1)
    amount, sign = goal.amount or 0.0, -1.0 if goal.direction in _DOWN else 1.0
    if goal.amount_kind is AmountKind.DELTA:
        begun = goal.start if goal.start is not None else base
        final = None if begun is None else begun + sign * amount
        return _bounded(replace(shape, base=base, final=final, change=sign * amount), profile, playbook)
    if goal.amount_kind is AmountKind.RATE:  # "lose a kilo a week": the length of the plan decides how far
        return replace(shape, base=base)
    return _bounded(replace(shape, base=base, final=amount), profile, playbook)


def _bounded(shape: Shape, profile: UserProfile, playbook: Playbook) -> Shape:
    """Keeps a level inside the limits and above the weight that a BMI of 18.5 means."""
    if shape.final is None:
        return shape
    final = _within(shape.final, shape.unit, playbook.limits)
    if shape.unit in KG and playbook.limits.loss_per_week and profile.height_cm:
        final = max(final, round(_LOWEST_BMI * (profile.height_cm / 100) ** 2 / KG[shape.unit or "kg"] + 0.05, 1))
        final = final if shape.base is None or shape.base > final or shape.final > shape.base else shape.base
    return replace(shape, final=final, change=None if shape.base is None else final - shape.base)


def paced(shape: Shape, goal: Goal, weeks: float) -> Shape:
    """What only the length of the plan decides: "50 times" becomes so many times a week or a month."""
    if shape.measure is not Measure.TOTAL or shape.unit not in BARE or goal.frequency is not None or not shape.change:
        return shape
    times = shape.change / max(weeks, 1)
    per: Period = "week" if times >= 1 else "month"
    often = math.ceil(times if times >= 1 else times * DAYS["month"] / 7)
    return replace(shape, frequency=_possible(Frequency(times=often, per=per)))


def reach(shape: Shape, playbook: Playbook, days: int) -> Shape:
    """The shape with the change cut to what its limits allow in `days`: a plan never goes faster than is safe."""
    limit = _most_change(shape, playbook.limits, days)
    if shape.change is None or limit is None or abs(shape.change) <= limit + 1e-9:
        return shape
    change = limit if shape.change > 0 else -limit
    return replace(shape, change=change, final=None if shape.base is None else round(shape.base + change, 4))


def _most_change(shape: Shape, limits: Limits, days: int) -> float | None:
    if shape.measure is not Measure.LEVEL or not shape.change:
        return None
    weeks = days / 7
    if limits.step_share and shape.base and shape.change > 0:
        most = shape.base * ((1 + limits.step_share) ** max(1, int(weeks)) - 1)
        return rounded_down(most, grain(shape.unit, shape.base)) if most >= 1 else most
    factor = KG.get(shape.unit or "")
    per_week = limits.loss_per_week if shape.change < 0 else limits.gain_per_week
    if factor is None or per_week is None:
        return None
    share = limits.loss_share_per_week
    if shape.change < 0 and share and shape.base:
        per_week = min(per_week, share * shape.base * factor)
    return rounded_down(per_week / factor * weeks, 0.1)


def is_distance(shape: Shape) -> bool:
    return shape.unit in DISTANCE_KM


def measure_of(goal: Goal) -> Measure:
    """How the goal is measured, without its numbers."""
    return _measure(goal, playbook_for(goal))
