"""Groups and channels: nothing personal is said there, and others see only what somebody shares there."""

from datetime import timedelta

import pytest

from bot.entities import InboundKind, Platform, Reply
from tests.people import Talk, talking

ROOM = "room-42"


async def in_room(talk: Talk, text: str, user: str = "ana", room: str = ROOM) -> Reply:
    kind = InboundKind.COMMAND if text.startswith("/") else InboundKind.TEXT
    return await talk.send(kind, text.removeprefix("/"), user, Platform.TELEGRAM, room=room)


async def private(talk: Talk, text: str, user: str = "ana") -> Reply:
    return await talk.ask(text, user, Platform.TELEGRAM)


async def meditating(talk: Talk, user: str = "ana") -> None:
    await private(talk, "I want to meditate 10 minutes every day", user)
    await private(talk, "yes", user)


def heard_in_room(talk: Talk) -> list[str]:
    """Everything that everybody in the room could read."""
    return [reply.aside or (reply.text if reply.is_public else "") for _, _, reply in talk.stage.said]


async def test_nothing_is_shared_by_default_and_the_board_stays_silent(tmp_path):
    async with talking(tmp_path) as talk:
        await meditating(talk)
        await in_room(talk, "/board on Ana")
        await private(talk, "/log done")

        await talk.live(days=9)

        assert not any("Ana" in said for said in heard_in_room(talk))


async def test_board_shows_days_done_and_not_the_goal_where_only_that_is_shared(tmp_path):
    async with talking(tmp_path) as talk:
        await meditating(talk)
        await in_room(talk, "/board on Ana")
        await in_room(talk, "/share done")
        for _ in range(3):
            await private(talk, "/log done")
            talk.clock.at += timedelta(days=1)

        await talk.live(days=6)

        (posted,) = [said for said in heard_in_room(talk) if "board" in said and "Ana" in said]
        assert "**Ana**: 3 of 7 days" in posted
        assert "editat" not in posted


async def test_full_sharing_names_the_goal_but_never_one_of_body_or_mind(tmp_path):
    async with talking(tmp_path) as talk:
        await private(talk, "I want to read 30 minutes every day")
        await private(talk, "yes")
        await private(talk, "I want to lose 5kg in 8 weeks", "ben")
        await private(talk, "84 kg, 175 cm", "ben")
        for user, name in (("ana", "Ana"), ("ben", "Ben")):
            await in_room(talk, f"/board on {name}", user)
            await in_room(talk, "/share full", user)
        await private(talk, "/log done")
        await private(talk, "/log 83.4", "ben")

        await talk.live(days=8)

        (posted,) = [said for said in heard_in_room(talk) if "**Ana**" in said]
        assert "ead" in posted.split("**Ana**")[1].splitlines()[0]
        ben = posted.split("**Ben**")[1].splitlines()[0]
        assert "1 day" in ben
        assert not any(word in ben for word in ("kg", "Lose", "83"))


async def test_recording_on_a_shared_goal_gets_a_sign_in_the_room_and_no_words(tmp_path):
    async with talking(tmp_path) as talk:
        await meditating(talk)
        await in_room(talk, "/share done")

        answer = await in_room(talk, "/log done")

        assert answer.reaction
        assert not answer.aside
        assert not answer.is_public


async def test_goal_shared_in_one_room_is_not_seen_in_another(tmp_path):
    async with talking(tmp_path) as talk:
        await meditating(talk)
        await in_room(talk, "/share full")
        await in_room(talk, "/board on Ana", room="another")
        await private(talk, "/log done")

        await talk.live(days=8)

        assert not any("**Ana**" in said for said in heard_in_room(talk))


@pytest.mark.parametrize("leaving", ["/board off", "/share nothing"])
async def test_whoever_leaves_is_not_on_the_next_board(tmp_path, leaving):
    async with talking(tmp_path) as talk:
        await meditating(talk)
        await in_room(talk, "/board on Ana")
        await in_room(talk, "/share done")
        await private(talk, "/log done")
        await in_room(talk, leaving)

        await talk.live(days=8)

        assert not any("**Ana**" in said for said in heard_in_room(talk))


async def test_forgotten_member_is_gone_from_the_board_and_the_others_stay(tmp_path):
    async with talking(tmp_path) as talk:
        for user, name in (("ana", "Ana"), ("ben", "Ben")):
            await meditating(talk, user)
            await in_room(talk, f"/board on {name}", user)
            await in_room(talk, "/share done", user)
            await private(talk, "/log done", user)
        await private(talk, "/forget")
        await private(talk, "forget me")

        await talk.live(days=8)

        (posted,) = [said for said in heard_in_room(talk) if "**Ben**" in said]
        assert "Ana" not in posted


@pytest.mark.parametrize("name", ["I want to kill myself", "x" * 100, "@everyone", "\u202eAna"])
async def test_name_on_the_board_is_screened_and_plain(tmp_path, name):
    async with talking(tmp_path) as talk:
        await in_room(talk, f"/board on {name}")

        boards = (await talk.person(platform=Platform.TELEGRAM)).profile.boards
        assert all(membership.name.isalnum() for membership in boards)


async def test_room_command_in_private_says_where_it_belongs(tmp_path):
    async with talking(tmp_path) as talk:
        assert "groups" in (await private(talk, "/board on Ana")).text
