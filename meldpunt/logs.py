"""What the server may write in a log: event names and a short list of keys.

Never an address, a body, or a path with data.

structlog with an allow-list. A key that is not in ALLOWED is dropped, whoever logs it, so that a library's log line
cannot bring an address or a user agent onto the disk (docs/server-knows.md has a row for every key).
"""

from __future__ import annotations

import logging
import logging.config
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path

ALLOWED = frozenset({"event", "level", "day", "task", "count", "error", "code", "committee", "logger"})
# Loggers of libraries that write addresses, user agents or request lines.
SILENCED = ("axes", "django.request", "django.security", "django.server", "gunicorn.access", "ninja", "botocore")


def keep_allowed(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the allow-list."""
    return {key: value for key, value in event.items() if key in ALLOWED}


class EventsOnly(logging.Formatter):
    """Formats a standard-library record as its logger, level and exception class: never its message or arguments.

    A library's message can carry anything (gunicorn writes the address of a malformed request), so none is kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON without the record's text."""
        failure = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        place = f"{record.module}:{record.lineno}"
        fields = {"logger": record.name, "level": record.levelname.lower(), "event": place, "error": failure}
        return structlog.processors.JSONRenderer()(None, "", {k: v for k, v in fields.items() if v})  # type: ignore[return-value]


class OwnEvents(logging.Formatter):
    """Formats the lines that Meldpunt itself writes: structlog has rendered them already."""

    def format(self, record: logging.LogRecord) -> str:
        """The rendered line."""
        return record.getMessage()


def configure(folder: Path) -> None:
    """Send Meldpunt's own events and the libraries' bare ones to `folder`/meldpunt.log."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = {"class": "logging.handlers.WatchedFileHandler", "filename": str(folder / "meldpunt.log"), "delay": True}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"own": {"()": OwnEvents}, "bare": {"()": EventsOnly}},
            "handlers": {
                "own": {**handler, "formatter": "own"},
                "bare": {**handler, "formatter": "bare", "level": "WARNING"},
                "none": {"class": "logging.NullHandler"},
            },
            "root": {"handlers": ["bare"], "level": "WARNING"},
            "loggers": {
                "meldpunt": {"handlers": ["own"], "level": "INFO", "propagate": False},
                **{name: {"handlers": ["none"], "propagate": False} for name in SILENCED},
            },
        },
    )
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, keep_allowed, structlog.processors.JSONRenderer()],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def events() -> structlog.stdlib.BoundLogger:
    """The logger for Meldpunt's own events."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("meldpunt")
    return logger
