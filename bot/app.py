"""`open_gigi(settings)`: wires everything, and closes it in reverse."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering import Answering
from bot.coach.coach import CoachGraph
from bot.config import Settings, clock_time
from bot.conversation.turn import Conversation
from bot.engine.drain import Drain
from bot.engine.fleet import FleetEngine
from bot.engine.intake import Intake
from bot.engine.local import LocalEngine
from bot.engine.sweep import Sweep
from bot.entities import Inbound, PersonId, Platform, UserProfile, Verdict
from bot.errors import ConfigError, GigiError
from bot.health import Metrics
from bot.hearing import Hearing
from bot.house import House
from bot.logs import Log
from bot.memory.embedding import Embedder, GoogleEmbedder, LocalEmbedder
from bot.memory.recall import Recall
from bot.memory.vectors import Vectors
from bot.ports import Clock, Coach, Engine, Sender
from bot.reminding import Reminding
from bot.rules.safety import CrisisLines, load_lines, screen
from bot.security.identity import PlatformUser
from bot.store.acceptance import Accepted
from bot.store.guard import hold_alone
from bot.store.opening import Store, open_store

if TYPE_CHECKING:
    from bot.coach.gemini.coach import GeminiCoach

log = Log(__name__)
TIDY_EVERY_SECONDS = 5.0
INDEXED_AT_ONCE = 64
PRUNE_EVERY = timedelta(hours=6)
KEEP_ANSWERED = timedelta(days=30)  # an answered message stays in the inbox so long, to be inspected and recognised


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Gigi:
    """One open coach. Adapters give it what they hear with `accept`; it answers through their senders."""

    settings: Settings
    clock: Clock
    store: Store
    recall: Recall
    coach: CoachGraph
    engine: Engine
    sweep: Sweep
    intake: Intake
    metrics: Metrics
    platforms: tuple[Platform, ...]  # that it can send on
    is_fleet: bool  # whether other processes may share the work

    @property
    def key_file(self) -> Path | None:
        """The key file when a key was made just now: to be announced."""
        return self.store.announced

    async def accept(self, inbound: Inbound, bot: str = "") -> Accepted:
        """The message is on disk when this returns; its answer comes through the platform's sender.

        Raises TooManyMessages and SomebodyElsesButton, when nothing was kept, and StorageError, when it has to be
        given again.
        """
        self.intake.admit(inbound)
        accepted = await self.store.inbox.accept(inbound, bot)
        if not self.is_fleet:  # a fleet was told within the transaction
            self.engine.kick(accepted.person_id)
        return accepted

    def crowd(self) -> AbstractContextManager[None]:
        """While it lasts messages are stored and none is begun to be answered: many came at once."""
        return self.engine.holding()

    def warm_up(self) -> None:
        """Imports what the first turn needs, in a thread, while nobody waits for it yet."""
        self.coach.graph()
        screen("hello")

    async def find(self, platform: Platform, user: str) -> PersonId | None:
        """Who that is, if we know them."""
        return await self.store.people.find(PlatformUser(platform, user))

    async def resume(self, people: Collection[PersonId] | None = None) -> None:
        """Picks up what an earlier process accepted and did not finish."""
        for person_id in await self.store.inbox.open_people(people, self.platforms):
            self.engine.kick(person_id)


@asynccontextmanager
async def open_gigi(
    settings: Settings,
    senders: Mapping[Platform, Sender],
    *,
    clock: Clock | None = None,
    model: Coach | None = None,
    trouble: Callable[[PersonId, GigiError], None] = lambda person_id, error: None,
    works: bool = True,
) -> AsyncIterator[Gigi]:
    """Everything, wired and running. `model` stands in for Gemini; by default it is made from the settings.

    Where several processes share a Postgres, one that does not `works` leaves the answering to the others. `trouble`
    hears of what keeps a person's messages from being answered. Raises ConfigError, AlreadyRunning or a StorageError
    that says in one sentence what to do.
    """
    clock = clock or SystemClock()
    metrics = Metrics()
    async with AsyncExitStack() as stack:
        if not is_fleet(settings):
            stack.enter_context(hold_alone(settings.storage.data_dir))
        store = await stack.enter_async_context(_open_store(settings, clock))
        recall = open_recall(settings, store)
        stack.push_async_callback(recall.close)
        gemini = _gemini(settings, store, clock, metrics) if model is None else None
        if gemini is not None:
            stack.push_async_callback(gemini.close)
        coach = CoachGraph(model=model or gemini)
        house = _house(settings, has_model=coach.model is not None)
        conversation = Conversation(coach, metrics.screened)
        hearing = Hearing(senders, gemini, house)
        answering = Answering(store, conversation, Reminding(house), recall, house, clock, hearing)
        tasks = await stack.enter_async_context(_own_tasks())
        drain = Drain(
            store.inbox,
            answering.answer,
            answering.forget,
            senders,
            clock,
            metrics.observe,
            unreachable=answering.unreachable,
        )
        engine: Engine
        if store.database.is_sqlite:
            engine = LocalEngine(drain, tasks, trouble)
            stack.push_async_callback(engine.stop)
        else:
            engine = FleetEngine(store.database.conninfo)
            store.database.announce = engine.announce
            await stack.enter_async_context(engine.open(store.database, drain, works=works))
        answering.kick = engine.kick
        tidying = tasks.create_task(_keep_tidy(store, recall, clock))
        stack.callback(tidying.cancel)
        intake = Intake(settings.limits.messages_per_minute, _is_crisis)
        shared = not store.database.is_sqlite
        sweep = Sweep(store.reminders, clock, _already_told if shared else engine.kick)
        yield Gigi(settings, clock, store, recall, coach, engine, sweep, intake, metrics, tuple(senders), shared)


@asynccontextmanager
async def _own_tasks() -> AsyncIterator[asyncio.TaskGroup]:
    """A task group out of which a lone failure comes as itself, not as a group of one."""
    try:
        async with asyncio.TaskGroup() as tasks:
            yield tasks
    except BaseExceptionGroup as group:
        if len(group.exceptions) > 1:
            raise
        lone = group.exceptions[0]
    else:
        return
    raise lone


def _open_store(settings: Settings, clock: Clock) -> AbstractAsyncContextManager[Store]:
    coach = settings.coach
    profile = UserProfile(zone=coach.zone or None, country=coach.country or None, language=coach.language)
    keys = [key.get_secret_value() for key in settings.security.encryption_keys]
    url = settings.storage.database_url.get_secret_value()
    if is_fleet(settings) and not settings.storage.chroma_url:
        raise ConfigError(
            "With Postgres storage.chroma_url is needed too: an embedded Chroma belongs to one process. "
            "`chroma run --path FOLDER` starts a server."
        )
    return open_store(url, settings.storage.data_dir, keys, clock, profile)


def is_fleet(settings: Settings) -> bool:
    """Whether several processes may share the database."""
    return settings.storage.database_url.get_secret_value().startswith("postgres")


def open_recall(settings: Settings, store: Store) -> Recall:
    """Memories by meaning, words and recency; the model and Chroma are opened at the first use."""
    gemini, storage = settings.gemini, settings.storage
    embedder: Embedder = LocalEmbedder()
    if gemini.embedding_model and gemini.api_key.get_secret_value():
        embedder = GoogleEmbedder(gemini.embedding_model, gemini.api_key.get_secret_value(), gemini.base_url)
    vectors = Vectors(embedder.name, storage.data_dir / "chroma", storage.chroma_url)
    return Recall(store.memories, vectors, embedder)


def _gemini(settings: Settings, store: Store, clock: Clock, metrics: Metrics) -> "GeminiCoach | None":
    gemini = settings.gemini
    if not gemini.api_key.get_secret_value():
        return None
    from bot.coach.gemini.allowance import Allowance
    from bot.coach.gemini.coach import GeminiCoach

    allowance = Allowance(store.quota, clock, gemini.requests_per_minute, gemini.requests_per_day, store.people.count)
    return GeminiCoach(gemini, allowance, metrics.model_called)


def _house(settings: Settings, *, has_model: bool) -> House:
    reminders, lines = settings.reminders, settings.safety.lines_file
    return House(
        lines=_crisis_lines(Path(lines) if lines else None),
        morning=clock_time(reminders.default_morning),
        evening=clock_time(reminders.default_evening),
        quiet=reminders.quiet,
        nudges_per_day=reminders.nudges_per_day,
        has_model=has_model,
        model_tier=settings.gemini.tier,
        asks_consent=settings.gemini.consent == "ask",
        has_invitations=settings.access.mode == "invite",
        allowed=None if settings.access.mode == "open" else frozenset(settings.access.allowed),
    )


def _already_told(person_id: PersonId) -> None:
    """A fleet hears of a nudge within the transaction that stores it."""


def _is_crisis(text: str) -> bool:
    return screen(text).verdict is Verdict.CRISIS


def _crisis_lines(override: Path | None) -> CrisisLines:
    try:
        return load_lines(override)
    except (ValueError, OSError):
        raise ConfigError(f"safety.lines_file: {override} cannot be read as a list of help lines.") from None


async def _keep_tidy(store: Store, recall: Recall, clock: Clock) -> None:
    """While nobody waits: new memories get their vectors, the idle model is let go, old answered messages go."""
    pruned_at: datetime | None = None
    while True:
        await asyncio.sleep(TIDY_EVERY_SECONDS)
        try:
            await recall.index_pending(limit=INDEXED_AT_ONCE)
            recall.drop_if_idle(time.monotonic())
            if pruned_at is None or clock.now() - pruned_at > PRUNE_EVERY:
                pruned_at = clock.now()
                await store.inbox.prune(pruned_at - KEEP_ANSWERED)
        except GigiError as error:
            log.warning("tidying_failed", error=type(error).__name__)
