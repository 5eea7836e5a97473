"""What a goal's numbers mean: kilos a week, pages a day, money a week, and what the usual advice says."""

from datetime import date
from typing import Final

from bot.entities import Direction, Domain, Goal, UserProfile
from bot.rules.plans.amounts import KG, number, per_week, plural, say, weekly
from bot.rules.plans.clock import clock_line, minutes_from, spoken
from bot.rules.plans.outline import Outline, outline
from bot.rules.plans.shape import Measure, Shape
from bot.rules.plans.targets import has_capped_sessions


def explain_numbers(goal: Goal, profile: UserProfile, today: date) -> str | None:
    """One to three sentences on what the goal's numbers come to; None for a goal without any number."""
    out = outline(goal, profile, today)
    said = _said(out)
    if said is None:
        return None
    advice = out.playbook.advice if _is_advised(out) else ""
    return " ".join(part for part in (said, advice, _limited(out), _unusual(out)) if part)


def _said(out: Outline) -> str | None:
    shape, goal = out.shape, out.goal
    if goal.clock is not None and out.playbook.core.clock:
        return _clock(out)
    if has_capped_sessions(shape, out.playbook):
        return _sessions(out)
    if shape.measure is Measure.HABIT:
        return _habit(out) if goal.frequency or goal.amount else None
    if shape.measure is Measure.LEVEL:
        return _level(out)
    if shape.measure is Measure.TOTAL:
        return _total(out)
    if shape.final is None:
        return None
    return _cap(out, shape.final) if shape.measure is Measure.CAP else _rate(out, shape.final)


def _weeks(out: Outline) -> float:
    return sum(span.days for span in out.weeks) / 7


def _length(out: Outline) -> str:
    days = sum(span.days for span in out.weeks)
    return f"{days} {plural('day', days)}" if days % 7 and days < 28 else say(round(days / 7), "week")


def _level(out: Outline) -> str | None:
    asked = out.asked.change
    if not asked:
        if out.asked.base is None and out.asked.final is not None:
            unit = out.asked.unit
            return f"{say(out.asked.final, unit)} is the target; today's value turns it into a line, week by week."
        return None
    unit, each = out.asked.unit, abs(asked) / _weeks(out)
    if each < 0.005:
        return None
    return f"{say(abs(asked), unit)} in {_length(out)} is {say(each if unit in KG else _round(each), unit)} a week."


def _total(out: Outline) -> str | None:
    way = (out.shape.final or 0) - (out.shape.base or 0)
    if way <= 0:
        return None
    each, unit = way / _weeks(out), out.shape.unit
    text = f"{say(round(way, 2), unit)} in {_length(out)}"
    if each < 1:
        return f"{text} is one about every {number(round(1 / each, 1))} weeks."
    if unit in ("page", "min", "hour", "word", "lesson", "step"):
        return f"{text} is about {say(_round(each / 7), unit)} a day."
    month = f" (about {number(_round(each * 30.4375 / 7))} a month)" if _weeks(out) > 6 else ""
    return f"{text} is about {say(_round(each), unit)} a week{month}."


def _round(value: float) -> float:
    return round(value) if value >= 20 else round(value, 1)


def _sessions(out: Outline) -> str:
    chain = [each for each in out.targets.each if each is not None]
    unit = out.shape.unit
    text = f"The first longest outing is {say(chain[0], unit)}, the last {say(max(chain), unit)}."
    if out.shape.measure is Measure.TOTAL:
        text = f"{_total(out) or ''} {text}".strip()
    if out.weeks and chain[0] > 3:
        text += " If the first is too far today, tell me the longest you can do."
    return text


def _habit(out: Outline) -> str | None:
    shape = out.shape
    total = round(per_week(shape.frequency.times, shape.frequency.per) * _weeks(out))
    if total < 1 or out.goal.direction in (Direction.STOP, Direction.DECREASE):
        return None
    return f"Over {_length(out)} that is {say(total, 'time')}, each one small at first."


def _rate(out: Outline, final: float) -> str:
    shape, unit = out.shape, out.shape.unit
    if shape.is_rate_by_month:
        each = final * weekly(shape.frequency) / shape.frequency.times
        return (
            f"{say(final, unit)} a {shape.frequency.per} is {say(_round(each), unit)} a week."
            if each >= 1
            else (f"{say(final, unit)} a {shape.frequency.per} for {_length(out)}.")
        )
    total = final * weekly(shape.frequency) * _weeks(out)
    first = out.targets.week[0] or final
    start = f" We start at {number(first)}." if first < final else ""
    often = f"a {shape.frequency.per}" if shape.frequency.times == 1 else "each time"
    return f"{say(final, unit)} {often} comes to about {say(round(total), unit)} in {_length(out)}.{start}"


def _cap(out: Outline, final: float) -> str:
    first = out.targets.week[0] or final
    per = out.shape.frequency.per
    if first <= final:
        return f"At most {say(final, out.shape.unit)} a {per}, from the first day on."
    return f"At most {say(final, out.shape.unit)} a {per}: {number(first)} in week 1, then a little less each week."


def _clock(out: Outline) -> str | None:
    clock = out.goal.clock
    if clock is None:
        return None
    line = clock_line(out.goal, out.playbook.limits, len(out.weeks))
    limits = out.playbook.limits
    slow = f"a time of day moves at most {limits.clock_shift_minutes} minutes every {limits.clock_shift_days} days"
    if line is None:
        return f"{spoken(clock)} is reached in small steps: {slow}."
    last = "" if minutes_from(line[-1], clock) == 0 else f" {_length(out)} bring it to {spoken(line[-1])}."
    return f"Week 1 aims at {spoken(line[0])}; {slow}.{last}"


_UNUSUAL: Final = {
    "book": 1.0,
    "movie": 7.0,
    "course": 0.5,
    "language": 0.05,
    "song": 3.0,
    "page": 350.0,
    "word": 10_000.0,
}


def _unusual(out: Outline) -> str:
    """A pace that few people keep, said plainly, with the end of next year as a calmer date."""
    way = (out.shape.final or 0) - (out.shape.base or 0)
    most, deadline = _UNUSUAL.get(out.shape.unit or ""), out.goal.deadline
    if out.shape.measure is not Measure.TOTAL or most is None or deadline is None or way / _weeks(out) <= most:
        return ""
    later = date(deadline.year + 1, 12, 31)
    weeks = ((later - out.weeks[0].starts).days + 1) / 7
    calm = way / weeks
    pace = (
        f"{say(_round(calm), out.shape.unit)} a week" if calm >= 1 else f"one every {number(round(1 / calm, 1))} weeks"
    )
    return (
        f"That is a steep pace, which few people keep beside everything else. By 31 December {later.year} it would be "
        f"{pace}: say *by the end of {later.year}* to take that."
    )


def _is_advised(out: Outline) -> bool:
    """A playbook of body weight speaks of kilos a week, which helps only a goal in kilos."""
    return bool(out.playbook.advice) and (out.playbook.domain is not Domain.WEIGHT or out.shape.unit in KG)


def _limited(out: Outline) -> str:
    """What to say when the limits stop short of what was asked."""
    asked, shape = out.asked, out.shape
    if _same(asked, shape) or shape.change is None or asked.change is None:
        return ""
    return f"The plan goes as far as is safe by then: {say(round(abs(shape.change), 1), shape.unit)}."


def _same(asked: Shape, shape: Shape) -> bool:
    return asked.change == shape.change
