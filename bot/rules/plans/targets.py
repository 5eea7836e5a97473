"""What each week should reach: a line for a level, a growing sum for a total, a ramp for an amount a day."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.entities import UserProfile
from bot.rules.plans.amounts import (
    DISTANCE_KM,
    grain,
    is_divisible,
    is_money,
    per_week,
    rounded,
    rounded_down,
    rounded_up,
)
from bot.rules.plans.calendar import Span
from bot.rules.plans.playbook import Playbook, Progression
from bot.rules.plans.shape import BARE, Measure, Shape, is_distance


@dataclass(frozen=True)
class Targets:
    """One entry for each week. `week` is the number shown; `each` what one repetition of the core counts for."""

    week: tuple[float | None, ...]
    each: tuple[float | None, ...]
    share: tuple[float, ...]  # the load, 1.0 in the last week


def weekly_targets(shape: Shape, profile: UserProfile, playbook: Playbook, weeks: Sequence[Span]) -> Targets:
    """The targets of all weeks, in the goal's unit. A safe limit that stops short of the goal stops the targets too."""
    shares = load_shares(playbook.progression, len(weeks))
    nothing: tuple[None, ...] = (None,) * len(weeks)
    if has_capped_sessions(shape, playbook):
        return _sessions(shape, profile, playbook, weeks, shares)
    if shape.measure is Measure.LEVEL:
        return Targets(_line(shape, playbook, weeks), nothing, shares)
    if shape.final is None:
        times = per_week(shape.frequency.times, shape.frequency.per)
        counted = float(shape.frequency.times) if shape.frequency.per == "week" else (7.0 if times == 7 else None)
        return Targets((counted,) * len(weeks), nothing, shares)
    if shape.measure is Measure.TOTAL:
        return _total(shape, playbook, weeks, shares)
    if shape.measure is Measure.CAP:
        caps = _cap_line(shape, shape.final, playbook, len(weeks))
        return Targets(caps, caps, shares)
    return _rate(shape, shape.final, playbook, shares)


def has_capped_sessions(shape: Shape, playbook: Playbook) -> bool:
    """Does the rule "no session far beyond the longest lately" bind this goal?"""
    measured = shape.measure in (Measure.LEVEL, Measure.TOTAL, Measure.RATE) and bool(shape.final or shape.change)
    return measured and bool(playbook.limits.session_growth) and is_distance(shape)


def load_shares(progression: Progression, count: int) -> tuple[float, ...]:
    """The load of each week as a share of the last one: rises to 1.0, dips in the lighter weeks."""
    light = [progression.is_deload(number, count) for number in range(1, count + 1)]
    rises = min(light.count(False), progression.ramp_weeks)
    step = min(progression.growth, (1 / progression.first_share) ** (1 / max(1, rises - 1)))
    shares, done = [], 0
    for is_light in light:
        share = 1 / step ** max(0, rises - 1 - (max(done - 1, 0) if is_light else done))
        shares.append(share * progression.deload_share if is_light else share)
        done += not is_light
    return tuple(shares)


def _line(shape: Shape, playbook: Playbook, weeks: Sequence[Span]) -> tuple[float | None, ...]:
    """Readings on the way from base to final by days; only the last is known without a base."""
    if shape.final is None:
        return (None,) * len(weeks)
    if shape.base is None:
        return (*(None,) * (len(weeks) - 1), shape.final)
    step = grain(shape.unit, max(abs(shape.base), abs(shape.final)))
    geometric = bool(playbook.limits.step_share) and shape.final > shape.base > 0
    values = []
    for part in _elapsed(weeks):
        exact = (
            shape.base * (shape.final / shape.base) ** part
            if geometric
            else shape.base + (shape.final - shape.base) * part
        )
        values.append(exact if step > abs(shape.final - shape.base) else rounded(exact, step))
    low, high = sorted((shape.base, shape.final))
    return tuple(round(min(max(value, low), high), 4) for value in (*values[:-1], shape.final))


def _elapsed(weeks: Sequence[Span]) -> list[float]:
    """The share of the days that is over at the end of each week."""
    total, done, parts = sum(w.days for w in weeks), 0, []
    for week in weeks:
        done += week.days
        parts.append(done / total)
    return parts


def _total(shape: Shape, playbook: Playbook, weeks: Sequence[Span], shares: Sequence[float]) -> Targets:
    weights = [s if playbook.progression.totals == "ramp" else 1.0 for s in shares]
    amounts = [w * span.days for w, span in zip(weights, weeks, strict=True)]
    scale = ((shape.final or 0.0) - (shape.base or 0.0)) / (sum(amounts) or 1.0)
    each = [_each(shape, amount * scale, span) for amount, span in zip(amounts, weeks, strict=True)]
    return Targets(tuple(cumulated(shape, amounts)), tuple(each), tuple(shares))


def cumulated(shape: Shape, amounts: Sequence[float]) -> list[float]:
    """The running total after each week when the way is split as `amounts`; the last is the goal exactly."""
    base, final = shape.base or 0.0, shape.final or 0.0
    step, total, done, values = grain(shape.unit, final), sum(amounts) or 1.0, 0.0, []
    for amount in amounts:
        done += amount
        exact = base + (final - base) * done / total
        values.append(min(final, rounded(exact, step) if is_divisible(shape.unit) else rounded_down(exact, step)))
    return [*values[:-1], final]


def _each(shape: Shape, addition: float, span: Span) -> float | None:
    """What one repetition adds; None where a part of one cannot be done in a sitting."""
    times = max(1.0, per_week(shape.frequency.times, shape.frequency.per) * span.days / 7)
    if addition <= 0 or shape.unit in BARE:
        return None
    if is_divisible(shape.unit):
        each = addition / times
        return rounded_up(each, 1.0 if is_money(shape.unit) and each >= 20 else grain(shape.unit, each))
    return rounded_up(addition / times, 1) if addition >= times else None


def _cap_line(shape: Shape, final: float, playbook: Playbook, count: int) -> tuple[float | None, ...]:
    """From what it is now (or a share above the goal) down to the goal; the first week of an unknown start counts."""
    start = shape.base if shape.base is not None else final * playbook.progression.cap_start
    if start <= final:
        return (final,) * count
    step = grain(shape.unit, final)
    line = [max(final, rounded_down(start + (final - start) * n / count, step)) for n in range(1, count + 1)]
    return (*line[:-1], final)


def _rate(shape: Shape, final: float, playbook: Playbook, shares: Sequence[float]) -> Targets:
    """The amount each time: a ramp; a known start is never undercut. Amounts by the month do not ramp."""
    step = grain(shape.unit, final)
    if shape.is_rate_by_month or (not is_divisible(shape.unit) and final < 3):
        each = None if shape.is_rate_by_month else final
        return Targets((final,) * len(shares), (each,) * len(shares), tuple(shares))
    floor = min(shape.base or 0.0, final)
    values = [min(final, max(floor, rounded(final * share, step), min(step, final))) for share in shares]
    return Targets((*values[:-1], final), (*values[:-1], final), tuple(shares))


def _sessions(
    shape: Shape, profile: UserProfile, playbook: Playbook, weeks: Sequence[Span], shares: Sequence[float]
) -> Targets:
    """Distances whose longest session grows by the limit at most, exactly, after rounding too."""
    known = _longest_now(shape, profile)
    if shape.measure is Measure.TOTAL:
        return _session_total(shape, playbook, weeks, shares, known)
    peak = shape.final if shape.final is not None else abs(shape.change or 0.0) + (known or 0.0)
    chain = session_chain(shares, peak, playbook, known)
    return Targets(tuple(chain), tuple(chain), tuple(shares))


def _longest_now(shape: Shape, profile: UserProfile) -> float | None:
    """The longest session of late: what was said, else a third of the weekly distance."""
    if shape.measure is not Measure.TOTAL and shape.base:
        return shape.base
    return round(profile.weekly_km / 3 / DISTANCE_KM[shape.unit or "km"], 1) if profile.weekly_km else None


def session_chain(shares: Sequence[float], peak: float, playbook: Playbook, known: float | None) -> list[float]:
    """Session lengths that end at `peak`, or as near as the limit on growth lets them come from `known`."""
    growth, light = playbook.limits.session_growth or 1.1, playbook.progression.deload_share
    step, count = (0.1 if peak >= 2 else 0.01), len(shares)
    up = [not playbook.progression.is_deload(number, count) for number in range(1, count + 1)]
    ideal = [rounded(max(peak * s, min(known or 0, peak)), step) for s, is_up in zip(shares, up, strict=True) if is_up]
    ideal[-1] = peak
    for i in range(len(ideal) - 2, -1, -1):
        ideal[i] = min(ideal[i + 1], max(ideal[i], rounded_up(ideal[i + 1] / growth, step)))
    longest = known
    for i, value in enumerate(ideal):
        ideal[i] = value if longest is None else min(value, max(rounded_down(longest * growth, step), step))
        longest = max(longest or 0, ideal[i])
    rising, chain = iter(ideal), list[float]()
    for is_up in up:
        chain.append(next(rising) if is_up else rounded_down(chain[-1] * light, step))
    return chain


def _session_total(
    shape: Shape, playbook: Playbook, weeks: Sequence[Span], shares: Sequence[float], known: float | None
) -> Targets:
    """A total distance: the peak session is the one whose weeks add up to the goal, if the limit lets them."""
    times = [max(1.0, per_week(shape.frequency.times, shape.frequency.per) * w.days / 7) for w in weeks]
    way = (shape.final or 0.0) - (shape.base or 0.0)
    high = _peak(shares, times, way, known, playbook.limits.session_growth or 1.1)
    chain = session_chain(shares, rounded_up(high, 0.1 if high >= 2 else 0.01), playbook, known)
    amounts = [s * t for s, t in zip(chain, times, strict=True)]
    if sum(amounts) >= way * 0.995:
        return Targets(tuple(cumulated(shape, amounts)), tuple(chain), tuple(shares))
    total, sums = shape.base or 0.0, []
    for amount in amounts:
        total += amount
        sums.append(rounded(total, 0.1))
    return Targets(tuple(sums), tuple(chain), tuple(shares))


def _peak(shares: Sequence[float], times: Sequence[float], way: float, known: float | None, growth: float) -> float:
    """The longest session of a plan whose weeks add up to `way`, before rounding."""
    if known is None:
        return way / sum(share * often for share, often in zip(shares, times, strict=True))
    caps = [known * growth ** min(n, 60) for n in range(1, len(shares) + 1)]
    low, high = 0.0, max(way, 0.1)
    for _ in range(16):
        middle = (low + high) / 2
        done = sum(
            min(max(middle * s, min(known, middle)), cap) * t for s, cap, t in zip(shares, caps, times, strict=True)
        )
        low, high = (middle, high) if done < way else (low, middle)
    return high
