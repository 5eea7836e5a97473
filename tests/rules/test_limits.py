"""The limits allow, warn of, ask about or block a structured goal, and offer the nearest safe one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities import AmountKind, Direction, Domain, Frequency, Goal, GoalDraft, GoalId, UserProfile
from bot.rules.limits import Allowed, Asked, Blocked, Warned, check_goal

TODAY = date(2026, 11, 18)
NOBODY = UserProfile()
DAILY, WEEKLY = Frequency(times=1, per="day"), Frequency(times=1, per="week")


def weeks(number: float) -> date:
    return TODAY + timedelta(days=round(number * 7))


def loss(kg: float, in_weeks: float | None = None, **more: object) -> GoalDraft:
    fields: dict[str, object] = {
        "title": f"Lose {kg:g} kg",
        "domain": Domain.WEIGHT,
        "direction": Direction.DECREASE,
        "amount": kg,
        "unit": "kg",
        "amount_kind": AmountKind.DELTA,
        "deadline": weeks(in_weeks) if in_weeks else None,
    }
    return GoalDraft(**{**fields, **more})


def goal(title: str, domain: Domain, **more: object) -> GoalDraft:
    return GoalDraft(title=title, domain=domain, **more)


def check(draft: GoalDraft | Goal, **profile: object):
    return check_goal(draft, UserProfile(**profile), TODAY)


# --- weight ---------------------------------------------------------------------------------------------------------


def test_five_kilos_in_eight_weeks_is_a_plan_with_a_plain_note():
    verdict = check(loss(5, 8))

    assert isinstance(verdict, Warned)
    assert not verdict.needs_confirmation
    assert "0.63 kg a week" in verdict.message


def test_half_a_kilo_a_week_is_allowed():
    assert check(loss(4, 8)) == Allowed()


def test_loss_without_a_deadline_is_allowed():
    assert check(loss(5)) == Allowed()


def test_five_kilos_a_week_is_blocked_and_the_date_at_half_a_kilo_is_offered():
    verdict = check(loss(10, 2))

    assert isinstance(verdict, Blocked)
    assert verdict.limit == "weight_rate"
    assert verdict.safe is not None
    assert verdict.safe.deadline == weeks(20)
    assert "7 April 2027" in verdict.message


def test_one_percent_of_a_light_body_is_the_limit():
    verdict = check(loss(6, 8), weight_kg=60)

    assert isinstance(verdict, Blocked)
    assert "1 %" in verdict.message


def test_pounds_are_answered_in_pounds():
    verdict = check(loss(100, 30, unit="lb", title="Lose 100 lb"))

    assert isinstance(verdict, Blocked)
    assert "3.33 lb a week" in verdict.message


def test_rate_goal_is_slowed_not_postponed():
    verdict = check(loss(2, amount_kind=AmountKind.RATE, frequency=WEEKLY))

    assert isinstance(verdict, Blocked)
    assert verdict.safe is not None
    assert verdict.safe.amount == 0.5


def test_target_without_a_start_asks_for_weight():
    verdict = check(loss(80, 20, amount_kind=AmountKind.TARGET))

    assert isinstance(verdict, Asked)
    assert verdict.field == "weight_kg"


def test_target_with_a_start_in_the_goal_is_computed():
    verdict = check(loss(80, 4, amount_kind=AmountKind.TARGET, start=90))

    assert isinstance(verdict, Blocked)
    assert verdict.limit == "weight_rate"


def test_large_loss_of_an_unknown_body_asks():
    assert isinstance(check(loss(25, 60)), Asked)


def test_loss_over_ten_percent_goes_in_steps():
    verdict = check(loss(15, 50), weight_kg=100, height_cm=180)

    assert isinstance(verdict, Warned)
    assert "15 %" in verdict.message
    assert not verdict.needs_confirmation


def test_underweight_target_is_blocked_and_the_lowest_healthy_weight_offered():
    verdict = check(loss(6, 20), weight_kg=55, height_cm=165)

    assert isinstance(verdict, Blocked)
    assert verdict.limit == "underweight"
    assert verdict.safe is not None
    assert verdict.safe.amount == 50.4
    assert "50.4 kg" in verdict.message


def test_underweight_person_gets_no_safe_loss():
    verdict = check(loss(1, 20), weight_kg=48, height_cm=170)

    assert isinstance(verdict, Blocked)
    assert verdict.safe is None


def test_underweight_person_may_gain():
    gain = loss(3, 12, direction=Direction.INCREASE, title="Gain 3 kg")

    assert check(gain, weight_kg=48, height_cm=170) == Allowed()


@pytest.mark.parametrize(("kg", "kind"), [(4, Allowed), (8, Warned), (25, Blocked)])
def test_gain_is_warned_of_above_half_a_kilo(kg, kind):
    assert isinstance(check(loss(kg, 8, direction=Direction.INCREASE, title="Gain")), kind)


def test_minor_gets_no_weight_goal():
    verdict = check(loss(2, 20), age=16)

    assert isinstance(verdict, Blocked)
    assert (verdict.limit, verdict.safe) == ("minor", None)


def test_pregnancy_blocks_a_loss():
    assert isinstance(check(loss(2, 20), is_pregnant=True), Blocked)


def test_barbell_is_no_body():
    lift = goal(
        "Deadlift 100 kg", Domain.FITNESS, amount=100, unit="kg", amount_kind=AmountKind.TARGET, deadline=weeks(2)
    )

    assert check(lift, weight_kg=60, height_cm=170) == Allowed()


def test_stored_goal_is_checked_from_its_last_reading():
    stored = Goal(
        id=GoalId("g_1"),
        title="Reach 70 kg",
        domain=Domain.WEIGHT,
        direction=Direction.DECREASE,
        amount=70,
        unit="kg",
        amount_kind=AmountKind.TARGET,
        deadline=weeks(4),
        start=90,
        current=72,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )

    assert not isinstance(check(stored), Blocked)
    assert isinstance(check(stored.but(current=None)), Blocked)


# --- eating and drinking --------------------------------------------------------------------------------------------


def calories(number: float) -> GoalDraft:
    title = f"Eat {number:g} calories a day"
    return goal(title, Domain.NUTRITION, amount=number, unit="calorie", amount_kind=AmountKind.RATE, frequency=DAILY)


@pytest.mark.parametrize(
    ("number", "kind", "limit"),
    [
        (400, Blocked, "eating_disorder"),
        (700, Blocked, "calories"),
        (1000, Blocked, "calories"),
        (1300, Warned, "calories"),
        (4500, Asked, "calories"),
    ],
)
def test_calories_outside_the_range(number, kind, limit):
    verdict = check(calories(number))

    assert isinstance(verdict, kind)
    assert verdict.limit == limit


def test_so_few_calories_get_no_number_back():
    verdict = check(calories(400))

    assert isinstance(verdict, Blocked)
    assert not any(char.isdigit() for char in verdict.message)
    assert verdict.safe is None


def test_1300_calories_are_fine_for_a_woman():
    assert check(calories(1300), sex="female") == Allowed()


@pytest.mark.parametrize(
    "title", ["Burn 400 calories a workout", "Cut 200 calories from lunch", "A 500 calorie breakfast"]
)
def test_calories_burnt_or_on_one_plate_are_no_allowance(title):
    assert check(goal(title, Domain.NUTRITION, amount=400, unit="calorie", amount_kind=AmountKind.RATE)) == Allowed()


def test_cutting_some_calories_is_allowed():
    cut = calories(300).but(title="Cut down by 300", amount_kind=AmountKind.DELTA, direction=Direction.DECREASE)

    assert check(cut) == Allowed()


@pytest.mark.parametrize(("hours", "kind"), [(14, Allowed), (16, Allowed), (20, Warned), (24, Warned), (36, Blocked)])
def test_fasts_by_their_hours(hours, kind):
    fast = goal(f"Fast {hours} hours", Domain.NUTRITION, amount=hours, unit="hour", amount_kind=AmountKind.RATE)

    assert isinstance(check(fast), kind)


def test_short_fast_is_blocked_for_an_underweight_person():
    fast = goal("Fasting 14 hours", Domain.NUTRITION, amount=14, unit="hour", amount_kind=AmountKind.RATE)

    assert isinstance(check(fast, weight_kg=45, height_cm=170), Blocked)


def test_phone_fast_is_no_fast():
    assert check(goal("A 3 day phone fast", Domain.PRODUCTIVITY, amount=3, unit="day")) == Allowed()


@pytest.mark.parametrize(("litres", "kind"), [(3, Allowed), (6, Blocked)])
def test_water_over_four_litres(litres, kind):
    title = f"Drink {litres} litres of water"
    drink = goal(title, Domain.NUTRITION, amount=litres, unit="litre", amount_kind=AmountKind.RATE, frequency=DAILY)

    assert isinstance(check(drink), kind)


def test_caffeine_limit_is_half_in_pregnancy():
    coffee = goal("At most 300 mg of caffeine", Domain.NUTRITION, amount=300, unit="mg", amount_kind=AmountKind.CAP)

    assert check(coffee) == Allowed()
    assert isinstance(check(coffee, is_pregnant=True), Blocked)


# --- running, exercise, sleep, work ---------------------------------------------------------------------------------


def marathon(in_weeks: float) -> GoalDraft:
    return goal("Run a marathon", Domain.FITNESS, sport="running", deadline=weeks(in_weeks), direction=Direction.REACH)


@pytest.mark.parametrize(
    ("in_weeks", "weekly_km", "kind"),
    [(10, None, Asked), (10, 0, Blocked), (10, 25, Blocked), (18, 25, Allowed), (18, 5, Warned), (30, None, Allowed),
     (10, 60, Allowed)],
)  # fmt: skip
def test_marathon_needs_weeks_and_a_base(in_weeks, weekly_km, kind):
    assert isinstance(check(marathon(in_weeks), weekly_km=weekly_km), kind)


def test_half_marathon_is_not_judged_as_a_marathon():
    half = marathon(14).but(title="Run a half marathon")

    assert check(half, weekly_km=0) == Allowed()


def test_five_km_in_four_weeks_is_only_noted():
    verdict = check(goal("Run 5 km", Domain.FITNESS, sport="running", amount=5, unit="km", deadline=weeks(4)))

    assert isinstance(verdict, Warned)
    assert not verdict.needs_confirmation


def test_exercise_every_day_is_warned_of_and_a_daily_walk_is_not():
    gym = goal("Go to the gym", Domain.FITNESS, frequency=DAILY)

    assert isinstance(check(gym), Warned)
    assert check(gym.but(title="Walk")) == Allowed()


def test_six_hours_of_training_a_day_are_blocked():
    train = goal("Train", Domain.FITNESS, amount=6, unit="hour", amount_kind=AmountKind.RATE, frequency=DAILY)

    assert isinstance(check(train), Blocked)


@pytest.mark.parametrize(("hours", "kind"), [(4, Blocked), (5.9, Blocked), (6, Warned), (7, Allowed), (8, Allowed)])
def test_sleep_by_its_hours(hours, kind):
    sleep = goal(
        "Sleep", Domain.SLEEP, amount=hours, unit="hour", amount_kind=AmountKind.RATE, direction=Direction.REACH
    )

    assert isinstance(check(sleep), kind)


def test_more_than_four_hours_of_sleep_is_a_step_up():
    sleep = goal("Sleep more than 4 hours", Domain.SLEEP, amount=4, unit="hour", amount_kind=AmountKind.RATE,
                 direction=Direction.INCREASE)  # fmt: skip

    assert isinstance(check(sleep), Warned)


def test_teenager_needs_eight_hours():
    sleep = goal("Sleep 7 hours", Domain.SLEEP, amount=7, unit="hour", amount_kind=AmountKind.RATE)

    assert isinstance(check(sleep, age=15), Warned)


@pytest.mark.parametrize(("hours", "kind"), [(3, Allowed), (9, Warned), (14, Blocked)])
def test_study_hours_a_day(hours, kind):
    study = goal("Study", Domain.LEARNING, amount=hours, unit="hour", amount_kind=AmountKind.RATE, frequency=DAILY)

    assert isinstance(check(study), kind)


# --- money and words ------------------------------------------------------------------------------------------------


def test_saving_a_third_of_the_income_is_warned_of():
    save = goal("Save 700 a month", Domain.FINANCE, amount=700, unit="USD", amount_kind=AmountKind.RATE,
                frequency=Frequency(times=1, per="month"))  # fmt: skip

    assert isinstance(check(save, monthly_income=2000), Warned)
    assert check(save, monthly_income=4000) == Allowed()
    assert check(save) == Allowed()


def test_return_of_thirty_percent_is_blocked():
    assert isinstance(check(goal("Earn a 30 % return", Domain.FINANCE, amount=30, unit="%")), Blocked)


@pytest.mark.parametrize(
    ("title", "limit"),
    [("Quit heroin", "substance"), ("Stop my antidepressants", "medication"), ("Get my ex back", "relationship"),
     ("Make 5000 with crypto", "finance"), ("Overcome my bulimia", "eating_disorder")],
)  # fmt: skip
def test_words_alone_can_block(title, limit):
    verdict = check(goal(title, Domain.OTHER))

    assert isinstance(verdict, Blocked)
    assert verdict.limit == limit


@pytest.mark.parametrize("title", ["Quit smoking", "Read 12 books", "No alcohol in January", "Call mum weekly"])
def test_ordinary_goals_are_allowed(title):
    assert check(goal(title, Domain.OTHER)) == Allowed()


# --- properties -----------------------------------------------------------------------------------------------------

masses = st.floats(0.1, 400, allow_nan=False)
drafts = st.builds(
    GoalDraft,
    title=st.sampled_from(
        ["Lose weight", "Fast", "Eat less", "Run a marathon", "Sleep", "Train", "Save", "Drink water"]
    ),
    domain=st.sampled_from(Domain),
    direction=st.sampled_from(Direction),
    amount=st.none() | st.floats(allow_nan=True, allow_infinity=True) | masses,
    unit=st.sampled_from(
        [None, "kg", "lb", "stone", "hour", "day", "calorie", "km", "litre", "mg", "USD", "%", "time"]
    ),
    amount_kind=st.none() | st.sampled_from(AmountKind),
    deadline=st.none() | st.dates(date(2020, 1, 1), date(9999, 12, 31)),
    frequency=st.none()
    | st.builds(Frequency, times=st.integers(0, 50), per=st.sampled_from(["day", "week", "month", "year"])),
    start=st.none() | masses,
)
profiles = st.builds(
    UserProfile,
    weight_kg=st.none() | st.floats(20, 400),
    height_cm=st.none() | st.floats(90, 260),
    age=st.none() | st.integers(5, 120),
    sex=st.sampled_from([None, "female", "male"]),
    is_pregnant=st.sampled_from([None, True, False]),
    weekly_km=st.none() | st.floats(0, 400),
    monthly_income=st.none() | st.floats(0, 1e6),
)


@given(drafts, profiles)
def test_what_is_offered_instead_is_never_blocked(draft, profile):
    verdict = check_goal(draft, profile, TODAY)

    if isinstance(verdict, Blocked) and verdict.safe:
        assert not isinstance(check_goal(verdict.safe, profile, TODAY), Blocked)


units = st.sampled_from([("kg", 1.0), ("lb", 0.45359237), ("stone", 6.35029318)])


@given(st.floats(0.3, 2.5), st.integers(1, 1500), st.none() | st.floats(40, 180), units)
def test_no_loss_above_the_rates_is_let_through(rate, days, weight, unit):
    name, kg_per_unit = unit
    draft = loss(rate * days / 7 / kg_per_unit, unit=name, deadline=TODAY + timedelta(days=days))

    verdict = check_goal(draft, UserProfile(weight_kg=weight), TODAY)

    if rate > 1.0001 or (weight and rate > 0.010001 * weight):
        assert isinstance(verdict, Blocked)
    elif rate > 0.5001:
        assert isinstance(verdict, (Warned, Asked))


@given(st.floats(17, 20), st.floats(140, 210), st.none() | st.floats(40, 200), st.none() | st.integers(1, 1000))
def test_no_underweight_target_is_let_through(bmi, height, weight, days):
    target = bmi * (height / 100) ** 2
    deadline = TODAY + timedelta(days=days) if days else None
    draft = loss(target, amount_kind=AmountKind.TARGET, deadline=deadline)
    is_gain = weight is not None and weight <= target

    verdict = check_goal(draft, UserProfile(height_cm=height, weight_kg=weight), TODAY)

    if bmi < 18.4999 and not is_gain:
        assert isinstance(verdict, Blocked)


@given(st.floats(0.5, 40), st.floats(140, 210), st.floats(17, 20))
def test_no_loss_below_a_healthy_weight_is_let_through(kg, height, final_bmi):
    weight = final_bmi * (height / 100) ** 2 + kg

    verdict = check_goal(loss(kg, 500), UserProfile(height_cm=height, weight_kg=weight), TODAY)

    if final_bmi < 18.4999:
        assert isinstance(verdict, Blocked)
