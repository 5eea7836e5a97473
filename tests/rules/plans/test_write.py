"""What a written plan looks like: dates, targets, amounts, frequency, variety."""

import re
from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from bot.entities import AmountKind, Direction, Domain, Frequency, Goal, Plan, UserProfile, Week
from bot.rules.plans import check_plan, load_playbooks, show_plan
from bot.rules.plans.amounts import per_week
from tests.rules.plans.samples import TODAY, goal, plan_of, weeks_away


def lose_five(**fields: object) -> Goal:
    given = {
        "amount": 5, "unit": "kg", "amount_kind": AmountKind.DELTA, "direction": Direction.DECREASE,
        "deadline": weeks_away(8), **fields,
    }  # fmt: skip
    return goal("lose 5 kg", Domain.WEIGHT, **given)


def core(week: Week) -> float:
    """Repetitions a week of the behaviour itself."""
    return sum(per_week(t.times, t.per) for t in week.tasks if {"8.6", "8.7"} & set(t.bct))


def lengths(plan: Plan) -> list[int]:
    return [(week.ends - week.starts).days + 1 for week in plan.weeks]


def test_eight_weeks_are_exactly_eight_weeks_of_seven_days() -> None:
    plan = plan_of(lose_five())

    assert lengths(plan) == [7] * 8
    assert plan.weeks[0].starts == TODAY


def test_last_day_of_an_odd_deadline_is_the_deadline() -> None:
    plan = plan_of(lose_five(deadline=TODAY + timedelta(days=60)))

    assert plan.weeks[-1].ends == TODAY + timedelta(days=60)
    assert lengths(plan) == [7] * 8 + [5]


def test_deadline_tomorrow_is_one_short_week() -> None:
    plan = plan_of(goal("tidy the desk", Domain.HOME, deadline=TODAY + timedelta(days=1)))

    assert lengths(plan) == [2]


def test_no_deadline_takes_the_playbook_length() -> None:
    plan = plan_of(goal("be more patient"))

    assert len(plan.weeks) == load_playbooks()["other"].defaults.weeks == 10


def test_challenge_of_days_is_as_long_as_it_says() -> None:
    plan = plan_of(goal("45 day sketching challenge", Domain.CREATIVITY, amount=45, unit="day", amount_kind="duration"))

    assert sum(lengths(plan)) == 45
    assert core(plan.weeks[0]) == 7


def test_more_than_a_year_is_planned_to_week_52_and_says_so() -> None:
    wanted = goal("save", Domain.FINANCE, amount=10_400, unit="EUR", amount_kind="count", deadline=weeks_away(104))

    plan = plan_of(wanted)

    assert len(plan.weeks) == 52
    assert plan.weeks[-1].target == pytest.approx(5200, abs=1)
    assert "planned from here" in plan.weeks[-1].focus
    assert "planned from here" in show_plan(plan, wanted, today=TODAY)


def test_known_start_gives_a_line_of_readings() -> None:
    plan = plan_of(lose_five(start=84))

    targets = [week.target for week in plan.weeks]
    assert targets == [83.4, 82.8, 82.1, 81.5, 80.9, 80.2, 79.6, 79]


def test_weight_of_the_profile_serves_as_start_in_the_unit_of_the_goal() -> None:
    wanted = lose_five(amount=11, unit="lb")

    plan = plan_of(wanted, UserProfile(weight_kg=84))

    assert plan.weeks[-1].target == pytest.approx(84 / 0.45359237 - 11, abs=0.1)


def test_unknown_start_gives_the_change_in_words_and_no_target() -> None:
    plan = plan_of(lose_five())

    assert [week.target for week in plan.weeks] == [None] * 8
    assert "0.6 kg down" in plan.weeks[0].focus
    assert "5 kg down" in plan.weeks[-1].focus


def test_target_weight_with_unknown_start_stands_in_the_last_week_only() -> None:
    plan = plan_of(
        goal("get to 75 kg", Domain.WEIGHT, amount=75, unit="kg", amount_kind="target", direction="decrease")
    )

    assert [week.target for week in plan.weeks[:-1]] == [None] * (len(plan.weeks) - 1)
    assert plan.weeks[-1].target == 75


@pytest.mark.parametrize(("start", "most"), [(150, 1.0), (60, 0.6)])
def test_weight_never_falls_faster_than_a_kilo_or_one_percent_a_week(start: float, most: float) -> None:
    plan = plan_of(lose_five(amount=40, start=start))

    assert plan.weeks[-1].target == pytest.approx(start - 8 * most, abs=0.11)
    assert "as far as is safe" in plan.weeks[-1].focus


def test_weight_stays_above_a_bmi_of_18_5() -> None:
    plan = plan_of(lose_five(amount=10, start=58), UserProfile(height_cm=172))

    last = plan.weeks[-1].target
    assert last is not None
    assert last / 1.72**2 >= 18.5


def test_totals_are_cumulative_and_reach_the_goal() -> None:
    plan = plan_of(
        goal("save 1500", Domain.FINANCE, amount=1500, unit="EUR", amount_kind="target", deadline=weeks_away(10))
    )

    targets = [week.target for week in plan.weeks]
    assert targets == [150, 300, 450, 600, 750, 900, 1050, 1200, 1350, 1500]
    assert all(week.tasks[0].amount == 150 for week in plan.weeks)


def test_distance_total_is_made_up_of_its_sessions() -> None:
    plan = plan_of(
        goal(
            "run 300 km",
            Domain.FITNESS,
            amount=300,
            unit="km",
            amount_kind="count",
            sport="running",
            deadline=weeks_away(12),
        )
    )

    planned = sum((task.amount or 0) * task.times for week in plan.weeks for task in week.tasks)
    assert plan.weeks[-1].target == 300
    assert 300 <= planned <= 312


def test_daily_amount_starts_at_two_thirds_and_ends_at_the_goal() -> None:
    pages = goal(
        "read 20 pages a day",
        Domain.LEARNING,
        amount=20,
        unit="page",
        amount_kind="rate",
        frequency=Frequency(times=1, per="day"),
    )

    plan = plan_of(pages)

    amounts = [week.tasks[0].amount for week in plan.weeks]
    assert amounts[0] == 13
    assert amounts[-1] == 20
    assert "13 pages" in plan.weeks[0].tasks[0].action


@pytest.mark.parametrize("times", [1, 2, 3, 4, 5, 6, 7])
@pytest.mark.parametrize("domain", [Domain.FITNESS, Domain.WELLBEING, Domain.RELATIONSHIPS, Domain.HOME])
def test_times_a_week_are_kept_in_every_week(domain: Domain, times: int) -> None:
    plan = plan_of(goal("do it", domain, frequency=Frequency(times=times, per="week")))

    assert [core(week) for week in plan.weeks] == [times] * len(plan.weeks)


@pytest.mark.parametrize(("amount", "weeks", "times", "per"), [(50, 10, 5, "week"), (12, 52, 2, "month")])
def test_a_number_of_times_is_spread_over_the_weeks(amount: int, weeks: int, times: int, per: str) -> None:
    wanted = goal(
        "go for a swim", Domain.LEISURE, amount=amount, unit="time", amount_kind="count", deadline=weeks_away(weeks)
    )

    plan = plan_of(wanted)

    assert (plan.weeks[0].tasks[0].times, plan.weeks[0].tasks[0].per) == (times, per)
    assert plan.weeks[-1].target == amount


def test_an_hour_earlier_is_a_habit_and_no_reading() -> None:
    plan = plan_of(goal("wake up 1 hour earlier", Domain.SLEEP, amount=1, unit="hour", amount_kind="delta"))

    assert plan.playbook == "sleep_wake"
    assert not any("Aim:" in week.focus for week in plan.weeks)


def test_strength_every_day_is_three_sessions_and_easy_days() -> None:
    plan = plan_of(goal("lift weights", Domain.FITNESS, frequency=Frequency(times=1, per="day")))

    hard, easy = plan.weeks[0].tasks[:2]
    assert (hard.times, easy.times) == (3, 4)


def test_hours_a_week_are_split_into_sittings() -> None:
    plan = plan_of(
        goal(
            "learn Finnish",
            Domain.LEARNING,
            amount=10,
            unit="hour",
            amount_kind="rate",
            frequency=Frequency(times=1, per="week"),
        )
    )

    last = plan.weeks[-1].tasks[0]
    assert plan.weeks[-1].target == 10
    assert (last.times, last.minutes) == (5, 120)


def test_longest_run_grows_by_ten_percent_at_most() -> None:
    plan = plan_of(
        goal(
            "run a half",
            Domain.FITNESS,
            amount=21.1,
            unit="km",
            amount_kind="target",
            sport="running",
            deadline=weeks_away(14),
        )
    )

    longest = [max(task.amount or 0 for task in week.tasks) for week in plan.weeks]
    assert longest[-1] == 21.1
    for number in range(1, len(longest)):
        assert longest[number] <= 1.1 * max(longest[max(0, number - 4) : number]) + 1e-6


def test_running_starts_from_what_the_person_can_do_and_stops_where_it_is_safe() -> None:
    marathon = goal(
        "run a marathon",
        Domain.FITNESS,
        amount=42.2,
        unit="km",
        amount_kind="target",
        sport="running",
        deadline=weeks_away(8),
    )

    plan = plan_of(marathon, UserProfile(weekly_km=15))

    assert max(task.amount or 0 for task in plan.weeks[0].tasks) <= 5.5
    assert (plan.weeks[-1].target or 0) < 12
    assert check_plan(plan, marathon, UserProfile(weekly_km=15)) == []


def test_calories_never_go_below_1200() -> None:
    plan = plan_of(
        goal("eat 700 kcal", Domain.NUTRITION, amount=700, unit="kcal", amount_kind="cap", direction="decrease")
    )

    assert {week.target for week in plan.weeks} == {1200}


def test_cap_falls_from_the_start_to_the_goal() -> None:
    plan = plan_of(
        goal(
            "60 min of games",
            Domain.PRODUCTIVITY,
            amount=60,
            unit="min",
            amount_kind="cap",
            start=180,
            direction="decrease",
        )
    )

    targets = [week.target or 0 for week in plan.weeks]
    assert targets == sorted(targets, reverse=True)
    assert targets[-1] == 60
    assert "60 min a day" in plan.weeks[-1].tasks[0].action


def test_bedtime_moves_by_an_hour_a_week_at_most() -> None:
    plan = plan_of(goal("asleep by midnight", Domain.SLEEP, clock=time(0, 0), start=3.0))

    clocks = [re.findall(r"\d\d:\d\d", week.tasks[0].action)[0] for week in plan.weeks]
    minutes = [int(c[:2]) * 60 + int(c[3:]) for c in clocks]
    assert clocks[-1] == "00:00"
    assert all(0 <= before - after <= 60 for before, after in zip([180, *minutes], minutes, strict=False))


def test_clock_of_another_goal_becomes_its_cue() -> None:
    plan = plan_of(goal("run", Domain.FITNESS, sport="running", clock=time(5, 30)))

    assert plan.weeks[0].tasks[0].cue == "at 05:30"


def test_own_activity_is_named_without_its_numbers() -> None:
    plan = plan_of(
        goal(
            "meditate 10 minutes a day",
            Domain.WELLBEING,
            amount=10,
            unit="min",
            amount_kind="rate",
            frequency=Frequency(times=1, per="day"),
        )
    )

    assert "“meditate”" in plan.weeks[0].tasks[0].action
    assert "6 min" in plan.weeks[0].tasks[0].action


def test_lighter_weeks_are_four_and_eight_and_never_the_last() -> None:
    ten, eight = plan_of(goal("swim", Domain.FITNESS, deadline=weeks_away(10))), plan_of(goal("swim", Domain.FITNESS))

    assert [week.number for week in ten.weeks if week.is_deload] == [4, 8]
    assert [week.number for week in eight.weeks if week.is_deload] == [4]


@pytest.mark.parametrize("name", sorted(load_playbooks()))
@pytest.mark.parametrize("weeks", [3, 8, 26, 52])
def test_no_week_is_a_copy_of_the_last_with_the_numbers_changed(name: str, weeks: int) -> None:
    book = load_playbooks()[name]
    words = (*book.applies.keywords, *book.applies.sports, "zzz")
    directions = (*book.applies.directions, Direction.REACH)
    plan = plan_of(goal(words[0], book.domain, direction=directions[0], deadline=weeks_away(weeks)))

    assert plan.playbook == name
    bare = [re.sub(r"\d", "", week.focus + "".join(t.cue + t.action for t in week.tasks)) for week in plan.weeks]
    assert all(before != after for before, after in pairwise(bare))


def test_person_markup_in_a_title_stays_text() -> None:
    plan = plan_of(
        goal("{amount} **juggle** [x](http://y)\n# now", Domain.OTHER, frequency=Frequency(times=2, per="week"))
    )

    text = " ".join(task.action for task in plan.weeks[0].tasks)
    assert "juggle" in text
    assert not set("{}*[]#\n") & set(text)


def test_same_goal_gives_the_same_plan() -> None:
    assert plan_of(lose_five()) == plan_of(lose_five())


def test_deadline_in_the_past_is_no_deadline() -> None:
    plan = plan_of(goal("paint", Domain.CREATIVITY, deadline=date(2020, 1, 1)))

    assert len(plan.weeks) == load_playbooks()["creativity"].defaults.weeks
