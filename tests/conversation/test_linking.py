"""One person on several platforms."""

import re
from datetime import timedelta

import pytest

from bot.entities import InboundKind, Platform
from tests.people import Talk, talking

HERE, THERE = Platform.TELEGRAM, Platform.DISCORD


async def code_for(talk: Talk, user: str = "ana") -> str:
    found = re.search(r"/link ([A-Z2-9]{5}-[A-Z2-9]{5})", await talk.told("/link", user, HERE))
    assert found is not None
    return found[1]


async def linked(talk: Talk) -> None:
    """ana on Telegram with a weight goal, and on Discord as `a-n-a` with one about books: one person now."""
    await talk.ask("I want to lose 5kg in 8 weeks", "ana", HERE)
    await talk.ask("84 kg, 175 cm", "ana", HERE)
    await talk.ask("I want to read 12 books this year", "a-n-a", THERE)
    await talk.ask("yes", "a-n-a", THERE)
    code = await code_for(talk)
    await talk.ask(f"/link {code}", "a-n-a", THERE)
    await talk.ask("yes", "a-n-a", THERE)
    await talk.gigi.engine.idle()


async def test_two_accounts_become_one_person_with_all_goals_logs_and_plans(tmp_path):
    async with talking(tmp_path) as talk:
        await linked(talk)

        assert await talk.person_id("ana", HERE) == await talk.person_id("a-n-a", THERE)
        person = await talk.person("ana", HERE)
        assert len(person.goals) == 2
        assert {plan.goal_id for plan in person.plans} == {goal.id for goal in person.goals}
        answer = await talk.told("/goals", "a-n-a", THERE)
        assert "kg" in answer
        assert "12 books" in answer


async def test_linking_says_what_will_be_joined_first_and_a_no_joins_nothing(tmp_path):
    async with talking(tmp_path) as talk:
        await talk.ask("I want to lose 5kg in 8 weeks", "ana", HERE)
        code = await code_for(talk)

        question = await talk.told(f"/link {code.lower()}", "a-n-a", THERE)
        await talk.ask("no", "a-n-a", THERE)

        assert "0 goals from here" in question
        assert "1 goal from there" in question
        assert await talk.person_id("ana", HERE) != await talk.person_id("a-n-a", THERE)


async def test_a_code_is_good_once_and_for_a_quarter_of_an_hour(tmp_path):
    async with talking(tmp_path) as talk:
        code = await code_for(talk)
        await talk.ask(f"/link {code}", "ben", THERE)
        used = await talk.told(f"/link {code}", "cleo", THERE)
        old = await code_for(talk)
        talk.clock.at += timedelta(minutes=16)

        assert "used already" in used
        assert "too old" in await talk.told(f"/link {old}", "cleo", THERE)


async def test_guessing_codes_is_stopped_after_five(tmp_path):
    async with talking(tmp_path) as talk:
        for guess in range(5):
            await talk.ask(f"/link AAAAA-AAAA{guess}", "eve", THERE)
        code = await code_for(talk)

        assert "too many" in await talk.told(f"/link {code}", "eve", THERE)


async def test_a_deep_link_with_a_code_asks_to_join(tmp_path):
    async with talking(tmp_path) as talk:
        code = await code_for(talk)

        assert "Join them?" in await talk.told(f"/start {code}", "a-n-a", THERE)
        assert "I am Gigi" in await talk.told("/start hello", "cleo", THERE)


async def test_ones_own_code_joins_nothing(tmp_path):
    async with talking(tmp_path) as talk:
        code = await code_for(talk)

        assert "wrong" in await talk.told(f"/link {code}", "ana", HERE)


async def test_unlinking_leaves_everything_with_the_other_account(tmp_path):
    async with talking(tmp_path) as talk:
        await linked(talk)

        await talk.ask("/unlink", "a-n-a", THERE)
        await talk.ask("yes", "a-n-a", THERE)
        await talk.gigi.engine.idle()
        await talk.ask("hello", "a-n-a", THERE)

        assert len((await talk.person("ana", HERE)).goals) == 2
        assert not (await talk.person("a-n-a", THERE)).goals


async def test_a_linked_person_is_nudged_once_where_they_wrote_last(tmp_path):
    async with talking(tmp_path) as talk:
        await linked(talk)
        await talk.ask("remind me every day at 12:00 to stretch", "a-n-a", THERE)
        before = len(talk.stage.said)

        await talk.live(hours=4)

        assert [user for _, user, _ in talk.stage.said[before:]] == ["a-n-a"]


async def test_a_linked_person_chooses_where_nudges_go(tmp_path):
    async with talking(tmp_path) as talk:
        await linked(talk)
        await talk.ask("remind me every day at 12:00 to stretch", "a-n-a", THERE)
        await talk.ask("/nudges telegram", "a-n-a", THERE)
        before = len(talk.stage.said)

        await talk.live(hours=4)

        assert [user for _, user, _ in talk.stage.said[before:]] == ["ana"]


async def test_messages_that_wait_during_the_joining_are_answered(tmp_path):
    async with talking(tmp_path) as talk:
        code = await code_for(talk)
        await talk.ask(f"/link {code}", "a-n-a", THERE)
        before = len(talk.stage.said)
        for text in ("yes", "/goals", "/help"):
            await talk.gigi.accept(inbound(text, talk))
        await talk.gigi.engine.idle()

        assert len(talk.stage.said) - before == 3


def inbound(text, talk):
    from bot.entities import Address, Inbound

    address = Address(platform=THERE, user="a-n-a", chat="a-n-a")
    return Inbound(event=text, address=address, kind=InboundKind.TEXT, text=text, sent_at=talk.clock.now())


@pytest.mark.parametrize("words", ["", "x" * 5000, "AAAAA-AAAAA; DROP TABLE codes"])
async def test_any_words_as_a_code_are_answered(tmp_path, words):
    async with talking(tmp_path) as talk:
        assert await talk.told(f"/link {words}", "ana", HERE)


async def test_invitation_lets_one_more_person_in_and_nobody_else(tmp_path):
    async with talking(tmp_path, access={"mode": "invite", "allowed": ["telegram:ana"]}) as talk:
        refused = await talk.told("I want to read more", "ben", HERE)
        code = re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", await talk.told("/invite", "ana", HERE))
        assert code is not None

        await talk.ask(f"/start {code[0]}", "ben", HERE)
        await talk.ask("I want to read 12 books this year", "ben", HERE)

        assert "private" in refused
        assert (await talk.person("ben", HERE)).goals
        assert "used already" in await talk.told(code[0], "cleo", HERE)
        assert "private" in await talk.told("I want to read more", "cleo", HERE)


async def test_crisis_is_answered_at_the_door(tmp_path):
    async with talking(tmp_path, access={"mode": "invite", "allowed": []}) as talk:
        await talk.ask("I want to kill myself tonight", "ben", HERE)

        assert (await talk.person("ben", HERE)).session.crisis is not None


async def test_invitation_is_not_offered_where_there_are_none(tmp_path):
    async with talking(tmp_path) as talk:
        assert "Nobody needs" in await talk.told("/invite", "ana", HERE)
