"""What is left of a model's words before anybody sees them."""

from datetime import date

import pytest

from bot.rules.replies import LONGEST_WORDS, Said, invents, plain, tidied

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "claim",
    [
        "I've saved your goal.",
        "I have scheduled a check-in for Monday.",
        "I'll remind you tomorrow!",
        "I will send you the plan.",
        "I’m setting nothing, but I just added it.",
        "Your reminder is set for 8.",
        "Saved!",
        "Noted.",
        "Done, your goal is set.",
        "Consider it saved.",
        "I've put it in your plan.",
        "Reminder set for 7am.",
        "You'll get a reminder tomorrow.",
        "I'm going to check on you tomorrow.",
        "We'll check in tomorrow.",
        "Let me save that for you.",
        "I made a note of it.",
        "I'll keep that in mind.",
        "Got it, I'll remember that.",
        "I emailed your doctor.",
        "I have changed your plan to 3 days.",
        "It's in your calendar now.",
        "Ich merke mir das.",
        "Lo guardo.",
        "Je m'en souviendrai.",
        "Я запомню это.",
        "The plan has been saved.",
        "Ich habe dein Ziel gespeichert.",
        "Ich erinnere dich morgen.",
        "He guardado tu meta.",
        "Te recordaré mañana.",
        "J'ai enregistré ton objectif.",
        "Je te rappellerai demain.",
        "Я сохранил вашу цель.",
        "Я напомню завтра.",
    ],
)
def test_claim_of_a_deed_is_dropped(claim: str) -> None:
    assert tidied(f"That took courage. {claim}") == "That took courage."


@pytest.mark.parametrize(
    "text",
    [
        "You saved some time for yourself.",
        "It sounds like you sent that letter after all.",
        "I hear how tired you are.",
        "Du hast viel geplant. Was hilft dir?",
        "Has ahorrado mucho. ¿Qué te ayuda?",
        "Tu as déjà noté beaucoup de choses.",
        "You noted it every day, and that shows.",
        "You remember how light it felt.",
        "It is done, and you are proud of it.",
        "I wonder what you will keep of it.",
        "That is what you have been working for.",
    ],
)
def test_words_about_the_person_stay(text: str) -> None:
    assert tidied(text) == text


def test_one_question_is_asked() -> None:
    assert tidied("You want more calm. What helps? Who helps? Small steps count.") == (
        "You want more calm. Small steps count. What helps?"
    )


def test_what_was_heard_comes_before_the_question() -> None:
    assert tidied("What would help? You sound tired of it all.") == "You sound tired of it all. What would help?"


@pytest.mark.parametrize(
    "advice",
    [
        "You should go to bed earlier.",
        "Maybe try to walk after lunch.",
        "I'd recommend yoga.",
        "Why not call her?",
        "How about a walk?",
        "Make sure you drink enough.",
        "Start by writing it down.",
        "Du solltest mehr schlafen.",
        "Deberías dormir más.",
        "Tu devrais dormir.",
        "Тебе стоит больше спать.",
    ],
)
def test_advice_nobody_asked_for_becomes_an_offer(advice: str) -> None:
    held = "You are worn out."

    assert tidied(f"{held} {advice}", message="I feel worn out") == f"{held} Would you like an idea for that?"
    assert tidied(f"{held} {advice} What wears you out?", message="I feel worn out") == f"{held} What wears you out?"
    assert advice in tidied(f"{held} {advice}", message="I feel worn out, what should I do?")


@pytest.mark.parametrize(
    "text",
    [
        "If you like, try a short walk.",
        "You have to get up at five every day, and it shows.",
        "You need to be sure that it works.",
        "You tried to call her. What held you back?",
        "It sounds like you need to be heard.",
    ],
)
def test_offers_and_reflections_are_no_advice(text: str) -> None:
    assert tidied(text, message="I am tired") == text


def test_a_question_is_kept_however_long_the_rest_is() -> None:
    text = tidied("This is a sentence of seven words. " * 30 + "What would help?")

    assert text.endswith("words. What would help?")
    assert len(text.split()) <= LONGEST_WORDS


def test_questions_can_be_left_to_others() -> None:
    assert tidied("You want more calm. What helps?", most_questions=0) == "You want more calm."


def test_reply_is_cut_at_a_sentence() -> None:
    text = tidied("This is a sentence of seven words. " * 30)

    assert len(text.split()) <= LONGEST_WORDS
    assert text.endswith("words.")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Title\n\n* one\n* two", "Title one two"),
        ("[click](javascript:alert(1)) now", "click) now"),
        ("see https://evil.example/path?x=1 and www.evil.example", "see and"),
        ("<img src=x onerror=alert(1)>hello", "hello"),
        ("```python\nprint()\n```", "python print()"),
        ("left\u202eright\u200b\ufeff", "left right"),
        ("@everyone and <@123>", "everyone and 123"),
        ("a < b, 5 kg, it's 100% fine", "a b, 5 kg, it's 100% fine"),
    ],
)
def test_markup_and_invisible_characters_go(text: str, shown: str) -> None:
    assert plain(text, 200) == shown


@pytest.mark.parametrize(
    ("text", "said", "is_invented"),
    [
        ("Lose 5 kg", "I want to lose 5 kilos", False),
        ("Lose 20 kg", "I want to lose 5 kilos", True),
        ("Run 5 km", "I want to lose 5 kilos", True),
        ("Walk twenty kilometres", "walk more", True),
        ("Your 5 matter", "lose 5 kilos", False),
        ("Read 12 books", "12 this year", False),
        ("Drink 2 glasses", "drink more water", False),
        ("Rest for 10 minutes at 7:30", "rest", False),
        ("Rest for 3 hours", "rest", True),
        ("Eat 800 kcal", "eat less", True),
        ("By 3 March", "soon", True),
        ("By 3 March", "by 3 march, please", False),
        ("Later this week", "soon", False),
        ("30% less", "less", True),
    ],
)
def test_amounts_and_dates_must_have_been_said(text: str, said: str, is_invented: bool) -> None:
    assert invents(text, Said(said), today=TODAY) is is_invented


def test_nothing_is_too_long_to_be_tidied() -> None:
    for text in ("x" * 100_000, "?" * 100_000, "I've " * 20_000, "(" * 100_000, "[" * 100_000, "<a" * 50_000):
        assert len(tidied(text, said=Said(""), today=TODAY)) < 700
