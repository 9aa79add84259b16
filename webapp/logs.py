"""The log: one line of JSON per entry on standard error, long values cut, never the local variables of a traceback."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

#: Longest value of an entry, in characters; a traceback keeps its end, where the cause stands.
LONGEST = 8000


def configure() -> None:
    """Set up structlog for this process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _cut,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_names: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _cut(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, value in entry.items():
        if isinstance(value, str) and len(value) > LONGEST:
            entry[name] = value[:LONGEST] if name != "exception" else value[-LONGEST:]
    return entry
