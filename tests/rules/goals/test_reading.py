"""What reading goals promises beyond single sentences."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.entities import Direction, Domain, Intent
from bot.rules.goals import as_approach, language_of, read_goals, read_mood

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def read(text):
    return read_goals(text, now=NOW, zone="Europe/Berlin")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_no_text_is_too_strange(text):
    reading = read(text)

    assert reading.is_goal == bool(reading.goals)
    assert language_of(text) in ("en", "es", "de", "fr", "ru")
    assert read_mood(text)[1] in ("low", "medium", "high")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "lose",
                "5",
                "kg",
                "by",
                "March,",
                "in",
                "2",
                "weeks",
                "every",
                "day",
                "3",
                "times",
                "a",
                "and",
                "I",
                "want",
                "to",
                "my",
                "resolution",
                "is",
                "#goals",
                "read",
                "20",
                "pages",
                "שלום",
                "😀",
                "\x00",
                "$400",
                "4:10",
                "from",
                "none",
                "no",
                "more",
                "-",
                "1.",
                "2)",
                ":",
                "?",
                "!",
            ]
        ),
        max_size=40,
    )
)
def test_quoted_words_stand_in_the_message(words):
    text = " ".join(words)

    for goal in read(text).goals:
        assert goal.deadline_text is None or goal.deadline_text in text
        assert goal.frequency_text is None or goal.frequency_text in text
        assert goal.title.isprintable()
        assert goal.title
        assert (goal.amount is None) == (goal.amount_kind is None)


@pytest.mark.parametrize(
    "piece", ["x", "i want to ", ", and ", "1. ", "by the end of ", "5 kg ", "every ", "#a ", "\n", "¦"]
)
def test_a_very_long_text_takes_no_time(piece):
    begun = time.perf_counter()

    read((piece * 100_000)[:100_000])

    assert time.perf_counter() - begun < 1.0


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00\x01", "\u202eabc", "🙂" * 50, "..."])
def test_an_empty_message_holds_no_goal(text):
    assert read(text).intent is Intent.CHATTER


def test_several_goals_keep_their_own_amounts_and_dates():
    first, second = read("read 2 books a month and lose 4 kg by march").goals

    assert (first.amount, first.unit, first.deadline) == (2, "book", None)
    assert (second.amount, second.unit, second.deadline) == (4, "kg", date(2027, 3, 1))


def test_a_year_said_in_front_belongs_to_every_goal():
    goals = read("3 goals for 2027: eat better, sleep more, call my sister every week").goals

    assert [goal.deadline_text for goal in goals] == ["for 2027"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "I'm 21 and I want to make new friends",
        "For the 12th year in a row, I'm going to get fit",
        "my resolution is to finish chapter 5",
        "I want to look at my phone less, not every 5 minutes",
        "2027 resolution: be kinder",
        "quit my job that starts at 4am",
    ],
)
def test_ages_ordinals_years_and_clocks_are_no_amounts(text):
    (goal,) = read(text).goals

    assert goal.amount is None
    assert goal.deadline_text is None


def test_a_clear_goal_asks_nothing():
    assert read("lose 5kg in 8 weeks").question is None
    assert read("gym 3x a week").question is None


@pytest.mark.parametrize(
    "text", ["i wanna get my life together", "be happier", "lose weight", "save money", "asleep by 12"]
)
def test_a_vague_goal_gets_one_question_with_a_default(text):
    question = read(text).question

    assert question is not None
    assert question.count("?") == 1 or "guess" in question


@pytest.mark.parametrize(
    "text", ["tell me a joke", "order a pizza", "what's the weather", "i have to go now", "I'll be late", "ok cool"]
)
def test_talk_and_errands_are_no_goals(text):
    assert not read(text).is_goal


def test_a_range_keeps_its_lower_end():
    (goal,) = read("lose 10 to 15 pounds by summer").goals

    assert goal.amount == 10


def test_a_title_is_a_short_imperative_in_the_persons_words():
    assert read("I really want to stop biting my nails because it looks bad").goals[0].title == "Stop biting my nails"
    assert read("My #NewYearsResolution is walking 800 miles").goals[0].title == "Walk 800 miles"
    assert len(read("I want to " + "improve my very long list of things " * 20).goals[0].title) <= 70


def test_stopping_is_offered_as_doing_something_instead():
    quitting = read("I want to stop drinking soda").goals[0]
    losing = read("lose 5 kg by may").goals[0]
    building = read("run more").goals[0]

    assert "instead" in (as_approach(quitting) or "")
    assert as_approach(losing) is None
    assert as_approach(building) is None


def test_directions_follow_the_verb():
    said = {"stop smoking": Direction.STOP, "spend less": Direction.DECREASE, "keep my room clean": Direction.MAINTAIN}

    assert {text: read(text).goals[0].direction for text in said} == said


def test_the_words_of_a_deadline_do_not_choose_the_domain():
    assert read("save 500 dollars before my trip in May").goals[0].domain is Domain.FINANCE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I want to lose weight", "en"),
        ("quiero dejar de fumar", "es"),
        ("ich möchte mehr schlafen", "de"),
        ("je veux lire plus", "fr"),
        ("хочу бросить курить", "ru"),
        ("79.4", "en"),
        ("im in lima", "en"),
    ],
)
def test_the_language_is_told_by_small_words(text, code):
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("text", "mood", "motivation"),
    [
        ("I feel awful today", "low", "medium"),
        ("so stressed about exams", "stressed", "medium"),
        ("exhausted, no motivation at all", "tired", "low"),
        ("let's go, I'm ready!", "neutral", "high"),
        ("great week, I feel proud", "good", "medium"),
        ("I'm not stressed", "neutral", "medium"),
        ("not feeling good", "low", "medium"),
        ("ran 5 km", "neutral", "medium"),
    ],
)
def test_mood_and_motivation_are_read_from_plain_words(text, mood, motivation):
    assert read_mood(text) == (mood, motivation)
