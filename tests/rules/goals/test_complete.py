"""A vague goal and the answer to its question."""

from datetime import UTC, date, datetime, time

import pytest

from bot.entities import Domain, Frequency
from bot.rules.goals import as_first_step, complete_draft, question_for, read_goals

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def answered(goal, answer):
    draft = read_goals(goal, now=NOW, zone="Europe/Berlin").goals[0]
    return complete_draft(draft, answer, now=NOW, zone="Europe/Berlin")


@pytest.mark.parametrize("answer", ["yes", "oui", "sí", "ja", "да", "ok", "idk", "no idea", "you choose", "whatever"])
def test_consent_and_not_knowing_take_the_default(answer):
    completed = answered("walk more", answer)

    assert (completed.amount, completed.unit, completed.frequency) == (20, "min", Frequency(times=1, per="day"))


@pytest.mark.parametrize(
    "answer",
    [
        "my landlord raised the rent by 300 and I hate it",
        "my back hurts",
        "what is the weather like?",
        "remind me to call mum at 8",
        "actually I want to quit smoking",
        "change my goal to 4 kg",
        "no",
        "hmm interesting",
        "do you remember my birthday",
    ],
)
def test_an_answer_about_something_else_is_not_taken(answer):
    assert answered("walk more", answer) is None


def test_minutes_with_a_cue_keep_the_goal():
    completed = answered("walk more", "like 20 min after lunch")

    assert completed.domain is Domain.FITNESS
    assert completed.title == "Walk more after lunch"
    assert (completed.amount, completed.unit) == (20, "min")


@pytest.mark.parametrize("answer", ["3 times a week", "maybe 3 times a week", "3x a week i guess"])
def test_a_rhythm_changes_only_the_frequency(answer):
    completed = answered("walk more", answer)

    assert completed.frequency == Frequency(times=3, per="week")
    assert (completed.title, completed.amount) == ("Walk more", None)


@pytest.mark.parametrize(
    ("answer", "day"),
    [("yes", date(2027, 2, 10)), ("10", date(2027, 1, 27)), ("by easter", date(2027, 3, 28)), ("asap", None)],
)
def test_a_date_is_a_day_a_length_or_a_number_of_weeks(answer, day):
    completed = answered("lose 5 kg", answer)

    assert (completed and completed.deadline) == day


def test_how_many_now_becomes_the_start():
    completed = answered("stop smoking", "like 15 I guess")

    assert (completed.start, completed.amount, completed.unit) == (15, 0, "cigarette")


@pytest.mark.parametrize(
    ("answer", "domain"),
    [
        ("sleep", Domain.SLEEP),
        ("money I guess", Domain.FINANCE),
        ("idk just feel better about life", Domain.WELLBEING),
        ("yes", Domain.SLEEP),
    ],
)
def test_a_part_of_life_gives_a_vague_goal_a_title_of_its_own(answer, domain):
    completed = answered("i want to get better", answer)

    assert completed.domain is domain
    assert "better" not in completed.title.lower()
    assert question_for(completed) is not None


def test_a_vague_goal_that_stays_vague_is_not_planned_under_its_vague_name():
    draft = read_goals("be better", now=NOW).goals[0]

    assert as_first_step(draft).title == "Take good care of myself"


def test_a_name_is_added_to_the_goal():
    assert answered("spend more time with friends", "my sister").title == "Spend more time with friends: my sister"


def test_a_bedtime_is_a_clock_time():
    assert answered("sleep better", "11pm").clock == time(23)


@pytest.mark.parametrize(
    ("goal", "answer", "title"),
    [
        ("make more friends", "everyone", "Make more friends"),
        ("argue less", "everyone", "Argue less"),
        ("be less stressed", "5", "Be less stressed"),
    ],
)
def test_an_answer_that_names_nothing_in_particular_stays_out_of_the_title(goal, answer, title):
    assert answered(goal, answer).title == title


def test_a_title_that_names_the_person_is_not_asked_with_whom():
    draft = read_goals("be a better husband to my wife", now=NOW, zone="Europe/Berlin").goals[0]

    assert question_for(draft) == "How many days a week suits you? 3 is a good start."


def test_a_sum_is_taken_as_said_last_in_the_title_too():
    completed = answered("save 1000", "500 by june")

    assert (completed.title, completed.amount, completed.deadline) == ("Save 500", 500, date(2027, 6, 1))
    assert answered("save 1000", "by june").amount == 1000
    assert answered("save 1000", "12 weeks").amount == 1000


def test_when_somebody_goes_to_bed_now_is_not_when_they_want_to():
    now = answered("sleep better", "i go to bed at 2")

    assert now.clock == time(23)
    assert complete_draft(now, "be in bed by 10", now=NOW, zone="Europe/Berlin").clock == time(22)


def test_stopping_a_substance_is_for_every_day():
    draft = read_goals("quit smoking", now=NOW, zone="Europe/Berlin").goals[0]

    assert as_first_step(draft).frequency == Frequency(times=1, per="day")
