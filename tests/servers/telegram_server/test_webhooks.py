"""Delivery to a webhook."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import aiohttp.web
import pytest
import telegram
from telegram.error import BadRequest, Conflict
from telegram.ext import Application, MessageHandler, filters

from tests.servers.telegram_server.bots import refused

HEADER = "one-Two_3"


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class TestWebhooks:
    async def test_updates_come_with_the_secret_and_are_tried_again(self, server, bot, ana):
        async with receiver(statuses=[500, 500, 200]) as (url, received):
            server.webhook.behind, server.webhook.patience = url, 0.05
            await bot.set_webhook("https://gigi.example/telegram", secret_token=HEADER, max_connections=8)
            await server.bell.until(lambda: not server.updates.pending or None, 5)

        assert [(path, secret) for path, secret, _ in received] == [("/telegram", HEADER)] * 3
        assert received[0][2]["message"]["text"] == "/start"
        info = await bot.get_webhook_info()
        assert info.pending_update_count == 0
        assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"

    async def test_an_application_listens_behind_a_proxy(self, server, ana, unused_port):
        async def repeat(update: telegram.Update, context) -> None:
            await update.message.reply_text(f"you said {update.message.text}")

        builder = Application.builder().token(server.token).base_url(server.base_url)
        application = builder.base_file_url(server.base_file_url).build()
        application.add_handler(MessageHandler(filters.TEXT, repeat))
        server.webhook.behind = f"http://127.0.0.1:{unused_port}"
        async with application:
            await application.start()
            await application.updater.start_webhook(
                "127.0.0.1", unused_port, "hook", webhook_url="https://gigi.example/hook", secret_token=HEADER
            )
            await ana.says("hello")
            await ana.hears("you said hello")
            await application.updater.stop()
            await application.stop()

        assert {status for _, status in server.webhook.deliveries} == {200}

    async def test_order_is_kept_within_a_chat(self, server, bot, ana):
        for at in range(20):
            await ana.says(str(at))
        async with receiver(statuses=[503, 200, 503]) as (url, received):
            server.webhook.patience = 0.01
            await bot.set_webhook(f"{url}/hook")
            await server.bell.until(lambda: not server.updates.pending or None, 5)
        told = list(dict.fromkeys(body["update_id"] for _, _, body in received))
        assert told == sorted(told)
        assert len(told) == 21

    async def test_polling_and_a_webhook_exclude_each_other(self, server, bot):
        await bot.set_webhook("https://gigi.example/telegram")
        with refused(Conflict, "can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook(drop_pending_updates=True)
        assert await bot.get_updates() == ()

    @pytest.mark.parametrize(
        ("url", "secret", "said"),
        [
            ("http://gigi.example/", "", "An HTTPS URL must be provided for webhook"),
            ("https://gigi.example:8080/", "", "only on ports 80, 88, 443 or 8443"),
            ("https://gigi.example/", "a b", "secret token contains unallowed characters"),
        ],
    )
    async def test_a_bad_webhook_is_refused(self, bot, url, secret, said):
        with refused(BadRequest, said):
            await bot.set_webhook(url, secret_token=secret or None)


@asynccontextmanager
async def receiver(statuses: list[int]) -> AsyncIterator[tuple[str, list]]:
    """Takes updates; answers with these statuses in turn, then with 200."""
    received, left = [], list(statuses)

    async def take(request: aiohttp.web.Request) -> aiohttp.web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        received.append((request.path, secret, await request.json()))
        return aiohttp.web.Response(status=left.pop(0) if left else 200)

    app = aiohttp.web.Application()
    app.router.add_post("/{path:.*}", take)
    runner = aiohttp.web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", received
    finally:
        await runner.cleanup()
