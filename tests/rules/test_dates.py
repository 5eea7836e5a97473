"""Deadlines and how often, read from words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.entities import Frequency
from bot.rules.dates import find_deadlines, local_day
from bot.rules.frequencies import find_frequencies
from bot.rules.quantities import find_quantities

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("said", "text", "day"),
    [
        ("lose 5 kg in 8 weeks", "in 8 weeks", date(2027, 1, 13)),
        ("within 90 days", "within 90 days", date(2027, 2, 16)),
        ("over the next month", "over the next month", date(2026, 12, 18)),
        ("in half a year", "in half a year", date(2027, 5, 18)),
        ("Breaking this habit for 1 month", "for 1 month", date(2026, 12, 18)),
        ("run a race by March", "by March", date(2027, 3, 1)),
        ("by end of March", "by end of March", date(2027, 3, 31)),
        ("in March", "in March", date(2027, 3, 31)),
        ("before July", "before July", date(2027, 6, 30)),
        ("by 3 June 2027", "by 3 June 2027", date(2027, 6, 3)),
        ("by June 3rd", "by June 3rd", date(2027, 6, 3)),
        ("by the 15th", "by the 15th", date(2026, 12, 15)),
        ("by sunday", "by sunday", date(2026, 11, 22)),
        ("this year", "this year", date(2026, 12, 31)),
        ("next year, more sport", "next year", date(2027, 12, 31)),
        ("by the end of the month", "by the end of the month", date(2026, 11, 30)),
        ("look good for christmas", "for christmas", date(2026, 12, 25)),
        ("by easter", "by easter", date(2027, 3, 28)),
        ("by new year", "by new year", date(2026, 12, 31)),
        ("before my trip in May", "before my trip in May", date(2027, 4, 30)),
        ("fit by my wedding on june 12", "by my wedding on june 12", date(2027, 6, 12)),
        ("by our anniversary, May 2", "by our anniversary, May 2", date(2027, 5, 2)),
        ("before my birthday on 3 march", "before my birthday on 3 march", date(2027, 3, 2)),
        ("a 10k on may 9", "on may 9", date(2027, 5, 9)),
        ("before New Year's Eve", "before New Year's Eve", date(2026, 12, 30)),
        ("200 by next christmas", "by next christmas", date(2027, 12, 25)),
        ("by this time next year", "by this time next year", date(2027, 11, 18)),
        ("en solo 3 semanas", "en solo 3 semanas", date(2026, 12, 9)),
        ("in nur 2 Wochen", "in nur 2 Wochen", date(2026, 12, 2)),
        ("en seulement 3 semaines", "en seulement 3 semaines", date(2026, 12, 9)),
        ("be there before 2/15/27", "before 2/15/27", date(2027, 2, 14)),
        ("by 2027-02-01", "by 2027-02-01", date(2027, 2, 1)),
        ("bis Ende März", "bis Ende März", date(2027, 3, 31)),
        ("en 8 semanas", "en 8 semanas", date(2027, 1, 13)),
        ("avant l'été", "avant l'été", date(2027, 5, 31)),
        ("l'année prochaine", "l'année prochaine", date(2027, 12, 31)),
        ("in a month or two", "in a month or two", date(2027, 1, 18)),
        ("in a year and a half", "in a year and a half", date(2028, 5, 18)),
        ("in two months' time", "in two months' time", date(2027, 1, 18)),
        ("a new job 8 weeks from now", "8 weeks from now", date(2027, 1, 13)),
        ("in six to eight weeks", "in six to eight weeks", date(2027, 1, 13)),
        ("in the next few weeks", "in the next few weeks", None),
        ("before the year is out", "before the year is out", date(2026, 12, 31)),
        ("for the rest of the year", "for the rest of the year", date(2026, 12, 31)),
        ("b4 summer", "b4 summer", date(2027, 5, 31)),
        ("by friday night", "by friday night", date(2026, 11, 20)),
        ("by the first of April", "by the first of April", date(2027, 4, 1)),
        ("by 15/3", "by 15/3", date(2027, 3, 15)),
        ("by 3/5", "by 3/5", None),
        ("ship it by eow", "by eow", date(2026, 11, 22)),
        ("no sugar for lent", "for lent", date(2027, 3, 27)),
        ("by memorial day", "by memorial day", None),
        ("before the baby comes", "before the baby comes", None),
        ("before I move to Spain", "before I move to Spain", None),
        ("by my 40th", "by my 40th", None),
        ("done, deadline 15.05.2027", "15.05.2027", date(2027, 5, 15)),
        ("за 8 недель", "за 8 недель", date(2027, 1, 13)),
        ("до конца года", "до конца года", date(2026, 12, 31)),
    ],
)
def test_a_deadline_is_found_where_it_stands_and_resolved(said, text, day):
    (found,) = find_deadlines(said, today=TODAY)

    assert said[found.start : found.end] == text
    assert found.day == day


@pytest.mark.parametrize(
    "said", ["in 2015", "by the end of 2020", "for 2019", "before my wedding", "by the time I am 40", "by 4/5/27"]
)
def test_a_deadline_that_is_past_or_known_to_the_person_only_keeps_its_words(said):
    (found,) = find_deadlines(said, today=TODAY)

    assert found.day is None
    assert said[found.start : found.end] == said


@pytest.mark.parametrize(
    "said",
    [
        "2 weeks ago", "starting in January", "this may be hard", "in 10 minutes", "since March", "every day",
        "on sundays", "in an hour", "next time", "for more than 3 days", "", "the week was long", "after 10 years",
        "in the new year", "on sunday", "gym on january 1st", "a member for five years",
        "saving for my trip", "training for our marathon", "read before bed", "call back within 24 hours",
    ],
)  # fmt: skip
def test_starts_memories_and_short_waits_are_no_deadlines(said):
    assert find_deadlines(said, today=TODAY) == []


def test_the_day_is_the_one_of_the_persons_zone():
    late = datetime(2026, 11, 18, 23, 30, tzinfo=ZoneInfo("UTC"))

    assert local_day(late, "Asia/Tokyo") == date(2026, 11, 19)
    assert local_day(late, None) == date(2026, 11, 18)
    assert local_day(late, "No/Such_Zone") == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("said", "text", "frequency"),
    [
        ("30 minutes a day", "a day", Frequency(times=1, per="day")),
        ("yoga 3 times a week", "a week", Frequency(times=3, per="week")),
        ("twice a month", "a month", Frequency(times=2, per="month")),
        ("gym 4x/week", "/week", Frequency(times=4, per="week")),
        ("every other day", "every other day", Frequency(times=3, per="week")),
        ("on mondays and thursdays", "on mondays and thursdays", Frequency(times=2, per="week")),
        ("screen-free Sundays", "Sundays", Frequency(times=1, per="week")),
        ("most nights", "most nights", None),
        ("3 mal pro Woche", "pro Woche", Frequency(times=3, per="week")),
        ("3 раза в неделю", "в неделю", Frequency(times=3, per="week")),
    ],
)
def test_a_frequency_is_found_with_its_number(said, text, frequency):
    (found,) = find_frequencies(said, find_quantities(said))

    assert said[found.start : found.end] == text
    assert found.frequency == frequency


@pytest.mark.parametrize("said", ["take a week off", "in a week", "by Sunday", "a day trip", "I had a day"])
def test_a_single_day_or_week_is_no_frequency(said):
    assert find_frequencies(said, find_quantities(said)) == []
