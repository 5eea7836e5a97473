"""/healthz, /readyz and /metrics on one small HTTP server; counters without any person's id or words."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Protocol

from bot.entities import InboundKind
from bot.errors import GigiError
from bot.logs import Log

if TYPE_CHECKING:
    from aiohttp import web

log = Log(__name__)

SHUTDOWN_SECONDS = 2.0
TURN_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 45.0)

# Every value a label may have. Anything else is counted as "other": no id and no word can get into a metric by mistake.
TURN_OUTCOMES = frozenset({"answered", "silent", "refused", "dead"})
NUDGE_STATES = {
    "answered": "sent",
    "silent": "skipped",
    "refused": "failed",
    "dead": "failed",
}  # of the turn's outcomes
CATEGORIES = frozenset({
    "suicide", "self_harm", "abuse", "eating_disorder", "psychosis", "medical_emergency", "harm_others", "third_party",
    "withdrawal", "minor", "weight_rate", "underweight", "calories", "fasting", "training_load", "medication",
    "finance", "sleep", "substance", "relationship", "method_request",
})  # fmt: skip
UPDATE_OUTCOMES = frozenset({"accepted", "repeated", "ignored", "refused", "set_aside"})
MODEL_OUTCOMES = frozenset({  # "held": our own books let the try not be made; the rest are bot.coach.gemini's reasons
    "ok", "held", "quota_minute", "quota_day", "quota_share", "overloaded", "timeout", "resting", "unreachable",
    "garbled", "cut_short", "refused", "key", "model", "request", "region", "unforeseen",
})  # fmt: skip


class PortUnavailable(GigiError, OSError):
    """The health endpoint cannot listen where it is told to."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(sentence)
        self.strerror = reason


class Endpoint(Protocol):
    """Where to listen: the [server] section."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...


class Observed(Protocol):
    """What the metrics look at in a handled inbox row: what kind of message it was."""

    @property
    def inbound(self) -> "OfAKind": ...


class OfAKind(Protocol):
    @property
    def kind(self) -> InboundKind: ...


class Metrics:
    """The counters of one Gigi, in a registry of its own. prometheus-client is imported at the first count."""

    def observe(self, row: Observed, outcome: str, seconds: float) -> None:
        """A handled row: a turn with its time from start to sent, or a nudge with what became of it."""
        if row.inbound.kind is InboundKind.NUDGE:
            self._all.nudges.labels(NUDGE_STATES.get(outcome, "other")).inc()
            return
        self._all.turns.labels(_known(outcome, TURN_OUTCOMES)).inc()
        self._all.seconds.observe(seconds)

    def screened(self, category: str) -> None:
        """The safety screen held something back."""
        self._all.screened.labels(_known(category, CATEGORIES)).inc()

    def model_called(self, outcome: str) -> None:
        """One try of a call of the model: "ok", "held" or what became of it."""
        self._all.model_calls.labels(_known(outcome, MODEL_OUTCOMES)).inc()

    def update_taken(self, outcome: str) -> None:
        """An update of a platform: "accepted", or why it was not."""
        self._all.updates.labels(_known(outcome, UPDATE_OUTCOMES)).inc()

    def inbox_open(self, count: float) -> None:
        """How many accepted messages wait for their answer now."""
        self._all.inbox_open.set(count)

    def exposition(self, accept: str = "") -> tuple[bytes, str]:
        """The Prometheus text and its content type, in the dialect the scraper asks for."""
        from prometheus_client.exposition import choose_encoder

        encode, content_type = choose_encoder(accept)
        return encode(self._all.registry), content_type

    @cached_property
    def _all(self) -> SimpleNamespace:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        own = CollectorRegistry()
        counts = "Messages of people that were handled."
        return SimpleNamespace(
            registry=own,
            turns=Counter("gigi_turns_total", counts, ["outcome"], registry=own),
            seconds=Histogram("gigi_turn_seconds", "Start to sent.", buckets=TURN_BUCKETS, registry=own),
            nudges=Counter("gigi_nudges_total", "Reminders and check-ins, by their end.", ["state"], registry=own),
            screened=Counter("gigi_screen_total", "Held by the safety screen.", ["category"], registry=own),
            model_calls=Counter("gigi_model_calls_total", "Calls of the model.", ["outcome"], registry=own),
            updates=Counter("gigi_updates_total", "Updates of platforms, by their end.", ["outcome"], registry=own),
            inbox_open=Gauge("gigi_inbox_open", "Accepted messages not answered yet.", registry=own),
        )


@asynccontextmanager
async def serve_health(
    server: Endpoint,
    metrics: Metrics,
    *,
    is_ready: Callable[[], bool],
    count_open: Callable[[], Awaitable[int]] | None = None,
) -> AsyncIterator[int]:
    """Serves until the end of the block; the port is given, because 0 picks a free one.

    /healthz is 200 while the process lives, /readyz 200 or 503 as `is_ready` says. Raises PortUnavailable, which is
    also an OSError.
    """
    from aiohttp import web

    runner = web.AppRunner(_app(metrics, is_ready, count_open), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, server.host, server.port).start()
        except OSError as error:
            raise _unavailable(server, error) from error
        port: int = runner.addresses[0][1]
        log.info("Health and metrics are served.", host=server.host, port=port)
        yield port
    finally:
        await runner.cleanup()


def _app(
    metrics: Metrics, is_ready: Callable[[], bool], count_open: Callable[[], Awaitable[int]] | None
) -> "web.Application":
    from aiohttp import web

    async def alive(request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(request: web.Request) -> web.Response:
        return web.Response(text="ready\n") if is_ready() else web.Response(text="not ready\n", status=503)

    async def measured(request: web.Request) -> web.Response:
        if count_open is not None:
            try:
                metrics.inbox_open(await count_open())
            except GigiError:  # the store is away just now; the counters are still worth reading
                metrics.inbox_open(float("nan"))
        body, content_type = metrics.exposition(request.headers.get("Accept", ""))
        return web.Response(body=body, headers={"Content-Type": content_type})

    app = web.Application()
    app.add_routes([web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", measured)])
    return app


def _unavailable(server: Endpoint, error: OSError) -> PortUnavailable:
    import errno

    reasons = {
        errno.EADDRINUSE: "another program listens there",
        errno.EACCES: "this needs more rights",
        errno.EADDRNOTAVAIL: "this machine has no such address",
    }
    reason = reasons.get(error.errno or 0, "this is no address of this machine")
    where = f"{server.host}:{server.port}"
    sentence = (
        f"The health endpoint cannot listen on {where}: {reason}. Set [server] host and port in the configuration."
    )
    return PortUnavailable(sentence, f"{where}, {reason}")


def _known(value: str, values: frozenset[str]) -> str:
    return value if value in values else "other"
