"""Crisis replies: numbers of the person's own country, a direct question, and never the same step twice in a row."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from bot.entities import Screening, Verdict
from bot.rules.safety.answers import read_crisis_answer
from bot.rules.safety.lines import load_lines
from bot.rules.safety.replies import crisis_reply

CATEGORIES = [
    "suicide", "self_harm", "abuse", "eating_disorder", "psychosis", "medical_emergency", "harm_others",
    "third_party", "withdrawal", "minor",
]  # fmt: skip
LANGUAGES = ["en", "es", "de", "fr", "ru", "pt"]
LINES = load_lines()


def crisis(category: str, level: int) -> Screening:
    return Screening(verdict=Verdict.CRISIS, category=category, level=level)


def reply(category: str, level: int = 3, country: str | None = "GB", language: str = "en", turns: int = 0) -> str:
    return crisis_reply(crisis(category, level), country=country, language=language, turns=turns, lines=LINES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("category", CATEGORIES)
def test_a_first_reply_names_the_countrys_emergency_number_and_a_line(category: str, language: str) -> None:
    text = reply(category, level=4, language=language)

    assert "999" in text
    assert "116 123" in text or "0808 2000 247" in text
    assert "988" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("category", CATEGORIES)
def test_an_unknown_country_gets_no_number_of_another_country(category: str, level: int, language: str) -> None:
    text = reply(category, level, country=None, language=language)

    assert "https://findahelpline.com" in text
    assert "/country" in text
    assert not re.search(r"\d{3}", text)


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_reply_asks_and_leaves_no_placeholder(category: str) -> None:
    for turns in range(5):
        text = reply(category, turns=turns)

        assert "?" in text
        assert "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("category", CATEGORIES)
def test_follow_ups_repeat_neither_the_question_nor_the_list(category: str, language: str) -> None:
    replies = [reply(category, language=language, turns=turns) for turns in range(3)]

    assert len(set(replies)) == 3
    assert all("116 123" not in text for text in replies[1:])


def test_a_medical_emergency_opens_with_the_emergency_number() -> None:
    assert "112" in reply("medical_emergency", 4, country="ES").splitlines()[0]


def test_active_suicidality_is_named_and_asked_about_directly() -> None:
    text = reply("suicide", 4)

    assert "killing yourself right now?" in text
    assert "Is someone with you?" in text
    assert "distance between you and it" in text


def test_a_passive_form_is_asked_about_without_shutting_the_chat() -> None:
    text = reply("suicide", 1)

    assert "Are you having thoughts of ending your life?" in text
    assert "figure of speech" in text


def test_abuse_is_believed_and_warned_that_the_phone_may_be_read() -> None:
    text = reply("abuse")

    assert text.startswith("I believe you")
    assert "0808 2000 247" in text
    assert "read this phone" in text
    assert "/forget" in text


def test_an_eating_disorder_reply_holds_no_weight_or_calorie_number() -> None:
    for turns in range(4):
        assert not re.search(r"\d", reply("eating_disorder", country=None, turns=turns))


def test_a_minor_gets_the_young_peoples_line_first() -> None:
    text = reply("minor", country="DE")

    assert text.index("116 111") < text.index("0800 111 0 111")


def test_no_reply_promises_secrecy_or_asks_for_a_promise() -> None:
    every = " ".join(reply(category, level, turns=t) for category in CATEGORIES for level in (1, 3) for t in range(5))

    for phrase in ("promise me", "our secret", "between us", ", right?", "streak"):
        assert phrase not in every


def test_an_untranslated_language_is_answered_in_english() -> None:
    assert reply("abuse", language="pt") == reply("abuse", language="en")


def test_short_numbers_are_shown_as_dialled() -> None:
    assert "call 3114" in reply("suicide", 3, country="fr")


def test_lines_without_a_dial_check_are_named_until_somebody_dials() -> None:
    shipped = load_lines()
    us = shipped.for_country("US")
    assert us is not None

    checked = us.emergency.but(verified_at="2026-11-01")

    assert us.emergency in shipped.unverified(date(2026, 11, 23))
    assert checked.is_verified(date(2026, 11, 23))
    assert not checked.is_verified(date(2027, 3, 1))


def test_an_operators_file_replaces_a_country(tmp_path: Path) -> None:
    own = tmp_path / "lines.json"
    line = {"name": "Test line", "channel": "call", "number": "12345", "verified_at": "2026-11-20"}
    own.write_text(json.dumps({"gb": {"emergency": {"number": "112"}, "lines": [line]}}), encoding="utf-8")

    loaded = load_lines(own)

    british, german = loaded.for_country("gb"), loaded.for_country("DE")
    assert british is not None and german is not None
    assert (british.emergency.number, british.lines[0].number) == ("112", "12345")
    assert german.emergency.number == "112"


@pytest.mark.parametrize("content", ["[", "[]", '{"GB": 3}', '{"GB": {"emergency": {"number": "1", "x": 2}}}'])
def test_a_broken_lines_file_is_named_in_the_error(tmp_path: Path, content: str) -> None:
    own = tmp_path / "lines.json"
    own.write_text(content, encoding="utf-8")

    with pytest.raises(ValueError, match=r"lines\.json"):
        load_lines(own)


@pytest.mark.parametrize(
    ("said", "reading"),
    [
        ("no", "denied"),
        ("No, I'm not suicidal", "denied"),
        ("it was just a joke", "denied"),
        ("nein", "denied"),
        ("yes", "still"),
        ("да", "still"),
        ("no, nobody is here", "still"),
        ("I'm not safe", "still"),
        ("I still want to die", "still"),
        ("I want to kill myself, anyway back to my goals", "still"),
        ("I'm with my sister now", "safe_now"),
        ("I called the Samaritans", "safe_now"),
        ("let's go back to my goals", "back_to_coaching"),
        ("I'm okay now, can we continue with my plan?", "back_to_coaching"),
        ("quiero volver a mis metas", "back_to_coaching"),
        ("zurück zu meinen Zielen bitte", "back_to_coaching"),
        ("je veux reprendre mon programme", "back_to_coaching"),
        ("давай вернёмся к целям", "back_to_coaching"),
        ("I don't want to go back to coaching", "unclear"),
        ("the weather is grey", "unclear"),
        ("", "unclear"),
    ],
)
def test_only_an_explicit_wish_reads_as_back_to_coaching(said: str, reading: str) -> None:
    assert read_crisis_answer(said) == reading
