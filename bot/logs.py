"""Logging: a sentence with stable fields to stderr, never a person's words. structlog is imported at the first line."""

import logging
import sys
from functools import cached_property
from typing import Any, Literal

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_chosen: dict[str, Any] = {"level": logging.INFO, "format": "console"}


class Log:
    """A module's logger: `log.warning("what_happened", field=value)`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def debug(self, event: str, **fields: Any) -> None:
        self._logger.debug(event, **fields)

    def info(self, event: str, **fields: Any) -> None:
        self._logger.info(event, **fields)

    def warning(self, event: str, **fields: Any) -> None:
        self._logger.warning(event, **fields)

    def error(self, event: str, **fields: Any) -> None:
        self._logger.error(event, **fields)

    @cached_property
    def _logger(self) -> Any:
        import structlog

        if not structlog.is_configured():
            _configure(structlog)
        return structlog.get_logger(self._name)


def set_up_logging(level: str, line_format: Literal["console", "json"], *, is_interactive: bool = False) -> None:
    """Once per process. At a terminal only errors are shown: the screen belongs to the conversation.

    Libraries may only name themselves: their messages could quote a person.
    """
    _chosen["level"] = logging.ERROR if is_interactive else _LEVELS[level]
    _chosen["format"] = line_format
    lowest = max(_chosen["level"], logging.WARNING)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_NameOnly())
    logging.basicConfig(level=lowest, handlers=[handler], force=True)


class _NameOnly(logging.Formatter):
    """Level, library and kind of error; neither message nor traceback, which may hold what a person wrote."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0] if record.exc_info else None
        return f"{record.levelname} {record.name}" + (f" {kind.__name__}" if kind else "")


def _configure(structlog: Any) -> None:
    last = (
        structlog.processors.JSONRenderer()
        if _chosen["format"] == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(_chosen["level"]),
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True), last],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
