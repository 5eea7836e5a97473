"""What Discord shows of us before anybody writes: slash commands, a line in the menu of messages, and forms."""

import re
from collections.abc import Collection
from typing import Any

from adapters.discord.composing import PREFIX
from adapters.discord.line import Line
from bot.catalogue import ENGLISH, N_, languages, speaking, t
from bot.conversation.commands import COMMANDS, Command
from bot.entities import Platform
from bot.logs import Log

log = Log(__name__)
LOG_THIS = N_("Log this as progress")
ADMINISTER = "channels"
SUGGESTING = frozenset({"goal", "plan", "progress", "log"})  # their words are completed from one's own goals
CHAT, MESSAGE, STRING = 1, 3, 3
GUILD, BOT_DM, PRIVATE_CHANNEL = 0, 1, 2
MANAGE_GUILD = 1 << 5
LONGEST_SUMMARY, LONGEST_NAME, LONGEST_WORDS = 100, 32, 1500
_OFFERED = {
    "model": ("on", "off"), "private": ("on", "off"), "nudges": ("telegram", "discord"),
    ADMINISTER: ("here", "not here", "everywhere"),
}  # fmt: skip
_LOCALES = {"es": ("es-ES", "es-419"), "pt": ("pt-BR",), "sv": ("sv-SE",), "zh": ("zh-CN", "zh-TW")}
_FORMS = {
    "goal": (
        N_("A new goal"),
        (N_("What do you want to reach?"), N_("lose 5 kg, read 12 books, run twice a week"), True),
        (N_("By when?"), N_("in 8 weeks; leave it empty for a habit"), False),
    ),
    "log": (
        N_("How did it go?"),
        (N_("A number, or in words"), N_("79.4, done, or skipped because I was ill"), True),
        (N_("Which goal?"), N_("leave it empty if you have only one"), False),
    ),
}
_SHORT, _TEXT_INPUT, _LABEL = 1, 4, 18


async def keep_published(line: Line) -> None:
    """Brings the commands up to date; trouble is logged and goes by."""
    import discord

    try:
        await publish(line)
    except (discord.DiscordException, OSError) as error:
        log.warning("The commands could not be published; the next start tries again.", error=type(error).__name__)


async def publish(line: Line) -> None:
    """Brings the commands up to date; what stands there already is left alone."""
    me = await line.me()
    path, wanted = "/applications/{application_id}/commands", definitions()
    query = {"with_localizations": "true"}
    known = await line.call("GET", path, query=query, application_id=me.application)
    ours = _OURS if any("description_localizations" in one for one in known) else _OURS - _TRANSLATIONS
    if _comparable(known, ours) != _comparable(wanted, ours):
        await line.call("PUT", path, wanted, application_id=me.application)
        log.info("The slash commands were published.", count=len(wanted))


def definitions() -> list[dict[str, Any]]:
    """Every command of this platform as Discord registers it."""
    ours = [_slash(command) for command in COMMANDS if Platform.DISCORD in command.platforms]
    menu = {"type": MESSAGE, "name": str(LOG_THIS)[:LONGEST_NAME], "name_localizations": _translated(LOG_THIS, 32)}
    return [*ours, menu | {"contexts": [GUILD, BOT_DM, PRIVATE_CHANNEL], "integration_types": [0, 1]}]


def has_form(name: str) -> bool:
    """Whether a command without words asks for them in a form."""
    return name in _FORMS


def form(name: str) -> dict[str, Any]:
    """The form of a command, in the language of the turn."""
    title, *fields = _FORMS[name]
    return {
        "custom_id": PREFIX + name,
        "title": t(title)[:45],
        "components": [_field(number, *field) for number, field in enumerate(fields)],
    }


def form_named(custom_id: str) -> str | None:
    """The command whose form that is; None for none of ours."""
    name = custom_id.removeprefix(PREFIX)
    return name if custom_id.startswith(PREFIX) and name in _FORMS else None


def _field(number: int, label: str, example: str, is_needed: bool) -> dict[str, Any]:
    asked = {"type": _TEXT_INPUT, "custom_id": f"field{number}", "style": _SHORT, "required": is_needed}
    asked |= {"placeholder": t(example)[:100], "max_length": 500}
    return {"type": _LABEL, "label": t(label)[:45], "component": asked}


def _slash(command: Command) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": CHAT,
        "name": command.name,
        "description": command.summary[:LONGEST_SUMMARY],
        "description_localizations": _translated(command.summary, LONGEST_SUMMARY),
        "options": [_option(command)] if command.arguments or command.name in _OFFERED else [],
        "contexts": [GUILD, BOT_DM, PRIVATE_CHANNEL],
        "integration_types": [0, 1],
    }
    if command.name == ADMINISTER:
        found |= {"contexts": [GUILD], "integration_types": [0], "default_member_permissions": str(MANAGE_GUILD)}
    return found


def _option(command: Command) -> dict[str, Any]:
    """One for all the words."""
    offered = _OFFERED.get(command.name, ())
    found: dict[str, Any] = {
        "type": STRING,
        "name": _name(command),
        "description": (command.arguments or " / ".join(offered))[:LONGEST_SUMMARY],
        "description_localizations": _translated(command.arguments, LONGEST_SUMMARY) if command.arguments else {},
        "required": False,
    }
    if offered:
        return found | {"choices": [{"name": word, "value": word} for word in offered]}
    return found | {"max_length": LONGEST_WORDS, "autocomplete": command.name in SUGGESTING}


def _name(command: Command) -> str:
    """The first word that stands for something in the command's arguments: "goal" for "[GOAL]"."""
    named = re.search(r"[A-Z]{2,}", command.arguments)
    return named[0].lower() if named else "choice"


def _translated(text: str, longest: int) -> dict[str, str]:
    """The text in every language but English, by Discord's names of them."""
    found: dict[str, str] = {}
    for language in languages():
        if language == ENGLISH:
            continue
        with speaking(language):
            said = t(text)[:longest]
        if said != text[:longest]:
            found |= dict.fromkeys(_LOCALES.get(language, (language,)), said)
    return found


_TRANSLATIONS = frozenset({"name_localizations", "description_localizations"})
_OURS = _TRANSLATIONS | {
    "type", "name", "description", "options", "required", "value", "autocomplete", "choices", "max_length", "contexts",
    "integration_types", "default_member_permissions",
}  # fmt: skip


def _comparable(commands: list[dict[str, Any]], names: Collection[str]) -> list[dict[str, Any]]:
    """What we say of our commands, without what Discord adds and without what is said by silence."""
    plain = [_plain(command, names) for command in commands]
    return sorted(plain, key=lambda one: (one.get("type", CHAT), one["name"]))


def _plain(part: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in part.items():
        if name not in names or value in (None, "", [], {}, False):
            continue
        if name in ("options", "choices"):
            found[name] = [_plain(inner, names) for inner in value]
        elif name in ("contexts", "integration_types"):
            found[name] = sorted(value)
        else:
            found[name] = value
    return found
