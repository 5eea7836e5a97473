"""One answer from Gemini: at most 3 tries and 45 seconds a turn, every try counted, a long wait not waited for."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from bot.coach.gemini.faults import ModelFault, translate
from bot.logs import Log

log = Log(__name__)
Answer = TypeVar("Answer")
MOST_TRIES: Final = 3
MOST_SECONDS: Final = 45.0
FIRST_WAIT: Final = 0.3  # seconds before the second try where the server asks for nothing
LONGEST_WAIT: Final = 8.0  # what a person is made to wait for a server's wish; beyond it the playbook coach answers


class Budget:
    """The tries and the seconds one turn may spend on the model, however many questions it has."""

    def __init__(self, first_wait: float = FIRST_WAIT, seconds: float = MOST_SECONDS) -> None:
        self.tries = MOST_TRIES
        self._until = time.monotonic() + seconds
        self._first_wait = first_wait

    @property
    def seconds(self) -> float:
        """What is left of the time."""
        return self._until - time.monotonic()

    def has_room_for(self, wait: float) -> bool:
        return self.tries > 0 and self.seconds > wait

    def wait(self, state: RetryCallState) -> float:
        """What the server asked for, else a short wait that doubles, with jitter."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, ModelFault) and error.wait is not None:
            return float(error.wait)
        return self._first_wait * 2.0 ** (state.attempt_number - 1) * random.uniform(0.8, 1.2)


async def ask(
    call: Callable[[], Awaitable[Answer]],
    budget: Budget,
    *,
    before_try: Callable[[], Awaitable[None]],
    after_try: Callable[[ModelFault | None], Awaitable[None]],
) -> Answer:
    """What `call` gives. Raises ModelFault with the reason of the last try.

    `before_try` may refuse a try with a ModelFault; `after_try` hears what became of each one (None: answered).
    """

    def is_worth_another_try(error: BaseException) -> bool:
        return (
            isinstance(error, ModelFault)
            and error.is_retryable
            and (error.wait or 0) <= LONGEST_WAIT
            and budget.has_room_for(error.wait or 0)
        )

    async def attempt() -> Answer:
        budget.tries -= 1
        await before_try()
        try:
            answer = await call()
        except Exception as error:
            fault = translate(error)
            log.warning("gemini_try_failed", reason=fault.reason, kind=fault.kind, wait=fault.wait)
            await after_try(fault)
            raise fault from None
        await after_try(None)
        return answer

    if not budget.has_room_for(0):
        raise ModelFault("timeout", was_asked=False)
    try:
        async with asyncio.timeout(budget.seconds):
            return await AsyncRetrying(wait=budget.wait, retry=retry_if_exception(is_worth_another_try), reraise=True)(
                attempt
            )
    except TimeoutError:  # only ever inside a call: a wait that does not fit is not begun
        fault = ModelFault("timeout", kind="turn")
        await after_try(fault)
        raise fault from None
