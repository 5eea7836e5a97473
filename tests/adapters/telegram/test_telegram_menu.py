"""What Telegram shows before anybody writes."""

from bot.catalogue import languages, speaking, t
from bot.conversation.commands import COMMANDS
from bot.entities import Platform
from tests.adapters.telegram.life import living, soon
from tests.people import HandClock
from tests.servers.telegram import serve

SETTING = ("setMyCommands", "setMyDescription", "setMyShortDescription", "setChatMenuButton")


async def test_commands_are_published_in_every_language_from_the_one_table(tmp_path):
    async with living(tmp_path) as life:
        await soon(lambda: len(life.server.profile.commands) == 2 * len(languages()))

        ana, uli = life.server.person(7), life.server.person(8, language_code="de")
        assert list(ana.commands) == [c.name for c in COMMANDS if Platform.TELEGRAM in c.platforms]
        with speaking("de"):
            assert uli.commands["goals"] == t("your goals")
        assert life.server.problems == []


async def test_second_start_publishes_nothing_that_stands_there(tmp_path):
    clock = HandClock()
    async with serve(now=clock.now) as server:
        async with living(tmp_path, clock=clock, server=server):
            await soon(lambda: len(server.calls_of("getMyShortDescription")) == len(languages()))
        before = {method: server.count(method) for method in SETTING}

        async with living(tmp_path, clock=clock, server=server):
            await soon(lambda: len(server.calls_of("getMyShortDescription")) == 2 * len(languages()))

        assert {method: server.count(method) for method in SETTING} == before


async def test_descriptions_are_set(tmp_path):
    async with living(tmp_path) as life:
        await soon(lambda: life.server.profile.short_descriptions)

        assert "goal" in life.server.profile.descriptions[""]
        assert len(life.server.profile.short_descriptions[""]) <= 120
