"""How the bot presents itself: commands per scope and language, descriptions, the menu button."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.telegram.refusals import bad_request

if TYPE_CHECKING:
    from tests.servers.telegram.people import Person

Command = dict[str, str]
SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
          "chat_member")  # fmt: skip
MOST_COMMANDS = 100


@dataclass
class Profile:
    """`commands` by (scope as JSON, language); texts by language, "" for everybody else."""

    commands: dict[tuple[str, str], list[Command]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)  # by chat, 0 for every other

    def commands_for(self, person: Person) -> dict[str, str]:
        """What a phone shows in the private chat: the narrowest scope that has commands, in its language or without."""
        scopes: list[dict[str, Any]] = [{"type": "chat", "chat_id": person.id}, {"type": "all_private_chats"},
                                        {"type": "default"}]  # fmt: skip
        for scope in scopes:
            for language in (person.language_code[:2], ""):
                if found := self.commands.get((scope_key(scope), language)):
                    return {each["command"]: each["description"] for each in found}
        return {}


def scope_key(given: Any) -> str:
    """A scope as a key. Raises a Refusal where it is none."""
    if given is None:
        given = {"type": "default"}
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    if given.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if given["type"].startswith("chat") and not given.get("chat_id"):
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    if given["type"] == "chat_member" and not isinstance(given.get("user_id"), int):
        raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    kept = {name: str(given[name]) for name in ("type", "chat_id", "user_id") if name in given}
    return json.dumps(kept, sort_keys=True)


def check_language(code: str) -> str:
    """Two letters, or nothing."""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def read_commands(given: Any) -> list[Command]:
    """The commands as they are kept. Raises a Refusal in Telegram's words."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(each) for each in given]


def _command(given: Any) -> Command:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(given.get(name), str):
            raise bad_request(f"can't parse BotCommand: can't find field \"{name}\"")
    name, description = given["command"].strip().removeprefix("/"), given["description"].strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def read_menu_button(given: Any) -> dict[str, Any]:
    if given is None:
        return {"type": "default"}
    if not isinstance(given, dict) or given.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    if given["type"] == "web_app" and not (given.get("text") and given.get("web_app", {}).get("url")):
        raise bad_request("can't parse menu button: can't find field \"text\"")
    return given
