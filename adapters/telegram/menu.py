"""What Telegram shows of us before anybody writes: commands, descriptions, the menu button; in every language."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from bot.catalogue import N_, languages, speaking, t
from bot.conversation.commands import COMMANDS
from bot.conversation.rooms import IN_ROOMS
from bot.entities import Platform
from bot.logs import Log

if TYPE_CHECKING:
    from telegram import Bot, BotCommand, BotCommandScope

log = Log(__name__)
LONGEST_SUMMARY = 256
_DESCRIPTION = N_(
    "Tell me a goal in your own words, like “I want to lose 5kg in 8 weeks”. I make it a measurable goal, check that "
    "it is safe, write a week-by-week plan, and come back on schedule to ask how it went. I am an AI coach for adults, "
    "not a therapist or a doctor. What you write is kept encrypted under your own key."
)
_SHORT = N_("A personal-growth coach: a goal, a plan week by week, check-ins on schedule. Private and self-hosted.")


async def publish(bot: "Bot") -> None:
    """Brings all of it up to date; what stands there already is left alone. Trouble is logged and goes by."""
    from telegram.error import TelegramError

    for language in languages():
        code = None if language == "en" else language
        with speaking(language):
            for step in _steps(bot, code):
                try:
                    await step()
                except TelegramError as error:
                    log.warning(
                        "The commands could not be published; the next start tries again.", error=type(error).__name__
                    )
                    return


def _steps(bot: "Bot", code: str | None) -> Iterator[Callable[[], Awaitable[None]]]:
    """Each brings one thing up to date."""
    from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

    yield lambda: _publish_commands(bot, BotCommandScopeAllPrivateChats(), code, _commands())
    yield lambda: _publish_commands(bot, BotCommandScopeAllGroupChats(), code, _commands(in_rooms=True))
    yield lambda: _publish_descriptions(bot, code)
    if code is None:
        yield lambda: _publish_button(bot)


def _commands(*, in_rooms: bool = False) -> "list[BotCommand]":
    from telegram import BotCommand

    return [
        BotCommand(command.name, t(command.summary)[:LONGEST_SUMMARY])
        for command in COMMANDS
        if Platform.TELEGRAM in command.platforms and (not in_rooms or command.name in IN_ROOMS)
    ]


async def _publish_commands(
    bot: "Bot", scope: "BotCommandScope", code: str | None, commands: "list[BotCommand]"
) -> None:
    if list(await bot.get_my_commands(scope, code)) != commands:
        await bot.set_my_commands(commands, scope, code)


async def _publish_descriptions(bot: "Bot", code: str | None) -> None:
    if (await bot.get_my_description(code)).description != t(_DESCRIPTION):
        await bot.set_my_description(t(_DESCRIPTION), code)
    if (await bot.get_my_short_description(code)).short_description != t(_SHORT):
        await bot.set_my_short_description(t(_SHORT), code)


async def _publish_button(bot: "Bot") -> None:
    """The menu button lists the commands."""
    from telegram import MenuButtonCommands

    if (await bot.get_chat_menu_button()).type != "commands":
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
