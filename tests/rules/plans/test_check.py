"""Each invariant is seen when it is broken, whoever wrote the plan."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.entities import AmountKind, Direction, Domain, Frequency, Goal, Plan, Task, Week
from bot.rules.plans import check_plan, unsafe_words
from tests.rules.plans.samples import NOBODY, goal, plan_of, weeks_away

LOSE = goal(
    "lose 5 kg", Domain.WEIGHT, amount=5, unit="kg", amount_kind=AmountKind.DELTA, direction=Direction.DECREASE,
    start=84, deadline=weeks_away(8),
)  # fmt: skip
RUN = goal(
    "run 10 km", Domain.FITNESS, amount=10, unit="km", amount_kind=AmountKind.TARGET, sport="running",
    deadline=weeks_away(10), frequency=Frequency(times=3, per="week"),
)  # fmt: skip


def with_week(plan: Plan, number: int, change: Callable[[Week], Week]) -> Plan:
    return plan.but(weeks=tuple(change(week) if week.number == number else week for week in plan.weeks))


def with_task(plan: Plan, number: int, place: int, **changes: object) -> Plan:
    def changed(week: Week) -> Week:
        return week.but(tasks=tuple(t.but(**changes) if n == place else t for n, t in enumerate(week.tasks)))

    return with_week(plan, number, changed)


def without(tag: str) -> Callable[[Week], Week]:
    return lambda week: week.but(
        tasks=tuple(t.but(bct=tuple(b for b in t.bct if b != tag) or ("9.1",)) for t in week.tasks)
    )


def ungraded(week: Week) -> Week:
    return week.but(tasks=tuple(task.but(bct=("1.4", "2.3")) for task in week.tasks))


def many(task: Task) -> tuple[Task, ...]:
    return tuple(task.but(id=f"x{n}") for n in range(8))


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda p: p.but(weeks=()), "no weeks"),
        (lambda p: with_week(p, 3, lambda w: w.but(number=4)), "numbered"),
        (lambda p: with_week(p, 3, lambda w: w.but(starts=w.starts + timedelta(days=1))), "does not follow"),
        (lambda p: p.but(weeks=p.weeks[:-2]), "the plan ends"),
        (lambda p: with_week(p, 2, lambda w: w.but(tasks=many(w.tasks[0]))), "8 tasks"),
        (lambda p: with_week(p, 2, lambda w: w.but(tasks=())), "0 tasks"),
        (lambda p: with_task(p, 2, 0, id="w1t1"), "same id"),
        (lambda p: with_task(p, 2, 0, cue=" "), "cue or the action"),
        (lambda p: with_task(p, 2, 0, action="x" * 400), "too long"),
        (lambda p: with_task(p, 2, 0, minutes=0), "minutes are not possible"),
        (lambda p: with_task(p, 2, 0, times=99), "times a week"),
        (lambda p: with_task(p, 2, 0, bct=()), "technique"),
        (lambda p: with_week(p, 3, without("1.4")), "action planning"),
        (lambda p: with_week(p, 3, without("2.3")), "self-monitoring"),
        (lambda p: with_week(p, 1, without("1.1")), "does not set the goal"),
        (lambda p: with_week(p, 2, without("1.5")), "does not look back"),
        (lambda p: with_week(p, 3, ungraded), "none of 8.7"),
        (lambda p: p.but(skips_per_week=5), "skip days"),
        (lambda p: with_task(p, 6, 0, minutes=2), "load falls"),
        (lambda p: with_task(p, 6, 0, minutes=500), "in one go"),
        (lambda p: with_week(p, 3, lambda w: w.but(is_deload=True)), "lighter"),
        (lambda p: with_week(p, 8, lambda w: w.but(is_deload=True)), "lighter"),
        (lambda p: with_week(p, 8, lambda w: w.but(target=82.0)), "last week's target"),
        (lambda p: with_week(p, 5, lambda w: w.but(target=84.5)), "goes back"),
        (lambda p: with_week(p, 2, lambda w: w.but(target=81.0)), "too fast"),
        (lambda p: with_task(p, 2, 0, action="eat 900 kcal a day"), "1200 kcal"),
        (lambda p: with_week(p, 2, lambda w: w.but(focus="Stop taking your medication.")), "medication"),
        (lambda p: with_task(p, 2, 0, swap="fast for 40 hours"), "fast"),
    ],
)  # fmt: skip
def test_broken_invariant_is_named(damage: Callable[[Plan], Plan], complaint: str) -> None:
    plan = plan_of(LOSE)
    assert check_plan(plan, LOSE, NOBODY) == []

    found = check_plan(damage(plan), LOSE, NOBODY)

    assert any(complaint in line for line in found), found


def test_plan_stays_sound_when_readings_come_in() -> None:
    plan = plan_of(LOSE)

    assert check_plan(plan, LOSE.but(current=81.2), NOBODY) == []


def test_run_far_beyond_the_longest_is_named() -> None:
    plan = with_task(plan_of(RUN), 3, 0, amount=9.0)

    assert any("grows too fast" in line for line in check_plan(plan, RUN, NOBODY))


def test_more_sessions_than_wanted_are_named() -> None:
    plan = with_task(plan_of(RUN), 3, 1, times=6)

    assert any("more than was wanted" in line for line in check_plan(plan, RUN, NOBODY))


def test_daily_tasks_without_skip_days_are_named_but_not_for_addiction() -> None:
    daily = goal("stretch", Domain.WELLBEING, frequency=Frequency(times=1, per="day"))
    quit_it: Goal = goal("stop smoking", Domain.SUBSTANCE, direction=Direction.STOP)

    assert any("skip days" in line for line in check_plan(plan_of(daily).but(skips_per_week=0), daily, NOBODY))
    assert check_plan(plan_of(quit_it), quit_it, NOBODY) == []
    assert any("skip days" in line for line in check_plan(plan_of(quit_it).but(skips_per_week=2), quit_it, NOBODY))


@pytest.mark.parametrize(
    "line",
    [
        "eat 800 calories a day", "after dinner: eat at most 900 kcal", "a 500 kcal meal, the only one a day",
        "keep to 1,000 kcal", "water fast for 48 hours", "do a 3-day fast", "sleep 5 hours",
        "drink 6 liters of water", "take 600 mg caffeine", "lose 2 kg a week", "skip my medication", "halve the dose",
        "take laxatives after dinner", "borrow to invest the rest", "read her messages", "run through the pain",
    ],
)  # fmt: skip
def test_unsafe_line_is_seen(line: str) -> None:
    assert list(unsafe_words(line))


@pytest.mark.parametrize(
    "line",
    [
        "burn 300 kcal on the bike", "eat 600 kcal below your need", "keep to 1800 kcal", "have a 250 kcal snack",
        "eat a lunch of 600 kcal",
        "walk fast for 10 minutes", "sleep 8 hours", "drink 2 liters of water", "take my medication at eight",
        "read for 40 minutes", "lose 0.5 kg a week", "reduce the noise", "read their book",
    ],
)  # fmt: skip
def test_harmless_line_passes(line: str) -> None:
    assert list(unsafe_words(line)) == []
