"""Shared by every test: no socket leaves this machine, and no setting of the developer's own environment gets in."""

import os
from collections.abc import Iterator

import pytest
from pytest_socket import socket_allow_hosts

from tests.servers import postgres

LOOPBACK = ["127.0.0.1", "::1", "localhost", "0.0.0.0"]  # noqa: S104 - to connect to, not to listen on


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Only loopback and unix sockets may be connected to."""
    socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Postgres]:
    """A real PostgreSQL, started once for each process of the tests that needs it."""
    with postgres.serve() as server:
        yield server


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("GIGI_") and name != "GIGI_EVAL_DATA":
            monkeypatch.delenv(name)
    for name in ("PORT", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
