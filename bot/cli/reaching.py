"""Whether a platform answers to our token: one question to each, and a sentence that says what to do."""

import asyncio
from typing import Any

from bot.config import Settings
from bot.entities import Platform

SECONDS = 8.0


async def reach(settings: Settings, platform: Platform) -> tuple[bool, str]:
    """Whether the platform knows us, and as whom; else what is wrong. No token is ever part of the sentence."""
    import aiohttp

    url, headers = _question(settings, platform)
    name = platform.title()
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as session,
            session.get(url, headers=headers) as response,
        ):
            status, body = response.status, await response.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError, OSError, ValueError):
        return (
            False,
            f"{name} cannot be reached at {platform}'s address in the configuration: check it and the network.",
        )
    if status in (401, 404):
        return False, f"{name} does not know this token: put the right one into {platform}.token."
    if status != 200:
        return False, f"{name} answers with status {status}; try again later."
    return True, f"{name} knows us as {_our_name(body)}."


def _question(settings: Settings, platform: Platform) -> tuple[str, dict[str, str]]:
    if platform is Platform.TELEGRAM:
        telegram = settings.telegram
        return f"{telegram.base_url.rstrip('/')}/bot{telegram.token.get_secret_value()}/getMe", {}
    discord = settings.discord
    headers = {"Authorization": f"Bot {discord.token.get_secret_value()}", "User-Agent": "DiscordBot (Gigi, 0)"}
    return f"{discord.api_base_url.rstrip('/')}/users/@me", headers


def _our_name(body: Any) -> str:
    """The bot's own public name; both platforms call it username."""
    found = body.get("result", body) if isinstance(body, dict) else {}
    return f"@{found.get('username', '?')}"
