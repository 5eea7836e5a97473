"""A Gemini that hangs is left alone for some minutes: everybody is answered at once from the playbooks meanwhile."""

import time
from collections.abc import Callable
from typing import Final

from bot.coach.gemini.faults import ModelFault

TIMEOUTS: Final = 2  # in a row, whoever's they were
REST_SECONDS: Final = 180.0
LONGEST_REST: Final = 1_440.0  # the rest doubles with every probe that hangs too
PROBE_SECONDS: Final = 60.0  # a probe that was never heard of again (its turn was ended) blocks no longer than this


class Breaker:
    """Counts timeouts in a row over all people. After a rest one try, the probe, goes through; the others wait for it.

    Its state lives in the process: another process finds out for itself.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._timeouts = 0
        self._rest = REST_SECONDS
        self._rests_until: float | None = None
        self._probes_until = 0.0

    def admit(self) -> None:
        """Lets a try through. Raises ModelFault while Gemini is left alone."""
        if self._rests_until is not None and self._seconds() < max(self._rests_until, self._probes_until):
            raise ModelFault("resting", was_asked=False)

    def begin(self) -> None:
        """The try that was let through is made now; after a rest it is the probe, and nobody else is let through."""
        if self._rests_until is not None:
            self._probes_until = self._seconds() + PROBE_SECONDS

    def note(self, fault: ModelFault | None) -> None:
        """What became of a try that was made; None: it was answered."""
        was_probe, self._probes_until = self._rests_until is not None, 0.0
        if fault is None or fault.reason != "timeout":  # whatever it said, it said something
            self._timeouts, self._rest, self._rests_until = 0, REST_SECONDS, None
            return
        self._timeouts += 1
        self._rest = min(2 * self._rest, LONGEST_REST) if was_probe else REST_SECONDS
        if was_probe or self._timeouts >= TIMEOUTS:
            self._rests_until = self._seconds() + self._rest
