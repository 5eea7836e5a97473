"""How differently the same thing is said: leads, slips, dictation, bare numbers; and what only looks like a goal."""

from datetime import UTC, datetime

import pytest

from bot.entities import AmountKind, Domain, Intent
from bot.rules.goals import read_goals

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def read(text):
    return read_goals(text, now=NOW)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("I've been meaning to start painting again", "Start painting"),
        ("so um basically i want to uh lose like five kilos", "Lose like five kilos"),
        ("I'm a nurse and mother of 2 who wants to sleep better", "Sleep better"),
        ("My doctor told me to walk every day", "Walk every day"),
        ("I should like to phone my sister every week", "Phone my sister every week"),
        ("It was a long year, so my aim is to read more", "Read more"),
        ("What I want most is to sleep better", "Sleep better"),
        ("i want learn guitar", "Learn guitar"),
        ("can u help me stop vaping", "Stop vaping"),
        ("my husband and I are hoping to pay off the car", "Pay off the car"),
    ],
)
def test_the_goal_is_found_behind_its_lead(text, title):
    (goal,) = read(text).goals

    assert goal.title == title


@pytest.mark.parametrize(
    "text",
    ["12 pages", "81,2 kg", "no gym today, back hurts", "work was crazy so no", "4 cigs, stressed",
     "at 9pm every single day", "my sister wants to lose 10 pounds", "Studies show that walking helps",
     "20% off gym membership until January 15!", "Wow 10,000 followers, thank you all", "I'm going to the gym",
     "I'll go for a run tomorrow", "planning to lose 10 lbs. only 14 to go", "I love to read", "stop reminding me",
     "make it 4 times a week instead"],
)  # fmt: skip
def test_reports_offers_and_what_others_do_are_no_goals(text):
    assert not read(text).is_goal


@pytest.mark.parametrize(
    "text",
    ["hand in my portfolio by friday", "be less of a mess", "find a new job before summer", "give up crisps for lent",
     "therapy every other tuesday", "mow the lawn every ten days", "only drink on weekends", "70 kg by june",
     "play less on my phone", "send out 30 CVs in the next two weeks"],
)  # fmt: skip
def test_a_bare_imperative_with_an_aim_is_a_goal(text):
    assert len(read(text).goals) == 1


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("run, read and sleep more", ["Run", "Read", "Sleep more"]),
        ("fix the tap, sort the loft, regrout the shower", ["Fix the tap", "Sort the loft", "Regrout the shower"]),
        ("gym 4x a week, bed by 11", ["Gym 4x a week", "Bed by 11"]),
        ("graduate and join the army", ["Graduate and join the army"]),
    ],
)
def test_lists_fall_into_their_goals(text, titles):
    assert [goal.title for goal in read(f"I want to {text}" if text.startswith("grad") else text).goals] == titles


def test_a_limit_after_two_goals_is_both_their_deadline_unless_the_first_is_a_habit():
    both = read("lose 8 kg and run a 10k by 1 september").goals
    habit = read("read 2 books a month and lose 4 kg by march").goals

    assert [goal.deadline_text for goal in both] == ["by 1 september"] * 2
    assert [goal.deadline_text for goal in habit] == [None, "by march"]


@pytest.mark.parametrize(
    ("text", "amount", "unit", "kind"),
    [
        ("cut my screen time from 5 hours to 2", 2, "hour", AmountKind.TARGET),
        ("save 1000 by june", 1000, None, AmountKind.TARGET),
        ("deadlift 180 by june", 180, None, AmountKind.TARGET),
        ("run a sub 25 5k", 25, "min", AmountKind.TARGET),
        ("a sub 4 marathon by may", 4, "hour", AmountKind.TARGET),
        ("grow revenue by 20%", 20, "%", AmountKind.DELTA),
        ("I want to save 500 dollars a month no wait make that 400 dollars a month", 400, "USD", AmountKind.RATE),
        ("squats 30 daily", 30, "squat", AmountKind.RATE),
        ("knock 10 minutes off my marathon time", 10, "min", AmountKind.DELTA),
        ("deadlift twice my bodyweight", None, None, None),
        ("I want to lose weight. About 8 kilos.", 8, "kg", AmountKind.DELTA),
    ],
)
def test_the_number_meant_is_the_amount(text, amount, unit, kind):
    goal = read(text).goals[0]

    assert (goal.amount, goal.unit, goal.amount_kind) == (amount, unit, kind)


def test_a_unit_is_kept_as_the_person_spells_it():
    assert read("do 50 pushups a day").goals[0].unit_text == "pushup"
    assert read("drink 2 liters of water a day").goals[0].unit_text == "liter"
    assert read("run 5 miles a week").goals[0].unit_text is None


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("eat more vegtables", Domain.NUTRITION),
        ("quit smokng", Domain.SUBSTANCE),
        ("I'm not gonna drink again", Domain.SUBSTANCE),
        ("drink more water", Domain.NUTRITION),
        ("put away £200 a month for a house deposit", Domain.FINANCE),
        ("spend less than 30 min on tiktok per day", Domain.PRODUCTIVITY),
        ("cycle to work three times a week", Domain.FITNESS),
        ("be more active on twitter", Domain.PRODUCTIVITY),
    ],
)
def test_words_are_taken_in_the_sense_they_have_here(text, domain):
    assert read(text).goals[0].domain is domain


def test_a_clown_and_a_backwards_count_are_jokes():
    assert read("I will be rich and thin \N{CLOWN FACE}").intent is Intent.JOKE
    assert read("Goal was to lose 10 pounds. Only 15 to go").intent is Intent.JOKE
