"""Updates that Telegram brings: the secret, the answer only after the message is on disk, health."""

import aiohttp
import pytest

from adapters.telegram.webhook import HEADER
from bot.errors import DatabaseUnavailable, PlatformFailed
from tests.adapters.telegram.life import living, soon
from tests.servers.telegram import serve

SECRET = "a-long_secret"  # noqa: S105 - of this test alone
ADDRESS = "https://gigi.example/hook"


def webhook(port, **more):
    return {"mode": "webhook", "webhook_url": ADDRESS, "webhook_secret": SECRET, "port": port, **more}


async def test_message_brought_to_the_webhook_is_answered(tmp_path, unused_tcp_port):
    async with living(tmp_path, telegram=webhook(unused_tcp_port)) as life:
        life.server.webhook.behind = f"http://127.0.0.1:{unused_tcp_port}"
        ana = life.server.person(7)

        await ana.says("/help")

        await ana.hears("/goal")
        assert life.readiness[-1]
        assert "callback_query" in life.server.updates.allowed


async def test_message_is_brought_again_until_it_is_stored(tmp_path, unused_tcp_port, monkeypatch):
    async with living(tmp_path, telegram=webhook(unused_tcp_port)) as life:
        life.server.webhook.behind = f"http://127.0.0.1:{unused_tcp_port}"
        life.server.webhook.patience = 0.05
        accept, failures = life.gigi.store.inbox.accept, iter(range(2))

        async def failing(inbound, bot=""):
            if next(failures, None) is not None:
                raise DatabaseUnavailable("The disk is away.")
            return await accept(inbound, bot)

        monkeypatch.setattr(life.gigi.store.inbox, "accept", failing)
        ana = life.server.person(7)
        await ana.says("/help")
        await ana.hears("/goal", within=10)

        assert [status for _, status in life.server.webhook.deliveries] == [503, 503, 200]


@pytest.mark.parametrize("headers", [{}, {HEADER: "wrong"}, {HEADER: "ключ"}], ids=["none", "wrong", "strange"])
async def test_caller_without_the_secret_gets_nothing_in(tmp_path, unused_tcp_port, headers):
    async with living(tmp_path, telegram=webhook(unused_tcp_port)) as life, aiohttp.ClientSession() as session:
        update = {"update_id": 1, "message": {}}
        async with session.post(f"http://127.0.0.1:{unused_tcp_port}/hook", json=update, headers=headers) as answer:
            assert answer.status == 403

        assert await life.gigi.store.inbox.rows() == []


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b'{"update_id": 5, "message": {"chat": 3}}'])
async def test_what_cannot_be_read_is_taken_and_counted(tmp_path, unused_tcp_port, body):
    async with living(tmp_path, telegram=webhook(unused_tcp_port)) as life, aiohttp.ClientSession() as session:
        address = f"http://127.0.0.1:{unused_tcp_port}/hook"
        async with session.post(address, data=body, headers={HEADER: SECRET}) as answer:
            assert answer.status == 200

        exposition, _ = life.gigi.metrics.exposition()
        assert b'outcome="set_aside"} 1.0' in exposition


async def test_polling_takes_an_old_webhook_away(tmp_path):
    async with serve() as server:
        server.webhook.url = ADDRESS
        async with living(tmp_path, server=server):
            ana = server.person(7)
            await ana.says("/help")

            await ana.hears("/goal")


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"webhook_url": ""}, "telegram.webhook_url"),
        ({"webhook_url": "http://plain.example/hook"}, "telegram.webhook_url"),
        ({"webhook_secret": "no spaces please"}, "telegram.webhook_secret"),
    ],
)
async def test_settings_that_can_never_work_are_named(tmp_path, unused_tcp_port, wrong, named):
    with pytest.raises(PlatformFailed, match=named):
        async with living(tmp_path, telegram=webhook(unused_tcp_port, **wrong)) as life:
            await soon(lambda: life.readiness and life.readiness[-1])


async def test_port_that_is_taken_is_named(tmp_path, unused_tcp_port):
    async with living(tmp_path / "first", telegram=webhook(unused_tcp_port)):
        with pytest.raises(PlatformFailed, match=str(unused_tcp_port)):
            async with living(tmp_path / "second", telegram=webhook(unused_tcp_port)) as life:
                await soon(lambda: life.readiness and life.readiness[-1])


@pytest.fixture
def unused_tcp_port():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
