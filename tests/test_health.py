"""The health endpoint over a real socket."""

import socket
from types import SimpleNamespace

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.entities import InboundKind
from bot.errors import DatabaseUnavailable
from bot.health import Metrics, PortUnavailable, serve_health


def endpoint(port: int = 0, host: str = "127.0.0.1") -> SimpleNamespace:
    return SimpleNamespace(host=host, port=port)


def row(kind: InboundKind = InboundKind.TEXT) -> SimpleNamespace:
    return SimpleNamespace(inbound=SimpleNamespace(kind=kind))


async def get(port: int, path: str, **headers: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}", headers=headers) as response,
    ):
        return response.status, await response.text()


async def test_healthz_answers_while_the_process_lives():
    async with serve_health(endpoint(), Metrics(), is_ready=lambda: False) as port:
        assert await get(port, "/healthz") == (200, "ok\n")


async def test_readyz_follows_what_the_platforms_say():
    receiving = False
    async with serve_health(endpoint(), Metrics(), is_ready=lambda: receiving) as port:
        before = await get(port, "/readyz")
        receiving = True
        after = await get(port, "/readyz")

    assert (before[0], after[0]) == (503, 200)


@pytest.mark.parametrize("accept", ["", "application/openmetrics-text; version=1.0.0"])
async def test_metrics_show_what_was_counted(accept):
    metrics = Metrics()
    metrics.observe(row(), "answered", 0.03)
    metrics.observe(row(InboundKind.NUDGE), "answered", 0.03)
    metrics.screened("suicide")
    metrics.model_called("quota_day")

    async def count_open() -> int:
        return 7

    async with serve_health(endpoint(), metrics, is_ready=lambda: True, count_open=count_open) as port:
        _, text = await get(port, "/metrics", Accept=accept)

    lines = text.splitlines()
    assert 'gigi_turns_total{outcome="answered"} 1.0' in lines
    assert 'gigi_turn_seconds_bucket{le="0.05"} 1.0' in lines
    assert 'gigi_turn_seconds_bucket{le="0.025"} 0.0' in lines
    assert 'gigi_nudges_total{state="sent"} 1.0' in lines
    assert 'gigi_screen_total{category="suicide"} 1.0' in lines
    assert 'gigi_model_calls_total{outcome="quota_day"} 1.0' in lines
    assert "gigi_inbox_open 7.0" in lines


async def test_no_id_and_no_word_gets_into_a_label():
    metrics = Metrics()
    for secret in ("p_1f2e3d", "my knee hurts", "123456789"):
        metrics.observe(row(), secret, 0.1)
        metrics.observe(row(InboundKind.NUDGE), secret, 0.1)
        metrics.screened(secret)
        metrics.model_called(secret)

    text = metrics.exposition()[0].decode()

    assert 'gigi_turns_total{outcome="other"} 3.0' in text
    assert not any(secret in text for secret in ("p_1f2e3d", "knee", "123456789"))


async def test_metrics_are_served_while_the_store_is_away():
    async def count_open() -> int:
        raise DatabaseUnavailable("The database is away.")

    async with serve_health(endpoint(), Metrics(), is_ready=lambda: True, count_open=count_open) as port:
        status, text = await get(port, "/metrics")

    assert status == 200
    assert "gigi_inbox_open NaN" in text


async def test_two_in_one_process_count_apart():
    one, other = Metrics(), Metrics()

    one.screened("abuse")

    assert b"abuse" in one.exposition()[0]
    assert b"abuse" not in other.exposition()[0]


async def test_port_zero_picks_one_and_says_which():
    with capture_logs() as logs:
        async with serve_health(endpoint(), Metrics(), is_ready=lambda: True) as port:
            assert port > 0

    assert logs[0]["port"] == port


async def test_a_taken_port_is_one_clear_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]

        with pytest.raises(PortUnavailable, match=f"127.0.0.1:{taken}: another program listens there") as raised:
            async with serve_health(endpoint(taken), Metrics(), is_ready=lambda: True):
                pass

    assert raised.value.strerror == f"127.0.0.1:{taken}, another program listens there"


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid"])
async def test_an_address_of_another_machine_is_one_clear_sentence(host):
    with pytest.raises(PortUnavailable, match=r"cannot listen on .* this "):
        async with serve_health(endpoint(host=host), Metrics(), is_ready=lambda: True):
            pass


async def test_the_port_is_free_again_afterwards():
    async with serve_health(endpoint(), Metrics(), is_ready=lambda: True) as port:
        pass

    async with serve_health(endpoint(port), Metrics(), is_ready=lambda: True) as again:
        assert again == port


async def test_anything_else_is_not_found():
    async with serve_health(endpoint(), Metrics(), is_ready=lambda: True) as port:
        assert (await get(port, "/"))[0] == 404
