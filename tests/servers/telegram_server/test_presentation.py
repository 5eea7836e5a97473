"""Commands, descriptions, the menu button."""

import pytest
import telegram
from telegram.error import BadRequest

from tests.servers.telegram_server.bots import refused


class TestThePresentation:
    async def test_commands_by_scope_and_language(self, server, bot, ana):
        await bot.set_my_commands([("goal", "Set a goal")])
        await bot.set_my_commands([("goal", "Ziel setzen")], language_code="de")
        await bot.set_my_commands([("today", "For here")], scope=telegram.BotCommandScopeAllGroupChats())
        assert ana.commands == {"goal": "Ziel setzen"}
        assert server.person(8, language_code="fr").commands == {"goal": "Set a goal"}
        assert (await bot.get_my_commands(language_code="de"))[0].description == "Ziel setzen"

    @pytest.mark.parametrize(
        ("name", "description", "said"),
        [
            ("Goal", "x", "bot_command_invalid"), ("set-goal", "x", "bot_command_invalid"),
            ("a" * 33, "x", "command length must not exceed 32"), ("", "x", "command must be non-empty"),
            ("goal", "", "command description must be non-empty"),
            ("goal", "x" * 257, "command description length must not exceed 256"),
        ],
    )  # fmt: skip
    async def test_a_bad_command_is_refused(self, bot, name, description, said):
        with refused(BadRequest, said):
            await bot.set_my_commands([(name, description)])

    async def test_a_hundred_commands_and_no_more(self, bot):
        await bot.set_my_commands([(f"c{at}", "x") for at in range(100)])
        with refused(BadRequest, "bot_commands_too_much"):
            await bot.set_my_commands([(f"c{at}", "x") for at in range(101)])

    async def test_descriptions_and_the_menu_button(self, server, bot, ana):
        await bot.set_my_description("A coach")
        await bot.set_my_short_description("Ein Coach", language_code="de")
        await bot.set_chat_menu_button(menu_button=telegram.MenuButtonCommands())
        assert (await bot.get_my_description("de")).description == "A coach"
        assert server.profile.short_descriptions == {"de": "Ein Coach"}
        assert (await bot.get_chat_menu_button(ana.id)).type == "commands"
        with refused(BadRequest, "description_too_long"):
            await bot.set_my_description("x" * 513)
