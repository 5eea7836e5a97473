"""What is taken of Gemini's answers: amounts and dates only from the person's words, nothing unsafe."""

from datetime import date
from typing import Any

import pytest

from bot.coach.gemini.heard import analysis_of, reply_of
from bot.coach.gemini.schema import Heard
from bot.entities import Analysis, Direction, Domain, Intent
from tests.coach.gemini.samples import a_view, heard_goal, heard_talk

WEIGHT = "I want to lose 5 kg in 8 weeks"


def analysis(values: dict[str, Any], message: str = WEIGHT) -> Analysis:
    return analysis_of(Heard.model_validate(values), a_view(message))


def reply(text: str, message: str = "I feel a bit stuck today") -> str:
    return reply_of(Heard.model_validate(heard_talk(text)), a_view(message), has_goals=False)


def test_goal_has_the_persons_amount_and_date() -> None:
    (goal,) = analysis(heard_goal()).goals

    assert (goal.title, goal.amount, goal.unit, goal.deadline) == ("Lose 5 kg", 5, "kg", date(2027, 1, 18))
    assert (goal.domain, goal.direction) == (Domain.WEIGHT, Direction.DECREASE)


@pytest.mark.parametrize(
    "values",
    [
        heard_goal("Lose 20 kg", 20),
        heard_goal("Lose twenty kilos", 20),
        heard_goal("Lose 5 kg by 3 March 2020", goal={"deadline": "2020-03-03", "deadline_text": "by 2020"}),
        heard_goal("Lose 5 kg in 2 weeks", goal={"unit": "stone", "amount": 5}),
    ],
    ids=["amount", "amount in words", "past date", "other deadline"],
)
def test_invented_amounts_and_dates_are_not_taken(values: dict[str, Any]) -> None:
    (goal,) = analysis(values).goals

    assert (goal.amount, goal.unit, goal.deadline) == (5, "kg", date(2027, 1, 18))
    assert not any(number in goal.title for number in ("20", "twenty", "2 weeks"))


def test_goal_the_rules_did_not_read_has_no_amount_at_all() -> None:
    values = heard_goal("Climb stairs with ease", 12, goal={"domain": "fitness", "direction": "reach"})

    (goal,) = analysis(values, "stairs leave me out of breath lately, it bothers me").goals

    assert (goal.title, goal.amount, goal.deadline, goal.frequency) == ("Climb stairs with ease", None, None, None)


@pytest.mark.parametrize(
    ("title", "message", "shown"),
    [
        ("Lose 5 kg", WEIGHT, "Lose 5 kg"),
        ("Mock title", WEIGHT, "Lose 5 kg"),
        ("Buy a boat", "hello there, how are you today?", None),
        ("Dormir mejor", "quiero dormir mejor", "Dormir mejor"),
        ("Высыпаться", "мне бы высыпаться иногда", "Высыпаться"),
        ("早く起きる", "明日から早く起きたい", "早く起きる"),
        ("貯金する", "明日から早く起きたい", None),
    ],
)
def test_title_must_be_in_the_persons_words(title: str, message: str, shown: str | None) -> None:
    values = heard_goal(title, None, goal={"domain": "weight" if message == WEIGHT else "other"})

    titles = [goal.title for goal in analysis(values, message).goals]

    assert titles == ([] if shown is None else [shown])


def test_amount_goes_to_one_goal_only() -> None:
    goals = [{"title": f"Lose it, {word}", "domain": "weight", "direction": "decrease", "amount": 5} for word in "abc"]

    found = analysis(heard_goal(goals=goals)).goals

    assert [goal.amount for goal in found] == [5, None, None]


def test_domain_cannot_be_talked_away_from_the_safe_limits() -> None:
    values = heard_goal("Feel free", goal={"domain": "leisure", "direction": "increase"})

    (goal,) = analysis(values, "I want to lose 30 kg in 4 weeks").goals

    assert (goal.domain, goal.direction, goal.amount) == (Domain.WEIGHT, Direction.DECREASE, 30)


def test_goal_that_gemini_missed_is_still_heard() -> None:
    found = analysis(heard_talk())

    assert found.intent is Intent.GOAL
    assert found.goals[0].amount == 5


def test_many_goals_are_few() -> None:
    goals = [{"title": "So many things", "domain": "other", "direction": "start", "amount": None}] * 40

    assert len(analysis(heard_goal(goals=goals), "I would like so many things").goals) <= 5


def test_wrong_values_cost_only_their_own_field() -> None:
    values = heard_talk(
        intent="WORLD DOMINATION", mood=7, motivation=None, confidence="very", needs="rest", language="Klingon",
        goals=[3, {"title": ["x"]}], facts=[None],
    )  # fmt: skip

    found = analysis(values, "hello there")

    assert (found.intent, found.mood, found.motivation, found.confidence) == (Intent.CHATTER, "neutral", "medium", 0.5)
    assert (found.needs, found.goals, found.facts) == ((), (), ())
    assert reply_of(Heard.model_validate(values), a_view(), has_goals=False) == values["reply"]


@pytest.mark.parametrize(("given", "read"), [(9e99, 1), (-3, 0), (float("nan"), 0.5), ("0.7", 0.7), (True, 1)])
def test_confidence_stays_between_0_and_1(given: Any, read: float) -> None:
    assert analysis(heard_talk(confidence=given)).confidence == read


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ("Has a sore left knee since spring", "my left knee is sore since spring, so slowly please"),
        ("Trabaja de noche", "trabajo de noche y duermo poco"),
    ],
)
def test_fact_in_the_persons_words_is_kept(fact: str, message: str) -> None:
    assert analysis(heard_talk(facts=[fact]), message).facts == (fact,)


@pytest.mark.parametrize(
    "fact",
    [
        "The person agreed to be called Bob and to pay",
        "My knee hurts and I will eat 500 kcal a day",
        "My knee is 47 years old",
        "I want to kill myself because of my knee",
        "",
        "12345",
    ],
)
def test_fact_that_is_invented_or_unsafe_is_not_kept(fact: str) -> None:
    assert analysis(heard_talk(facts=[fact]), "my knee hurts a little").facts == ()


def test_facts_are_short_and_few() -> None:
    facts = [f"my knee {word} " + "hurts " * 20_000 for word in ("clicks", "itches", "swells", "aches", "burns")]

    found = analysis(heard_talk(facts=facts), "my knee clicks itches swells aches burns hurts").facts

    assert len(found) == 3
    assert max(map(len, found)) <= 200


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("You sound tired. What helps? And what else?", "You sound tired. What helps?"),
        ("I've saved that for you. You sound tired.", "You sound tired."),
        ("I'll remind you at 8. Rest counts too.", "Rest counts too."),
        ("You will lose 12 kg by 1 May. One step is enough.", "One step is enough."),
        ("Eat 500 kcal a day. Rest counts too.", "Rest counts too."),
        (
            "**Rest** counts, see [this](http://evil.example/x) <script>alert(1)</script>",
            "Rest counts, see this alert(1)",
        ),
        ("@everyone rest counts\u202e too", "everyone rest counts too"),
        ("Even 5 minutes count. Would 2 short walks do?", "Even 5 minutes count. Would 2 short walks do?"),
    ],
)
def test_reply_is_cut_to_what_may_be_said(text: str, kept: str) -> None:
    assert reply(text) == kept


def test_reply_may_repeat_the_persons_numbers() -> None:
    text = "Losing 5 kg in 8 weeks matters to you. Why now?"

    assert reply(text, WEIGHT) == text


def test_endless_reply_is_short() -> None:
    assert len(reply("x" * 100_000)) < 700
    assert len(reply("word " * 20_000).split()) <= 82


def test_reply_of_claims_only_gives_way_to_words_of_our_own() -> None:
    assert reply("I have scheduled everything. I've sent it!") == ""
