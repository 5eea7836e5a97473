"""Application commands: global and of one server."""

from typing import Any

from ..errors import missing_access, too_many_commands_today, unknown_command
from ..validation import commands as rules
from .call import Call, Route

KEPT = (
    *("name", "name_localizations", "description", "description_localizations", "options", "nsfw", "handler"),
    *("default_member_permissions", "integration_types", "contexts"),
)


def _application(call: Call) -> None:
    if call.id("application_id") != call.server.bot.id:
        raise missing_access()


def _scope(call: Call) -> int:
    """0 for global commands, or the server's id."""
    _application(call)
    if "guild_id" not in call.params:
        return 0
    guild = call.id("guild_id")
    if guild not in call.server.guilds or call.server.bot.id not in call.server.guilds[guild].members:
        raise missing_access()
    return guild


def _complete(call: Call, body: dict[str, Any], id: str) -> dict[str, Any]:
    """The command object as Discord gives it back."""
    scope = _scope(call)
    command = {key: body.get(key) for key in KEPT}
    command |= {"id": id, "type": body.get("type", 1), "application_id": str(call.server.bot.id)}
    command |= {"version": str(call.server.snowflake()), "description": body.get("description") or ""}
    command |= {"options": body.get("options") or [], "nsfw": bool(body.get("nsfw"))}
    command["integration_types"] = body.get("integration_types") or [0]
    if scope:
        command["guild_id"] = str(scope)
    return command


async def overwrite(call: Call) -> Any:
    scope = _scope(call)
    rules.check(call.body)
    known = {(one["type"], one["name"]): one["id"] for one in call.server.commands.get(scope, [])}
    _count(call, scope, sum((body.get("type", 1), body["name"]) not in known for body in call.body))
    fresh = [
        _complete(call, body, known.get((body.get("type", 1), body["name"]), str(call.server.snowflake())))
        for body in call.body
    ]
    call.server.commands[scope] = fresh
    call.server.syncs += 1
    return fresh


def _count(call: Call, scope: int, new: int) -> None:
    """200 new commands a day; those that are only changed do not count."""
    if call.server.created[scope] + new > 200:
        raise too_many_commands_today()
    call.server.created[scope] += new


async def create(call: Call) -> Any:
    """Adds one, or replaces the one of this name."""
    scope, body = _scope(call), call.fields
    there = call.server.commands.setdefault(scope, [])
    others = [one for one in there if (one["type"], one["name"]) != (body.get("type", 1), body.get("name"))]
    rules.check([*others, body])
    _count(call, scope, len(others) == len(there))
    old = next((one["id"] for one in there if one not in others), str(call.server.snowflake()))
    command = _complete(call, body, old)
    call.server.commands[scope] = [*others, command]
    call.server.syncs += 1
    return command


async def listed(call: Call) -> Any:
    return call.server.commands.get(_scope(call), [])


async def get(call: Call) -> Any:
    return _find(call)


async def modify(call: Call) -> Any:
    old = _find(call)
    merged = {**old, **call.fields}
    there = call.server.commands[_scope(call)]
    rules.check([merged if one is old else one for one in there])
    old.update(_complete(call, merged, old["id"]))
    call.server.syncs += 1
    return old


async def delete(call: Call) -> None:
    command = _find(call)
    call.server.commands[_scope(call)].remove(command)
    call.server.syncs += 1


def _find(call: Call) -> dict[str, Any]:
    for command in call.server.commands.get(_scope(call), []):
        if command["id"] == call.params["command_id"]:
            return command
    raise unknown_command()


ROUTES: list[Route] = [
    route
    for base in ("/applications/{application_id}", "/applications/{application_id}/guilds/{guild_id}")
    for route in (
        ("GET", f"{base}/commands", listed),
        ("PUT", f"{base}/commands", overwrite),
        ("POST", f"{base}/commands", create),
        ("GET", f"{base}/commands/{{command_id}}", get),
        ("PATCH", f"{base}/commands/{{command_id}}", modify),
        ("DELETE", f"{base}/commands/{{command_id}}", delete),
    )
]
