"""What suits a person, in their words."""

from datetime import time

import pytest

from bot.rules.preferences import read_preference


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my day ends at 3am", {"day_ends": time(3)}),
        ("My day ends at 2:30", {"day_ends": time(2, 30)}),
        ("the day ends at midnight", {"day_ends": time(0)}),
        ("Mein Tag endet um 3 Uhr", {"day_ends": time(3)}),
        ("mi día termina a las 2", {"day_ends": time(2)}),
        ("мой день заканчивается в 3:00", {"day_ends": time(3)}),
        ("my week starts on Sunday", {"week_starts": 6}),
        ("week starts saturday", {"week_starts": 5}),
        ("ma semaine commence le dimanche", {"week_starts": 6}),
        ("meine woche beginnt am montag", {"week_starts": 0}),
        ("at most 2 check-ins a day", {"nudges_per_day": 2}),
        ("no more than one checkin per day", {"nudges_per_day": 1}),
        ("höchstens zwei Nachrichten am Tag", {"nudges_per_day": 2}),
        ("quiet hours 22:00 to 7:00", {"quiet_hours": (time(22), time(7))}),
        ("please don't message me between 10pm and 8am", {"quiet_hours": (time(22), time(8))}),
        ("no messages from 22 to 9", {"quiet_hours": (time(22), time(9))}),
        ("dark pictures please", {"picture_theme": "dark"}),
        ("dunkle bilder", {"picture_theme": "dark"}),
        ("make the charts light", {"picture_theme": "light"}),
    ],
)
def test_preference_is_read(text, found):
    assert read_preference(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "my day ends at 5pm", "my day was long", "I want to read at most 2 hours a day", "my week starts badly",
        "only 2 beers a day", "what are my quiet hours?", "no messages from my ex", "paint dark pictures every week",
        "the deadline is at 3am", "", "a day",
    ],
)  # fmt: skip
def test_other_words_set_nothing(text):
    assert read_preference(text) is None
