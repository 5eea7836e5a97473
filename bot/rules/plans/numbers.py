"""What a goal's numbers mean: kilos a week, pages a day, money a week, and what the usual advice says."""

from datetime import date
from typing import Final

from bot.catalogue import say_amount, say_annual, say_number, t
from bot.entities import Direction, Domain, Goal, UserProfile
from bot.rules.plans.amounts import KG, per_week, weekly
from bot.rules.plans.clock import clock_line, minutes_from, spoken
from bot.rules.plans.outline import Outline, outline
from bot.rules.plans.rates import AT_MOST, EACH, EACH_TIME
from bot.rules.plans.shape import Measure, Shape
from bot.rules.plans.targets import has_capped_sessions
from bot.rules.plans.words import opened


def explain_numbers(goal: Goal, profile: UserProfile, today: date) -> str | None:
    """One to three sentences on what the goal's numbers come to; None for a goal without any number."""
    out = outline(goal, profile, today)
    said = _said(out)
    if said is None:
        return None
    advice = t(out.playbook.advice) if _is_advised(out) else ""
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
    return say_amount(days, "day") if days % 7 and days < 28 else say_amount(round(days / 7), "week")


def _level(out: Outline) -> str | None:
    asked = out.asked.change
    if not asked:
        if out.asked.base is None and out.asked.final is not None:
            target = say_amount(out.asked.final, out.asked.unit)
            return t("{target} is the target; today's value turns it into a line, week by week.", target=target)
        return None
    unit, each = out.asked.unit, abs(asked) / _weeks(out)
    if each < 0.005:
        return None
    return t(
        "{amount} in {time} is {each} a week.",
        amount=say_amount(abs(asked), unit),
        time=_length(out),
        each=say_amount(each if unit in KG else _round(each), unit),
    )


def _total(out: Outline) -> str | None:
    way = (out.shape.final or 0) - (out.shape.base or 0)
    if way <= 0:
        return None
    each, unit = way / _weeks(out), out.shape.unit
    whole = {"amount": say_amount(round(way, 2), unit), "time": _length(out)}
    if each < 1:
        return t("{amount} in {time} is one about every {n} weeks.", n=say_number(round(1 / each, 1)), **whole)
    if unit in ("page", "min", "hour", "word", "lesson", "step"):
        return t("{amount} in {time} is about {each} a day.", each=say_amount(_round(each / 7), unit), **whole)
    weekly_amount = say_amount(_round(each), unit)
    if _weeks(out) <= 6:
        return t("{amount} in {time} is about {each} a week.", each=weekly_amount, **whole)
    monthly = say_number(_round(each * 30.4375 / 7))
    return t(
        "{amount} in {time} is about {each} a week (about {monthly} a month).",
        each=weekly_amount,
        monthly=monthly,
        **whole,
    )


def _round(value: float) -> float:
    return round(value) if value >= 20 else round(value, 1)


def _sessions(out: Outline) -> str:
    chain = [each for each in out.targets.each if each is not None]
    unit = out.shape.unit
    parts = (
        _total(out) if out.shape.measure is Measure.TOTAL else None,
        t(
            "The first longest outing is {first}, the last {last}.",
            first=say_amount(chain[0], unit),
            last=say_amount(max(chain), unit),
        ),
        t("If the first is too far today, tell me the longest you can do.") if out.weeks and chain[0] > 3 else None,
    )
    return " ".join(filter(None, parts))


def _habit(out: Outline) -> str | None:
    shape = out.shape
    total = round(per_week(shape.frequency.times, shape.frequency.per) * _weeks(out))
    if total < 1 or out.goal.direction in (Direction.STOP, Direction.DECREASE):
        return None
    times = say_amount(total, "time")
    return t("Over {time} that is {times}, each one small at first.", time=_length(out), times=times)


def _rate(out: Outline, final: float) -> str:
    shape, unit = out.shape, out.shape.unit
    if shape.is_rate_by_month:
        each = final * weekly(shape.frequency) / shape.frequency.times
        monthly = t(EACH[shape.frequency.per], amount=say_amount(final, unit))
        if each < 1:
            return t("{rate} for {time}.", rate=monthly, time=_length(out))
        return t("{rate} is {each} a week.", rate=monthly, each=say_amount(_round(each), unit))
    total = say_amount(round(final * weekly(shape.frequency) * _weeks(out)), unit)
    often = EACH[shape.frequency.per] if shape.frequency.times == 1 else EACH_TIME
    rate = t(often, amount=say_amount(final, unit))
    said = t("{rate} comes to about {total} in {time}.", rate=rate, total=total, time=_length(out))
    first = out.targets.week[0] or final
    return said if first >= final else f"{said} {t('We start at {n}.', n=say_number(first))}"


def _cap(out: Outline, final: float) -> str:
    first = out.targets.week[0] or final
    cap = opened(t(AT_MOST[out.shape.frequency.per], amount=say_amount(final, out.shape.unit)))
    if first <= final:
        return t("{cap}, from the first day on.", cap=cap)
    return t("{cap}: {n} in week 1, then a little less each week.", cap=cap, n=say_number(first))


def _clock(out: Outline) -> str | None:
    clock = out.goal.clock
    if clock is None:
        return None
    line = clock_line(out.goal, out.playbook.limits, len(out.weeks))
    limits = out.playbook.limits
    slow = {"minutes": limits.clock_shift_minutes, "days": limits.clock_shift_days}
    if line is None:
        return t(
            "{clock} is reached in small steps: a time of day moves at most {minutes} minutes every {days} days.",
            clock=spoken(clock),
            **slow,
        )
    said = t(
        "Week 1 aims at {clock}; a time of day moves at most {minutes} minutes every {days} days.",
        clock=spoken(line[0]),
        **slow,
    )
    if minutes_from(line[-1], clock) == 0:
        return said
    return f"{said} {t('{time} bring it to {clock}.', time=_length(out), clock=spoken(line[-1]))}"


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
        t("{amount} a week", amount=say_amount(_round(calm), out.shape.unit))
        if calm >= 1
        else t("one every {n} weeks", n=say_number(round(1 / calm, 1)))
    )
    return t(
        "That is a steep pace, which few people keep beside everything else. By {day} {year} it would be {pace}: "
        "say *by the end of {year}* to take that.",
        day=say_annual(31, 12),
        year=later.year,
        pace=pace,
    )


def _is_advised(out: Outline) -> bool:
    """A playbook of body weight speaks of kilos a week, which helps only a goal in kilos."""
    return bool(out.playbook.advice) and (out.playbook.domain is not Domain.WEIGHT or out.shape.unit in KG)


def _limited(out: Outline) -> str:
    """What to say when the limits stop short of what was asked."""
    asked, shape = out.asked, out.shape
    if _same(asked, shape) or shape.change is None or asked.change is None:
        return ""
    safe = say_amount(round(abs(shape.change), 1), shape.unit)
    return t("The plan goes as far as is safe by then: {amount}.", amount=safe)


def _same(asked: Shape, shape: Shape) -> bool:
    return asked.change == shape.change
