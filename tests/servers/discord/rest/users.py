"""The bot itself, users, direct messages, servers and their members, the gateway's address."""

from typing import Any

from ..errors import Refusal, closed_to_messages, missing_access, unknown_guild, unknown_member, unknown_user
from ..forms import Form
from ..guilds import Guild
from .call import Call, Route


async def me(call: Call) -> Any:
    return {**call.server.bot.payload(), "verified": True, "mfa_enabled": True, "email": None, "flags": 0}


async def application(call: Call) -> Any:
    bot = call.server.bot
    return {
        "id": str(bot.id),
        "name": bot.name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": {**bot.payload(), "id": "1", "username": "owner", "bot": False},
        "team": None,
        "flags": call.server.application_flags,
        "bot": bot.payload(),
        "approximate_guild_count": len(call.server.guilds),
        "approximate_user_install_count": sum(person.has_installed for person in call.server.people),
        "integration_types_config": {"0": {}, "1": {}},
    }


async def user(call: Call) -> Any:
    found = call.server.users.get(call.id("user_id"))
    if found is None:
        raise unknown_user()
    return found.payload()


async def open_dm(call: Call) -> Any:
    """A direct channel with anybody; whether they take messages shows when one is sent."""
    form = Form()
    recipient = call.fields.get("recipient_id")
    if not str(recipient).isdigit():
        form.wrong(("recipient_id",), "NUMBER_TYPE_COERCE", f'Value "{recipient}" is not snowflake.')
    form.refuse()
    person = next((one for one in call.server.people if one.id == int(str(recipient))), None)
    if int(str(recipient)) == call.server.bot.id:
        raise closed_to_messages()
    if person is None:
        form.wrong(("recipient_id",), "USER_INVALID", "Unknown User")
        form.refuse()
        raise AssertionError
    return call.server.dm_with(person).payload()


async def my_guilds(call: Call) -> Any:
    return [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": guild.owner_id == call.server.bot.id,
            "permissions": str(guild.permissions_of(call.server.bot)),
            "features": [],
            "approximate_member_count": len(guild.members),
        }
        for guild in call.server.guilds.values()
        if call.server.bot.id in guild.members
    ]


async def leave_guild(call: Call) -> None:
    _guild(call).removes(call.server.bot)


async def guild(call: Call) -> Any:
    return _guild(call).payload()


async def guild_channels(call: Call) -> Any:
    return [channel.payload() for channel in _guild(call).channels]


async def guild_roles(call: Call) -> Any:
    return [role.payload() for role in _guild(call).roles.values()]


async def member(call: Call) -> Any:
    found = _guild(call).members.get(call.id("user_id"))
    if found is None:
        raise unknown_member()
    return found.payload()


async def members(call: Call) -> Any:
    if "members" not in call.server.privileged:
        raise missing_access()
    after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
    there = sorted(_guild(call).members.values(), key=lambda one: one.user.id)
    return [one.payload() for one in there if one.user.id > after][:limit]


async def active_threads(call: Call) -> Any:
    bot = call.server.bot
    found = [one for one in _guild(call).threads if not one.archived and one.visible_to(bot)]
    joined = [one.member_payload(bot.id) for one in found if bot.id in one.members]
    return {"threads": [one.payload() for one in found], "members": joined}


def _guild(call: Call) -> Guild:
    found = call.server.guilds.get(call.id("guild_id"))
    if found is None or call.server.bot.id not in found.members:
        raise unknown_guild()
    return found


async def gateway(call: Call) -> Any:
    if call.server.gateway.is_down:
        raise Refusal(503, 0, "503: Service Unavailable")
    left = max(0, 1000 - len(call.server.gateway.identified))
    limit = {
        "total": 1000,
        "remaining": left,
        "reset_after": 14400000,
        "max_concurrency": call.server.gateway.max_concurrency,
    }
    return {"url": call.server.gateway_url, "shards": call.server.gateway.shards, "session_start_limit": limit}


ROUTES: list[Route] = [
    ("GET", "/users/@me", me),
    ("GET", "/applications/@me", application),
    ("GET", "/oauth2/applications/@me", application),
    ("GET", "/users/{user_id}", user),
    ("POST", "/users/@me/channels", open_dm),
    ("GET", "/users/@me/guilds", my_guilds),
    ("DELETE", "/users/@me/guilds/{guild_id}", leave_guild),
    ("GET", "/guilds/{guild_id}", guild),
    ("GET", "/guilds/{guild_id}/channels", guild_channels),
    ("GET", "/guilds/{guild_id}/roles", guild_roles),
    ("GET", "/guilds/{guild_id}/members", members),
    ("GET", "/guilds/{guild_id}/members/{user_id}", member),
    ("GET", "/guilds/{guild_id}/threads/active", active_threads),
    ("GET", "/gateway", gateway),
    ("GET", "/gateway/bot", gateway),
]
