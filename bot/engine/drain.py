"""Emptying one person's inbox: each message answered once, committed once, sent, done."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from bot.catalogue import N_, speaking, t
from bot.entities import Delivery, DeliveryState, InboundKind, PersonId, Platform, Reply
from bot.errors import DatabaseUnavailable, PersonUnreachable, SendFailed
from bot.logs import Log
from bot.ports import Clock, Sender
from bot.security.tickets import with_tickets
from bot.store.inbox import Inbox
from bot.store.messages import InboxRow
from bot.store.turns import Turn

log = Log(__name__)
MOST_TRIES = 6
MOST_DEATHS = 20  # tries that ended with their process: mostly the process was killed for another reason
TURN_SECONDS = 90.0
TURNS_AT_ONCE = 64  # more would only make each other, and what is being accepted, slower
SLOW_SECONDS = 1.0  # a nudge that takes longer to go out does not hold up others
STORE_PATIENCE_SECONDS = 30.0  # how long a finished turn waits for the database before it is given up and made again
APOLOGY = N_(
    "I could not work out an answer to your last message, and I am sorry. Nothing else is lost. "
    "Please put it another way."
)


class _Taken(NamedTuple):
    """A reply that its platform took and has not delivered yet."""

    row: InboxRow
    deliveries: list[Delivery]
    delivered: asyncio.Future[None]

    @property
    def is_delivered(self) -> bool:
        return self.delivered.done() and not self.delivered.cancelled()


class Drain:
    """Answers what is open for one person. A fence number shuts out a drainer that was presumed dead."""

    def __init__(
        self,
        inbox: Inbox,
        answer: Callable[[InboxRow], Awaitable[Turn]],
        forget: Callable[[InboxRow], Awaitable[None]],
        senders: Mapping[Platform, Sender],
        clock: Clock,
        observe: Callable[[InboxRow, str, float], None] = lambda row, outcome, seconds: None,
        *,
        unreachable: Callable[[PersonId, PersonUnreachable], Awaitable[None]] | None = None,
        turn_seconds: float = TURN_SECONDS,
    ) -> None:
        self._inbox, self._answer, self._forget = inbox, answer, forget
        self._senders, self._clock, self._observe = senders, clock, observe
        self._unreachable = unreachable
        self._turn_seconds = turn_seconds
        self._taken: dict[PersonId, list[_Taken]] = defaultdict(list)
        self._slots = asyncio.Semaphore(TURNS_AT_ONCE)
        self._one_nudge = asyncio.Semaphore(1)

    async def __call__(self, person_id: PersonId) -> None:
        """Until nothing is open. Raises what a turn or a send failed with; the row stays open then."""
        fence = await self._inbox.claim(person_id)
        if fence is None:
            return
        while (row := await self._next(person_id, fence)) is not None:
            async with self._alone(row):
                if not await self._handle(row, fence):
                    return

    @asynccontextmanager
    async def _alone(self, row: InboxRow) -> AsyncIterator[None]:
        """A nudge that must not be sent twice goes out alone: a kill leaves no more than one in doubt.

        A slow one lets the others pass.
        """
        if row.inbound.kind is not InboundKind.NUDGE or self._sender(row).dedupes:
            yield
            return
        await self._one_nudge.acquire()
        loop = asyncio.get_running_loop()
        let_pass = loop.call_later(SLOW_SECONDS, self._one_nudge.release)
        try:
            yield
        finally:
            if loop.time() < let_pass.when():
                let_pass.cancel()
                self._one_nudge.release()

    async def _next(self, person_id: PersonId, fence: int) -> InboxRow | None:
        """The oldest open message that no platform has taken yet; what was delivered meanwhile is done."""
        for taken in [taken for taken in self._taken[person_id] if taken.is_delivered]:
            await self._inbox.finish(taken.row, fence, taken.deliveries)
            self._taken[person_id].remove(taken)
        waiting = [taken.row.id for taken in self._taken[person_id]]
        return await self._inbox.next_open(person_id, tuple(self._senders), excluding=waiting)

    async def _handle(self, row: InboxRow, fence: int) -> bool:
        """One message from wherever it stands to its end; False when the person is gone after it."""
        started = asyncio.get_running_loop().time()
        if row.state == "sending" and row.inbound.kind is InboundKind.NUDGE and not self._sender(row).dedupes:
            await self._inbox.finish(row, fence, _outcome(row, DeliveryState.UNKNOWN, self._clock))
            return True
        reply, is_farewell, deliveries = row.reply, row.is_farewell, _outcome(row, DeliveryState.SENT, self._clock)
        if row.state == "new":
            tries = await self._inbox.begin(row, fence)
            if tries > (MOST_TRIES if row.error else MOST_DEATHS):
                return await self._give_up(row, fence)
            turn = await self._take_turn(row, fence)
            reply, is_farewell = turn.reply, turn.is_farewell
            deliveries = [_sent(delivery) for delivery in turn.deliveries]
        outcome = "silent"
        if reply is not None:
            outcome = await self._send(row, fence, reply, deliveries, is_farewell=is_farewell)
        self._observe(row, outcome, asyncio.get_running_loop().time() - started)
        if is_farewell:
            await self._forget(row)
        return not is_farewell

    async def _take_turn(self, row: InboxRow, fence: int) -> Turn:
        try:
            async with self._slots, asyncio.timeout(self._turn_seconds):
                turn = await self._answer(row)
        except Exception as error:
            await self._inbox.fail(row, fence, type(error).__name__)
            raise
        await self._commit(row, fence, turn)
        return turn

    async def _commit(self, row: InboxRow, fence: int, turn: Turn) -> None:
        """With the answer in hand a short absence of the database is waited for, so that no model is asked again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(STORE_PATIENCE_SECONDS):
                while True:
                    try:
                        await self._inbox.commit_turn(row, fence, turn)
                        return
                    except DatabaseUnavailable as error:
                        log.warning("turn_commit_waits", error=type(error).__name__)
                        await asyncio.sleep(1)
        await self._inbox.commit_turn(row, fence, turn)

    async def _send(
        self, row: InboxRow, fence: int, reply: Reply, deliveries: list[Delivery], *, is_farewell: bool
    ) -> str:
        reply = with_tickets(row.cipher, row.id, reply)
        try:
            delivered = await self._sender(row).send(row.inbound.address, reply, key=f"g{row.id}")
        except SendFailed as error:
            log.warning("send_refused", inbox=row.id, platform=row.inbound.address.platform)
            failed = [d.but(state=DeliveryState.FAILED) for d in deliveries]
            await self._inbox.bury(row, fence, type(error).__name__, failed)
            if isinstance(error, PersonUnreachable) and self._unreachable is not None:
                await self._unreachable(row.person_id, error)
            return "refused"
        if delivered is not None and not is_farewell:
            self._taken[row.person_id].append(_Taken(row, deliveries, delivered))
        elif not is_farewell:
            await self._inbox.finish(row, fence, deliveries)
        return "answered"

    async def _give_up(self, row: InboxRow, fence: int) -> bool:
        """Puts the message among the dead, with one apology to a person who waits for an answer."""
        log.error("message_given_up", inbox=row.id, tries=row.tries, error=row.error)
        await self._inbox.bury(row, fence, row.error or "unknown", _outcome(row, DeliveryState.FAILED, self._clock))
        self._observe(row, "dead", 0.0)
        if row.inbound.kind is not InboundKind.NUDGE:
            with suppress(SendFailed):
                await self._sender(row).send(row.inbound.address, _apology(row), key=f"d{row.id}")
        return True

    def _sender(self, row: InboxRow) -> Sender:
        return self._senders[row.inbound.address.platform]


def _apology(row: InboxRow) -> Reply:
    """In the language of the client: the person themselves may be what cannot be read."""
    with speaking(row.inbound.language):
        return Reply(text=t(APOLOGY))


def _sent(delivery: Delivery) -> Delivery:
    if delivery.state is not DeliveryState.SENDING:
        return delivery
    return delivery.but(state=DeliveryState.LATE if delivery.why == "late" else DeliveryState.SENT)


def _outcome(row: InboxRow, state: DeliveryState, clock: Clock) -> list[Delivery]:
    if row.reminder_id is None:
        return []
    return [Delivery(reminder_id=row.reminder_id, due_at=row.inbound.sent_at, state=state, at=clock.now())]
