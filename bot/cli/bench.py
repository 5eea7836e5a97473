"""The bench of `gigi try`: lines in, lines out, and how a goal is written on it."""

import sys
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import typer

from bot.entities import GoalDraft
from bot.errors import GigiError, place_of

Record = dict[str, Any]


class BadLine(ValueError):
    """A line of the bench that cannot be used; the text says why."""


def bench(answer: Callable[[Record], Record]) -> None:
    """Answers every line; a bad one gets `{"id","error"}` and the exit status 1 at the end."""
    failed = False
    for raw in sys.stdin.buffer:
        if not raw.strip():
            continue
        identity: Any = None
        try:
            line = orjson.loads(raw)
            if not isinstance(line, dict):
                raise BadLine("a line should be a JSON object")
            identity = line.get("id")
            result = {"id": identity, **answer(line)}
        except orjson.JSONDecodeError:
            result, failed = {"id": identity, "error": "the line is not valid JSON"}, True
        except BadLine as error:
            result, failed = {"id": identity, "error": str(error)}, True
        except GigiError:
            raise
        except Exception as error:  # one line that we cannot handle must not take the others with it
            result, failed = {"id": identity, "error": f"unforeseen: {type(error).__name__}, {place_of(error)}"}, True
        sys.stdout.write(orjson.dumps(result).decode() + "\n")
        sys.stdout.flush()
    if failed:
        raise typer.Exit(1)


def zone_of(line: Record) -> str | None:
    """The zone a line names. Raises BadLine for one that does not exist."""
    zone = line.get("zone")
    if zone is None:
        return None
    try:
        return ZoneInfo(zone).key
    except (KeyError, ValueError, TypeError, OSError):
        raise BadLine("zone is no IANA time zone") from None


def goal_record(draft: GoalDraft) -> Record:
    """A GoalDraft as the contract writes it."""
    return {
        "title": draft.title,
        "domain": draft.domain,
        "amount": draft.amount,
        "unit": draft.unit_text or draft.unit,
        "amount_kind": draft.amount_kind,
        "direction": draft.direction,
        "deadline": draft.deadline.isoformat() if draft.deadline else None,
        "deadline_text": draft.deadline_text,
        "frequency_text": draft.frequency_text,
    }
