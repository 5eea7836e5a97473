"""A goal, a profile and a playbook become a plan: weeks with a target, a focus and at most a handful of tasks."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import accumulate
from typing import Final

from bot.entities import Direction, Goal, Period, Plan, PlanId, Task, UserProfile, Week
from bot.rules.plans.amounts import MINUTES, grain, is_divisible, per_week, rounded, rounded_up, say, weekly
from bot.rules.plans.clock import clock_line, spoken
from bot.rules.plans.outline import Outline, days_in, outline
from bot.rules.plans.playbook import MOST_WEEKS, Phase, Playbook
from bot.rules.plans.shape import Measure, Shape
from bot.rules.plans.targets import has_capped_sessions
from bot.rules.plans.words import AIM, OPEN_END, SAFE_END, short_date, title_of

_EASY_SHARE: Final = 0.7  # an easy session beside the long one
_ONCE: Final = ("tonight", "this week")  # cues of skills that are done once
_LONGEST_OPENING: Final = 6  # weeks of the first phase, however long the plan is


def write_plan(goal: Goal, profile: UserProfile, *, today: date, plan_id: str, now: datetime, version: int = 1) -> Plan:
    """The plan of the goal's playbook, week 1 from `today`. Targets never go faster than the playbook's limits."""
    out = outline(goal, profile, today)
    playbook = out.playbook
    return Plan(
        id=PlanId(plan_id),
        goal_id=goal.id,
        version=version,
        playbook=playbook.id,
        weeks=tuple(_week(out, index, phase, turn) for index, (phase, turn) in enumerate(_phases(playbook, out.last))),
        measure=playbook.measure,
        obstacles=playbook.obstacles,
        skips_per_week=playbook.defaults.skips_per_week,
        created_at=now,
    )


def _week(out: Outline, index: int, phase: Phase, turn: int) -> Week:
    span = out.weeks[index]
    tasks = (*_core(out, index, phase, turn), _skill(phase, turn), _record(out, index, turn))
    return Week(
        number=index + 1,
        starts=span.starts,
        ends=span.ends,
        focus=_focus(out, index, phase.focus[turn % len(phase.focus)]),
        target=out.targets.week[index],
        tasks=tuple(task.but(id=f"w{index + 1}t{n}") for n, task in enumerate(tasks, 1)),
        is_deload=out.shape.measure is not Measure.CAP
        and out.playbook.progression.is_deload(index + 1, len(out.weeks)),
    )


def _phases(playbook: Playbook, count: int) -> Iterator[tuple[Phase, int]]:
    """For each week the phase it belongs to, and the how-manieth week of that phase it is (from 0)."""
    first, *others = playbook.phases
    opening = min(first.share, _LONGEST_OPENING / count)
    rest = (1 - opening) / (1 - first.share)
    ends = accumulate([opening, *(phase.share * rest for phase in others)])
    index = 0
    for phase, end in zip(playbook.phases, ends, strict=True):
        begun = index
        while index < count and ((index + 0.5) / count < end or phase is playbook.phases[-1]):
            yield phase, index - begun
            index += 1


def _focus(out: Outline, index: int, words: str) -> str:
    """The week's focus, with the change to aim for where no reading can be given, and what the end leaves open."""
    parts, shape, is_last = [words], out.shape, index == out.last - 1
    if shape.measure is Measure.LEVEL and shape.base is None and shape.change and out.targets.week[index] is None:
        total = abs(shape.change) * days_in(out.weeks[: index + 1]) / days_in(out.weeks)
        parts.append(
            f"{AIM} {say(round(total, 1), shape.unit)} {'down' if shape.change < 0 else 'up'} since the start."
        )
    if is_last and len(out.weeks) > MOST_WEEKS:
        parts.append(f"{OPEN_END}, to {short_date(out.weeks[-1].ends, year=True)}, is planned from here.")
    elif is_last and _is_cut(out):
        parts.append(f"{SAFE_END} by then; the rest follows in the next plan.")
    return " ".join(parts)


def _is_cut(out: Outline) -> bool:
    goal, shape, final = out.goal, out.shape, out.targets.week[-1]
    if shape.change != out.asked.change:
        return True
    return (
        final is not None
        and shape.measure is not Measure.HABIT
        and shape.final is not None
        and (abs(final - shape.final) > 1e-6 or (goal.target is not None and abs(shape.final - goal.target) > 0.11))
    )


def _core(out: Outline, index: int, phase: Phase, turn: int) -> list[Task]:
    """The behaviour itself: as often as the person said, its size growing. A long session and easy ones where due."""
    core, limits, shape = out.playbook.core, out.playbook.limits, out.shape
    times, per = _repetitions(out, index)
    each = _amount_each(out, index, times, per)
    bct = tuple(dict.fromkeys((*(("1.1",) if index == 0 else ()), "1.4", "8.7", *core.bct)))
    tasks: list[Task] = []
    easy = each
    has_long = bool(core.long_cue) and each is not None and per == "week" and times >= 2
    if has_long and each is not None and shape.measure is Measure.LEVEL and has_capped_sessions(shape, out.playbook):
        easy = rounded(each * _EASY_SHARE, 0.1 if each >= 2 else 0.01)
        tasks.append(_session(out, index, phase, turn + 1, core.long_cue, each, 1, per, bct))
        times -= 1
    light = 0
    if limits.sessions_per_week and per in ("day", "week") and per_week(times, per) > limits.sessions_per_week:
        count = min(round(per_week(times, per)), out.weeks[index].days)
        hard = max(1, min(limits.sessions_per_week - len(tasks), count))
        times, per, light = hard, "week", count - hard
    tasks.append(_session(out, index, phase, turn, _cue(out), easy, times, per, bct))
    if light:
        tasks.append(
            Task(
                id="",
                cue=core.light_cue,
                action=core.light,
                minutes=15,
                times=light,
                bct=("1.4", "8.6"),
                swap=core.swap,
            )
        )
    return tasks


def _cue(out: Outline) -> str:
    """The playbook's cue, or the time of day that the person named."""
    clock = out.goal.clock
    return out.playbook.core.cue if clock is None or out.playbook.core.clock else f"at {spoken(clock)}"


def _repetitions(out: Outline, index: int) -> tuple[int, Period]:
    shape, days = out.shape, out.weeks[index].days
    if shape.measure is Measure.CAP:
        return 1, "day"
    if shape.is_rate_by_month or (shape.is_weekly_sum and out.playbook.defaults.per == "week"):
        return out.playbook.defaults.times, out.playbook.defaults.per
    frequency = shape.frequency
    return (min(frequency.times, days) if frequency.per == "week" else frequency.times), frequency.per


def _amount_each(out: Outline, index: int, times: int, per: Period) -> float | None:
    shape = out.shape
    if shape.measure is Measure.RATE and shape.is_rate_by_month and is_divisible(shape.unit) and shape.final:
        share = shape.final * weekly(shape.frequency) / shape.frequency.times / max(1.0, per_week(times, per))
        return rounded_up(share, 1.0 if share >= 20 else 0.1)
    each = out.targets.each[index]
    if each is not None and shape.is_weekly_sum and times > 1:
        return rounded_up(each / times, grain(shape.unit, each / times))
    return each


def _session(
    out: Outline, index: int, phase: Phase, turn: int, cue: str, each: float | None, times: int, per: Period,
    bct: tuple[str, ...],
) -> Task:  # fmt: skip
    minutes = _minutes(out, index, each)
    amount = None if out.shape.measure is Measure.CAP else each
    action = _action(out, index, phase, turn, each, minutes)
    swap = out.playbook.core.swap
    return Task(id="", cue=cue, action=action, minutes=minutes, times=times, per=per, amount=amount, bct=bct, swap=swap)


def _minutes(out: Outline, index: int, each: float | None) -> int:
    """How long one repetition takes: read off the amount where its unit says so, else the playbook's, ramped."""
    shape, most = out.shape, out.playbook.limits.minutes_per_day
    if shape.measure is Measure.CAP:
        return 5
    unit = shape.unit or ""
    if each is not None and unit in MINUTES:
        return max(1, min(most, round(each * MINUTES[unit])))
    if each is not None and unit in out.playbook.effort:
        minutes = each * out.playbook.effort[unit]
    elif each is None and shape.measure is Measure.HABIT and unit in MINUTES and out.goal.amount:
        minutes = out.goal.amount * MINUTES[unit] * out.targets.share[index]
    else:
        minutes = out.playbook.defaults.minutes * out.targets.share[index]
    return max(1, min(most, round(minutes / 5) * 5 if minutes >= 10 else round(minutes)))


def _action(out: Outline, index: int, phase: Phase, turn: int, each: float | None, minutes: int) -> str:
    """What to do, in words: the phase's variants in turn, or the core's where it has better ones for this goal."""
    shape, core, clock = out.shape, out.playbook.core, out.goal.clock
    amount = _amount_words(shape, each, minutes)
    variants, turn_of, time = phase.do, turn, ""
    if shape.measure is Measure.CAP and each is not None:
        variants, turn_of = core.cap, index
    elif clock is not None and (phase.do_clock or core.clock):
        line = clock_line(out.goal, out.playbook.limits, len(out.weeks))
        variants, turn_of = (core.clock, index) if line else (phase.do_clock, turn)
        time = spoken(line[index] if line else clock)
    elif _has_own_activity(out) and (each is None or shape.unit in MINUTES):
        variants, turn_of = core.own, index
    elif each is not None and shape.unit in ("min", "hour") and any("{minutes}" in text for text in phase.do):
        variants = tuple(text for text in phase.do if "{minutes}" in text)  # what to do, rather than "5 min of it"
    elif each is not None:
        variants = phase.do_amount or tuple(f"{text} ({amount})" for text in phase.do)
    size = amount or say(minutes, "minute")
    title = out.activity or title_of(out.goal.title)
    text = variants[turn_of % len(variants)]
    return text.format(amount=amount, size=size, minutes=minutes, title=title, clock=time)


def _amount_words(shape: Shape, each: float | None, minutes: int) -> str:
    if each is None:
        return ""
    if shape.measure is Measure.CAP:
        return f"{say(each, shape.unit)} a {shape.frequency.per}"
    is_part = shape.unit == "hour" and not float(each).is_integer()
    return say(minutes, "minute") if is_part else say(each, shape.unit)


def _has_own_activity(out: Outline) -> bool:
    """Did the person name something to do again and again, in a playbook that leaves room for it?"""
    is_named = out.shape.measure is Measure.RATE or out.goal.frequency is not None
    is_doing = out.goal.direction not in (Direction.STOP, Direction.DECREASE)
    return bool(out.playbook.core.own and out.activity) and is_named and is_doing


def _skill(phase: Phase, turn: int) -> Task:
    """One new thing each week that makes the core easier: a step of problem solving, surroundings, support."""
    again, skills = divmod(turn, len(phase.skills))[0], phase.skills
    if again:  # a second round: what is done once is done, and the order differs from the focus lines'
        skills = tuple(step for step in skills if not step.cue.startswith(_ONCE)) or skills
    step = skills[(turn + again) % len(skills)]
    return Task(
        id="", cue=step.cue, action=step.action, minutes=step.minutes, times=step.times, per=step.per,
        bct=step.bct, swap=step.swap,
    )  # fmt: skip


def _record(out: Outline, index: int, turn: int) -> Task:
    """Self-monitoring every week; the look back in every second week and in the last."""
    record, is_review = out.playbook.record, index % 2 == 1 or index == out.last - 1
    variants = record.review if is_review else record.note
    text = variants[(index // 2) % len(variants)]
    return Task(
        id="", cue=record.cue, action=text, minutes=5 if is_review else 2, times=record.times, per=record.per,
        bct=("1.5", "2.2", "2.3") if is_review else ("2.3",),
    )  # fmt: skip
