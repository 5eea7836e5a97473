"""How the bot presents itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.servers.telegram.calls import Call
from tests.servers.telegram.methods.table import method
from tests.servers.telegram.profile import check_language, read_commands, read_menu_button, scope_key
from tests.servers.telegram.refusals import bad_request

if TYPE_CHECKING:
    from tests.servers.telegram.server import TelegramServer


def _scope_and_language(server: TelegramServer, call: Call) -> tuple[str, str]:
    given = call.structure("scope", "BotCommandScope")
    key = scope_key(given)
    if given is not None and given.get("chat_id"):
        server.find_chat(str(given["chat_id"]))
    return key, check_language(call.text("language_code"))


@method("setMyCommands", "commands scope language_code")
async def set_my_commands(server: TelegramServer, call: Call, request: web.Request) -> Any:
    commands = read_commands(call.structure("commands", "commands"))
    server.profile.commands[_scope_and_language(server, call)] = commands
    return True


@method("getMyCommands", "scope language_code")
async def get_my_commands(server: TelegramServer, call: Call, request: web.Request) -> Any:
    return server.profile.commands.get(_scope_and_language(server, call), [])


@method("deleteMyCommands", "scope language_code")
async def delete_my_commands(server: TelegramServer, call: Call, request: web.Request) -> Any:
    server.profile.commands.pop(_scope_and_language(server, call), None)
    return True


def _keep(kept: dict[str, str], call: Call, name: str, most: int, said: str) -> bool:
    """An empty text takes back the one of that language."""
    language, text = check_language(call.text("language_code")), call.text(name)
    if len(text) > most:
        raise bad_request(said)
    kept.pop(language, None)
    if text:
        kept[language] = text
    return True


def _kept(kept: dict[str, str], call: Call, name: str) -> dict[str, str]:
    return {name: kept.get(check_language(call.text("language_code")), kept.get("", ""))}


@method("setMyName", "name language_code")
async def set_my_name(server: TelegramServer, call: Call, request: web.Request) -> Any:
    return _keep(server.profile.names, call, "name", 64, "BOT_TITLE_INVALID")


@method("getMyName", "language_code")
async def get_my_name(server: TelegramServer, call: Call, request: web.Request) -> Any:
    return _kept({"": server.me["first_name"]} | server.profile.names, call, "name")


@method("setMyDescription", "description language_code")
async def set_my_description(server: TelegramServer, call: Call, request: web.Request) -> Any:
    return _keep(server.profile.descriptions, call, "description", 512, "DESCRIPTION_TOO_LONG")


@method("getMyDescription", "language_code")
async def get_my_description(server: TelegramServer, call: Call, request: web.Request) -> Any:
    return _kept(server.profile.descriptions, call, "description")


@method("setMyShortDescription", "short_description language_code")
async def set_my_short_description(server: TelegramServer, call: Call, request: web.Request) -> Any:
    return _keep(server.profile.short_descriptions, call, "short_description", 120, "ABOUT_TOO_LONG")


@method("getMyShortDescription", "language_code")
async def get_my_short_description(server: TelegramServer, call: Call, request: web.Request) -> Any:
    return _kept(server.profile.short_descriptions, call, "short_description")


@method("setChatMenuButton", "chat_id menu_button")
async def set_chat_menu_button(server: TelegramServer, call: Call, request: web.Request) -> Any:
    button = read_menu_button(call.structure("menu_button", "menu button"))
    server.profile.menu_buttons[_chat_of_menu(server, call)] = button
    return True


@method("getChatMenuButton", "chat_id")
async def get_chat_menu_button(server: TelegramServer, call: Call, request: web.Request) -> Any:
    buttons = server.profile.menu_buttons
    return buttons.get(_chat_of_menu(server, call), buttons.get(0, {"type": "commands"}))


def _chat_of_menu(server: TelegramServer, call: Call) -> int:
    """A private chat, or 0 for the default."""
    chat_id = call.integer("chat_id")
    if chat_id and chat_id not in server.people:
        raise bad_request("user not found")
    return chat_id
