"""Logging: a sentence with stable fields to stderr, never a person's words."""

import logging
import sys
from typing import Any

import structlog

from bot.config import Logging

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def set_up_logging(settings: Logging, *, is_interactive: bool = False) -> None:
    """Once per process. At a terminal only errors are shown: the screen belongs to the conversation."""
    level = logging.ERROR if is_interactive else _LEVELS[settings.level]
    logging.basicConfig(
        level=max(level, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s", force=True
    )
    last: Any = (
        structlog.processors.JSONRenderer()
        if settings.format == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True), last],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
