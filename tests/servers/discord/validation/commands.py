"""What Discord refuses about a set of application commands."""

import unicodedata
from typing import Any

from ..forms import Form, Path
from ..kinds import CommandKind, Option

MOST = {CommandKind.CHAT: 100, CommandKind.USER: 15, CommandKind.MESSAGE: 15}
# At the top of a command, inside a group, inside a subcommand.
INSIDE = [set(Option), {Option.SUBCOMMAND}, set(Option) - {Option.SUBCOMMAND, Option.GROUP}]
LOCALES = {
    *("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR"),
    *("ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko"),
}


def check(commands: Any) -> None:
    """Refuses a bulk overwrite with Discord's tree of errors."""
    form = Form()
    if form.entries((), commands, 0, sum(MOST.values())):
        for index, command in enumerate(commands):
            _command(form, (index,), command)
        _together(form, commands)
    form.refuse()


def _together(form: Form, commands: list[dict[str, Any]]) -> None:
    named: set[tuple[int, str]] = set()
    counts = dict.fromkeys(MOST, 0)
    for index, command in enumerate(commands):
        kind = command.get("type", CommandKind.CHAT)
        if (kind, command.get("name")) in named:
            code = "APPLICATION_COMMANDS_DUPLICATE_NAME"
            form.wrong((index, "name"), code, "Application command names must be unique")
        named.add((kind, str(command.get("name"))))
        counts[kind] = counts.get(kind, 0) + 1
    for kind, count in counts.items():
        if count > MOST.get(kind, count):
            form.wrong((), "BASE_TYPE_MAX_LENGTH", f"Maximum number of application commands reached ({MOST[kind]}).")


def _command(form: Form, path: Path, command: dict[str, Any]) -> None:
    kind = command.get("type", CommandKind.CHAT)
    if not form.choice((*path, "type"), kind, set(MOST)):
        return
    if kind == CommandKind.CHAT:
        _name(form, (*path, "name"), command.get("name"))
        form.text((*path, "description"), command.get("description"), 1, 100)
        _options(form, path, command.get("options") or [], depth=0)
        if _size(command) > 8000:
            code = "APPLICATION_COMMAND_TOO_LARGE"
            form.wrong(path, code, "Command exceeds maximum size (8000)")
    else:
        form.text((*path, "name"), command.get("name"), 1, 32)
        if command.get("description"):
            code = "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED"
            form.wrong((*path, "description"), code, "Context menu commands cannot have description")
    _localized(form, path, command, strict=kind == CommandKind.CHAT)
    for key, allowed in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        for index, one in enumerate(command.get(key) or []):
            form.choice((*path, key, index), one, allowed)
    needed = command.get("default_member_permissions")
    if needed is not None and not str(needed).isdigit():
        form.wrong((*path, "default_member_permissions"), "NUMBER_TYPE_COERCE", f'Value "{needed}" is not snowflake.')


def _options(form: Form, path: Path, options: list[dict[str, Any]], depth: int) -> None:
    if not form.entries((*path, "options"), options, 0, 25):
        return
    optional_seen = False
    for index, option in enumerate(options):
        at = (*path, "options", index)
        _option(form, at, option, depth)
        if option.get("required") and optional_seen:
            code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
            form.wrong(at, code, "Required options must be placed before non-required options")
        optional_seen |= not option.get("required")
    names = [option.get("name") for option in options]
    if len(set(names)) < len(names):
        code = "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"
        form.wrong((*path, "options"), code, "Option name already exists")


def _option(form: Form, path: Path, option: dict[str, Any], depth: int) -> None:
    if not form.choice((*path, "type"), option.get("type"), INSIDE[depth]):
        return
    _name(form, (*path, "name"), option.get("name"))
    form.text((*path, "description"), option.get("description"), 1, 100)
    _localized(form, path, option, strict=True)
    if option["type"] in (Option.SUBCOMMAND, Option.GROUP):
        _options(form, path, option.get("options") or [], 1 if option["type"] == Option.GROUP else 2)
        return
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        code = "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE"
        form.wrong((*path, "choices"), code, "Autocomplete options cannot have choices")
    if form.entries((*path, "choices"), choices, 0, 25):
        for index, choice in enumerate(choices):
            form.text((*path, "choices", index, "name"), choice.get("name"), 1, 100)
            if option["type"] == Option.STRING:
                form.text((*path, "choices", index, "value"), choice.get("value"), 1, 100)


def _name(form: Form, path: Path, name: Any) -> None:
    if form.text(path, name, 1, 32) and not is_chat_name(name):
        form.wrong(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def is_chat_name(name: str) -> bool:
    """Lower-case letters and digits of any script (with the marks of Devanagari and Thai), "-", "_", "'"."""
    return name == name.lower() and all(
        letter in "-_'"
        or unicodedata.category(letter)[0] in "LN"
        or unicodedata.name(letter, "").startswith(("DEVANAGARI", "THAI"))
        for letter in name
    )


def _localized(form: Form, path: Path, part: dict[str, Any], *, strict: bool) -> None:
    for locale, name in (part.get("name_localizations") or {}).items():
        at = (*path, "name_localizations", locale)
        form.choice(at, locale, LOCALES)
        if strict:
            _name(form, at, name)
        else:
            form.text(at, name, 1, 32)
    for locale, text in (part.get("description_localizations") or {}).items():
        form.choice((*path, "description_localizations", locale), locale, LOCALES)
        form.text((*path, "description_localizations", locale), text, 1, 100)


def _size(part: dict[str, Any]) -> int:
    """Characters of names, descriptions and choice values; of localizations only the longest counts."""
    size = 0
    for key in ("name", "description"):
        size += max(len(text) for text in [part.get(key) or "", *(part.get(f"{key}_localizations") or {}).values()])
    size += sum(
        len(str(choice.get("name", ""))) + len(str(choice.get("value", ""))) for choice in part.get("choices") or []
    )
    return size + sum(_size(option) for option in part.get("options") or [])
