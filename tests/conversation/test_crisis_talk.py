"""A crisis through the real coach: numbers at once, ways out, and nothing else meanwhile."""

import random
import re

import pytest

from tests.people import Talk, talking


@pytest.fixture
async def talk(tmp_path):
    async with talking(tmp_path) as opened:
        yield opened


async def level(talk: Talk) -> int | None:
    crisis = (await talk.person()).session.crisis
    return crisis.level if crisis is not None and crisis.is_open else None


async def test_rise_from_passive_to_active_opens_again_with_numbers_and_means(talk):
    await talk.told("/country uk")
    await talk.told("i wish i could just disappear")

    reply = await talk.told("i have pills saved up and i'm going to take them tonight")

    assert "999" in reply
    assert "Samaritans" in reply
    assert await level(talk) == 4
    crisis = (await talk.person()).session.crisis
    assert crisis is not None
    assert crisis.turns == 0


async def test_another_category_opens_again_with_its_own_reply(talk):
    await talk.told("I want to kill myself")
    await talk.told("I don't know")

    reply = await talk.told("my husband hits me and locks me in")

    crisis = (await talk.person()).session.crisis
    assert crisis is not None
    assert (crisis.category, crisis.turns) == ("abuse", 0)
    assert "emergency number" in reply


@pytest.mark.parametrize("words", ["UK", "the UK", "I live in the UK", "/country uk", "i'm in London"])
async def test_country_told_in_a_crisis_is_kept_and_its_lines_come_at_once(talk, words):
    await talk.told("I want to kill myself")

    reply = await talk.told(words)

    assert "999" in reply
    assert "116 123" in reply
    assert (await talk.person()).profile.country == "GB"
    assert await level(talk) is not None


async def test_country_of_somebody_else_shows_its_lines_and_leaves_the_own_one(talk):
    await talk.told("/country portugal")
    await talk.told("my brother told me he wants to kill himself")

    reply = await talk.told("he lives in Germany")

    assert "112" in reply
    assert "TelefonSeelsorge" in reply
    assert (await talk.person()).profile.country == "PT"


@pytest.mark.parametrize("words", ["no", "it", "i'm in pain", "in my room", "us against them, i don't know"])
async def test_ordinary_words_are_no_country(talk, words):
    await talk.told("I want to kill myself")

    await talk.told(words)

    assert (await talk.person()).profile.country is None


async def test_every_follow_up_says_how_to_go_back(talk):
    await talk.told("I want to kill myself")

    for words in ("i don't know", "maybe", "it is all too much", "hm"):
        assert (await talk.told(words)).endswith("_Say **back to coaching** when you want to go on._")


async def test_one_denial_ends_no_active_crisis_and_two_offer_the_way_back(talk):
    await talk.told("I want to kill myself")

    first = await talk.ask("no")
    assert await level(talk) is not None
    assert first.buttons == ()
    second = await talk.ask("i'm not suicidal")

    assert [button.label for button in second.buttons] == ["Yes", "No"]
    assert "emergency number" in second.text
    assert await level(talk) is not None
    await talk.told("Yes")
    assert await level(talk) is None


async def test_no_to_the_offer_stays(talk):
    await talk.told("I want to kill myself")
    await talk.told("my sister is here with me, i am safe now")

    reply = await talk.told("no")

    assert await level(talk) is not None
    assert "staying with you" in reply


async def test_no_to_being_safe_is_a_sign_and_not_a_denial(talk):
    await talk.told("my husband hits me and locks me in")

    await talk.told("no")
    reply = await talk.ask("no")

    assert reply.buttons == ()
    assert await level(talk) is not None


async def test_goal_is_held_until_a_day_after_the_last_sign_and_then_leads_back(talk):
    await talk.told("I want to kill myself")
    await talk.wait(hours=2)
    early = await talk.ask("I want to run 10 km")
    await talk.wait(hours=23)

    late = await talk.ask("I want to run 10 km")

    assert early.buttons == ()
    assert [button.label for button in late.buttons] == ["Yes", "No"]
    assert (await talk.person()).goals == ()
    await talk.told("yes")
    assert "Run 10 km" in await talk.told("I want to run 10 km in 12 weeks")


async def test_commands_of_coaching_wait_and_the_others_work(talk):
    await talk.told("I want to kill myself")

    assert "back to coaching" in await talk.told("/goal run 10 km")
    assert "Privacy" in await talk.told("/privacy")
    assert await level(talk) is not None


@pytest.mark.parametrize("words", ["resume", "/resume"])
async def test_resume_ends_the_crisis_and_its_pause(talk, words):
    await talk.told("remind me every day at 18:30 to stretch")
    await talk.told("I want to kill myself")

    await talk.told(words)

    assert await level(talk) is None
    assert len(await talk.live(days=1)) == 1


async def test_open_crisis_keeps_every_nudge_back_however_long(talk):
    await talk.told("remind me every day at 18:30 to stretch")
    await talk.told("I want to kill myself")

    assert await talk.live(days=9) == []


async def test_after_going_back_nudges_rest_for_72_hours(talk):
    await talk.told("remind me every day at 18:30 to stretch")
    await talk.told("I want to kill myself")
    await talk.told("back to coaching")

    assert await talk.live(days=2) == []
    assert len(await talk.live(days=2)) >= 1


async def test_joke_denied_once_is_closed(talk):
    await talk.told("i wish i could just disappear")

    await talk.told("no, i was joking")

    assert await level(talk) is None


async def test_age_under_18_within_a_crisis_brings_the_words_for_the_young(talk):
    await talk.told("/country uk")
    await talk.told("I want to kill myself")

    reply = await talk.told("i'm 15")

    assert "adult you trust" in reply
    assert (await talk.person()).profile.age == 15
    assert await level(talk) is not None


async def test_eating_disorder_puts_weight_goals_away_and_no_weight_is_praised(talk):
    await talk.told("I want to lose 5kg in 10 weeks")
    await talk.told("84 kg, 175 cm")
    await talk.told("yes")
    reply = await talk.told("i make myself throw up after every meal")
    await talk.told("back to coaching")

    person = await talk.person()
    assert [goal.status for goal in person.goals] == ["later"]
    assert person.active_reminders == ()
    assert "put your goals about weight and food away" in reply
    for words in ("80.2 kg", "i lost 2 kg!!", "I want to lose 10 kg in 20 weeks", "I want to eat 1500 calories a day"):
        answer = await talk.told(words)
        assert not any(number in answer for number in ("80.2", " 2 kg", "10 kg", "1500"))
    assert (await talk.person()).active_goals == ()


async def test_doctor_who_agrees_lifts_the_rest_from_weight(talk):
    await talk.told("i make myself throw up after every meal")
    await talk.told("back to coaching")

    await talk.told("my doctor agrees")

    assert not (await talk.person()).profile.is_off_weight


COUNTING = re.compile(
    r"streak|in a row|well done|great job|good job|proud of|keep it up|congrat|week \d of|check in|5 kg|kg down|"
    r"target|progress",
    re.I,
)
AMONG_OTHERS = (
    "79.4", "done", "I lost 3 kg!", "skipped, sick", "goals", "/today", "progress", "how is my plan", "yes", "hm",
    "lose 10kg in 5 weeks", "remind me at 7 to run", "it hurts", "I ran 5k", "/log 78", "what is my streak", "no help",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
async def test_no_reply_in_an_open_crisis_counts_praises_or_nudges(talk, seed):
    await talk.told("lose 5kg in 8 weeks")
    await talk.told("yes")
    await talk.told("yes")
    await talk.told("I want to kill myself")
    order = random.Random(seed).sample(AMONG_OTHERS, 12)

    replies = [await talk.told(words) for words in order]
    nudges = await talk.wait(hours=70)

    assert await level(talk) is not None
    assert nudges == []
    assert [reply for reply in replies if COUNTING.search(reply)] == []
