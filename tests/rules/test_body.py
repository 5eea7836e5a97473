"""What people say of their own body is read in kg, cm and years; goals and other people's bodies are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities import UserProfile
from bot.rules.body import BodyFacts, body_facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("84 kg, 175 cm", {"weight_kg": 84, "height_cm": 175}),
        ("5'9 and 180 lb", {"weight_kg": 81.6, "height_cm": 175.3}),
        ("5 ft 4, 130lbs", {"weight_kg": 59, "height_cm": 162.6}),
        ("6 feet, 12 stone 4", {"weight_kg": 78, "height_cm": 182.9}),
        ("1,75 m", {"height_cm": 175}),
        ("1m68 pour 60 kilos", {"weight_kg": 60, "height_cm": 168}),
        ("84kg 175", {"weight_kg": 84, "height_cm": 175}),
        ("72 kg / 1.80", {"weight_kg": 72, "height_cm": 180}),
        ("I'm 34, male", {"age": 34, "sex": "male"}),
        ("45 years old", {"age": 45}),
        ("29F 130lbs", {"weight_kg": 59, "age": 29, "sex": "female"}),
        ("I am a 40 year old woman", {"age": 40, "sex": "female"}),
        ("I'm fifteen", {"age": 15}),
        ("I'm 20 weeks pregnant", {"is_pregnant": True}),
        ("I'm not pregnant", {"is_pregnant": False}),
        ("peso 84 y mido 1,70", {"weight_kg": 84, "height_cm": 170}),
        ("tengo 30 años, mujer", {"age": 30, "sex": "female"}),
        ("ich bin 1,70 m groß und wiege 80", {"weight_kg": 80, "height_cm": 170}),
        ("ich bin 42 und schwanger", {"age": 42, "is_pregnant": True}),
        ("j'ai 25 ans, je pèse 70 kg", {"weight_kg": 70, "age": 25}),
        ("мне 28 лет, вешу 90, рост 180 см", {"weight_kg": 90, "height_cm": 180, "age": 28}),
        ("from 95 kg to 80 kg", {"weight_kg": 95}),
    ],
)
def test_stated_facts_are_read(text, facts):
    assert body_facts(text) == BodyFacts(**facts)


@pytest.mark.parametrize(
    "text",
    [
        "lose 5 kg in 8 weeks",
        "get down to 70 kg",
        "I want to weigh 65 kg",
        "deadlift 100 kg by June",
        "60 Kilo wiegen",
        "I'm 15 kg overweight",
        "I'm 12 days sober",
        "run 5k in 30 min",
        "my son is 14",
        "when I was 15",
        "my wife is pregnant",
        "read 34 books",
        "meet a nice man",
        "at 5",
        "",
    ],
)
def test_goals_and_others_are_no_facts(text):
    assert not body_facts(text).is_any


def test_facts_replace_only_what_was_said():
    profile = UserProfile(weight_kg=90, height_cm=180)

    changed = body_facts("88 kg now").onto(profile)

    assert (changed.weight_kg, changed.height_cm) == (88, 180)


def test_weight_is_given_in_the_goals_unit():
    facts = body_facts("180 lb")

    assert facts.weight_in("lb") == pytest.approx(180, abs=0.2)
    assert facts.weight_in("km") is None
    assert BodyFacts().weight_in("kg") is None


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["i'm", "5", "'", "9", "kg", "172", "cm", "m", "f", "lb", "1,7", "st", ","])).map(
        " ".join
    )
)
def test_facts_are_always_plausible(text):
    UserProfile.model_validate(body_facts(text).onto(UserProfile()).model_dump())
