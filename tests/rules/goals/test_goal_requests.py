"""Words to Gigi, reports and talk are no goals; titles stay the person's own."""

from datetime import UTC, datetime

import pytest

from bot.entities import AmountKind, Domain, Intent
from bot.rules.goals import question_for, read_goals

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def read(text):
    return read_goals(text, now=NOW, zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("snooze 15 minutes", Intent.CHECKIN),
        ("I'd like to quit this goal", Intent.PLAN),
        ("delete the gym reminder", Intent.PLAN),
        ("show me my plan for spanish", Intent.PLAN),
        ("change my goal to 6 kg", Intent.PLAN),
        ("make the deadline end of june", Intent.PLAN),
        ("i want to change the goal to once a week", Intent.PLAN),
        ("drop running", Intent.PLAN),
        ("remind every day at 9 to take vitamins", Intent.REMINDER),
        ("timezone berlin", Intent.CHATTER),
        ("read 30", Intent.CHECKIN),
        ("bit my nails 3 times", Intent.CHECKIN),
        ("j'ai fumé 4 cigarettes", Intent.CHECKIN),
        ("he leído 20 páginas", Intent.CHECKIN),
        ("heute bin ich 3 km gelaufen", Intent.CHECKIN),
        ("выкурил 3 сигареты", Intent.CHECKIN),
        ("900 saved so far", Intent.CHECKIN),
        ("piano 20 min, phoned dad too", Intent.CHECKIN),
    ],
)
def test_words_about_what_exists_are_no_new_goal(text, intent):
    reading = read(text)

    assert (reading.is_goal, reading.intent) == (False, intent)


def test_asking_whether_to_do_something_is_no_goal():
    assert not read("should i buy a bike or join a gym").is_goal


@pytest.mark.parametrize("text", ["drop smoking", "stop my bad habits", "reduce my sugar intake", "quit my job"])
def test_ending_a_habit_is_a_goal(text):
    assert read(text).is_goal


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("quiero ahorrar 300 euros al mes", "Ahorrar 300 euros al mes"),
        ("je veux économiser 300 euros", "Économiser 300 euros"),
        ("Acostarme a las 10", "Acostarme a las 10"),
    ],
)
def test_titles_keep_accents_and_first_letters(text, title):
    assert read(text).goals[0].title == title


def test_units_a_week_are_alcohol():
    (goal,) = read("cut to 8 units a week").goals

    assert (goal.domain, goal.amount_kind, goal.amount) == (Domain.SUBSTANCE, AmountKind.CAP, 8)


def test_a_limit_after_a_comma_belongs_to_what_was_named():
    (goal,) = read("and my phone, max 2 hours a day").goals

    assert (goal.amount, goal.unit, goal.amount_kind) == (2, "hour", AmountKind.CAP)


@pytest.mark.parametrize("text", ["Get better", "i want to be a better person", "improve my life"])
def test_a_vague_wish_is_asked_about_first(text):
    assert "Which part first" in (question_for(read(text).goals[0]) or "")
