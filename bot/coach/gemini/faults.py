"""The one place where Google's five families of errors become one: what went wrong, and whether to try again."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, Literal, get_args

from bot.catalogue import N_
from bot.errors import GigiError

Reason = Literal[
    "quota_minute", "quota_day", "quota_share", "overloaded", "timeout", "resting", "unreachable", "garbled",
    "cut_short", "refused", "key", "model", "request", "region", "unforeseen",
]  # fmt: skip
REASONS: Final[tuple[str, ...]] = get_args(Reason)
_RETRYABLE: Final = frozenset({"quota_minute", "overloaded", "timeout", "unreachable", "garbled"})
_KEY, _NOT_FOUND, _TIMED_OUT, _TOO_MANY, _SERVER = (401, 403), 404, 408, 429, 500
_TIMEOUTS: Final = frozenset({"TimeoutError", "TimeoutException"})
_TRANSPORT: Final = frozenset({"ClientError", "TransportError", "OSError", "InvalidURL"})
_UNREADABLE: Final = frozenset(
    {"ValueError", "ValidationError", "AttributeError", "TypeError", "LookupError", "RecursionError"}
)

_SENTENCES: Final[dict[str, str]] = {
    "quota_minute": N_("Gemini is busy for a moment, so this answer is from my own playbooks."),
    "quota_day": N_("Today's Gemini calls are used up, so I answer from my own playbooks until they renew."),
    "quota_share": N_(
        "Your share of today's Gemini calls is used up, so I answer from my own playbooks until it renews."
    ),
    "overloaded": N_("Gemini is overloaded just now, so this answer is from my own playbooks."),
    "timeout": N_("Gemini did not answer in time, so this answer is from my own playbooks."),
    "resting": N_(
        "Gemini has not answered lately, so I answer from my own playbooks and try it again in a few minutes."
    ),
    "unreachable": N_("Gemini cannot be reached just now, so this answer is from my own playbooks."),
    "garbled": N_("Gemini's answer came through broken, so this answer is from my own playbooks."),
    "cut_short": N_("Gemini's answer broke off, so this answer is from my own playbooks."),
    "refused": N_("Gemini would not answer that one, so this answer is from my own playbooks."),
    "region": N_("Gemini does not serve this region, so I answer from my own playbooks."),
    "key": N_("Gemini refused the key I was given, so I answer from my own playbooks."),
    "model": N_("The Gemini model I was set up with does not exist, so I answer from my own playbooks."),
}
_OTHERWISE = N_("Gemini could not help with that one, so this answer is from my own playbooks.")


class ModelFault(GigiError):
    """One failed try: `reason` is a code; `wait` is what the server asked for, in seconds; `kind` the error's class.

    `was_asked` is False where our own books refused the try: nothing was sent, and the server said nothing.
    """

    def __init__(self, reason: Reason, wait: float | None = None, *, kind: str = "", was_asked: bool = True) -> None:
        super().__init__(f"Gemini did not answer: {reason}.", _SENTENCES.get(reason, _OTHERWISE))
        self.reason, self.wait, self.kind, self.was_asked = reason, wait, kind, was_asked

    @property
    def is_retryable(self) -> bool:
        return self.reason in _RETRYABLE


def translate(error: BaseException) -> ModelFault:
    """Any error of one call as ours. Its text is dropped: it may quote the person."""
    kind = type(error).__name__
    for cause in _causes(error):
        if isinstance(cause, ModelFault):
            return cause
        code = getattr(cause, "code", None)
        if isinstance(code, int) and hasattr(cause, "details"):
            return _of_api(code, cause.details, _retry_after(getattr(cause, "response", None)), kind)
    return ModelFault(_of_transport(error), kind=kind)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of_api(code: int, details: Any, header: float | None, kind: str) -> ModelFault:
    entries = _entries(details)
    wait = _retry_delay(entries, otherwise=header)
    if code == _TOO_MANY:
        quota = " ".join(str(v.get("quotaId", "")) for entry in entries for v in _violations(entry))
        return ModelFault("quota_day" if "PerDay" in quota else "quota_minute", wait, kind=kind)
    return ModelFault(_of_status(code, json.dumps(details, default=str).lower()), wait, kind=kind)


def _of_status(code: int, text: str) -> Reason:
    if "location is not supported" in text:
        return "region"
    if code in _KEY or "api_key_invalid" in text or "api key not valid" in text or "api key expired" in text:
        return "key"
    if code == _NOT_FOUND:
        return "model"
    if code == _TIMED_OUT:
        return "timeout"
    return "overloaded" if code >= _SERVER else "request"


def _of_transport(error: BaseException) -> Reason:
    """By the names of the classes: aiohttp's, httpx's and Python's are unrelated, and neither need be imported."""
    for cause in _causes(error):
        names = {kind.__name__ for kind in type(cause).__mro__}
        if names & _TIMEOUTS:
            return "timeout"
        if names & _TRANSPORT:
            return "unreachable"
        if names & _UNREADABLE:
            return "garbled"
    return "unforeseen"


def _entries(details: Any) -> list[dict[str, Any]]:
    """google.rpc details, however deep the client wrapped them."""
    found = details[0] if isinstance(details, list) and details else details
    inner = found.get("error", found) if isinstance(found, dict) else {}
    entries = inner.get("details", []) if isinstance(inner, dict) else []
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _violations(entry: dict[str, Any]) -> list[dict[str, Any]]:
    violations = entry.get("violations", [])
    return [v for v in violations if isinstance(v, dict)] if isinstance(violations, list) else []


def _retry_delay(entries: list[dict[str, Any]], otherwise: float | None) -> float | None:
    """RetryInfo's `retryDelay`, such as "12s" or "0.5s", in seconds."""
    for entry in entries:
        found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)s", str(entry.get("retryDelay", "")))
        if found:
            return float(found[1])
    return otherwise


def _retry_after(response: Any) -> float | None:
    """The seconds of a Retry-After header, which proxies send; dates are left to our own waits."""
    said = str(getattr(response, "headers", {}).get("Retry-After", ""))
    return float(said) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", said) else None
