"""Waiting for Discord to come back."""

import asyncio
import random
from collections.abc import Callable

from bot.logs import Log

log = Log(__name__)
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0


class Patience:
    """Ever longer waits between tries, with jitter, until one works; a sentence in the log now and then."""

    def __init__(self, ready: Callable[[bool], None]) -> None:
        self._ready = ready
        self._wait = FIRST_WAIT
        self._trouble = ""

    async def wait(self, sentence: str, **fields: object) -> None:
        """After a try that failed."""
        self._ready(False)
        if sentence != self._trouble or self._wait == LONGEST_WAIT:
            log.warning(sentence, **fields)
        self._trouble = sentence
        await asyncio.sleep(self._wait * random.uniform(0.5, 1))
        self._wait = min(LONGEST_WAIT, self._wait * 2)

    def end(self) -> None:
        """A try worked."""
        if self._trouble:
            log.info("Discord works again.")
        self.reset()
        self._ready(True)

    def reset(self) -> None:
        """It worked for a while: the next wait is a short one again."""
        self._wait, self._trouble = FIRST_WAIT, ""
