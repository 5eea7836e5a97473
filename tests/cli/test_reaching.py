"""`gigi doctor` asks each platform whether it knows us."""

from pydantic import SecretStr

from bot.cli.reaching import reach
from bot.config import Discord, Settings, Telegram
from bot.entities import Platform
from tests.servers import discord
from tests.servers.telegram import serve


def telegram(url: str, token: str) -> Settings:
    return Settings(telegram=Telegram(token=SecretStr(token), base_url=url))


async def test_telegram_that_knows_us_is_ok_by_name():
    async with serve() as server:
        is_reached, sentence = await reach(telegram(server.url, server.token), Platform.TELEGRAM)

    assert is_reached
    assert "@" in sentence


async def test_revoked_token_is_said_without_the_token():
    async with serve() as server:
        is_reached, sentence = await reach(
            telegram(server.url, "123456:WRONGwrongWRONGwrongWRONGwrongWRONG"), Platform.TELEGRAM
        )

    assert not is_reached
    assert "telegram.token" in sentence
    assert "WRONG" not in sentence


async def test_platform_that_is_away_is_said():
    is_reached, sentence = await reach(telegram("http://127.0.0.1:1", "1:a"), Platform.TELEGRAM)

    assert not is_reached
    assert "cannot be reached" in sentence


async def test_discord_that_knows_us_is_ok_and_a_wrong_token_is_said():
    async with discord.serve() as server:
        right = Settings(discord=Discord(token=SecretStr(server.token), api_base_url=server.rest_url))
        wrong = Settings(discord=Discord(token=SecretStr("wrong"), api_base_url=server.rest_url))

        assert (await reach(right, Platform.DISCORD))[0]
        assert "discord.token" in (await reach(wrong, Platform.DISCORD))[1]
